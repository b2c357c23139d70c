package io.newstide.job;

import io.newstide.trend.BaselineSettings;
import io.newstide.trend.StorySlice;
import io.newstide.trend.TotalHistory;
import io.newstide.trend.WholeStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;

/**
 * The whole stream as a subtask knows it from the steps it is told: all subtasks know the same. A
 * step is made known when the subtask's own event time has come as far, and the subtask's event
 * time waits for the step; so what is compared with the total does not depend on which of the two
 * is ahead.
 */
final class KnownTotal {

  private final long slicesKept;
  private final long hoursKept;
  private final ListState<TotalHistory.Saved> saved;
  private final ListState<Broadcast> savedSteps;
  private final TotalHistory history;

  /** Steps that event time here has not come to. */
  private final Deque<TotalStep> steps = new ArrayDeque<>();

  private long mark = Long.MIN_VALUE;
  private long to = Long.MIN_VALUE;
  private long lastEnd = Long.MIN_VALUE;

  /**
   * As it was saved.
   *
   * @param reach how long slices are kept
   * @param kept how long hours are kept
   */
  KnownTotal(OperatorStateStore store, BaselineSettings settings, Duration reach, Duration kept)
      throws Exception {
    this.slicesKept = reach.toMillis();
    this.hoursKept = kept.toMillis();
    saved = store.getUnionListState(new ListStateDescriptor<>("total", WireTypes.TOTAL_HISTORY));
    savedSteps = store.getUnionListState(new ListStateDescriptor<>("steps", WireTypes.BROADCAST));
    Iterator<TotalHistory.Saved> before = saved.get().iterator();
    if (before.hasNext()) {
      TotalHistory.Saved known = before.next();
      history = new TotalHistory(settings, known);
      known.slices().keySet().forEach(slice -> lastEnd = Math.max(lastEnd, slice.end()));
    } else {
      history = new TotalHistory(settings);
    }
    for (Broadcast step : savedSteps.get()) {
      steps.add((TotalStep) step);
    }
  }

  /** Saves it, once for all subtasks. */
  void save(int subtask) throws Exception {
    saved.update(subtask == 0 ? List.of(history.save()) : List.of());
    savedSteps.update(subtask == 0 ? new ArrayList<>(steps) : List.of());
  }

  /** Takes a step, to be made known later. */
  void add(TotalStep step) {
    steps.add(step);
    mark = Math.max(mark, step.mark());
  }

  /** How far event time may go on. */
  long mark() {
    return mark;
  }

  /** Makes known what happened up to a watermark. */
  void advance(long watermark) {
    while (!steps.isEmpty() && steps.peek().mark() <= watermark) {
      TotalStep step = steps.remove();
      step.change()
          .corrections()
          .forEach(one -> history.correct(one.slice(), one.stratum(), one.stories()));
      step.change().slices().forEach(this::add);
      to = Math.max(to, step.to());
    }
    // Event time here need not stop where it did there: of the next step as much as has ended.
    if (!steps.isEmpty() && watermark + 1 > to && to != Long.MIN_VALUE) {
      split(watermark + 1);
    }
    if (to != Long.MIN_VALUE) {
      history.expire(to - hoursKept, to - slicesKept);
    }
  }

  private void split(long end) {
    TotalStep next = steps.remove();
    List<StorySlice> rest = new ArrayList<>();
    for (StorySlice slice : next.change().slices()) {
      if (slice.slice().end() <= end) {
        add(slice);
      } else {
        rest.add(slice);
      }
    }
    steps.addFirst(
        new TotalStep(
            next.mark(), next.to(), new WholeStream.Change(rest, next.change().corrections())));
    to = end;
  }

  private void add(StorySlice slice) {
    history.add(slice);
    lastEnd = Math.max(lastEnd, slice.slice().end());
  }

  /** The end of the last slice in which there was an article; the least value without any. */
  long lastEnd() {
    return lastEnd;
  }

  /** All that is known. */
  TotalHistory history() {
    return history;
  }

  /** Up to where slices are complete, epoch milliseconds. */
  long to() {
    return to;
  }
}
