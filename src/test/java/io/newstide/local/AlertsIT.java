package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.newstide.job.DemoJob;
import io.newstide.job.JobFile;
import io.newstide.kafka.Schemas;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four weeks of made-up news through the production graph: quiet, then a flood that three papers
 * report, many copies of one report, a new subject that is no topic, and a paper that falls silent.
 */
class AlertsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final List<String> PAPERS = List.of("东湾日报", "青石晚报", "云川新报");

  private static final List<String> ORDINARY =
      List.of(
          "图书馆新馆向读者开放，阅览座位增加一倍，周末延长到晚上九点",
          "老街面馆传了三代，老板说汤头的火候最要紧，客人排到了巷口",
          "市民合唱团招募新团员，不限年龄，每周三晚在文化馆排练",
          "苹果园里剪枝正忙，果农请来技术员讲解疏花的要领",
          "新开通的公交线路经过三个小区，早高峰每八分钟一班",
          "中学生足球联赛决出八强，点球大战两度上演，观众看得过瘾",
          "博物馆展出清代瓷器，讲解员带孩子们认识釉色与纹样");

  @TempDir private static Path folder;
  private static JobFile job;
  private static List<JsonNode> alerts;

  private record Story(Instant at, String paper, String title, String body) {}

  private static Instant day(int day, String time) {
    return Instant.parse(
        START.plus(Duration.ofDays(day)).toString().substring(0, 11) + time + ":00Z");
  }

  /** So that no two are copies of each other, and no number is a word of its own. */
  private static String digits(int number) {
    return Integer.toString(number)
        .chars()
        .mapToObj(digit -> "零一二三四五六七八九".substring(digit - '0', digit - '0' + 1))
        .collect(Collectors.joining("、"));
  }

  private static List<Story> news() {
    List<Story> news = new ArrayList<>();
    int number = 0;
    for (int hour = 0; hour < 28 * 24; hour++) {
      for (int paper = 0; paper < PAPERS.size(); paper++) {
        if (paper == 2 && hour >= 26 * 24) {
          continue; // falls silent for its last two days
        }
        String text = ORDINARY.get((hour * 5 + paper) % ORDINARY.size());
        number++;
        news.add(
            new Story(
                START.plus(Duration.ofHours(hour)).plus(Duration.ofMinutes(7 + 11 * paper)),
                PAPERS.get(paper),
                text.substring(0, text.indexOf('，')),
                text + "。" + digits(number) + "。" + digits(number * 7919) + "。"));
      }
    }
    // A report about rain every fourth day: what is usual.
    for (int day = 0; day < 24; day += 4) {
      news.add(
          new Story(
              day(day, "03:20"),
              PAPERS.get(day % 3),
              "入汛前检查第" + day + "号堤段",
              "水利站检查第" + day + "号堤段的防汛物资，清点沙袋" + (300 + day * 17) + "只，防汛责任人到岗。"));
    }
    // The flood of the 22nd day: six stories within two hours.
    String[] floods = {
      "暴雨致城区内涝，防汛应急响应启动",
      "河水漫过低洼路段，抢险队转移居民",
      "水库开闸泄洪，下游群众提前撤离",
      "强降雨引发山洪，三座便桥被冲毁",
      "防汛指挥部连夜会商，堤防险情得到控制",
      "洪水围困村庄，冲锋舟救出九名老人"
    };
    for (int i = 0; i < floods.length; i++) {
      news.add(
          new Story(
              day(22, "0" + (6 + i / 3) + ":" + (5 + 15 * (i % 3) + 10)),
              PAPERS.get(i % 3),
              floods[i],
              floods[i]
                  + "。记者在现场看到，"
                  + floods[(i + 1) % 6].substring(0, 8)
                  + "，救援仍在继续，目前第"
                  + (i + 3)
                  + "批物资已经运抵，防汛人员全部到位。"));
    }
    // One report about robots that every paper prints four times.
    for (int i = 0; i < 12; i++) {
      news.add(
          new Story(
              day(24, "0" + (2 + i / 6) + ":" + (10 + 8 * (i % 6))),
              PAPERS.get(i % 3),
              "人形机器人走进幼儿园表演节目",
              "昨天下午，一台人形机器人走进青石镇中心幼儿园，跳舞、讲故事、与孩子们猜谜，机器人公司的工程师说，这台机器人学会了四十种动作。"));
    }
    // What nobody follows: a comet, five stories in a morning.
    String[] comet = {"观测台拍到彗星尾巴", "彗星今晚最亮，肉眼可见", "天文迷连夜上山等彗星", "彗星经过，学校组织观测", "专家解读彗星的来历"};
    for (int i = 0; i < comet.length; i++) {
      news.add(
          new Story(
              day(25, "0" + (1 + i) + ":42"),
              PAPERS.get(i % 3),
              comet[i],
              comet[i] + "。这颗彗星" + (70 + i * 3) + "年回归一次，" + ORDINARY.get(i) + "。"));
    }
    news.sort(Comparator.comparing(Story::at));
    return news;
  }

  private static Path file() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Story story : news()) {
      lines.add(
          JSON.createObjectNode()
              .put("id", "n%05d".formatted(lines.size()))
              .put("source", story.paper())
              .put("title", story.title())
              .put("body", story.body())
              .put("publishedAt", story.at().toString())
              .toString());
    }
    return Files.write(folder.resolve("news.jsonl"), lines);
  }

  private static List<JsonNode> rows(Path out, TopicName topic) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve(topic.fileName() + ".jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  @BeforeAll
  static void run() throws Exception {
    job =
        JobFile.read(DemoJob.write(folder.resolve("few"), DemoJob.FEW_WINDOWS), Map.of(), Map.of());
    Backtest.run(job, file(), folder.resolve("one"), 1, false, read -> {});
    alerts = rows(folder.resolve("one"), TopicName.ALERTS);
  }

  private static String text(JsonNode alert) {
    return alert.get("kind").asText()
        + " "
        + alert.get("id").asText()
        + " "
        + alert.get("state").asText();
  }

  @Test
  void aFloodOpensOneAlertWithinTheHourThatIsUpdatedAndClosed() {
    List<JsonNode> flood =
        alerts.stream()
            .filter(alert -> alert.get("kind").asText().equals("topic"))
            .filter(alert -> alert.get("id").asText().equals("flood-prevention"))
            .toList();
    assertThat(flood).isNotEmpty();
    JsonNode opened = flood.get(0);
    assertThat(opened.get("state").asText()).isEqualTo("OPEN");
    assertThat(Instant.parse(opened.get("at").asText()))
        .isBetween(day(22, "06:20"), day(22, "08:00"));
    assertThat(opened.get("name").asText()).isEqualTo("防汛");
    assertThat(opened.get("reason").asText()).isEqualTo("burst");
    assertThat(opened.get("uniqueStories").asInt()).isBetween(3, 6);
    assertThat(opened.get("expected").asDouble()).isLessThan(1);
    assertThat(opened.get("score").asDouble()).isGreaterThan(3);
    assertThat(opened.get("alertId").asText())
        .isEqualTo("topic/flood-prevention/" + opened.get("at").asText());
    assertThat(flood)
        .extracting(alert -> alert.get("alertId").asText())
        .containsOnly(opened.get("alertId").asText());
    assertThat(flood).filteredOn(alert -> alert.get("state").asText().equals("OPEN")).hasSize(1);
    JsonNode last = flood.get(flood.size() - 1);
    assertThat(last.get("state").asText()).isEqualTo("CLOSE");
    assertThat(Instant.parse(last.get("at").asText())).isAfter(day(23, "06:00"));
    assertThat(opened.get("evidence")).hasSizeBetween(3, 5);
  }

  @Test
  void copiesOfOneStoryOpenNothing() {
    assertThat(alerts)
        .extracting(AlertsIT::text)
        .noneMatch(text -> text.startsWith("topic robotics"));
  }

  @Test
  void aSourceThatFallsSilentAgainstItsHabitRaisesAnAlert() {
    List<JsonNode> silent =
        alerts.stream().filter(alert -> alert.get("reason").asText().equals("silence")).toList();
    assertThat(silent).isNotEmpty();
    JsonNode opened = silent.get(0);
    assertThat(text(opened)).isEqualTo("source 云川新报 OPEN");
    // Nineteen in twenty hours at most are certain: -log10(0.05) is 1.3, the third hour makes 3.9.
    assertThat(Instant.parse(opened.get("at").asText()))
        .isBetween(day(26, "02:00"), day(26, "05:00"));
    assertThat(silent).extracting(alert -> alert.get("id").asText()).containsOnly("云川新报");
    assertThat(silent).noneMatch(alert -> alert.get("state").asText().equals("CLOSE"));
  }

  @Test
  void whatRisesWithoutBeingATopicIsProposedAsOne() throws Exception {
    List<JsonNode> emerging = rows(folder.resolve("one"), TopicName.EMERGING);
    assertThat(emerging)
        .filteredOn(row -> row.get("terms").toString().contains("\"彗星\""))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.get("window").asText()).isEqualTo("24h");
              assertThat(row.get("proposedTopic").get("query").asText()).contains("\"彗星\"");
              assertThat(row.get("terms").get(0).get("sources").asInt()).isGreaterThanOrEqualTo(2);
            });
    // Four weeks of ordinary news propose nothing else that is about a comet or a flood.
    assertThat(emerging)
        .extracting(row -> row.get("group").asText())
        .doesNotContain("防汛", "洪水", "机器人");
  }

  @Test
  void aRowSaysWhatWasExpected() throws Exception {
    List<JsonNode> days =
        rows(folder.resolve("one"), TopicName.TRENDS).stream()
            .filter(row -> row.get("kind").asText().equals("topic"))
            .filter(row -> row.get("id").asText().equals("flood-prevention"))
            .filter(row -> row.get("window").asText().equals("day"))
            .filter(row -> row.get("uniqueStories").asInt() > 0)
            .toList();
    // Until a source has been heard of for a week there is no score.
    assertThat(days)
        .filteredOn(row -> Instant.parse(row.get("windowEnd").asText()).isBefore(day(7, "00:00")))
        .isNotEmpty()
        .allMatch(
            row ->
                row.get("warmingUp").asBoolean()
                    && row.get("score").isNull()
                    && row.get("expected").isNull());
    JsonNode flood =
        days.stream()
            .filter(row -> row.get("uniqueStories").asInt() >= 6)
            .findFirst()
            .orElseThrow();
    assertThat(flood.get("warmingUp").asBoolean()).isFalse();
    // Six stories in three weeks: one in four days or so.
    assertThat(flood.get("expected").asDouble()).isCloseTo(0.3, within(0.15));
    assertThat(flood.get("score").asDouble()).isGreaterThan(3);
    assertThat(flood.get("expectedHigh").asInt()).isLessThan(6);
    assertThat(flood.get("baselineWindows").asInt()).isBetween(19, 22);
    // A month takes more history than is kept.
    assertThat(rows(folder.resolve("one"), TopicName.TRENDS))
        .filteredOn(row -> row.get("window").asText().equals("month"))
        .isNotEmpty()
        .allMatch(row -> row.get("score").isNull() && row.get("warmingUp").asBoolean());
  }

  @Test
  void aWindowWithoutAStoryIsNoSurpriseOnceThereIsAHistory() throws Exception {
    List<JsonNode> without =
        rows(folder.resolve("one"), TopicName.TRENDS).stream()
            .filter(row -> row.get("kind").asText().equals("topic"))
            .filter(row -> !row.get("window").asText().equals("month"))
            .filter(row -> row.get("mentions").asInt() == 0)
            .filter(row -> Instant.parse(row.get("windowStart").asText()).isAfter(day(8, "00:00")))
            .toList();
    assertThat(without)
        .extracting(row -> row.get("id").asText())
        .contains("flood-prevention", "robotics", "green-performance");
    // So many or more as none there are for certain: -log10(1) is 0.
    assertThat(without)
        .allSatisfy(
            row -> {
              assertThat(row.get("warmingUp").asBoolean()).isFalse();
              assertThat(row.get("score").asDouble()).isZero();
              assertThat(row.get("expected").asDouble()).isPositive();
              assertThat(row.get("expectedLow").asInt()).isZero();
              assertThat(row.get("baselineWindows").asInt()).isPositive();
            });
    List<JsonNode> days =
        without.stream()
            .filter(row -> row.get("window").asText().equals("day"))
            .filter(row -> Instant.parse(row.get("windowEnd").asText()).isBefore(day(22, "00:00")))
            .filter(row -> Instant.parse(row.get("windowEnd").asText()).isAfter(day(12, "00:00")))
            .toList();
    // A story every fourth day: one in four, whether there is one that day or not.
    assertThat(days)
        .filteredOn(row -> row.get("id").asText().equals("flood-prevention"))
        .hasSizeBetween(6, 8)
        .allSatisfy(row -> assertThat(row.get("expected").asDouble()).isBetween(0.15, 0.45));
    // Of a topic that never had one: less than one in all of its baseline.
    assertThat(days)
        .filteredOn(row -> row.get("id").asText().equals("green-performance"))
        .hasSizeBetween(8, 10)
        .allSatisfy(row -> assertThat(row.get("expected").asDouble()).isLessThan(0.15));
  }

  @Test
  void theSampleShowsARaceAndAFloodAsTheyHappen() throws Exception {
    Path out = folder.resolve("sample");
    JobFile demo = JobFile.read(Path.of("jobs/demo.yaml"), Demo.SAMPLE_SETTINGS, Map.of());
    Backtest.run(demo, Path.of("jobs/sample/articles.jsonl"), out, 1, false, read -> {});

    List<JsonNode> opened =
        rows(out, TopicName.ALERTS).stream()
            .filter(alert -> alert.path("state").asText().equals("OPEN"))
            .filter(alert -> alert.path("kind").asText().equals("topic"))
            .toList();
    assertThat(opened)
        .extracting(alert -> alert.path("id").asText())
        .containsExactly("robotics", "flood-prevention");
    // The starting gun is at 8 in the morning; the emergency response begins on the evening before.
    assertThat(Instant.parse(opened.get(0).path("at").asText()))
        .isBetween(Instant.parse("2026-06-06T00:00:00Z"), Instant.parse("2026-06-06T08:00:00Z"));
    assertThat(Instant.parse(opened.get(1).path("at").asText()))
        .isBetween(Instant.parse("2026-07-04T10:00:00Z"), Instant.parse("2026-07-05T04:00:00Z"));
  }

  @Test
  void twoSubtasksAlertAsOneDoes() throws Exception {
    Path two = folder.resolve("two");
    Backtest.run(job, folder.resolve("news.jsonl"), two, 2, false, read -> {});
    for (TopicName topic : List.of(TopicName.ALERTS, TopicName.EMERGING, TopicName.TRENDS)) {
      String name = topic.fileName() + ".jsonl";
      assertThat(two.resolve(name)).hasSameBinaryContentAs(folder.resolve("one").resolve(name));
    }
  }

  @Test
  void rowsAreAsTheirSchemasSay() throws Exception {
    var schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    for (Map.Entry<TopicName, String> of :
        Map.of(TopicName.ALERTS, "alert", TopicName.EMERGING, "emerging").entrySet()) {
      var schema = schemas.getSchema(Schemas.read(of.getValue()));
      assertThat(rows(folder.resolve("one"), of.getKey()))
          .isNotEmpty()
          .allSatisfy(row -> assertThat(schema.validate(row)).isEmpty());
    }
  }
}
