package io.newstide.job;

import io.newstide.topic.Enriched;
import io.newstide.trend.Trend;
import io.newstide.trend.TrendRow;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Slicing;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectSlice;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowedCount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/**
 * The windows of the job without a cluster: observe, accumulate and rank on any number of subtasks,
 * with the shuffles between them done by hand. It can be saved, and restored with another number of
 * subtasks.
 */
final class EngineHarness implements AutoCloseable {

  static final int MOST_SUBTASKS = 128;

  /** What the windows are made from. */
  record Settings(
      List<WindowDefinition> windows,
      Slicing slicing,
      SubjectHistory.Terms terms,
      List<WindowBoard.RankedTopic> topics,
      int ranked) {}

  /** A snapshot of all subtasks. */
  record Saved(OperatorSubtaskState accumulate, OperatorSubtaskState rank, int parallelism) {}

  private final List<OneInputStreamOperatorTestHarness<Enriched, SubjectSlice>> observe =
      new ArrayList<>();
  private final List<
          KeyedTwoInputStreamOperatorTestHarness<Subject, SubjectSlice, Broadcast, WindowedCount>>
      accumulate = new ArrayList<>();
  private final List<
          KeyedTwoInputStreamOperatorTestHarness<WindowKey, WindowedCount, Broadcast, TrendRow>>
      rank = new ArrayList<>();
  private final long[] marks;
  private long rankMark = Long.MIN_VALUE;
  private final List<TrendRow> rows = new ArrayList<>();
  private final List<SubjectSlice> slices = new ArrayList<>();
  private long clock;
  private int next;
  private long countsSent;

  EngineHarness(Settings settings, int parallelism, Saved from, StateBackend backend)
      throws Exception {
    this.marks = new long[parallelism];
    for (int i = 0; i < parallelism; i++) {
      marks[i] = Long.MIN_VALUE;
      var observer =
          new OneInputStreamOperatorTestHarness<>(
              new Observe(settings.slicing()), MOST_SUBTASKS, parallelism, i);
      observer.setup(WireTypes.SUBJECT_SLICE.createSerializer(new SerializerConfigImpl()));
      observer.open();
      observe.add(observer);
      var accumulator =
          new KeyedTwoInputStreamOperatorTestHarness<
              Subject, SubjectSlice, Broadcast, WindowedCount>(
              new Accumulate(
                  settings.windows(),
                  settings.slicing(),
                  settings.terms(),
                  TrendTerms.NONE,
                  Map.of(),
                  settings.ranked()),
              SubjectSlice::subject,
              null,
              WireTypes.SUBJECT,
              MOST_SUBTASKS,
              parallelism,
              i);
      if (backend != null) {
        accumulator.setStateBackend(backend);
      }
      accumulator.setup(WireTypes.WINDOWED_COUNT.createSerializer(new SerializerConfigImpl()));
      open(accumulator, from == null ? null : from.accumulate(), from, i, parallelism);
      accumulate.add(accumulator);
      var ranker =
          new KeyedTwoInputStreamOperatorTestHarness<WindowKey, WindowedCount, Broadcast, TrendRow>(
              new Rank(settings.topics(), settings.ranked(), settings.terms(), settings.slicing()),
              count -> new WindowKey(count.window(), count.count().span()),
              null,
              WireTypes.WINDOW_KEY,
              MOST_SUBTASKS,
              parallelism,
              i);
      if (backend != null) {
        ranker.setStateBackend(backend);
      }
      ranker.setup(WireTypes.TREND_ROW.createSerializer(new SerializerConfigImpl()));
      open(ranker, from == null ? null : from.rank(), from, i, parallelism);
      rank.add(ranker);
    }
  }

  EngineHarness(Settings settings, int parallelism) throws Exception {
    this(settings, parallelism, null, null);
  }

  private static void open(
      AbstractStreamOperatorTestHarness<?> harness,
      OperatorSubtaskState state,
      Saved from,
      int index,
      int parallelism)
      throws Exception {
    if (state != null) {
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, MOST_SUBTASKS, from.parallelism(), parallelism, index));
    }
    harness.open();
  }

  /** An article, as it comes to one of the subtasks. */
  void article(Enriched article) throws Exception {
    observe.get(next++ % observe.size()).processElement(new StreamRecord<>(article));
  }

  /** Something is added to a slice, or taken from it. */
  void slice(SubjectSlice slice) throws Exception {
    accumulate.get(of(slice.subject())).processElement1(new StreamRecord<>(slice));
  }

  /** Where a look-back ends, or a change of the windows, as it comes before a barrier. */
  void change(Broadcast change) throws Exception {
    for (var one : accumulate) {
      one.processElement2(new StreamRecord<>(change));
    }
  }

  /** Event time moves on. */
  void watermark(long mark) throws Exception {
    for (var one : observe) {
      one.processWatermark(new Watermark(mark));
    }
    shuffle();
    for (var one : accumulate) {
      one.processWatermark1(new Watermark(mark));
    }
    settle();
  }

  /** Event time moves on for one subtask, while the others are still at work. */
  void watermark(long mark, int subtask) throws Exception {
    accumulate.get(subtask).processWatermark1(new Watermark(mark));
    settle();
  }

  /** The barrier of a checkpoint passes. */
  Saved barrier(long checkpoint) throws Exception {
    for (var one : observe) {
      one.prepareSnapshotPreBarrier(checkpoint);
    }
    shuffle();
    List<OperatorSubtaskState> accumulated = new ArrayList<>();
    for (var one : accumulate) {
      one.prepareSnapshotPreBarrier(checkpoint);
      accumulated.add(one.snapshot(checkpoint, checkpoint));
    }
    passOn();
    List<OperatorSubtaskState> ranked = new ArrayList<>();
    for (var one : rank) {
      one.prepareSnapshotPreBarrier(checkpoint);
      ranked.add(one.snapshot(checkpoint, checkpoint));
    }
    return new Saved(
        AbstractStreamOperatorTestHarness.repackageState(
            accumulated.toArray(new OperatorSubtaskState[0])),
        AbstractStreamOperatorTestHarness.repackageState(
            ranked.toArray(new OperatorSubtaskState[0])),
        observe.size());
  }

  /** Lets the clock run until no batch of subjects is left to be worked on. */
  void settle() throws Exception {
    do {
      passOn();
      clock++;
      for (var one : accumulate) {
        one.setProcessingTime(clock);
      }
    } while (accumulate.stream().anyMatch(one -> one.numProcessingTimeTimers() > 0)
        || accumulate.stream().anyMatch(one -> !one.getOutput().isEmpty()));
  }

  /** Has something happen when the next batch of subjects has been worked on, before the others. */
  void betweenBatches(ProcessingTimeService.ProcessingTimeCallback happening) {
    var clock = accumulate.get(0).getProcessingTimeService();
    var unused = clock.registerTimer(clock.getCurrentProcessingTime(), happening);
  }

  private void shuffle() throws Exception {
    for (var one : observe) {
      for (SubjectSlice slice : one.extractOutputValues()) {
        slice(slice);
      }
      one.getOutput().clear();
    }
  }

  private int of(Object key) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        key, MOST_SUBTASKS, accumulate.size());
  }

  @SuppressWarnings("unchecked") // an operator's output is of its type
  private void passOn() throws Exception {
    for (int i = 0; i < accumulate.size(); i++) {
      var one = accumulate.get(i);
      var published = one.getSideOutput(Accumulate.SLICES);
      if (published != null) {
        published.forEach(slice -> slices.add(slice.getValue()));
        published.clear();
      }
      var totals = one.getSideOutput(Accumulate.TOTALS);
      if (totals != null) {
        for (StreamRecord<Broadcast> slice : totals) {
          for (var ranker : rank) {
            ranker.processElement2(new StreamRecord<>(slice.getValue()));
          }
        }
        totals.clear();
      }
      for (Object element : List.copyOf(one.getOutput())) {
        if (element instanceof Watermark mark) {
          marks[i] = mark.getTimestamp();
        } else {
          WindowedCount count = ((StreamRecord<WindowedCount>) element).getValue();
          countsSent++;
          rank.get(of(new WindowKey(count.window(), count.count().span())))
              .processElement1(new StreamRecord<>(count));
        }
      }
      one.getOutput().clear();
    }
    long least = Long.MAX_VALUE;
    for (long mark : marks) {
      least = Math.min(least, mark);
    }
    if (least > rankMark) {
      rankMark = least;
      for (var one : rank) {
        one.processBothWatermarks(new Watermark(least));
      }
    }
    // What was written before a barrier is there, whatever fails behind it.
    for (var one : rank) {
      rows.addAll(one.extractOutputValues());
      one.getOutput().clear();
    }
  }

  /** All rows and withdrawals up to now, in their order. */
  List<TrendRow> rows() {
    return rows;
  }

  /** The rows since the last call. */
  List<TrendRow> newRows() {
    List<TrendRow> since = List.copyOf(rows);
    rows.clear();
    return since;
  }

  /** Puts rows in the place of those with the same key, and removes what was withdrawn. */
  static void upsert(Map<String, Trend> last, List<TrendRow> rows) {
    for (TrendRow row : rows) {
      String key =
          row.subject().kind() + "/" + row.subject().id() + "/" + row.window() + row.span();
      if (row instanceof Trend trend) {
        last.put(key, trend);
      } else {
        last.remove(key);
      }
    }
  }

  static Map<String, Trend> upserted(List<TrendRow> rows) {
    Map<String, Trend> last = new LinkedHashMap<>();
    upsert(last, rows);
    return last;
  }

  List<SubjectSlice> slices() {
    return slices;
  }

  /** How many counts went from the subjects to the ranking. */
  long countsSent() {
    return countsSent;
  }

  int entries() {
    return accumulate.stream().mapToInt(one -> one.numKeyedStateEntries()).sum()
        + rank.stream().mapToInt(one -> one.numKeyedStateEntries()).sum();
  }

  /** How many subjects are on the agenda, as the last barrier wrote it. */
  long due() {
    return accumulate.stream().mapToLong(EngineHarness::due).sum();
  }

  private static long due(
      KeyedTwoInputStreamOperatorTestHarness<Subject, SubjectSlice, Broadcast, WindowedCount>
          accumulate) {
    KeyedStateBackend<Subject> backend =
        ((Accumulate) accumulate.getOperator()).getKeyedStateBackend();
    try (Stream<Subject> subjects =
        backend.getKeys(Agenda.STATE.getName(), VoidNamespace.INSTANCE)) {
      return subjects.count();
    }
  }

  int timers() {
    return accumulate.stream().mapToInt(one -> one.numEventTimeTimers()).sum()
        + rank.stream().mapToInt(one -> one.numEventTimeTimers()).sum();
  }

  @Override
  public void close() throws Exception {
    for (var one : observe) {
      one.close();
    }
    for (var one : accumulate) {
      one.close();
    }
    for (var one : rank) {
      one.close();
    }
  }
}
