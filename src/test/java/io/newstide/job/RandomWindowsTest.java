package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.kafka.ControlRecord;
import io.newstide.language.Analysis;
import io.newstide.language.Keyword;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import io.newstide.trend.Trend;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Evidence;
import io.newstide.window.Firing;
import io.newstide.window.Slicing;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random articles in random order, late ones among them, stories settled otherwise, windows added,
 * changed, paused and removed, failures, and other numbers of subtasks: the final rows are those of
 * a plain reference that shares no code with the engine, and nothing is left when retention has
 * passed. {@code -Dnewstide.runs=5000} runs more; {@code -Dnewstide.seed=N} runs one again.
 */
class RandomWindowsTest {

  private static final long SLICE = Duration.ofMinutes(10).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = 24 * HOUR;
  private static final Slicing SLICING = new Slicing(ZoneId.of("UTC"), Duration.ofMinutes(10));
  private static final SubjectHistory.Terms TERMS = new SubjectHistory.Terms(30 * DAY, DAY);
  private static final List<String> SHAPES =
      List.of("PT1H", "PT3H/PT1H", "P1D", "PT4H", "~PT3H", "~PT1H", "PT2H/PT1H");
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final List<String> TOPICS = List.of("flood", "robot");
  private static final int RANKED = 2;

  /** What happens, in its order. */
  private interface Event {
    void to(EngineHarness engine) throws Exception;
  }

  /** An article as the reference knows it. */
  private record Plain(String id, String story, long at, boolean day, Set<String> subjects) {}

  private final List<Event> events = new ArrayList<>();
  private final Map<String, Plain> articles = new LinkedHashMap<>();
  private final Map<String, String> windows = new TreeMap<>(Map.of("a", "PT1H", "c", "~PT3H"));
  private final Set<String> paused = new TreeSet<>();

  @Test
  void theFinalRowsAreThoseOfAPlainRecount() throws Exception {
    Long one = Long.getLong("newstide.seed");
    long first = one == null ? new Random().nextInt(1_000_000) : one;
    int runs = one == null ? Integer.getInteger("newstide.runs", 30) : 1;
    System.out.printf("random windows: %d runs from seed %d%n", runs, first);
    for (long seed = first; seed < first + runs; seed++) {
      new RandomWindowsTest().run(seed);
    }
  }

  /** A window changed fired before the counts of all subtasks had come. */
  @Test
  void aSeedThatFailedOnce() throws Exception {
    new RandomWindowsTest().run(983_405);
  }

  private void run(long seed) throws Exception {
    Random random = new Random(seed);
    generate(random);
    List<WindowDefinition> jobFile =
        List.of(WindowShape.parse("a", "PT1H", SLICING), WindowShape.parse("c", "~PT3H", SLICING));
    var settings =
        new EngineHarness.Settings(
            jobFile,
            SLICING,
            TERMS,
            TOPICS.stream().map(t -> new WindowBoard.RankedTopic(t, t, "v")).toList(),
            RANKED);
    Map<String, Trend> rows = new HashMap<>();
    List<Integer> subtasks = List.of(1, 4, 2);
    int incarnation = random.nextInt(3);
    EngineHarness engine = new EngineHarness(settings, subtasks.get(incarnation));
    try {
      EngineHarness.Saved saved = null;
      Map<String, Trend> savedRows = Map.of();
      int savedAt = 0;
      int failures = random.nextInt(4);
      for (int i = 0; i < events.size(); i++) {
        events.get(i).to(engine);
        EngineHarness.upsert(rows, engine.newRows());
        if (random.nextInt(12) == 0) {
          saved = engine.barrier(i + 1);
          savedRows = new HashMap<>(rows);
          savedAt = i + 1;
        } else if (saved != null && failures > 0 && random.nextInt(15) == 0) {
          // All since the checkpoint is lost, rows too, and comes again.
          failures--;
          engine.close();
          engine = new EngineHarness(settings, subtasks.get(++incarnation % 3), saved, null);
          rows = new HashMap<>(savedRows);
          i = savedAt - 1;
        }
      }
      engine.barrier(events.size() + 1);
      engine.settle();
      engine.watermark(20 * DAY - 1);
      EngineHarness.upsert(rows, engine.newRows());
      Map<String, String> found = new TreeMap<>();
      rows.forEach(
          (key, row) -> {
            if (!paused.contains(row.window())) {
              found.put(text(row), values(row));
            }
          });
      Map<String, String> expected = reference();
      Map<String, String> surplus = new TreeMap<>(found);
      surplus.entrySet().removeAll(expected.entrySet());
      expected.entrySet().removeAll(found.entrySet());
      assertThat(surplus + " but " + expected).as("seed %d", seed).isEqualTo("{} but {}");
      engine.watermark(100 * DAY);
      engine.watermark(200 * DAY);
      engine.barrier(events.size() + 2); // What has become nothing is written as such then.
      assertThat(engine.entries()).as("state after retention, seed %d", seed).isZero();
      assertThat(engine.timers()).as("timers after retention, seed %d", seed).isZero();
    } finally {
      engine.close();
    }
  }

  private static String text(Trend row) {
    return "%s %s %d-%d"
        .formatted(
            row.window(), row.subject().id(), row.span().start() / SLICE, row.span().end() / SLICE);
  }

  private static String values(Trend row) {
    return "%d of %d, %d of %d stories, %d before, %d. %s%s"
        .formatted(
            row.count().mentions(),
            row.totalMentions(),
            row.count().uniqueStories(),
            row.totalStories(),
            row.count().previous(),
            row.rank(),
            row.count().evidence().stream().map(Evidence::id).toList(),
            row.firing() == Firing.EARLY ? " EARLY" : "");
  }

  private void generate(Random random) {
    long now = 10 * DAY;
    int number = 0;
    long checkpoint = 0;
    while (now < 14 * DAY) {
      for (int i = random.nextInt(5); i > 0; i--) {
        boolean day = random.nextInt(8) == 0;
        long at = now + (long) ((random.nextDouble() - 0.7) * random.nextInt(30) * HOUR);
        long published = day ? at - at % DAY : at;
        long end = day ? published + DAY : at - at % SLICE + SLICE;
        if (end + TERMS.lateness() > now) {
          Set<String> subjects = new TreeSet<>();
          IntStream.range(0, 3).forEach(n -> subjects.add("k" + random.nextInt(5)));
          TOPICS.stream().filter(t -> random.nextInt(3) == 0).forEach(subjects::add);
          String id = "a" + number++;
          Plain plain = new Plain(id, "s" + random.nextInt(number), published, day, subjects);
          articles.put(id, plain);
          Enriched enriched = enriched(plain);
          events.add(engine -> engine.article(enriched));
        }
      }
      if (!articles.isEmpty() && random.nextInt(4) == 0) {
        settleOtherwise(random, now);
      }
      if (random.nextInt(6) == 0) {
        change(random, ++checkpoint);
      }
      now += SLICE * (1 + random.nextInt(random.nextBoolean() ? 12 : 60));
      long mark = now - 1;
      events.add(engine -> engine.watermark(mark));
    }
  }

  /** An article turns out to tell another story: what it counted is taken back and counted anew. */
  private void settleOtherwise(Random random, long now) {
    List<Plain> all = List.copyOf(articles.values());
    Plain before = all.get(random.nextInt(all.size()));
    long end = before.day() ? before.at() + DAY : before.at() - before.at() % SLICE + SLICE;
    if (end + TERMS.lateness() <= now) {
      return;
    }
    Plain after =
        new Plain(
            before.id(), "s" + random.nextInt(5), before.at(), before.day(), before.subjects());
    articles.put(after.id(), after);
    Map<io.newstide.window.Subject, Tally> old = new LinkedHashMap<>();
    Observations.of(enriched(before), (subject, one) -> old.put(subject, Tally.of(one)));
    List<SubjectSlice> corrections = new ArrayList<>();
    Observations.of(
        enriched(after),
        (subject, one) ->
            corrections.add(
                new SubjectSlice(
                    subject,
                    SLICING.sliceOf(enriched(after).article()),
                    after.day(),
                    Tally.of(one).minus(old.get(subject)))));
    events.add(
        engine -> {
          for (SubjectSlice correction : corrections) {
            engine.slice(correction);
          }
        });
  }

  private void change(Random random, long checkpoint) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    String shape = SHAPES.get(random.nextInt(SHAPES.size()));
    if (paused.contains(name)) {
      return; // what it shows is not looked at any more
    }
    boolean remove = windows.containsKey(name) && random.nextInt(3) == 0;
    boolean pause = windows.containsKey(name) && !remove && random.nextInt(4) == 0;
    if (remove) {
      windows.remove(name);
    } else if (pause) {
      shape = windows.get(name);
      paused.add(name);
    } else {
      windows.put(name, shape);
    }
    ControlChange change =
        new ControlChange(
            ControlRecord.Kind.WINDOW, name, checkpoint, remove, pause, remove ? "" : shape);
    events.add(
        engine -> {
          engine.change(change);
          engine.barrier(checkpoint);
          engine.settle();
        });
  }

  private static Enriched enriched(Plain plain) {
    Instant at = Instant.ofEpochMilli(plain.at());
    Article article =
        new Article(
            plain.id(),
            "s",
            "t",
            "",
            "",
            "",
            at,
            plain.day() ? DatePrecision.DAY : DatePrecision.INSTANT,
            true,
            "",
            at,
            "",
            "",
            "");
    return new Enriched(
        article,
        plain.story(),
        "",
        0,
        Duration.ZERO,
        new Analysis(
            List.of(),
            List.of(),
            plain.subjects().stream()
                .filter(s -> s.startsWith("k"))
                .map(s -> new Keyword(s, 1))
                .toList(),
            List.of(),
            List.of(),
            List.of(),
            ""),
        plain.subjects().stream()
            .filter(TOPICS::contains)
            .map(s -> new TopicMatch(s, 3, false, List.of()))
            .toList(),
        new Enriched.Versions("m", "l", "t"));
  }

  // The reference: from here on nothing of the engine is used.

  private Map<String, String> reference() {
    Map<String, String> rows = new TreeMap<>();
    windows.forEach(
        (name, shape) -> {
          if (!paused.contains(name)) {
            List<Plain> counted =
                articles.values().stream().filter(a -> !a.day() || shape.equals("P1D")).toList();
            for (Set<String> kind :
                List.of(Set.copyOf(TOPICS), Set.of("k0", "k1", "k2", "k3", "k4"))) {
              Map<List<Long>, List<String>> spans = new HashMap<>();
              for (String id : kind) {
                for (List<Long> span : spans(shape, counted, id)) {
                  spans.computeIfAbsent(span, s -> new ArrayList<>()).add(id);
                }
              }
              spans.forEach((span, ids) -> rank(name, counted, span, ids, rows));
            }
          }
        });
    return rows;
  }

  private static List<List<Long>> spans(String shape, List<Plain> counted, String id) {
    List<long[]> slices = new ArrayList<>();
    for (Plain article : counted) {
      if (!shape.startsWith("~") || article.subjects().contains(id)) {
        long start = article.day() ? article.at() : article.at() - article.at() % SLICE;
        slices.add(new long[] {start, start + (article.day() ? DAY : SLICE)});
      }
    }
    slices.sort((a, b) -> Long.compare(a[0], b[0]));
    List<List<Long>> spans = new ArrayList<>();
    if (shape.startsWith("~")) {
      long gap = Duration.parse(shape.substring(1)).toMillis();
      for (int from = 0, i = 1; i <= slices.size(); i++) {
        if (i == slices.size() || slices.get(i)[0] - slices.get(i - 1)[1] >= gap) {
          spans.add(List.of(slices.get(from)[0], slices.get(i - 1)[1] + gap));
          from = i;
        }
      }
      return spans;
    }
    String[] parts = shape.replace("P1D", "PT24H").split("/", 2);
    long size = Duration.parse(parts[0]).toMillis();
    long slide = parts.length == 2 ? Duration.parse(parts[1]).toMillis() : size;
    long last = slices.stream().mapToLong(slice -> slice[1]).max().orElse(0);
    for (long start = 0; start < last; start += slide) {
      if (!slices.isEmpty() && start + size > slices.get(0)[0]) {
        spans.add(List.of(start, start + size));
      }
    }
    return spans;
  }

  private static void rank(
      String window,
      List<Plain> counted,
      List<Long> span,
      List<String> ids,
      Map<String, String> rows) {
    boolean topics = TOPICS.contains(ids.get(0));
    Map<String, Long> stories = new HashMap<>();
    ids.forEach(id -> stories.put(id, stories(within(counted, span.get(0), span.get(1), id))));
    List<String> order = new ArrayList<>(ids);
    order.sort(
        (a, b) ->
            stories.get(a).equals(stories.get(b))
                ? a.compareTo(b)
                : Long.compare(stories.get(b), stories.get(a)));
    List<Plain> all = within(counted, span.get(0), span.get(1), "");
    for (int i = 0; i < order.size() && (topics || i < RANKED); i++) {
      String id = order.get(i);
      List<Plain> of = within(counted, span.get(0), span.get(1), id);
      Set<String> shown = new TreeSet<>();
      if (topics || !of.isEmpty()) {
        rows.put(
            "%s %s %d-%d".formatted(window, id, span.get(0) / SLICE, span.get(1) / SLICE),
            "%d of %d, %d of %d stories, %d before, %d. %s"
                .formatted(
                    of.size(),
                    all.size(),
                    stories.get(id),
                    stories(all),
                    within(counted, 2 * span.get(0) - span.get(1), span.get(0), id).size(),
                    i + 1,
                    of.stream()
                        .sorted(
                            (a, b) ->
                                a.at() == b.at()
                                    ? a.id().compareTo(b.id())
                                    : Long.compare(a.at(), b.at()))
                        .filter(a -> shown.add(a.story()))
                        .limit(5)
                        .map(Plain::id)
                        .toList()));
      }
    }
  }

  private static List<Plain> within(List<Plain> counted, long start, long end, String id) {
    return counted.stream()
        .filter(a -> start <= a.at() && a.at() < end && (id.isEmpty() || a.subjects().contains(id)))
        .toList();
  }

  private static long stories(List<Plain> articles) {
    return articles.stream().map(Plain::story).distinct().count();
  }
}
