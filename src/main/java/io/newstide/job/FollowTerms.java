package io.newstide.job;

import io.newstide.trend.SubjectTrack;
import io.newstide.trend.TermTrack;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Follows keywords and names in articles that carry no topic, and tells at the end of every hour
 * which of them rise in the day before it.
 */
final class FollowTerms extends AbstractStreamOperator<Rising>
    implements TwoInputStreamOperator<SubjectSlice, Broadcast, Rising>,
        Triggerable<Subject, VoidNamespace> {

  private static final long serialVersionUID = 1;

  /** In what a term may rise, and what its rows call it. */
  static final Duration WINDOW = Duration.ofHours(24);

  static final String WINDOW_NAME = "24h";

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final TrendTerms terms;
  private transient KnownTotal total;
  private transient DeferredStates<Subject> states;
  private transient DeferredStates.Value<SubjectTrack.Memory> tracks;
  private transient TrackState stories;
  private transient Agenda agenda;
  private transient DeferredStates.Items<SubjectSlice> noted;
  private transient InternalTimerService<VoidNamespace> timerService;
  private transient long seen;
  private transient long reached;

  FollowTerms(TrendTerms terms) {
    this.terms = terms;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    total =
        new KnownTotal(
            context.getOperatorStateStore(),
            terms.baseline(),
            terms.reach(),
            terms.baseline().kept());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    total.save(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
  }

  @Override
  public void open() throws Exception {
    super.open();
    var runtime = getRuntimeContext();
    KeyedStateBackend<Subject> backend = getKeyedStateBackend();
    states = new DeferredStates<>(backend);
    tracks =
        states.value(
            runtime.getState(new ValueStateDescriptor<>("track", WireTypes.SUBJECT_TRACK)),
            SubjectTrack.Memory::copy);
    stories = new TrackState(runtime, states);
    noted =
        states.list(
            runtime.getListState(new ListStateDescriptor<>("noted", WireTypes.SUBJECT_SLICE)));
    agenda = new Agenda(backend, runtime.getState(Agenda.STATE), states);
    timerService = getInternalTimerService("slices", VoidNamespaceSerializer.INSTANCE, this);
    seen = Long.MIN_VALUE;
    reached = Long.MIN_VALUE;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    states.flush();
  }

  private long now() {
    long watermark = timerService.currentWatermark();
    return watermark == Long.MAX_VALUE ? watermark : watermark + 1;
  }

  @Override
  public void processElement1(StreamRecord<SubjectSlice> element) throws Exception {
    SubjectSlice added = element.getValue();
    noted.add(added);
    agenda.by((added.isCorrection() ? Math.max(added.sealed(), now()) : added.slice().end()) - 1);
  }

  private void add(TermTrack track, SubjectSlice added) {
    Tellings.of(
        added.tally(),
        true,
        (telling, times) -> {
          if (added.isCorrection()) {
            track.correct(added.slice(), telling, times, total.history());
          } else {
            track.add(added.slice(), telling, times, total.history());
          }
        });
  }

  @Override
  public void onEventTime(InternalTimer<Subject, VoidNamespace> timer) {
    // Of an older savepoint: the agenda has the same moment.
  }

  private void look(Subject term, long moment) throws Exception {
    SubjectTrack.Memory known = tracks.get();
    SubjectTrack.Memory memory = known == null ? new SubjectTrack.Memory() : known;
    memory.keepIn(stories);
    TermTrack track = new TermTrack(term, terms.alerts(), terms.baseline(), WINDOW, memory);
    List<SubjectSlice> corrections = new ArrayList<>();
    boolean changed = countNoted(track, corrections);
    long to = total.to();
    // Hours are looked at in their order, whatever the steps of event time.
    long end = moment + 1;
    long hour = end - Math.floorMod(end, HOUR);
    changed |= track.advance(Math.min(end, to), total.history());
    Span window = new Span(end - WINDOW.toMillis(), end);
    boolean mayRise = track.storiesAtMost(window) >= terms.alerts().minMentions();
    if (mayRise && hour == end && hour <= to) {
      track
          .rising(hour, total.history())
          .ifPresent(
              rising ->
                  output.collect(
                      new StreamRecord<>(
                          new Rising(rising, window, total.history().stories(window, hour)))));
    }
    long next = corrections.isEmpty() ? Long.MAX_VALUE : correct(track, corrections);
    if (track.isEmpty()) {
      tracks.update(null);
      stories.clear();
    } else if (changed) {
      // What was only looked at has forgotten at most what it would forget again.
      tracks.update(memory);
    }
    next = Math.min(next, Math.min(track.due(), track.forgotten()));
    if (mayRise) {
      next = Math.min(next, end - Math.floorMod(end, HOUR) + HOUR);
    }
    if (next != Long.MAX_VALUE && end <= to) {
      agenda.by(next - 1);
    }
  }

  /**
   * Adds what was noted for slices that have not ended, and collects the corrections of others.
   *
   * @return whether there was any of either
   */
  private boolean countNoted(TermTrack track, List<SubjectSlice> corrections) throws Exception {
    boolean any = false;
    for (SubjectSlice added : noted.get()) {
      any = true;
      if (added.isCorrection()) {
        corrections.add(added);
      } else {
        add(track, added);
      }
    }
    if (any && corrections.isEmpty()) {
      noted.update(List.of());
    }
    return any;
  }

  /** Makes what corrections are due, the others stay noted; returns when the next are. */
  private long correct(TermTrack track, List<SubjectSlice> corrections) throws Exception {
    long next = Long.MAX_VALUE;
    List<SubjectSlice> waiting = new ArrayList<>();
    for (SubjectSlice correction : corrections) {
      if (correction.sealed() > now()) {
        waiting.add(correction);
        next = Math.min(next, correction.sealed());
      } else {
        add(track, correction);
      }
    }
    noted.update(waiting);
    return next;
  }

  @Override
  public void processElement2(StreamRecord<Broadcast> element) throws Exception {
    if (element.getValue() instanceof TotalStep step) {
      total.add(step);
      moveOn();
    }
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    seen = mark.getTimestamp();
    moveOn();
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // Steps say how far they lead.
  }

  private void moveOn() throws Exception {
    long mark = Math.min(seen, total.mark());
    if (mark > reached) {
      reached = mark;
      total.advance(mark);
      if (getTimeServiceManager().isPresent()) {
        getTimeServiceManager().get().advanceWatermark(new Watermark(mark));
      }
      agenda.advance(mark, this::look);
      output.emitWatermark(new Watermark(mark));
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<Subject, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of the clock was set");
  }
}
