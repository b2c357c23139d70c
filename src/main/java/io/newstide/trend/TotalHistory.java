package io.newstide.trend;

import io.newstide.article.CodePointOrder;
import io.newstide.window.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All articles together over time: what every subject's count is a share of. One of these serves
 * all subjects. Mutable, not safe for use by several threads.
 */
public final class TotalHistory {

  /** Exposures kept at hand: subjects of one moment ask for the same few. */
  private static final int KEPT = 16;

  private final BaselineSettings settings;
  private final Timeline timeline;
  private final Map<String, Long> firstSeen;
  private final Map<Stratum, Stratum> strata = new HashMap<>();
  private final Map<Key, Exposure> windows = new HashMap<>();

  /** Of windows that end within a day. */
  private final Map<Key, Exposure> parts = new HashMap<>();

  /** When the sources were first heard of, in order; too few when there is a new one. */
  private long[] since = {};

  private long version;
  private long hoursFrom = Long.MIN_VALUE;
  private long slicesFrom;
  private final Map<Key, Exposure> exposures =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Exposure> eldest) {
          return size() > KEPT;
        }
      };

  /** So many windows are kept at hand. */
  private static final int MOST_WINDOWS = 64;

  /** Sources are established one after another, so their number says which. */
  private record Key(Span span, int established) {}

  /**
   * All that it knows.
   *
   * @param hours stories that began, by hour and source, in order
   * @param slices stories that began, by slice and source, as far back as windows reach
   * @param firstSeen when each source was first heard of, epoch milliseconds
   * @param slicesFrom before which slices are forgotten, epoch milliseconds
   */
  public record Saved(
      List<HourCount> hours,
      Map<Span, Map<Stratum, Integer>> slices,
      Map<String, Long> firstSeen,
      long slicesFrom) {}

  /** Without any history. */
  public TotalHistory(BaselineSettings settings) {
    this(settings, new Saved(List.of(), Map.of(), Map.of(), Long.MIN_VALUE));
  }

  /** As it was saved. */
  public TotalHistory(BaselineSettings settings, Saved saved) {
    this.settings = settings;
    this.timeline = new Timeline(saved.hours(), saved.slices());
    this.firstSeen = new HashMap<>(saved.firstSeen());
    this.slicesFrom = saved.slicesFrom();
  }

  /**
   * The same history for another thread, with what is kept at hand its own; neither may be changed
   * from then on.
   */
  public TotalHistory sibling() {
    return new TotalHistory(this);
  }

  private TotalHistory(TotalHistory same) {
    settings = same.settings;
    timeline = same.timeline;
    firstSeen = same.firstSeen;
    version = same.version;
    hoursFrom = same.hoursFrom;
    slicesFrom = same.slicesFrom;
  }

  /** What is to be remembered. */
  public Saved save() {
    return new Saved(
        timeline.savedHours(), timeline.savedSlices(), new TreeMap<>(firstSeen), slicesFrom);
  }

  /** Adds a completed slice of {@link io.newstide.window.Subject#TOTAL}, in order of the ends. */
  public void add(StorySlice slice) {
    boolean known = true;
    for (String source : slice.mentions().keySet()) {
      known &= firstSeen.putIfAbsent(source, slice.slice().start()) != null;
    }
    if (!known) {
      exposures.clear();
    }
    for (StorySlice.Story story : slice.fresh()) {
      timeline.add(slice.slice(), stratum(story.tellers(), slice.day()), 1);
    }
    exposures.keySet().removeIf(key -> key.span().end() > slice.slice().start());
    windows.clear();
    parts.clear();
    // What is dated to the day lies in hours that had ended.
    version += known && !slice.day() ? 0 : 1;
  }

  /** Counts or takes away one story of a slice that was completed before, for baselines only. */
  public void correct(Span slice, Stratum stratum, int stories) {
    timeline.correct(slice, stratum, stories);
    exposures.clear();
    windows.clear();
    parts.clear();
    version++;
  }

  /** Grows whenever a baseline may have become another. */
  long version() {
    return version;
  }

  /** How many sources are established at a moment: they become so in one order. */
  int established(long moment) {
    if (since.length != firstSeen.size()) {
      since = firstSeen.values().stream().mapToLong(Long::longValue).sorted().toArray();
    }
    long before = moment - settings.minHistory().toMillis();
    int low = 0;
    int high = since.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (since[middle] <= before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Forgets what began before these moments (epoch milliseconds). */
  public void expire(long hoursBefore, long slicesBefore) {
    timeline.expire(hoursBefore, slicesBefore);
    hoursFrom = Math.max(hoursFrom, hoursBefore);
    slicesFrom = Math.max(slicesFrom, slicesBefore);
    windows.clear();
    parts.clear();
  }

  /**
   * The one source a story counts for: of those that told it at once, the one known longest, so
   * that a new source that copies everything takes no story from another.
   */
  Stratum stratum(List<String> tellers, boolean day) {
    String oldest =
        tellers.size() == 1
            ? tellers.get(0)
            : tellers.stream()
                .min(
                    Comparator.comparingLong(
                            (String s) -> firstSeen.getOrDefault(s, Long.MAX_VALUE))
                        .thenComparing(CodePointOrder.CODE_POINTS))
                .orElseThrow();
    Stratum stratum = new Stratum(oldest, day);
    // One object for all subjects that remember it.
    Stratum known = strata.putIfAbsent(stratum, stratum);
    return known == null ? stratum : known;
  }

  /**
   * Whether a source has been heard of for long enough to have a habit; a newer one counts neither
   * for a subject nor for the total.
   */
  boolean isEstablished(String source, long moment) {
    Long seen = firstSeen.get(source);
    return seen != null && seen <= moment - settings.minHistory().toMillis();
  }

  /** Whether no source has been heard of for long enough to have a habit. */
  public boolean isWarmingUp(long moment) {
    return established(moment) == 0;
  }

  /** When the first source was first heard of; {@link Long#MAX_VALUE} if none was. */
  long start() {
    return firstSeen.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }

  /** Whether all hours from a moment on are still known. */
  boolean reachesBackTo(long moment) {
    return hoursFrom <= moment;
  }

  /**
   * The stories of established sources that began in a window, by hour and source; of a window
   * whose first slices are forgotten by whole hours.
   */
  Exposure window(Span window, long moment) {
    // All subjects ask for the same few windows in a step of event time.
    if (windows.size() >= MOST_WINDOWS) {
      windows.clear();
    }
    return windows.computeIfAbsent(
        new Key(window, established(moment)),
        absent ->
            established(
                isInSlices(window) ? timeline.in(window, endsADay(window)) : timeline.hours(window),
                window,
                moment));
  }

  private Exposure established(List<HourCount> counts, Span span, long moment) {
    return Exposure.of(
        counts, span, settings.zone(), stratum -> isEstablished(stratum.source(), moment));
  }

  /** Whether all slices of a window are still known. */
  boolean isInSlices(Span window) {
    return window.start() >= slicesFrom;
  }

  /**
   * The part of a window within one hour, or all of that hour, of a window that ends within a day.
   *
   * @param from where the part begins, epoch milliseconds
   * @param to where it ends, at most with the hour
   */
  Exposure part(long from, long to, Span window, long moment) {
    if (parts.size() >= MOST_WINDOWS) {
      parts.clear();
    }
    Span part = new Span(from, to);
    return parts.computeIfAbsent(
        new Key(part, established(moment)),
        absent ->
            established(
                to - from == HourCounts.HOUR
                    ? timeline.hour(from)
                    : timeline.part(from, to, window, false),
                part,
                moment));
  }

  /** How many stories of established sources began in a window. */
  public long stories(Span window, long moment) {
    return window(window, moment).stories();
  }

  /** Articles dated to the day count where a window ends with the local day. */
  boolean endsADay(Span window) {
    ZonedDateTime end = Instant.ofEpochMilli(window.end()).atZone(settings.zone());
    return end.toInstant().equals(end.toLocalDate().atStartOfDay(settings.zone()).toInstant());
  }

  /** The total in a baseline, of sources that are established at a moment. */
  Exposure exposure(Span baseline, long moment) {
    long hour = HourCounts.hourOf(moment);
    return exposures.computeIfAbsent(
        new Key(baseline, established(hour)),
        absent -> established(timeline.hours(baseline), baseline, hour));
  }

  /** The span a count at a moment is compared with: whole hours, ending a while before it. */
  Span baseline(long moment) {
    return baseline(moment, settings.baseline());
  }

  /** The same of another length. */
  Span baseline(long moment, Duration length) {
    long end = HourCounts.hourOf(moment - settings.lag().toMillis());
    return new Span(end - length.toMillis(), end);
  }
}
