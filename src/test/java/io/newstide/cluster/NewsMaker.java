package io.newstide.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * News of an invented city, made up from a seed: articles in the order of their dates, evenly
 * apart; some copied by another paper, some sent twice, some that are no articles.
 */
final class NewsMaker {

  /** A record for the articles topic. */
  record Made(String key, byte[] value, Instant at) {}

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final List<String> PAPERS =
      List.of("lanjiang-daily", "lanjiang-evening", "tide-web");
  private static final String[] TITLES = {
    "防汛指挥部检查沿江泵站", "机器人走进澜江车间", "绿色绩效考核结果公布", "老街垃圾分类点位调整",
    "安全生产大检查进入第二周", "医保窗口延长服务时间", "澜江公园步道完成修缮", "智能制造示范线投产",
    "学校与企业共建实训基地", "暴雨过后道路恢复通行"
  };
  private static final String[] SENTENCES = {
    "澜江市防汛抗旱指挥部%d日派出%d个工作组，检查白塔街道的泵站和堤坝。",
    "气象台预计未来%d小时有暴雨，降雨量可达%d毫米，低洼路段可能内涝。",
    "李建国说，仓库里备有%d只沙袋和%d台水泵，随时可以调用。",
    "澜江重工的人形机器人在第%d号车间试运行，每小时搬运%d只料箱。",
    "机器人的关节由本地%d家企业配套，国产零件占%d%%。",
    "绿色绩效考核涉及%d家单位，其中%d家评为优秀。",
    "梧桐里小区有%d户居民登记，志愿者每天上门%d次。",
    "应急管理局检查了%d家化工企业，发现隐患%d处，要求限期整改。",
    "王秀英在医保窗口办好了手续，前后只用了%d分钟，填了%d张表。",
    "澜江职业学院与企业签约，首批%d名学生进入%d个岗位实习。",
    "沿江步道全长%d米，沿途设了%d处休息亭。",
    "负责人表示，下一步将在%d个街道推广，年底前完成%d项任务。"
  };

  private final Random random;
  private final String run;
  private final Instant start;
  private final List<Made> recent = new ArrayList<>();
  private long number;
  private final List<String> bodies = new ArrayList<>();

  private boolean repeats = true;
  private long millisApart = 60_000;

  NewsMaker(long seed, Instant start) {
    this.random = new Random(seed);
    this.run = Long.toString(seed, 36);
    this.start = start;
  }

  /** So many articles a day. */
  static NewsMaker aDay(int articles, long seed, Instant start) {
    var news = new NewsMaker(seed, start);
    news.millisApart = 86_400_000L / articles;
    return news;
  }

  /** No article is sent twice: where partitions are added, its second copy may come first. */
  static NewsMaker withoutRepeats(long seed, Instant start) {
    var news = new NewsMaker(seed, start);
    news.repeats = false;
    return news;
  }

  /** A phrase that stands in the articles and may stand in no log. */
  static List<String> phrases() {
    return List.of("随时可以调用", "国产零件占", "沿途设了", "填了");
  }

  /** The next record. */
  Made next() {
    number++;
    Instant at = start.plusMillis(millisApart * number);
    int kind = random.nextInt(100);
    if (kind == 0) {
      return new Made(
          "broken-" + number,
          ("{\"title\": \"没有说完的第" + number + "条").getBytes(StandardCharsets.UTF_8),
          at);
    }
    if (kind == 1 && repeats && !recent.isEmpty()) {
      Made again = recent.get(random.nextInt(recent.size()));
      return new Made(again.key(), again.value(), at);
    }
    String body =
        kind < 6 && !bodies.isEmpty() ? bodies.get(random.nextInt(bodies.size())) : body();
    String id = run + "-" + number;
    String title = TITLES[random.nextInt(TITLES.length)] + "之" + (1 + random.nextInt(9));
    String json =
        """
        {"id":"%s","source":"%s","title":"%s","body":"%s","publishedAt":"%s"}"""
            .formatted(
                id, PAPERS.get(random.nextInt(3)), title, body, at.atZone(ZONE).toOffsetDateTime());
    Made made = new Made(id, json.getBytes(StandardCharsets.UTF_8), at);
    keep(recent, made);
    keep(bodies, body);
    return made;
  }

  private <T> void keep(List<T> last, T one) {
    if (last.size() == 30) {
      last.remove(0);
    }
    last.add(one);
  }

  private String body() {
    var body = new StringBuilder();
    int sentences = 3 + random.nextInt(4);
    for (int i = 0; i < sentences; i++) {
      body.append(
          SENTENCES[random.nextInt(SENTENCES.length)].formatted(
              1 + random.nextInt(5000), 1 + random.nextInt(5000)));
    }
    return body.toString();
  }
}
