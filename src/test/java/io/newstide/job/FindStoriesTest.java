package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.duplicate.Posting;
import io.newstide.duplicate.Signature;
import io.newstide.duplicate.SignedArticle;
import io.newstide.duplicate.StoryDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class FindStoriesTest {

  private static final String TEXT =
      "澜江市水务局宣布，老城片区供水管网改造工程比计划提前完工，惠及白塔、桐山两个街道的居民，下一步将为每个小区装上智能水表，力争把漏损率降下来。";

  private static KeyedOneInputStreamOperatorTestHarness<StoryKey, SignedArticle, StoryDecision>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new FindStories(0.9, Duration.ofDays(7)),
        signed -> StoryKey.story(signed.id()),
        WireTypes.STORY_KEY,
        1,
        1,
        0);
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static SignedArticle signed(String id, long at, long sealed, String body) {
    Instant published = Instant.ofEpochMilli(at);
    return new SignedArticle(
        id,
        at,
        sealed,
        Signature.of(
            new Article(
                id,
                "澜江日报",
                "老城水管换新",
                "",
                "",
                body,
                published,
                DatePrecision.INSTANT,
                true,
                "",
                published,
                "",
                "",
                "")));
  }

  private static SignedArticle signed(String id, String at, String body) {
    return signed(id, at(at), Long.MIN_VALUE, body);
  }

  @Test
  void tellsAtOnceAndSettlesBeforeTheWatermarkGoesOn() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(signed("b", "2026-07-04T10:05:00Z", TEXT), 0);
      harness.processElement(signed("a", "2026-07-04T10:00:00Z", "本报讯（记者 苏晴）" + TEXT), 0);
      assertThat(harness.extractOutputValues())
          .containsExactly(
              new StoryDecision("b", Long.MIN_VALUE, "b", false),
              new StoryDecision("a", Long.MIN_VALUE, "b", false));

      harness.processWatermark(at("2026-07-04T10:10:00Z") - 1);

      assertThat(harness.extractOutputValues())
          .containsExactly(
              new StoryDecision("b", Long.MIN_VALUE, "b", false),
              new StoryDecision("a", Long.MIN_VALUE, "b", false),
              new StoryDecision("a", Long.MIN_VALUE, "a", true),
              new StoryDecision("b", Long.MIN_VALUE, "a", true));
      // What the watermark settled bears its time; what was decided on arrival bears none.
      assertThat(harness.getOutput())
          .filteredOn(StreamRecord.class::isInstance)
          .extracting(one -> ((StreamRecord<?>) one).hasTimestamp())
          .containsExactly(false, false, true, true);
      assertThat(((StreamRecord<?>) harness.getOutput().toArray()[2]).getTimestamp())
          .isEqualTo(at("2026-07-04T10:10:00Z") - 1);
      assertThat(harness.getOutput().toArray()[4])
          .isEqualTo(
              new org.apache.flink.streaming.api.watermark.Watermark(
                  at("2026-07-04T10:10:00Z") - 1));
    }
  }

  @Test
  void keepsOneEntryAStoryAndNothingForCopiesAndForgetsThem() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(signed("a", "2026-07-04T10:00:00Z", TEXT), 0);
      harness.processElement(signed("b", "2026-07-04T10:01:00Z", TEXT), 0);
      assertThat(entries(harness)).as("the first, two articles to be settled").isEqualTo(1 + 2);
      assertThat(harness.numEventTimeTimers()).isEqualTo(2);

      harness.processWatermark(at("2026-07-04T10:10:00Z") - 1);
      assertThat(entries(harness)).isEqualTo(1);
      assertThat(harness.numEventTimeTimers()).isEqualTo(1);

      harness.processWatermark(at("2026-07-11T10:00:00Z") - 1);
      assertThat(entries(harness)).isEqualTo(1);
      harness.processWatermark(at("2026-07-11T10:00:00Z"));
      assertThat(entries(harness)).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  private static int entries(
      KeyedOneInputStreamOperatorTestHarness<StoryKey, SignedArticle, StoryDecision> harness)
      throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.numKeyedStateEntries();
  }

  @Test
  void postingsThatAnOlderVersionKeptAreForgotten() throws Exception {
    OperatorSubtaskState saved;
    try (var older =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new KeepPosting()),
            StoryKey::moment,
            WireTypes.STORY_KEY,
            1,
            1,
            0)) {
      older.open();
      older.processElement(7L, 0);
      older.processElement(8L, 0);
      assertThat(older.numKeyedStateEntries()).isEqualTo(2);
      saved = older.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(saved);
      harness.open();
      assertThat(harness.numKeyedStateEntries()).isZero();
      harness.processElement(signed("a", "2026-07-04T10:00:00Z", TEXT), 0);
      assertThat(harness.extractOutputValues())
          .containsExactly(new StoryDecision("a", Long.MIN_VALUE, "a", false));
    }
  }

  private static final class KeepPosting extends KeyedProcessFunction<StoryKey, Long, Long> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      getRuntimeContext()
          .getState(new ValueStateDescriptor<>("postings", Types.LIST(WireTypes.POSTING)))
          .update(List.of(new Posting("s" + number, number, 1, number + 1)));
    }
  }

  private record Arrival(SignedArticle article, long watermarkBefore) {}

  private static String words(Random random, int length) {
    return random
        .ints(length, 0, 3000)
        .mapToObj(i -> Character.toString((char) (0x4E00 + i)))
        .collect(Collectors.joining());
  }

  /** Articles of thirty stories, in an order within two hours, with the watermarks between them. */
  private static List<Arrival> arrivals(Map<String, String> texts, Random random) {
    Map<String, Long> order = new HashMap<>();
    long outOfOrderness = Duration.ofHours(2).toMillis();
    texts
        .keySet()
        .forEach(id -> order.put(id, time(id) + (long) (random.nextDouble() * outOfOrderness)));
    List<String> ids = new ArrayList<>(texts.keySet());
    ids.sort(Comparator.comparing(order::get));
    List<Arrival> arrivals = new ArrayList<>();
    long watermark = Long.MIN_VALUE;
    for (String id : ids) {
      watermark =
          random.nextInt(3) == 0
              ? Math.max(watermark, order.get(id) - outOfOrderness - 1)
              : watermark;
      arrivals.add(new Arrival(signed(id, time(id), watermark, texts.get(id)), watermark));
    }
    return arrivals;
  }

  /** The minute is in the id. */
  private static long time(String id) {
    return at("2026-07-04T00:00:00Z") + 60_000L * Integer.parseInt(id.substring(0, 4));
  }

  private static Map<String, String> texts(Random random) {
    List<String> stories = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      stories.add(words(random, 60) + "。" + words(random, 60) + "。");
    }
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < 150; i++) {
      String story = stories.get(random.nextInt(stories.size()));
      texts.put(
          "%04d-%d".formatted(random.nextInt(1440), i),
          switch (random.nextInt(3)) {
            case 0 -> story.substring(0, 61);
            case 1 -> words(random, 3) + story;
            default -> story;
          });
    }
    return texts;
  }

  /** What is settled, with a failure and a restore before some articles. */
  private static Map<String, String> settled(List<Arrival> arrivals, Random failures)
      throws Exception {
    Map<String, String> settled = new HashMap<>();
    var harness = harness();
    harness.open();
    for (Arrival arrival : arrivals) {
      if (failures.nextInt(20) == 0) {
        collect(harness, settled);
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState saved = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(saved);
        harness.open();
      }
      if (arrival.watermarkBefore() > Long.MIN_VALUE) {
        harness.processWatermark(arrival.watermarkBefore());
      }
      harness.processElement(arrival.article(), 0);
    }
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(entries(harness)).isZero();
    collect(harness, settled);
    harness.close();
    return settled;
  }

  private static void collect(
      KeyedOneInputStreamOperatorTestHarness<StoryKey, SignedArticle, StoryDecision> harness,
      Map<String, String> settled) {
    for (StoryDecision decision : harness.extractOutputValues()) {
      if (decision.settled()) {
        assertThat(settled.put(decision.articleId(), decision.storyId()))
            .as("%s is settled once", decision.articleId())
            .isNull();
      }
    }
  }

  @Test
  void ordersOfArrivalAndFailuresChangeNothingInWhatIsSettled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 3; round++) {
      Map<String, String> texts = texts(random);
      Map<String, String> settled = settled(arrivals(texts, random), random);
      assertThat(settled.keySet()).isEqualTo(texts.keySet());
      assertThat(settled.values().stream().distinct().count())
          .as("seed %d, round %d", seed, round)
          .isLessThanOrEqualTo(60);
      for (int again = 0; again < 3; again++) {
        assertThat(settled(arrivals(texts, random), random))
            .as("seed %d, round %d", seed, round)
            .isEqualTo(settled);
      }
    }
  }
}
