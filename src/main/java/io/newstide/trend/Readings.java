package io.newstide.trend;

import io.newstide.window.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What the watched windows of a subject hold at a moment and what was expected of them, whatever
 * the threshold. Not safe for use by several threads.
 */
class Readings {

  private final SubjectTrack track;
  private final List<AlertSettings.Watch> windows;

  /** Of the windows, milliseconds. */
  private final long[] lengths;

  private final long longest;

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

  Readings(SubjectTrack track, List<AlertSettings.Watch> windows) {
    this.track = track;
    this.windows = windows;
    this.lengths = new long[windows.size()];
    long most = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = windows.get(i).size().toMillis();
      most = Math.max(most, lengths[i]);
    }
    this.longest = most;
  }

  /** Whether a window that ends at a moment holds so many stories. */
  boolean reach(long at, int stories, TotalHistory total) {
    if (track.storiesAtMost(new Span(at - longest, at)) < stories) {
      return false;
    }
    for (SubjectTrack.Size size : sizes(at, total)) {
      if (size.stories() >= stories) {
        return true;
      }
    }
    return false;
  }

  /** What the windows that end at a moment hold. */
  List<SubjectTrack.Size> sizes(long at, TotalHistory total) {
    return track.sizes(at, lengths, total);
  }

  /**
   * The windows that end at a moment.
   *
   * @param before the moment whose baseline they are compared with
   */
  List<Reading> read(long at, long before, TotalHistory total) {
    List<SubjectTrack.Size> sizes = sizes(at, total);
    Baseline baseline = track.baseline(total.baseline(before), at, total);
    int sourcesWanted = baseline.sourcesWanted();
    List<Reading> readings = new ArrayList<>(sizes.size());
    for (int i = 0; i < lengths.length; i++) {
      NegativeBinomial expected = expect(baseline, new Span(at - lengths[i], at), total);
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

  /** What is expected of a window. */
  NegativeBinomial expect(Baseline baseline, Span window, TotalHistory total) {
    return baseline.expect(total.window(window, window.end()));
  }
}
