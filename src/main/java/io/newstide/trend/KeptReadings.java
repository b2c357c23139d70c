package io.newstide.trend;

import io.newstide.window.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Readings of a past that changes no more: what was read once is kept at hand, by the moment. Not
 * safe for use by several threads.
 */
final class KeptReadings extends Readings {

  private static final long NEVER = Long.MIN_VALUE;

  /** Moments that are closer take each other's place. */
  private static final long LEAST_STEP = Duration.ofMinutes(1).toMillis();

  private final long first;
  private final long step;

  private Moment[] moments = {};
  private Optional<HourlyMeans> means = Optional.empty();

  /** What was read at one moment. */
  private static final class Moment {
    private final long at;
    private final List<SubjectTrack.Size> sizes;

    /** The most stories that any of the windows holds. */
    private final int most;

    /** Compared with the baseline of the moment itself. */
    private List<Reading> own = List.of();

    /** Compared with an earlier one, the last that was asked for. */
    private List<Reading> other = List.of();

    private long before = NEVER;

    Moment(long at, List<SubjectTrack.Size> sizes) {
      this.at = at;
      this.sizes = sizes;
      this.most = sizes.stream().mapToInt(SubjectTrack.Size::stories).max().orElse(0);
    }
  }

  /**
   * Of a track that changes no more.
   *
   * @param first no moment before it is asked for, epoch milliseconds
   * @param step how far apart moments are, milliseconds
   */
  KeptReadings(SubjectTrack track, List<AlertSettings.Watch> windows, long first, long step) {
    super(track, windows);
    this.first = first;
    this.step = Math.max(step, LEAST_STEP);
  }

  /** Takes over what was read up to a moment. */
  void keep(KeptReadings before, long upTo) {
    for (Moment moment : before.moments) {
      if (moment != null && moment.at <= upTo && moment.at >= first) {
        put(moment);
      }
    }
  }

  @Override
  boolean reach(long at, int stories, TotalHistory total) {
    return moment(at, total).most >= stories;
  }

  @Override
  List<SubjectTrack.Size> sizes(long at, TotalHistory total) {
    return moment(at, total).sizes;
  }

  @Override
  List<Reading> read(long at, long before, TotalHistory total) {
    Moment moment = moment(at, total);
    if (at == before) {
      if (moment.own.isEmpty()) {
        moment.own = super.read(at, before, total);
      }
      return moment.own;
    }
    if (moment.before != before) {
      moment.other = super.read(at, before, total);
      moment.before = before;
    }
    return moment.other;
  }

  private Moment moment(long at, TotalHistory total) {
    int index = index(at);
    if (index < moments.length && moments[index] != null && moments[index].at == at) {
      return moments[index];
    }
    Moment moment = new Moment(at, super.sizes(at, total));
    put(moment);
    return moment;
  }

  private void put(Moment moment) {
    int index = index(moment.at);
    if (index >= moments.length) {
      moments = Arrays.copyOf(moments, Math.max(index + 1, moments.length * 5 / 4));
    }
    moments[index] = moment;
  }

  private int index(long at) {
    return Math.toIntExact((at - first) / step);
  }

  @Override
  NegativeBinomial expect(Baseline baseline, Span window, TotalHistory total) {
    HourlyMeans of =
        means
            .filter(known -> known.areOf(baseline))
            .orElseGet(() -> new HourlyMeans(baseline, total));
    means = Optional.of(of);
    return of.expect(window);
  }
}
