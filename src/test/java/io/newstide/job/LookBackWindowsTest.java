package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.LookBack;
import io.newstide.language.Analysis;
import io.newstide.language.Keyword;
import io.newstide.language.Name;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicMatch;
import io.newstide.trend.Trend;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Evidence;
import io.newstide.window.Multiset;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * A topic that comes while the job runs and looks back ends with the rows of one that was there
 * from the start: random articles, stories settled otherwise before and after, look-backs repeated,
 * failures and other numbers of subtasks. {@code -Dnewstide.runs=5000} runs more; {@code
 * -Dnewstide.seed=N} runs one again.
 */
class LookBackWindowsTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = 24 * HOUR;
  private static final long SLICE = HOUR / 6;
  private static final long START = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
  private static final Slicing SLICING = new Slicing(ZoneId.of("UTC"), Duration.ofMinutes(10));
  private static final SubjectHistory.Terms TERMS = new SubjectHistory.Terms(30 * DAY, DAY);
  private static final List<WindowDefinition> WINDOWS =
      List.of(
          WindowShape.parse("hour", "PT1H", SLICING),
          WindowShape.parse("4h", "PT4H/PT2H", SLICING),
          WindowShape.parse("day", "P1D", SLICING),
          WindowShape.parse("visit", "~PT3H", SLICING));
  private static final TopicDefinition COMETS = new TopicDefinition("comets", "彗星", "彗星", 2);
  private static final WindowBoard.RankedTopic RANKED_COMETS =
      new WindowBoard.RankedTopic("comets", "彗星", COMETS.version());
  private static final WindowBoard.RankedTopic FLOOD =
      new WindowBoard.RankedTopic("flood", "防汛", "v1");

  /** The windows with what counts look-backs for them. */
  private static final class Rig implements AutoCloseable {
    private final EngineHarness engine;
    private final KeyedTwoInputStreamOperatorTestHarness<
            String, Enriched, LookBack.Found, SubjectSlice>
        lookBacks;

    private record Saved(EngineHarness.Saved engine, OperatorSubtaskState lookBacks) {}

    Rig(List<WindowBoard.RankedTopic> topics, int subtasks, Saved from) throws Exception {
      engine =
          new EngineHarness(
              new EngineHarness.Settings(WINDOWS, SLICING, TERMS, topics, 3),
              subtasks,
              from == null ? null : from.engine(),
              null);
      lookBacks =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new CountLookBacks(SLICING, Duration.ofDays(30)),
              article -> article.article().id(),
              found -> found.article().article().id(),
              Types.STRING);
      lookBacks.setup(WireTypes.SUBJECT_SLICE.createSerializer(new SerializerConfigImpl()));
      if (from != null) {
        lookBacks.initializeState(from.lookBacks());
      }
      lookBacks.open();
    }

    void article(Enriched article) throws Exception {
      engine.article(article);
      if (article.revision() > 0) {
        lookBacks.processElement1(new StreamRecord<>(article));
      }
    }

    void watermark(long mark) throws Exception {
      lookBacks.processWatermark1(new Watermark(mark));
      passOn();
      engine.watermark(mark);
    }

    private void passOn() throws Exception {
      for (SubjectSlice slice : lookBacks.extractOutputValues()) {
        engine.slice(slice);
      }
      lookBacks.getOutput().clear();
    }

    Saved barrier(long checkpoint) throws Exception {
      lookBacks.getOperator().prepareSnapshotPreBarrier(checkpoint);
      passOn();
      OperatorSubtaskState saved = lookBacks.snapshot(checkpoint, checkpoint);
      return new Saved(engine.barrier(checkpoint), saved);
    }

    @Override
    public void close() throws Exception {
      lookBacks.close();
      engine.close();
    }
  }

  private interface Event {
    void to(Rig rig) throws Exception;
  }

  private Random random = new Random();
  private final List<Event> fromTheStart = new ArrayList<>();
  private final List<Event> lookingBack = new ArrayList<>();

  /** What the job has read before it knew the topic, as the last revision has it. */
  private final Map<String, Enriched> before = new LinkedHashMap<>();

  /** Which of them carry it. */
  private final Map<String, TopicMatch> carrying = new TreeMap<>();

  private long from;
  private long lookedBackAt;

  @Test
  void theRowsOfATopicThatLooksBackAreThoseOfOneThatWasThereFromTheStart() throws Exception {
    Long one = Long.getLong("newstide.seed");
    long first = one == null ? new Random().nextInt(1_000_000) : one;
    int runs = one == null ? Integer.getInteger("newstide.runs", 8) : 1;
    System.out.printf("random look-backs: %d runs from seed %d%n", runs, first);
    for (long seed = first; seed < first + runs; seed++) {
      new LookBackWindowsTest().run(seed);
    }
  }

  /** After a failure what was counted later was ranked before what the look-back had counted. */
  @Test
  void aSeedThatFailedOnce() throws Exception {
    new LookBackWindowsTest().run(899_120);
  }

  /** The rows that a look-back writes before a barrier were not seen here until after it. */
  @Test
  void aSeedInWhichTheHarnessLostRows() throws Exception {
    new LookBackWindowsTest().run(174_829);
  }

  private void run(long seed) throws Exception {
    random = new Random(seed);
    generate();
    Map<String, Trend> expected;
    try (Rig rig = new Rig(List.of(FLOOD, RANKED_COMETS), 2, null)) {
      for (Event event : fromTheStart) {
        event.to(rig);
      }
      expected = EngineHarness.upserted(rig.engine.rows());
    }
    Map<String, Trend> found = runWithFailures();

    Map<String, String> differences = new TreeMap<>();
    TreeSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      Trend is = found.get(key);
      Trend wanted = expected.get(key);
      Trend any = is == null ? wanted : is;
      if (isPromised(any) && !Objects.equals(text(is, wanted), text(wanted, is))) {
        differences.put(key, text(is, wanted) + " where " + text(wanted, is));
      }
    }
    assertThat(differences).as("seed %d", seed).isEmpty();
    assertThat(found.values()).anyMatch(row -> row.subject().id().equals("comets"));
  }

  private Map<String, Trend> runWithFailures() throws Exception {
    List<Integer> subtasks = List.of(1, 3, 2);
    int incarnation = random.nextInt(3);
    Map<String, Trend> rows = new HashMap<>();
    Rig rig = new Rig(List.of(FLOOD), subtasks.get(incarnation), null);
    try {
      Rig.Saved saved = null;
      Map<String, Trend> savedRows = Map.of();
      int savedAt = 0;
      int failures = random.nextInt(4);
      for (int i = 0; i < lookingBack.size(); i++) {
        lookingBack.get(i).to(rig);
        EngineHarness.upsert(rows, rig.engine.newRows());
        if (random.nextInt(10) == 0) {
          saved = rig.barrier(i + 1);
          savedRows = new HashMap<>(rows);
          savedAt = i + 1;
        } else if (saved != null && failures > 0 && random.nextInt(30) == 0) {
          failures--;
          rig.close();
          rig = new Rig(List.of(FLOOD), subtasks.get(++incarnation % 3), saved);
          rows = new HashMap<>(savedRows);
          i = savedAt - 1;
        }
      }
      EngineHarness.upsert(rows, rig.engine.newRows());
      return rows;
    } finally {
      rig.close();
    }
  }

  /** Topics in every window that the look-back spans; all else while its window may change. */
  private boolean isPromised(Trend row) {
    long size = row.span().end() - row.span().start();
    boolean spanned = row.span().start() - size >= from;
    boolean alive = row.span().end() + TERMS.lateness() > lookedBackAt + SLICE;
    if (row.subject().kind() == SubjectKind.TOPIC && row.subject().id().equals("comets")) {
      return spanned;
    }
    return row.subject().kind() != SubjectKind.TOPIC_PLACE || (spanned && alive);
  }

  /** Without a rank where one of two has none, or where not all know the others in full. */
  private String text(Trend row, Trend other) {
    if (row == null) {
      return "none";
    }
    boolean ranked =
        row.rank() != Trend.UNRANKED
            && (other == null || other.rank() != Trend.UNRANKED)
            && row.span().end() + TERMS.lateness() > lookedBackAt + SLICE
            && row.span().start() >= from
            && !row.window().equals("visit");
    return List.of(
            row.count().mentions(),
            row.count().uniqueStories(),
            row.count().sources(),
            row.count().titleMentions(),
            row.count().previous(),
            row.totalMentions(),
            row.totalStories(),
            row.name(),
            row.topicVersion(),
            row.finalAt(),
            row.count().topKeywords(),
            row.count().evidence().stream().map(Evidence::id).toList(),
            row.count().evidence().stream().map(Evidence::story).toList(),
            ranked ? row.rank() : "-")
        .toString();
  }

  private void generate() {
    long now = START;
    long known = START + (3 + random.nextInt(3)) * DAY + random.nextInt(144) * SLICE;
    from =
        random.nextBoolean() ? START : START + random.nextInt(3) * DAY + random.nextInt(9) * SLICE;
    boolean knows = false;
    int looks = 1 + random.nextInt(2);
    List<Enriched> unsettled = new ArrayList<>();
    for (int i = 0; now < START + 8 * DAY; i++) {
      if (!knows && now >= known) {
        knows = true;
        lookingBack.add(
            rig ->
                rig.engine.change(
                    new ControlChange(
                        ControlRecord.Kind.TOPIC,
                        "comets",
                        1,
                        false,
                        false,
                        TopicControl.text(COMETS))));
        lookingBack.add(rig -> rig.barrier(1));
      }
      if (knows && looks > 0 && random.nextInt(12) == 0) {
        looks--;
        lookBack(now);
      }
      if (random.nextInt(3) > 0) {
        article("a" + i, now, knows, unsettled);
      } else {
        settle(unsettled, knows);
        now += (1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 20)) * SLICE;
        long mark = now - 1;
        both(rig -> rig.watermark(mark));
      }
    }
    while (looks-- > 0) {
      lookBack(now);
    }
    both(rig -> rig.barrier(1000));
    both(rig -> rig.watermark(START + 20 * DAY));
  }

  private void both(Event event) {
    fromTheStart.add(event);
    lookingBack.add(event);
  }

  private void article(String id, long now, boolean knows, List<Enriched> unsettled) {
    boolean day = random.nextInt(6) == 0;
    // Late ones, too, within what is allowed.
    long at =
        random.nextInt(5) == 0
            ? Math.max(START, now - random.nextInt((int) (DAY / SLICE) - 6) * SLICE)
            : now + random.nextInt(3 * (int) SLICE);
    if (day) {
      at = START + (at - START) / DAY * DAY;
    }
    boolean comet = random.nextInt(3) > 0;
    List<TopicMatch> topics = new ArrayList<>();
    if (random.nextBoolean()) {
      topics.add(new TopicMatch("flood", 2, true, List.of("防汛")));
    }
    List<TopicMatch> without = List.copyOf(topics);
    TopicMatch match =
        new TopicMatch("comets", random.nextInt(5) / 4.0 + 2, random.nextBoolean(), List.of("彗星"));
    if (comet) {
      topics.add(match);
    }
    Enriched article = read(id, at, day, now, topics);
    Enriched reading = knows ? article : with(article, without);
    fromTheStart.add(rig -> rig.article(article));
    lookingBack.add(rig -> rig.article(reading));
    if (!knows) {
      before.put(id, reading);
      if (comet) {
        carrying.put(id, match);
      }
    }
    if (random.nextInt(3) == 0 && SLICING.sliceOf(article.article()).end() > now) {
      unsettled.add(article);
    }
  }

  /** Settles stories otherwise before the watermark that ends their slices. */
  private void settle(List<Enriched> unsettled, boolean knows) {
    for (Enriched article : unsettled) {
      String story = "s" + random.nextInt(20);
      fromTheStart.add(rig -> rig.article(article.tellingInstead(story)));
      Enriched read = before.get(article.article().id());
      if (read == null) {
        lookingBack.add(rig -> rig.article(article.tellingInstead(story)));
      } else {
        lookingBack.add(rig -> rig.article(read.tellingInstead(story)));
        if (!knows || random.nextBoolean()) {
          // What enriched.v1 has; where it was read earlier, the job still knows.
          before.put(article.article().id(), read.tellingInstead(story));
        }
      }
    }
    unsettled.clear();
  }

  private void lookBack(long now) {
    List<LookBack.Found> found = new ArrayList<>();
    carrying.forEach(
        (id, match) -> {
          Enriched article = before.get(id);
          if (article.article().publishedAt().toEpochMilli() >= from) {
            found.add(
                new LookBack.Found(
                    "comets", with(article, List.of()), Optional.empty(), Optional.of(match)));
          }
        });
    Collections.shuffle(found, random);
    for (LookBack.Found one : found) {
      lookingBack.add(rig -> rig.lookBacks.processElement2(new StreamRecord<>(one)));
    }
    lookingBack.add(
        rig -> {
          rig.lookBacks.getOperator().prepareSnapshotPreBarrier(1);
          rig.passOn();
          rig.engine.change(new LookBackEnd("comets", from));
          rig.engine.barrier(1);
        });
    lookedBackAt = now;
  }

  private static Enriched with(Enriched article, List<TopicMatch> topics) {
    return new Enriched(
        article.article(),
        article.storyId(),
        article.formerStoryId(),
        article.revision(),
        article.lateBy(),
        article.analysis(),
        topics,
        article.analyser(),
        article.sealed());
  }

  private Enriched read(String id, long at, boolean day, long now, List<TopicMatch> topics) {
    List<Name> places =
        random
            .ints(random.nextInt(3), 0, 5)
            .distinct()
            .mapToObj(i -> new Name("地" + i, 1))
            .collect(Collectors.toList());
    return new Enriched(
        new Article(
            id,
            "报" + random.nextInt(3),
            "题" + id,
            "",
            "",
            "",
            Instant.ofEpochMilli(at),
            day ? DatePrecision.DAY : DatePrecision.INSTANT,
            true,
            "",
            Instant.ofEpochMilli(at + 1000L * random.nextInt(100)),
            "",
            "",
            ""),
        id,
        "",
        0,
        Duration.ZERO,
        new Analysis(
            List.of(),
            List.of(),
            List.of(new Keyword("词" + random.nextInt(4), 1)),
            List.of(),
            places,
            List.of(),
            ""),
        topics,
        new Enriched.Versions("m", "l", "t"),
        now);
  }

  private static SubjectSlice held(String time, String story, Evidence evidence) {
    long start = Instant.parse(time).toEpochMilli();
    return new SubjectSlice(
        new Subject(SubjectKind.TOPIC, "comets"),
        new Span(start, start + SLICE),
        false,
        CountLookBacks.HELD,
        tally(story, evidence));
  }

  private static Tally tally(String story, Evidence evidence) {
    return Tally.of(
        Multiset.of(Map.of(story, 1L)),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.of(Map.of(evidence, 1L)),
        Multiset.empty(),
        0);
  }

  @Test
  void whatWasHeldIsLetGoInTheOrderOfItsSlices() {
    Evidence evidence = new Evidence("a1", "s1", "题", "报", START, "", 2);
    SubjectSlice free =
        new SubjectSlice(
            new Subject(SubjectKind.TOPIC, "comets"),
            new Span(START, START + SLICE),
            false,
            Tally.zero());
    List<SubjectSlice> released =
        HeldSlices.release(
            List.of(
                held("2026-07-01T02:10:00Z", "s1", evidence),
                free,
                held("2026-07-01T01:00:00Z", "s1", evidence),
                held("2026-07-01T01:00:00Z", "s2", evidence)),
            Instant.parse("2026-07-01T02:10:00Z").toEpochMilli());
    assertThat(released)
        .extracting(
            slice -> Instant.ofEpochMilli(slice.slice().start()).toString(),
            slice -> slice.tally().uniqueStories(),
            SubjectSlice::isCorrection)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("2026-07-01T01:00:00Z", 2, true),
            org.assertj.core.groups.Tuple.tuple("2026-07-01T02:10:00Z", 1, false),
            org.assertj.core.groups.Tuple.tuple("2026-07-01T00:00:00Z", 0, false));
  }

  /** So many that a new window takes two batches of subjects to be reported. */
  private static final int PLACES = 600;

  @Test
  void whatALookBackCountsIsNotOverwrittenByWhatANewWindowHadRankedBefore() throws Exception {
    var settings =
        new EngineHarness.Settings(
            List.of(WindowShape.parse("hour", "PT1H", SLICING)),
            SLICING,
            TERMS,
            List.of(RANKED_COMETS),
            PLACES);
    try (var engine = new EngineHarness(settings, 1)) {
      engine.slice(told(Subject.TOTAL, Long.MIN_VALUE, "total"));
      for (int i = 0; i < PLACES; i++) {
        engine.slice(told(Subject.topicAt("comets", "地" + i), Long.MIN_VALUE, "first" + i));
      }
      engine.watermark(START + HOUR);
      engine.watermark(START + 2 * HOUR);
      engine.change(new ControlChange(ControlRecord.Kind.WINDOW, "2h", 1, false, false, "PT2H"));
      engine.barrier(1);
      boolean[] happened = new boolean[1];
      engine.betweenBatches(
          at -> {
            happened[0] = true;
            for (int i = 0; i < PLACES; i++) {
              engine.slice(
                  told(Subject.topicAt("comets", "地" + i), CountLookBacks.HELD, "second" + i));
            }
            engine.change(new LookBackEnd("comets", START));
            engine.barrier(2);
          });
      engine.settle();
      engine.watermark(START + 3 * HOUR);

      Map<Long, Long> stories =
          EngineHarness.upserted(engine.rows()).values().stream()
              .filter(row -> row.window().equals("2h"))
              .filter(row -> row.subject().kind() == SubjectKind.TOPIC_PLACE)
              .collect(
                  Collectors.groupingBy(row -> row.count().uniqueStories(), Collectors.counting()));
      assertThat(happened[0]).isTrue();
      assertThat(stories).containsExactly(Map.entry(2L, (long) PLACES));
    }
  }

  private static SubjectSlice told(Subject subject, long sealed, String story) {
    Evidence evidence = new Evidence(story, story, "题", "报", START, "", 2);
    return new SubjectSlice(
        subject, new Span(START, START + SLICE), false, sealed, tally(story, evidence));
  }
}
