package io.newstide.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.newstide.article.Article;
import io.newstide.language.Analysis;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many topics at once carry what each carries alone, and cost little. */
class ManyTopicsTest {

  private static final HanlpAnalyser ANALYSER = HanlpAnalyser.create(LanguageSettings.defaults());

  private static final List<String> WORDS =
      List.of(
          "防汛", "暴雨", "内涝", "水位", "河道", "泵站", "转移", "群众", "机器人", "工厂", "产线", "能耗", "减排", "园区", "企业",
          "垃圾", "分类", "社区", "居民", "学校", "大学", "合作", "签约", "医保", "参保", "报销");

  private static Article article(Random random, int sentences) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      boolean heading = random.nextInt(6) == 0;
      if (heading) {
        body.append("\n").append(words(random, 3)).append("\n今天上午，市长李明华在杭州市说，");
      }
      body.append(words(random, 2 + random.nextInt(6)))
          .append("，相关的工作还在有条不紊地进行，记者将继续关注此事的进展")
          .append(random.nextInt(3) == 0 ? "。\n" : "。");
    }
    return Article.ofText(random.nextInt(3) == 0 ? words(random, 2) : "要闻", body.toString(), "");
  }

  private static String words(Random random, int count) {
    return Stream.generate(() -> WORDS.get(random.nextInt(WORDS.size())))
        .limit(count)
        .collect(Collectors.joining("和"));
  }

  private static String query(Random random, int depth) {
    List<String> clauses = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      String a = WORDS.get(random.nextInt(WORDS.size()));
      String b = WORDS.get(random.nextInt(WORDS.size()));
      String clause =
          switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0, 1, 2 -> a;
            case 3 -> "title:" + a;
            case 4 -> "\"%s %s\"~4".formatted(a, b);
            case 5 -> random.nextBoolean() ? "person:李明华" : "place:杭州";
            case 6 -> "(%s)".formatted(query(random, depth - 1));
            default -> "(+%s %s -%s)".formatted(a, b, WORDS.get(random.nextInt(WORDS.size())));
          };
      clauses.add(clause + "^" + (1 + random.nextInt(4)));
    }
    return String.join(random.nextInt(4) == 0 ? " AND " : " OR ", clauses);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void carryWhatEachCarriesAlone(long seed) {
    Random random = new Random(seed);
    List<TopicDefinition> topics = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      topics.add(
          new TopicDefinition("t" + i, "T", query(random, 2), 0.25 * (1 + random.nextInt(20))));
    }
    TopicCatalogue together = TopicCatalogue.of(topics);
    int carried = 0;
    for (int i = 0; i < 20; i++) {
      Article article = article(random, 1 + random.nextInt(20));
      Analysis analysis = ANALYSER.analyse(article);
      // Explaining asks every query and reckons every part, whatever the bounds say.
      List<String> expected =
          topics.stream()
              .map(topic -> together.explain(topic.id(), article, analysis).orElseThrow())
              .filter(TopicExplanation::carried)
              .sorted(
                  Comparator.comparingDouble(TopicExplanation::score)
                      .reversed()
                      .thenComparing(why -> why.topic().id()))
              .map(why -> why.topic().id() + " " + why.score())
              .toList();
      assertThat(together.match(analysis))
          .as("seed %d, article %d", seed, i)
          .extracting(match -> match.id() + " " + match.score())
          .isEqualTo(expected);
      carried += expected.size();
    }
    assertThat(carried).as("seed %d", seed).isBetween(300, 5_000);
  }

  /** Of two catalogues with the same topics, one with 9,990 others, by bytes: they do not vary. */
  @Test
  void tenThousandCostLittleMoreThanTen() {
    Random random = new Random(21);
    List<TopicDefinition> ten = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ten.add(new TopicDefinition("t" + i, "T", query(random, 1), 2.5));
    }
    List<TopicDefinition> tenThousand = new ArrayList<>(ten);
    for (int i = 10; i < 10_000; i++) {
      String word = "" + (char) ('一' + i) + (char) ('丁' + random.nextInt(8_000));
      tenThousand.add(
          new TopicDefinition(
              "t" + i,
              "T",
              "%s^3 OR %s局^2 OR \"%s 企业\"~3 OR person:%s".formatted(word, word, word, word),
              2.5));
    }
    TopicCatalogue few = TopicCatalogue.of(ten);
    long before = cpu();
    TopicCatalogue many = TopicCatalogue.of(tenThousand);
    assertThat((cpu() - before) / 1_000_000_000.0).as("seconds to make it").isLessThan(10);
    Article article = article(random, 20);
    Analysis analysis = ANALYSER.analyse(article);

    assertThat(many.match(analysis)).isEqualTo(few.match(analysis));
    long analysing = bytes(() -> ANALYSER.analyse(article));
    long withFew = analysing + bytes(() -> few.match(analysis));
    long withMany = analysing + bytes(() -> many.match(analysis));
    assertThat(withMany).isLessThan(2 * withFew);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long bytes(Runnable work) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run();
    long before = thread.getCurrentThreadAllocatedBytes();
    work.run();
    return thread.getCurrentThreadAllocatedBytes() - before;
  }
}
