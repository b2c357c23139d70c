package io.newstide.dashboard;

import io.newstide.article.ArticleReader;
import io.newstide.kafka.KafkaCluster;
import io.newstide.language.LanguageSettings;
import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.window.Delay;
import io.newstide.window.Multiset;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowShape;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long the workbench takes over 90 days of ten-minute slices of 50 topics, not one of them
 * empty. Run it as a program; figures are in {@code docs/benchmarks.md}.
 */
final class WorkbenchSpeed {

  private static final int DAYS = 90;
  private static final int TOPICS = 50;
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final long END = Instant.parse("2026-06-30T16:00:00Z").toEpochMilli();

  private WorkbenchSpeed() {}

  static Deployment deployment() {
    Duration slice = Duration.ofMinutes(10);
    Slicing slicing = new Slicing(ZONE, slice);
    return new Deployment(
        "speed",
        new KafkaCluster("localhost:1", "speed", 1, 1, Duration.ofMinutes(1), Map.of()),
        slicing,
        List.of(),
        List.of(),
        new ArticleReader(ZONE, Duration.ofHours(1)),
        LanguageSettings.defaults(),
        new SubjectHistory.Terms(Duration.ofDays(400).toMillis(), Duration.ofDays(1).toMillis()),
        slice,
        AlertSettings.of(3, 3.0),
        BaselineSettings.of(ZONE, slice, Duration.ofDays(28), Duration.ofDays(7)));
  }

  /**
   * Slices of 50 topics.
   *
   * @param oneIn in which part of them a topic occurs
   */
  static SliceStore slices(Deployment deployment, int oneIn) {
    SliceStore store = new SliceStore(deployment.slicing());
    Random random = new Random(7);
    long step = Duration.ofMinutes(10).toMillis();
    long story = 0;
    for (long start = END - DAYS * Duration.ofDays(1).toMillis(); start < END; start += step) {
      Map<String, Long> all = new HashMap<>();
      Map<String, Long> sources = new HashMap<>();
      for (int topic = 0; topic < TOPICS; topic++) {
        if (random.nextInt(oneIn) > 0) {
          continue;
        }
        Map<String, Long> stories = new HashMap<>();
        Map<String, Long> of = new HashMap<>();
        int articles = 1 + random.nextInt(3);
        for (int i = 0; i < articles; i++) {
          // One in five is a copy of a story a little older.
          String id = "story-" + (random.nextInt(5) == 0 ? Math.max(0, story - 200) : story++);
          String source = "source-" + random.nextInt(8);
          stories.merge(id, 1L, Long::sum);
          of.merge(source, 1L, Long::sum);
          all.merge(id, 1L, Long::sum);
          sources.merge(source, 1L, Long::sum);
        }
        put(store, new Subject(SubjectKind.TOPIC, "topic-" + topic), start, step, stories, of);
      }
      put(store, Subject.TOTAL, start, step, all, sources);
    }
    return store;
  }

  private static void put(
      SliceStore store,
      Subject subject,
      long start,
      long step,
      Map<String, Long> stories,
      Map<String, Long> sources) {
    Map<Delay, Long> delays = new HashMap<>();
    sources.forEach((source, count) -> delays.put(new Delay(source, 256), count));
    store.put(
        new SubjectSlice(
            subject,
            new Span(start, start + step),
            false,
            Tally.of(
                Multiset.of(stories),
                Multiset.of(sources),
                Multiset.empty(),
                Multiset.empty(),
                Multiset.empty(),
                Multiset.of(delays),
                0)));
  }

  /** Prints milliseconds: the first answer and the best and the middle of some more. */
  public static void main(String[] args) {
    Deployment deployment = deployment();
    long began = System.nanoTime();
    SliceStore store = slices(deployment, 1);
    System.out.printf("slices made in %d ms%n", (System.nanoTime() - began) / 1_000_000);
    Workbench workbench = new Workbench(store, deployment, id -> Optional.empty());
    Span range = new Span(END - DAYS * Duration.ofDays(1).toMillis(), END);
    for (String shape : List.of("PT1H", "PT3H/PT1H", "PT6H/PT10M", "P1D", "P1W", "P1D+PT1H")) {
      var window = WindowShape.parse("w", shape, deployment.slicing());
      time("curves of 50 topics, " + shape, () -> workbench.curves(window, range));
    }
    time("sources", () -> workbench.sources(range, Duration.ofHours(6)));
    Workbench sparse = new Workbench(slices(deployment, 10), deployment, id -> Optional.empty());
    time("read ahead, once", 1, () -> sparse.prepare(() -> true));
    for (int topics : new int[] {1, 50}) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < topics; i++) {
        ids.add("topic-" + i);
      }
      time(
          "alerts of %d topics, present settings".formatted(topics),
          2,
          () -> sparse.alerts(ids, deployment.alerts(), range));
      // The threshold changes from time to time, as when an analyst moves it.
      AtomicInteger moved = new AtomicInteger();
      List<Integer> pending = new ArrayList<>();
      time(
          "answer about alerts of %d topics".formatted(topics),
          () -> {
            var settings = AlertSettings.of(3, 2.06 + moved.incrementAndGet() / 8.0);
            pending.add(
                sparse.alerts(ids, settings, range, WorkbenchApi.PATIENCE).pending().size());
          });
      System.out.println("topics left for the next answer: " + pending);
      moved.set(0);
      time(
          "alerts of %d topics, 1 slice in 10".formatted(topics),
          () -> sparse.alerts(ids, AlertSettings.of(3, 2 + moved.incrementAndGet() / 8.0), range));
    }
  }

  private static void time(String what, Runnable run) {
    time(what, Integer.getInteger("rounds", 6), run);
  }

  private static void time(String what, int rounds, Runnable run) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<Long> wall = new ArrayList<>();
    List<Long> cpu = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      long began = System.nanoTime();
      long before = system.getProcessCpuTime();
      run.run();
      wall.add((System.nanoTime() - began) / 1_000_000);
      cpu.add((system.getProcessCpuTime() - before) / 1_000_000);
    }
    System.out.printf("%-32s wall %s ms, CPU %s ms%n", what, wall, cpu);
  }
}
