package io.newstide.trend;

import io.newstide.window.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the watched windows of a subject hold at a moment and what was expected of them, whatever
 * the threshold. Not safe for use by several threads.
 */
final class Readings {

  private final SubjectTrack track;
  private final List<AlertSettings.Watch> windows;

  /** Of the windows, milliseconds. */
  private final long[] lengths;

  /** What was read, of a past that changes no more. */
  private final Map<Long, Kept> kept = new HashMap<>();

  private final boolean keeping;

  /** What was read at one moment. */
  private record Kept(List<SubjectTrack.Size> sizes, Map<Long, List<Reading>> readings) {}

  /**
   * One window at one moment.
   *
   * @param watch the window
   * @param size what it holds
   * @param sourcesWanted from how many sources a burst must come
   * @param expected what its history explains
   * @param score how surprising what it holds is
   */
  record Reading(
      AlertSettings.Watch watch,
      SubjectTrack.Size size,
      int sourcesWanted,
      NegativeBinomial expected,
      double score) {

    /** The score as if the window were a day. */
    double level() {
      return score - watch.surcharge();
    }

    boolean isEnough(int minMentions) {
      return size.stories() >= minMentions && size.sources() >= sourcesWanted;
    }
  }

  private Readings(SubjectTrack track, List<AlertSettings.Watch> windows, boolean keeping) {
    this.track = track;
    this.windows = windows;
    this.lengths = windows.stream().mapToLong(watch -> watch.size().toMillis()).toArray();
    this.keeping = keeping;
  }

  /** Of a track that goes on. */
  static Readings of(SubjectTrack track, List<AlertSettings.Watch> windows) {
    return new Readings(track, windows, false);
  }

  /** Of a track that changes no more: what was read once is kept at hand. */
  static Readings keeping(SubjectTrack track, List<AlertSettings.Watch> windows) {
    return new Readings(track, windows, true);
  }

  /** Takes over what was read up to a moment. */
  void keep(Readings before, long upTo) {
    before.kept.forEach(
        (at, moment) -> {
          if (at <= upTo) {
            kept.put(at, moment);
          }
        });
  }

  /** Whether a window that ends at a moment holds so many stories. */
  boolean reach(long at, int stories, TotalHistory total) {
    for (SubjectTrack.Size size :
        keeping ? kept(at, total).sizes() : track.sizes(at, lengths, total)) {
      if (size.stories() >= stories) {
        return true;
      }
    }
    return false;
  }

  private Kept kept(long at, TotalHistory total) {
    return kept.computeIfAbsent(
        at, moment -> new Kept(track.sizes(moment, lengths, total), new HashMap<>(2)));
  }

  /**
   * The windows that end at a moment.
   *
   * @param before the moment whose baseline they are compared with
   */
  List<Reading> read(long at, long before, TotalHistory total) {
    if (!keeping) {
      return read(at, before, track.sizes(at, lengths, total), total);
    }
    Kept moment = kept(at, total);
    return moment
        .readings()
        .computeIfAbsent(before, absent -> read(at, before, moment.sizes(), total));
  }

  private List<Reading> read(
      long at, long before, List<SubjectTrack.Size> sizes, TotalHistory total) {
    Span past = total.baseline(before);
    Baseline baseline = track.baseline(past, at, total);
    int sourcesWanted = total.sourcesWanted(past, at);
    List<Reading> readings = new ArrayList<>(sizes.size());
    for (int i = 0; i < lengths.length; i++) {
      NegativeBinomial expected = baseline.expect(total.window(new Span(at - lengths[i], at), at));
      readings.add(
          new Reading(
              windows.get(i),
              sizes.get(i),
              sourcesWanted,
              expected,
              expected.score(sizes.get(i).stories())));
    }
    return readings;
  }
}
