package io.newstide.job;

import io.newstide.topic.TopicDefinition;
import io.newstide.trend.TrendRow;
import io.newstide.trend.WindowBoard;
import io.newstide.trend.Withdrawal;
import io.newstide.window.Firing;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Standing;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.SubjectTimeline;
import io.newstide.window.Tally;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowedCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Brings the subjects of one window together: total, share, rank. Rows are written while event time
 * goes through the window, when it has passed its end, and again when a late article changed what
 * they say; when lateness has ended the window is forgotten.
 *
 * <p>The total of a session cannot be reported beforehand, since each subject has sessions of its
 * own. So the total's slices come on the second input, to every subtask.
 */
final class Rank extends AbstractStreamOperator<TrendRow>
    implements TwoInputStreamOperator<WindowedCount, Broadcast, TrendRow>,
        Triggerable<WindowKey, VoidNamespace>,
        BoundedMultiInput {

  private static final long serialVersionUID = 1;

  private static final ValueStateDescriptor<BoardHead> HEAD =
      new ValueStateDescriptor<>("head", WireTypes.BOARD_HEAD);

  private final List<WindowBoard.RankedTopic> topicsOfFile;
  private final int ranked;
  private final SubjectHistory.Terms terms;
  private final Slicing slicing;
  private transient ListState<Definitions.Entry> savedTopics;
  private transient Definitions topics;
  private transient List<ControlChange> pending;
  private transient WindowBoard board;
  private transient ValueState<BoardHead> heads;
  private transient MapState<Subject, WindowCount> counts;
  private transient MapState<Subject, WindowBoard.Written> written;
  private transient ListState<WindowedCount> ahead;
  private transient BroadcastState<Span, Tally> totals;
  private transient ListState<SubjectSlice> savedTotalsAhead;
  private transient List<SubjectSlice> totalsAhead;
  private transient SubjectTimeline total;
  private transient InternalTimerService<VoidNamespace> timerService;

  Rank(
      List<WindowBoard.RankedTopic> topics,
      int ranked,
      SubjectHistory.Terms terms,
      Slicing slicing) {
    this.topicsOfFile = List.copyOf(topics);
    this.ranked = ranked;
    this.terms = terms;
    this.slicing = slicing;
  }

  /** The topics of the job file, and over them those that came through the control topic. */
  private WindowBoard board() {
    Map<String, WindowBoard.RankedTopic> current = new LinkedHashMap<>();
    topicsOfFile.forEach(topic -> current.put(topic.id(), topic));
    Set<String> paused = new HashSet<>();
    for (Definitions.Entry entry : topics.entries()) {
      if (entry.removed()) {
        current.remove(entry.id());
        continue;
      }
      TopicDefinition topic = TopicControl.topic(entry.text());
      current.put(
          topic.id(), new WindowBoard.RankedTopic(topic.id(), topic.name(), topic.version()));
      if (entry.paused()) {
        paused.add(topic.id());
      }
    }
    return new WindowBoard(List.copyOf(current.values()), paused, ranked);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    totals =
        context
            .getOperatorStateStore()
            .getBroadcastState(new MapStateDescriptor<>("totals", WireTypes.SPAN, WireTypes.TALLY));
    savedTopics = Definitions.state(context.getOperatorStateStore(), "topics");
    topics = new Definitions(Map.of());
    topics.restore(savedTopics.get());
    pending = new ArrayList<>();
    board = board();
    savedTotalsAhead =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("ahead", WireTypes.SUBJECT_SLICE));
    totalsAhead = new ArrayList<>();
    savedTotalsAhead.get().forEach(totalsAhead::add);
    total = new SubjectTimeline(Subject.TOTAL, terms);
    for (Map.Entry<Span, Tally> slice : totals.immutableEntries()) {
      total.put(
          new SubjectSlice(
              Subject.TOTAL, slice.getKey(), slicing.isDay(slice.getKey()), slice.getValue()));
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    topics.save(savedTopics, subtask);
    savedTotalsAhead.update(subtask == 0 ? totalsAhead : List.of());
  }

  @Override
  public void open() throws Exception {
    super.open();
    ahead =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("ahead", WireTypes.WINDOWED_COUNT));
    heads = getRuntimeContext().getState(HEAD);
    counts =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("counts", WireTypes.SUBJECT, WireTypes.WINDOW_COUNT));
    written =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("written", WireTypes.SUBJECT, WireTypes.WRITTEN));
    timerService = getInternalTimerService("boards", VoidNamespaceSerializer.INSTANCE, this);
  }

  @Override
  public void processElement1(StreamRecord<WindowedCount> element) throws Exception {
    WindowedCount counted = element.getValue();
    if (counted.after() > timerService.currentWatermark()) {
      // What it follows is not settled here yet: taken up now, it would be settled with that.
      ahead.add(counted);
      timerService.registerEventTimeTimer(VoidNamespace.INSTANCE, counted.after());
    } else {
      take(counted, Long.MIN_VALUE);
    }
  }

  private void takeAhead(long moment) throws Exception {
    List<WindowedCount> waiting = new ArrayList<>();
    List<WindowedCount> due = new ArrayList<>();
    for (WindowedCount counted : ahead.get()) {
      (counted.after() <= moment ? due : waiting).add(counted);
    }
    if (!due.isEmpty()) {
      ahead.update(waiting);
      for (WindowedCount counted : due) {
        take(counted, counted.after() + 1);
      }
    }
  }

  /** Takes up a count, to be settled at some moment at the earliest. */
  private void take(WindowedCount counted, long earliest) throws Exception {
    Subject subject = counted.count().subject();
    Span span = counted.count().span();
    BoardHead head = heads.value();
    if (counted.standing().isPast() && head == null && isForgotten(counted)) {
      writePast(counted);
      return;
    }
    if (counted.standing() == Standing.GONE || counted.standing() == Standing.REMOVED) {
      boolean older = head != null && counted.generation() < head.generation();
      takeBack(counted, span, older);
    } else if (head == null || counted.generation() >= head.generation()) {
      if (head == null || counted.generation() > head.generation()) {
        counts.clear();
        head =
            new BoardHead(
                counted.definitionVersion(),
                counted.generation(),
                counted.session(),
                false,
                Optional.empty());
      }
      if (subject.kind() == SubjectKind.TOTAL) {
        head = withTotal(head, Optional.of(counted.count()));
      } else {
        counts.put(subject, counted.count());
      }
      heads.update(head);
    }
    // In the past, where the window is open, has closed already, or goes: then with the next step
    // of event time, together with all others.
    timerService.registerEventTimeTimer(
        VoidNamespace.INSTANCE,
        Math.max(
            earliest,
            counted.standing() == Standing.CLOSED || counted.standing().isPast()
                ? span.end() - 1
                : span.start()));
    timerService.registerEventTimeTimer(VoidNamespace.INSTANCE, finalAt(span));
  }

  /**
   * A row of a window that was forgotten, of a topic that looked back: the total is that of the
   * slices, the rank nobody knows any more.
   */
  private void writePast(WindowedCount counted) {
    Span span = counted.count().span();
    if (!total.spans(span, counted.standing() == Standing.PAST_DAYS)) {
      return;
    }
    WindowCount all = total.past(span, counted.standing() == Standing.PAST_DAYS);
    board
        .past(
            new WindowBoard.Heading(
                counted.window(),
                counted.definitionVersion(),
                false,
                finalAt(span),
                Firing.LATE,
                all),
            counted.count(),
            revisionAt(span))
        .ifPresent(row -> output.collect(new StreamRecord<>(row)));
  }

  /**
   * Whether a window that has no board had one once. Where the total does not reach, it has yet to
   * come, and a topic that occurs waits for it; one that does not is given its zeros then.
   */
  private boolean isForgotten(WindowedCount counted) {
    return total.spans(counted.count().span(), counted.standing() == Standing.PAST_DAYS)
        || (counted.count().mentions() == 0 && counted.count().previous() == 0);
  }

  /**
   * A revision greater than all a row can have had, though nobody knows them any more: the seconds
   * since its window began, in which it changed once a slice at most.
   */
  private int revisionAt(Span span) {
    return (int)
        Math.min(Integer.MAX_VALUE, (Math.min(now(), Long.MAX_VALUE / 2) - span.start()) / 1000);
  }

  private static BoardHead withTotal(BoardHead head, Optional<WindowCount> total) {
    return new BoardHead(
        head.definitionVersion(), head.generation(), head.session(), head.settled(), total);
  }

  private void takeBack(WindowedCount gone, Span span, boolean older) throws Exception {
    Subject subject = gone.count().subject();
    if (gone.standing() == Standing.REMOVED && !older) {
      counts.clear();
      heads.clear();
    } else if (!older) {
      counts.remove(subject);
    }
    if (subject.kind() == SubjectKind.TOTAL) {
      for (String topic : board.topics()) {
        mark(new Subject(SubjectKind.TOPIC, topic), span);
      }
    } else {
      mark(subject, span);
    }
  }

  /** A row that was written before the board was forgotten has to be withdrawn all the same. */
  private void mark(Subject subject, Span span) throws Exception {
    if (!written.contains(subject)) {
      written.put(subject, WindowBoard.Written.unknown(subject, span));
    }
  }

  @Override
  public void processElement2(StreamRecord<Broadcast> element) throws Exception {
    if (element.getValue() instanceof ControlChange change) {
      pending.add(change);
      return;
    }
    SubjectSlice slice = ((TotalSlice) element.getValue()).slice();
    if (slice.sealed() > timerService.currentWatermark()) {
      totalsAhead.add(slice);
    } else {
      take(slice);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    takeEffect();
  }

  @Override
  public void endInput(int input) throws Exception {
    if (input == 2) {
      takeEffect();
    }
  }

  /** Every subtask before this one sent the changes: they are all the same. */
  private void takeEffect() throws Exception {
    if (pending.isEmpty()) {
      return;
    }
    pending.forEach(topics::apply);
    pending.clear();
    board = board();
    // What may still change is settled with the next step of event time: a topic that has gone
    // takes its rows along.
    KeyedStateBackend<WindowKey> backend = getKeyedStateBackend();
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        HEAD,
        (key, head) ->
            timerService.registerEventTimeTimer(VoidNamespace.INSTANCE, key.span().start()));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    List<SubjectSlice> waiting = new ArrayList<>();
    for (SubjectSlice slice : totalsAhead) {
      if (slice.sealed() <= mark.getTimestamp()) {
        take(slice);
      } else {
        waiting.add(slice);
      }
    }
    totalsAhead = waiting;
  }

  private void take(SubjectSlice slice) throws Exception {
    total.put(slice);
    if (slice.tally().isZero()) {
      totals.remove(slice.slice());
    } else {
      totals.put(slice.slice(), slice.tally());
    }
    long now = now();
    if (slice.slice().end() <= now) {
      KeyedStateBackend<WindowKey> backend = getKeyedStateBackend();
      backend.applyToAllKeys(
          VoidNamespace.INSTANCE,
          VoidNamespaceSerializer.INSTANCE,
          HEAD,
          (key, head) -> {
            if (head.value().session() && !slice.day() && key.span().contains(slice.slice())) {
              timerService.registerEventTimeTimer(VoidNamespace.INSTANCE, key.span().start());
            }
          });
    }
    forgetTotals(now);
  }

  /** A session is at most as long as slices are kept, and may begin that long ago. */
  private void forgetTotals(long now) throws Exception {
    if (now == Long.MAX_VALUE || now < 0) {
      return;
    }
    long horizon = now - 2 * terms.retention() - terms.lateness();
    total.forgetBefore(horizon);
    Iterator<Map.Entry<Span, Tally>> slices = totals.iterator();
    while (slices.hasNext()) {
      if (slices.next().getKey().end() <= horizon) {
        slices.remove();
      }
    }
  }

  private long now() {
    long watermark = timerService.currentWatermark();
    return watermark == Long.MAX_VALUE ? watermark : watermark + 1;
  }

  @Override
  public void onEventTime(InternalTimer<WindowKey, VoidNamespace> timer) throws Exception {
    settle(timer);
    takeAhead(timer.getTimestamp());
  }

  private void settle(InternalTimer<WindowKey, VoidNamespace> timer) throws Exception {
    WindowKey key = timer.getKey();
    BoardHead head = heads.value();
    Map<Subject, WindowBoard.Written> before = all(written);
    if (head == null) {
      // Nothing is left of it but what was written once.
      before.keySet().forEach(subject -> withdraw(subject, key));
      written.clear();
      return;
    }
    Map<Subject, WindowCount> current = all(counts);
    if (head.session()) {
      head = withTotal(head, Optional.of(total.over(key.span(), now())));
      if (current.isEmpty()) {
        before.keySet().forEach(subject -> withdraw(subject, key));
        forget();
        return;
      }
    }
    if (head.total().isPresent()) {
      settle(key, head, current, before);
    }
    boolean isFinal = timer.getTimestamp() >= finalAt(key.span());
    // Without a total the window is not due yet: the next article makes it so, however late, as
    // long as the total's slices are kept.
    if (isFinal
        && (head.total().isPresent()
            || timer.getTimestamp() >= finalAt(key.span()) + terms.retention())) {
      forget();
    } else if (isFinal) {
      timerService.registerEventTimeTimer(
          VoidNamespace.INSTANCE, finalAt(key.span()) + terms.retention());
    }
  }

  private void settle(
      WindowKey key,
      BoardHead head,
      Map<Subject, WindowCount> current,
      Map<Subject, WindowBoard.Written> before)
      throws Exception {
    boolean closed = key.span().end() <= now();
    Firing firing = !closed ? Firing.EARLY : head.settled() ? Firing.LATE : Firing.ON_TIME;
    Map<Subject, WindowBoard.Written> after = new HashMap<>(before);
    List<TrendRow> rows =
        board.settle(
            new WindowBoard.Heading(
                key.window(),
                head.definitionVersion(),
                head.session(),
                finalAt(key.span()),
                firing,
                head.total().get()),
            current,
            after);
    for (TrendRow row : rows) {
      output.collect(new StreamRecord<>(row));
    }
    for (Map.Entry<Subject, WindowBoard.Written> one : after.entrySet()) {
      if (!one.getValue().equals(before.remove(one.getKey()))) {
        written.put(one.getKey(), one.getValue());
      }
    }
    for (Subject gone : before.keySet()) {
      written.remove(gone);
    }
    if (closed != head.settled()) {
      heads.update(
          new BoardHead(
              head.definitionVersion(), head.generation(), head.session(), closed, head.total()));
    }
  }

  private void withdraw(Subject subject, WindowKey key) {
    output.collect(new StreamRecord<>(new Withdrawal(subject, key.window(), key.span())));
  }

  private void forget() {
    heads.clear();
    counts.clear();
    written.clear();
  }

  private static <V> Map<Subject, V> all(MapState<Subject, V> state) throws Exception {
    Map<Subject, V> all = new HashMap<>();
    for (Map.Entry<Subject, V> entry : state.entries()) {
      all.put(entry.getKey(), entry.getValue());
    }
    return all;
  }

  @Override
  public void onProcessingTime(InternalTimer<WindowKey, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of the clock was set");
  }

  private long finalAt(Span span) {
    return span.end() + terms.lateness();
  }
}
