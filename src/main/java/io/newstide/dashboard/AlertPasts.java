package io.newstide.dashboard;

import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.trend.TotalHistory;
import io.newstide.window.Expectation;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pasts that settings of alerts are tried on, one after another. That of the usual range under
 * the present settings stays at hand, of others the last few; what a range shows does not depend on
 * which others were looked at. Safe for use by many threads.
 */
final class AlertPasts {

  /** The range that is mostly asked for: so far back from the last slice. */
  static final Duration USUAL = Duration.ofDays(90);

  /** How many others are kept. */
  private static final int OTHERS = 2;

  private static final long A_WEEK = Duration.ofDays(7).toMillis();

  private final SliceStore slices;
  private final Deployment deployment;
  private final AlertReplay replay;
  private final Duration fresh;

  /** In the order in which they were asked for last. */
  private final Map<Key, Past> pasts = new LinkedHashMap<>(4, 0.75f, true);

  /**
   * Which past.
   *
   * @param reach the longest window that is watched
   * @param from where it begins, epoch milliseconds
   */
  private record Key(Duration reach, long from) {

    Span span() {
      return new Span(from, Long.MAX_VALUE);
    }
  }

  /** All articles, as they were at one time; equal to itself alone. */
  private static final class Total {

    /** Of the slices. */
    private final long version;

    /** When they were read, nanoseconds. */
    private final long at;

    /** The end of the last slice, epoch milliseconds. */
    private final long upTo;

    private final List<SubjectSlice> slices;

    /** For topics that are decided on side by side, one for each thread. */
    private final List<TotalHistory> histories;

    Total(SliceStore store, AlertReplay replay, Key key) {
      version = store.version();
      at = System.nanoTime();
      upTo = store.lastEnd();
      slices = store.slices(Subject.TOTAL, key.span());
      TotalHistory history = replay.total(slices, key.reach());
      histories =
          Stream.concat(Stream.of(history), Stream.generate(history::sibling))
              .limit(Runtime.getRuntime().availableProcessors())
              .toList();
    }
  }

  /** A topic as it was at that time. */
  private record Topic(Total total, AlertReplay.Past past) {}

  /** What the present settings made of topics at that time, by the topic's id. */
  private record Told(
      Total total,
      AlertSettings settings,
      Span range,
      Map<String, List<AlertReplay.Episode>> episodes) {}

  /** A past as it was read last, and the topics that were asked for so far. */
  private final class Past {
    private final Key key;
    private final Map<String, Topic> topics = new HashMap<>();
    private Total total;
    private Optional<Told> told = Optional.empty();

    Past(Key key) {
      this.key = key;
      this.total = new Total(slices, replay, key);
    }

    private void refresh() {
      if (total.version != slices.version() && System.nanoTime() - total.at >= fresh.toNanos()) {
        total = new Total(slices, replay, key);
      }
    }

    private int lane(String id) {
      return Math.floorMod(id.hashCode(), total.histories.size());
    }

    private AlertReplay.Past topic(String id) {
      Topic before = topics.get(id);
      if (before != null && before.total().equals(total)) {
        return before.past();
      }
      Subject subject = new Subject(SubjectKind.TOPIC, id);
      List<SubjectSlice> of = slices.slices(subject, key.span());
      AlertReplay.Past now = replay.past(subject, of, key.reach(), total.histories.get(lane(id)));
      if (before != null) {
        now.keep(before.past(), AlertReplay.changed(before.total().slices, total.slices));
      }
      topics.put(id, new Topic(total, now));
      return now;
    }

    private List<AlertReplay.Episode> episodes(
        Collection<String> ids, AlertSettings settings, Span range, BooleanSupplier goOn) {
      Span decided =
          new Span(
              range.start() - lead(settings.reach()),
              Math.max(range.start(), Math.min(range.end(), total.upTo)));
      Map<Integer, List<AlertReplay.Past>> lanes =
          ids.stream()
              .distinct()
              .collect(
                  Collectors.groupingBy(
                      this::lane, Collectors.mapping(this::topic, Collectors.toList())));
      return List.copyOf(lanes.values()).parallelStream()
          .flatMap(lane -> AlertReplay.run(lane, settings, decided, goOn).stream())
          .filter(one -> one.isIn(range))
          .sorted(AlertReplay.Episode.BY_OPENING)
          .toList();
    }

    /** The same of the present settings, which are compared with others again and again. */
    private List<AlertReplay.Episode> present(Collection<String> ids, Span range) {
      AlertSettings settings = deployment.alerts();
      Told at =
          told.filter(
                  t ->
                      t.total().equals(total)
                          && t.settings().equals(settings)
                          && t.range().equals(range))
              .orElseGet(() -> new Told(total, settings, range, new HashMap<>()));
      told = Optional.of(at);
      List<String> missing =
          ids.stream().filter(id -> !at.episodes().containsKey(id)).distinct().toList();
      missing.forEach(id -> at.episodes().put(id, new ArrayList<>()));
      episodes(missing, settings, range, () -> true)
          .forEach(episode -> at.episodes().get(episode.subject().id()).add(episode));
      return ids.stream()
          .distinct()
          .flatMap(id -> at.episodes().get(id).stream())
          .sorted(AlertReplay.Episode.BY_OPENING)
          .toList();
    }
  }

  /**
   * Nothing is read before it is asked for.
   *
   * @param sourceOf which source a story came from
   * @param fresh how old what was read may be while slices come in
   */
  AlertPasts(
      SliceStore slices,
      Deployment deployment,
      Function<String, Optional<String>> sourceOf,
      Duration fresh) {
    this.slices = slices;
    this.deployment = deployment;
    this.replay = new AlertReplay(deployment.baselines(), sourceOf);
    this.fresh = fresh;
  }

  /** The alerts of some topics under the present settings, within a range, by their opening. */
  synchronized List<AlertReplay.Episode> present(Collection<String> topics, Span range) {
    return past(deployment.alerts().reach(), range).present(topics, range);
  }

  /** The same under other settings. */
  synchronized List<AlertReplay.Episode> tried(
      Collection<String> topics, AlertSettings settings, Span range) {
    return past(settings.reach(), range).episodes(topics, settings, range, () -> true);
  }

  /**
   * What is to be expected of a topic in windows without a story of it, over what is known now.
   *
   * @param size the length of such windows
   * @param spans windows, in their order, at least one
   */
  synchronized Map<Span, Expectation> expected(String topic, Duration size, List<Span> spans) {
    Span range = spans.get(0).around(spans.get(spans.size() - 1));
    AlertReplay.Past past = past(deployment.alerts().reach(), range).topic(topic);
    Map<Span, Expectation> expected = new HashMap<>();
    for (Span span : spans) {
      past.alerts().expectation(span, size, 0).ifPresent(found -> expected.put(span, found));
    }
    return expected;
  }

  /**
   * Reads the usual range of all topics and decides by the present settings, so that whoever tries
   * others need not wait; nobody waits for it either.
   *
   * @param goOn asked from time to time
   */
  void prepare(BooleanSupplier goOn) {
    AlertSettings settings = deployment.alerts();
    Span range = usual();
    Past prepared = new Past(key(settings.reach(), range));
    List<String> topics = slices.subjects(SubjectKind.TOPIC).stream().map(Subject::id).toList();
    // Under a threshold that nothing reaches, whatever could open an alert is read once.
    prepared.episodes(topics, settings.withThreshold(Double.MAX_VALUE), range, goOn);
    prepared.episodes(topics, settings, range, goOn);
    if (goOn.getAsBoolean()) {
      take(prepared);
    }
  }

  private synchronized void take(Past prepared) {
    Past known = pasts.putIfAbsent(prepared.key, prepared);
    if (known != null) {
      prepared.topics.forEach(known.topics::putIfAbsent);
    }
  }

  private Past past(Duration reach, Span range) {
    Key key = key(reach, range);
    Past past = pasts.computeIfAbsent(key, Past::new);
    past.refresh();
    Key usual = key(deployment.alerts().reach(), usual());
    int others = pasts.size() - (pasts.containsKey(usual) ? 1 : 0);
    for (Iterator<Key> eldest = pasts.keySet().iterator(); others > OTHERS; ) {
      if (!eldest.next().equals(usual)) {
        eldest.remove();
        others--;
      }
    }
    return past;
  }

  private Span usual() {
    long last = slices.lastEnd();
    return new Span(last - USUAL.toMillis(), last);
  }

  /** Ranges share a past where they can, and a past holds for a week of ranges that move on. */
  private Key key(Duration reach, Span range) {
    long needed = Math.min(range.start(), usual().start()) - lead(reach);
    return new Key(reach, needed - Math.floorMod(needed, A_WEEK));
  }

  /** What came before a range is what counts in it are compared with, milliseconds. */
  private long lead(Duration reach) {
    BaselineSettings baselines = deployment.baselines();
    return baselines.baseline().plus(baselines.lag()).plus(reach).toMillis();
  }
}
