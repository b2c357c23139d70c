package io.newstide.dashboard;

import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.window.Delay;
import io.newstide.window.Expectation;
import io.newstide.window.FixedWindow;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.SubjectTimeline;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What another window, lateness or threshold would have shown, over the slices that are there and
 * by the code of the job. Safe for use by many threads.
 */
final class Workbench {

  /** How many of a source's articles may come on days apart for it to publish once a day. */
  private static final double ONCE_A_DAY = 1.25;

  private static final int LEAST_DAYS = 5;

  /** So many topics are decided on side by side. */
  private static final int A_FEW = 2;

  /** How old what was read may be while slices come in. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final SliceStore slices;
  private final Deployment deployment;
  private final AlertPasts pasts;

  Workbench(SliceStore slices, Deployment deployment, Function<String, Optional<String>> sourceOf) {
    this(slices, deployment, sourceOf, FRESH);
  }

  Workbench(
      SliceStore slices,
      Deployment deployment,
      Function<String, Optional<String>> sourceOf,
      Duration fresh) {
    this.slices = slices;
    this.deployment = deployment;
    this.pasts = new AlertPasts(slices, deployment, sourceOf, fresh);
  }

  /**
   * A topic through a window.
   *
   * @param topic the topic's id
   * @param ends the ends of the spans, epoch milliseconds
   * @param starts their starts
   * @param stories distinct stories of each
   * @param mentions articles of each
   */
  record Curve(String topic, long[] starts, long[] ends, int[] stories, int[] mentions) {

    int greatest() {
      int greatest = 0;
      for (int value : stories) {
        greatest = Math.max(greatest, value);
      }
      return greatest;
    }

    long withStories() {
      long with = 0;
      for (int value : stories) {
        with += value > 0 ? 1 : 0;
      }
      return with;
    }
  }

  /**
   * Every topic through a window, zeros included: the spans that end in a range, from the first
   * slice of all articles to the last. Of a session window the sessions there were.
   */
  List<Curve> curves(WindowDefinition window, Span range) {
    return slices.subjects(SubjectKind.TOPIC).parallelStream()
        .map(topic -> curve(topic, window, range))
        .toList();
  }

  /** One of them. */
  Curve curve(Subject topic, WindowDefinition window, Span range) {
    Optional<Span> covered = slices.covered();
    if (covered.isEmpty()) {
      return new Curve(topic.id(), new long[0], new long[0], new int[0], new int[0]);
    }
    long now = covered.get().end();
    if (window instanceof FixedWindow fixed) {
      long after = Math.max(range.start(), covered.get().start());
      return slices.counts(topic).over(topic.id(), fixed, after, Math.min(range.end(), now));
    }
    return sessions(topic, window, now, range);
  }

  private Curve sessions(Subject topic, WindowDefinition window, long now, Span range) {
    SubjectTimeline timeline = new SubjectTimeline(topic, deployment.terms());
    for (SubjectSlice slice : slices.slices(topic, range)) {
      timeline.put(
          new SubjectSlice(topic, slice.slice(), slice.day(), slice.tally().storiesAlone()));
    }
    List<WindowCount> counts = timeline.counts(window, now, range);
    int size = counts.size();
    Curve curve =
        new Curve(topic.id(), new long[size], new long[size], new int[size], new int[size]);
    for (int i = 0; i < size; i++) {
      WindowCount count = counts.get(i);
      curve.starts()[i] = count.span().start();
      curve.ends()[i] = count.span().end();
      curve.stories()[i] = (int) count.uniqueStories();
      curve.mentions()[i] = (int) count.mentions();
    }
    return curve;
  }

  /**
   * How long articles wait for the first result that has them, from the end of their slice: until
   * the window ends and event time has passed it.
   *
   * @param p50 half of them wait no longer, milliseconds
   * @param p95 nineteen in twenty wait no longer
   * @param finalAfter from then on until nothing changes a result any more
   */
  record ResultDelay(long p50, long p95, long finalAfter) {}

  /** How late results are; empty for windows without fixed ends, and where there is nothing. */
  Optional<ResultDelay> delay(WindowDefinition window, Span range, Duration lateness) {
    if (!(window instanceof FixedWindow fixed)) {
      return Optional.empty();
    }
    NavigableMap<Long, Long> waits = new TreeMap<>();
    long all = 0;
    for (SubjectSlice slice : slices.slices(Subject.TOTAL, range)) {
      if (!slice.day() || window.countsDays()) {
        long wait =
            fixed.endingAfter(slice.slice().end() - 1).end()
                - slice.slice().end()
                + deployment.outOfOrderness().toMillis();
        long articles = slice.tally().mentions();
        waits.merge(wait, articles, Long::sum);
        all += articles;
      }
    }
    if (all == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new ResultDelay(
            quantile(waits, all, 0.5), quantile(waits, all, 0.95), lateness.toMillis()));
  }

  private static long quantile(NavigableMap<Long, Long> counts, long all, double part) {
    long seen = 0;
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= part * all) {
        return entry.getKey();
      }
    }
    return counts.lastKey();
  }

  /**
   * A source and how late its articles come.
   *
   * @param source its name
   * @param articles how many there are in the range, those that came in time
   * @param p50 half of them came within so many seconds
   * @param p95 nineteen in twenty did
   * @param tooLate how many would come too late for the lateness that is tried, at most: delays are
   *     known up to a power of two
   * @param onceADay whether it publishes about once a day
   */
  record SourceDelay(
      String source, long articles, long p50, long p95, long tooLate, boolean onceADay) {}

  /** The sources by name, and how late their articles come. */
  List<SourceDelay> sources(Span range, Duration lateness) {
    Map<String, NavigableMap<Long, Long>> delays = new TreeMap<>();
    Map<String, Set<Long>> moments = new TreeMap<>();
    Map<String, Set<LocalDate>> days = new TreeMap<>();
    ZoneId zone = deployment.slicing().zone();
    for (SubjectSlice slice : slices.slices(Subject.TOTAL, range)) {
      slice
          .tally()
          .delays()
          .forEach(
              (Delay delay, Long count) ->
                  delays
                      .computeIfAbsent(delay.source(), absent -> new TreeMap<>())
                      .merge(delay.seconds(), count, Long::sum));
      LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(slice.slice().start()), zone);
      slice
          .tally()
          .sources()
          .forEach(
              (source, count) -> {
                moments
                    .computeIfAbsent(source, absent -> new LinkedHashSet<>())
                    .add(slice.slice().start());
                days.computeIfAbsent(source, absent -> new LinkedHashSet<>()).add(day);
              });
    }
    // An article is late when the watermark has passed its slice's end and the lateness.
    long most = lateness.plus(deployment.outOfOrderness()).toSeconds();
    List<SourceDelay> sources = new ArrayList<>();
    delays.forEach(
        (source, counts) -> {
          long all = counts.values().stream().mapToLong(Long::longValue).sum();
          long late =
              counts.tailMap(most, false).values().stream().mapToLong(Long::longValue).sum();
          int onDays = days.getOrDefault(source, Set.of()).size();
          sources.add(
              new SourceDelay(
                  source,
                  all,
                  quantile(counts, all, 0.5),
                  quantile(counts, all, 0.95),
                  late,
                  onDays >= LEAST_DAYS && moments.get(source).size() <= ONCE_A_DAY * onDays));
        });
    return sources;
  }

  /**
   * What becomes of alerts.
   *
   * @param kept open under both, the present one first
   * @param gained only under what is tried
   * @param lost only under the present settings
   * @param pending topics that there was no time for
   */
  record Comparison(
      List<List<AlertReplay.Episode>> kept,
      List<AlertReplay.Episode> gained,
      List<AlertReplay.Episode> lost,
      List<String> pending) {}

  /** Compares the alerts of some topics under the present settings and under others. */
  Comparison alerts(List<String> topics, AlertSettings tried, Span range) {
    return alerts(topics, tried, range, Duration.ofDays(1));
  }

  /**
   * The same for as many of the topics as there is time for, at least the first.
   *
   * @param patience when to begin with no more of them
   */
  Comparison alerts(List<String> topics, AlertSettings tried, Span range, Duration patience) {
    long began = System.nanoTime();
    List<AlertReplay.Episode> now = new ArrayList<>();
    List<AlertReplay.Episode> then = new ArrayList<>();
    int done = 0;
    while (done < topics.size() && (done == 0 || System.nanoTime() - began < patience.toNanos())) {
      List<String> few =
          topics.subList(done, Math.min(topics.size(), done == 0 ? 1 : done + A_FEW));
      List<AlertReplay.Episode> present = pasts.present(few, range);
      now.addAll(present);
      then.addAll(tried.equals(deployment.alerts()) ? present : pasts.tried(few, tried, range));
      done += few.size();
    }
    List<List<AlertReplay.Episode>> kept = new ArrayList<>();
    List<AlertReplay.Episode> gained = new ArrayList<>();
    Set<AlertReplay.Episode> met = new LinkedHashSet<>();
    for (AlertReplay.Episode one : then) {
      Optional<AlertReplay.Episode> before = now.stream().filter(one::meets).findFirst();
      if (before.isPresent()) {
        now.stream().filter(one::meets).forEach(met::add);
        kept.add(List.of(before.get(), one));
      } else {
        gained.add(one);
      }
    }
    List<AlertReplay.Episode> lost = now.stream().filter(one -> !met.contains(one)).toList();
    return new Comparison(kept, gained, lost, topics.subList(done, topics.size()));
  }

  /**
   * Decides by the present settings over the usual range, so that whoever tries others need not
   * wait.
   *
   * @param goOn asked from time to time
   */
  void prepare(BooleanSupplier goOn) {
    pasts.prepare(goOn);
  }

  /**
   * What is to be expected of a topic in windows of which the job does not say it: those without a
   * story of it. By the code of the job, over what is known now.
   *
   * @param size the length of such windows
   * @param spans windows, in their order
   * @return for each of them; none if baselines of such windows reach further back than others
   */
  Map<Span, Expectation> expected(String topic, Duration size, List<Span> spans) {
    BaselineSettings baselines = deployment.baselines();
    return spans.isEmpty() || baselines.lengthFor(size).compareTo(baselines.baseline()) > 0
        ? Map.of()
        : pasts.expected(topic, size, spans);
  }

  /** The part of the articles in a range that are dated to the day and so in no shorter window. */
  double datedToTheDay(Span range) {
    long days = 0;
    long all = 0;
    for (SubjectSlice slice : slices.slices(Subject.TOTAL, range)) {
      all += slice.tally().mentions();
      days += slice.day() ? slice.tally().mentions() : 0;
    }
    return all == 0 ? 0 : (double) days / all;
  }
}
