package io.newstide.job;

import io.newstide.kafka.ControlRecord;
import io.newstide.trend.AlertEpisodes;
import io.newstide.trend.AlertEvent;
import io.newstide.trend.LocalRanking;
import io.newstide.window.Contenders;
import io.newstide.window.Due;
import io.newstide.window.FixedWindow;
import io.newstide.window.SessionWindow;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Standing;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import io.newstide.window.WindowSums;
import io.newstide.window.WindowedCount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
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
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the slices of each subject and reports the windows over them as event time passes their
 * ends. A record is only noted; what it means for its slice, and the slice for windows, is worked
 * out when the subject is on the {@link Agenda}, once whatever the number of windows. Slices go to
 * {@link #SLICES} when they have ended and whenever they change after that.
 *
 * <p>Of the subjects that are ranked only those are reported that may be among the first: the first
 * of this subtask, as far as they were reported in the same step of event time. Most windows ask
 * {@link Contenders} for them, so that the others are left alone. What corrects a window goes on in
 * any case. Where something is taken away from a window that was reported, or the subtasks are
 * others than before, the first are found anew.
 *
 * <p>Changes of the windows come on the second input, before the barrier at which they take effect.
 * A window that is new is then reported over all slices, a batch of subjects at a time; meanwhile
 * event time stands still for what comes behind, which therefore sees all of it at once.
 */
final class Accumulate extends AbstractStreamOperator<WindowedCount>
    implements TwoInputStreamOperator<SubjectSlice, Broadcast, WindowedCount>,
        Triggerable<Subject, VoidNamespace>,
        BoundedMultiInput {

  private static final long serialVersionUID = 1;

  /**
   * How many articles and which stories a slice of the total holds, for {@link Rank}; sealed by the
   * watermark that was passed on before.
   */
  static final OutputTag<Broadcast> TOTALS = new OutputTag<>("totals", WireTypes.BROADCAST);

  /** The slices themselves, of the kinds that are published. */
  static final OutputTag<SubjectSlice> SLICES = new OutputTag<>("slices", WireTypes.SUBJECT_SLICE);

  /** Bursts that open, grow and close. */
  static final OutputTag<AlertEvent> ALERTS = new OutputTag<>("alerts", WireTypes.ALERT_EVENT);

  /** So many subjects are worked on between two looks at the input. */
  private static final int BATCH = 500;

  /**
   * So many entries of sums of windows are kept at hand, of 64 bytes each: a sixteenth of what the
   * heap has beyond half a gigabyte, which Flink and the models want first, or 8 MB. They fill up
   * over days; a small heap should look the same before and after.
   */
  private static final long SUMS =
      Math.max(8L << 20, (Runtime.getRuntime().maxMemory() - (512L << 20)) / 16) / 64;

  private static final ValueStateDescriptor<SubjectHistory> HISTORY =
      new ValueStateDescriptor<>("history", WireTypes.HISTORY);

  /** Of a topic: up to where its windows are reported in which it does not occur. */
  private static final ValueStateDescriptor<Long> ABSENCES =
      new ValueStateDescriptor<>("absences", Types.LONG);

  private final List<WindowDefinition> jobFile;
  private final Slicing slicing;
  private final SubjectHistory.Terms terms;
  private final TrendTerms trendTerms;
  private final Map<String, String> topics;
  private final int ranked;

  private transient DeferredStates<Subject> states;
  private transient DeferredStates.Value<SubjectHistory> histories;
  private transient DeferredStates.Value<Long> absences;
  private transient DeferredStates.Entries<Span, Tally> tallies;
  private transient DeferredStates.Items<SubjectSlice> noted;
  private transient KnownTotal total;
  private transient TopicNames names;
  private transient OpenAlerts openAlerts;
  private transient SubjectWatch watch;
  private transient Agenda agenda;
  private transient InternalTimerService<VoidNamespace> timerService;
  private transient ListState<WindowPlan.Saved> plans;
  private transient WindowPlan plan;
  private transient List<WindowDefinition> windows;
  private transient List<FixedWindow> contested;
  private transient List<WindowDefinition> uncontested;
  private transient Contenders contenders;

  /** Contested windows are decided up to here. */
  private transient long decided;

  private transient List<ControlChange> pending;
  private transient ListState<Broadcast> savedLookBacks;
  private transient Set<LookBackEnd> lookBacks;
  private transient Set<WindowPlan.Work> work;
  private transient Set<WindowPlan.Work> inWork;
  private transient Iterator<Subject> toDo;
  private transient long seen;
  private transient long reached;
  private transient long emitted;
  private transient long changes;
  private transient long changesInWork;
  private transient long changesMade;
  private transient long lastNow;

  /** Event time as it was before the last step: what was not final then may change in the step. */
  private transient long previousNow;

  /** What a count follows at least, whatever was emitted since the last failure. */
  private transient long sentAfter;

  private transient LocalRanking ranking;
  private transient LocalRanking withdrawn;
  private transient WindowSums sums;
  private transient Counter slicesOpened;
  private transient Counter slicesExpired;

  Accumulate(
      List<WindowDefinition> jobFile,
      Slicing slicing,
      SubjectHistory.Terms terms,
      TrendTerms trendTerms,
      Map<String, String> topics,
      int ranked) {
    this.topics = Map.copyOf(topics);
    this.trendTerms = trendTerms;
    this.jobFile = jobFile;
    this.slicing = slicing;
    this.terms = terms;
    this.ranked = ranked;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    plans =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("windows", WireTypes.WINDOW_PLAN));
    total =
        new KnownTotal(
            context.getOperatorStateStore(),
            trendTerms.baseline(),
            trendTerms.reach(),
            trendTerms.baseline().kept());
    openAlerts = new OpenAlerts(context.getOperatorStateStore(), getMetricGroup());
    names = new TopicNames(context.getOperatorStateStore(), topics);
    plan = new WindowPlan(jobFile, slicing);
    work = new LinkedHashSet<>();
    inWork = new LinkedHashSet<>();
    pending = new ArrayList<>();
    savedLookBacks =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("look-backs", WireTypes.BROADCAST));
    lookBacks = new LinkedHashSet<>();
    for (Broadcast one : savedLookBacks.get()) {
      lookBacks.add((LookBackEnd) one);
    }
    lastNow = Long.MIN_VALUE;
    decided = Long.MAX_VALUE;
    List<WindowPlan.Entry> before = new ArrayList<>();
    int parallelism = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    for (WindowPlan.Saved saved : plans.get()) {
      before.addAll(saved.entries());
      work.addAll(saved.work());
      lastNow = Math.max(lastNow, saved.now());
      // Where one was still at work on a window that was new, its event time stood still.
      decided = Math.min(decided, saved.now());
      if (saved.parallelism() != parallelism) {
        work.add(WindowPlan.Work.RANK_AGAIN);
      }
    }
    previousNow = lastNow;
    sentAfter = Long.MIN_VALUE;
    work.addAll(plan.restore(before));
    contenders = new Contenders();
    decided = Math.min(decided, lastNow);
    setWindows();
  }

  private void setWindows() {
    windows = plan.reported();
    contested =
        windows.stream().filter(Contenders::areIn).map(window -> (FixedWindow) window).toList();
    uncontested = windows.stream().filter(window -> !Contenders.areIn(window)).toList();
    contenders.retain(contested);
  }

  /** The windows of which a subject itself knows when they end. */
  private List<WindowDefinition> windowsOf(Subject subject) {
    return subject.kind().ranked() ? uncontested : windows;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    total.save(subtask);
    names.save(subtask);
    openAlerts.save();
    savedLookBacks.update(List.copyOf(lookBacks));
    plans.update(
        List.of(
            new WindowPlan.Saved(
                plan.entries(),
                List.copyOf(work),
                lastNow,
                getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks())));
  }

  @Override
  public void open() throws Exception {
    super.open();
    RuntimeContext runtime = getRuntimeContext();
    KeyedStateBackend<Subject> backend = getKeyedStateBackend();
    states = new DeferredStates<>(backend);
    histories = states.value(runtime.getState(HISTORY), SubjectHistory::copy);
    absences = states.value(runtime.getState(ABSENCES));
    tallies =
        states.map(
            runtime.getMapState(
                new MapStateDescriptor<>("tallies", WireTypes.SPAN, WireTypes.TALLY)));
    noted =
        states.list(
            runtime.getListState(new ListStateDescriptor<>("noted", WireTypes.SUBJECT_SLICE)));
    watch =
        new SubjectWatch(
            trendTerms,
            total,
            states.value(
                runtime.getState(new ValueStateDescriptor<>("watch", WireTypes.ALERT_EPISODES)),
                AlertEpisodes.Memory::copy),
            new TrackState(runtime, states));
    agenda = new Agenda(backend, runtime.getState(Agenda.STATE), states);
    timerService = getInternalTimerService("slices", VoidNamespaceSerializer.INSTANCE, this);
    ranking = new LocalRanking(ranked);
    withdrawn = new LocalRanking(ranked);
    sums = new WindowSums(SUMS);
    seen = Long.MIN_VALUE;
    slicesOpened = getMetricGroup().counter("slicesOpened");
    slicesExpired = getMetricGroup().counter("slicesExpired");
    reached = Long.MIN_VALUE;
    emitted = Long.MIN_VALUE;
    lookForAbsences();
    lookForContenders();
    states.flush();
  }

  /** After a failure: who is in the windows that have not ended follows from the histories. */
  private void lookForContenders() throws Exception {
    KeyedStateBackend<Subject> backend = getKeyedStateBackend();
    List<Subject> subjects;
    try (Stream<Subject> all = backend.getKeys(HISTORY.getName(), VoidNamespace.INSTANCE)) {
      subjects = all.filter(subject -> subject.kind().ranked()).toList();
    }
    for (Subject subject : subjects) {
      setCurrentKey(subject);
      contenders.putAll(subject, histories.get(), contested, decided);
    }
  }

  /**
   * Has the topics taken up of which a savepoint that knew no absences does not say up to where.
   */
  private void lookForAbsences() throws Exception {
    for (String id : names.ids()) {
      Subject topic = new Subject(SubjectKind.TOPIC, id);
      if (isHere(topic)) {
        setCurrentKey(topic);
        SubjectHistory history = histories.get();
        if (history != null && absences.get() == null) {
          agenda.by(history.reported());
        }
      }
    }
  }

  /** Whether a subject is one of this subtask's. */
  private boolean isHere(Subject subject) {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    int holder =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            subject, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
    return holder == task.getIndexOfThisSubtask();
  }

  @Override
  public void processElement1(StreamRecord<SubjectSlice> element) throws Exception {
    SubjectSlice added = element.getValue();
    long now = now();
    noted.add(added);
    if (HeldSlices.isHeld(added)) {
      return;
    }
    if (added.sealed() > now) {
      // It was counted later than event time has come here, and is to be seen as what it is then.
      dueBy(added.sealed() - 1);
    } else {
      // At its end, or, if that has passed, with the next step of event time.
      dueBy(added.slice().end() <= now ? now - 1 : added.slice().end() - 1);
    }
  }

  /**
   * Counts what was noted of the current subject before the last step of event time; the rest has
   * to wait on.
   *
   * @param history null if there is none
   * @return the slices that changed
   */
  private Set<Span> countNoted(Subject subject, SubjectHistory history, SubjectWatch.Open watched)
      throws Exception {
    Map<Span, Tally.Sum> counted = new LinkedHashMap<>();
    List<SubjectSlice> waiting = new ArrayList<>();
    for (SubjectSlice added : noted.get()) {
      if (added.sealed() > previousNow) {
        waiting.add(added);
        continue;
      }
      watched.add(added);
      if (subject.kind().counted()) {
        counted.computeIfAbsent(added.slice(), absent -> new Tally.Sum()).add(added.tally());
        if (added.slice().end() <= previousNow
            && subject.kind().ranked()
            && added.tally().takesAway()) {
          work.add(WindowPlan.Work.RANK_AGAIN);
        }
      }
    }
    noted.update(waiting);
    for (Map.Entry<Span, Tally.Sum> slice : counted.entrySet()) {
      Tally more = slice.getValue().total();
      // Most slices come once, and state need not be asked for those.
      if (history != null && history.holds(slice.getKey())) {
        more = tallies.get(slice.getKey()).plus(more);
      } else {
        slicesOpened.inc();
      }
      tallies.put(slice.getKey(), more);
    }
    return counted.keySet();
  }

  private void dueBy(long moment) throws Exception {
    // Behind the last watermark all would be due at once, for ever.
    if (now() != Long.MAX_VALUE) {
      agenda.by(moment);
    }
  }

  private void alert(AlertEvent event) {
    openAlerts.count(event);
    output.collect(ALERTS, new StreamRecord<>(event.named(names.of(event))));
  }

  /** The time that event time has reached: nothing before it is to come. */
  private long now() {
    long watermark = timerService.currentWatermark();
    return watermark == Long.MAX_VALUE ? watermark : watermark + 1;
  }

  private void look(Subject subject) throws Exception {
    SubjectWatch.Open watched = watch.open(subject);
    keep(subject, takeUp(subject, watched), watched);
  }

  @Override
  public void onEventTime(InternalTimer<Subject, VoidNamespace> timer) {
    // Of an older savepoint: the agenda has the same moment.
  }

  @Override
  public void onProcessingTime(InternalTimer<Subject, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of the clock was set");
  }

  /** Reports all that is due of the current subject. */
  private Optional<SubjectHistory> takeUp(Subject subject, SubjectWatch.Open watched)
      throws Exception {
    return takeUp(subject, watched, now(), previousNow);
  }

  /**
   * The same.
   *
   * @param now what event time has reached
   * @param settled what it had reached behind this before: windows whose lateness had ended then
   *     are forgotten there
   */
  private Optional<SubjectHistory> takeUp(
      Subject subject, SubjectWatch.Open watched, long now, long settled) throws Exception {
    SubjectHistory history = histories.get();
    Set<Span> changed = countNoted(subject, history, watched);
    watched.advance(this::alert);
    if (history == null) {
      if (changed.isEmpty()) {
        reportAbsences(subject, Optional.empty(), watched, now, now);
        return Optional.empty();
      }
      history = new SubjectHistory(subject.kind(), terms);
    }
    history.under(terms);
    for (Span slice : changed) {
      Tally tally = tallies.get(slice);
      history.put(slice, slicing.isDay(slice), tally);
      if (tally.isZero()) {
        tallies.put(slice, null);
      }
    }
    sums.changed(subject, changed);
    long reportedBefore = history.reported();
    SubjectHistory.Report report = history.report(windowsOf(subject), now);
    if (subject.kind().published()) {
      for (Span slice : report.slices()) {
        Tally tally = tallies.get(slice);
        SubjectSlice whole =
            new SubjectSlice(
                subject, slice, slicing.isDay(slice), tally == null ? Tally.zero() : tally);
        output.collect(SLICES, new StreamRecord<>(whole));
        if (subject.kind() == SubjectKind.TOTAL) {
          output.collect(
              TOTALS,
              new StreamRecord<>(
                  new TotalSlice(
                      new SubjectSlice(
                          subject, slice, whole.day(), emitted, whole.tally().storiesAlone()))));
        }
      }
    }
    for (Due due : report.windows()) {
      if (due.standing() == Standing.GONE) {
        send(due.window(), Standing.GONE, WindowCount.none(subject, due.span()));
      } else if (isPast(subject, due, settled)) {
        // Of what is ranked nobody knows the others any more.
        if (!subject.kind().ranked()) {
          send(due.window(), past(due.window()), count(watched, subject, history, due, now));
        }
      } else if (goesOnInAnyCase(subject, due) || due.span().end() <= reportedBefore) {
        send(due.window(), due.standing(), count(watched, subject, history, due, now));
      } else {
        compete(watched, subject, history, due, now, ranking);
      }
    }
    if (subject.kind().ranked()) {
      contenders.put(subject, history, changed, contested, decided);
      for (Due due : history.changed(contested, report.slices(), decided)) {
        if (!isPast(subject, due, settled)) {
          send(due.window(), due.standing(), count(watched, subject, history, due, now));
        }
      }
    }
    reportAbsences(subject, Optional.of(history), watched, reportedBefore, now);
    List<Span> expired = history.expire(windows, now);
    for (Span slice : expired) {
      tallies.put(slice, null);
    }
    slicesExpired.inc(expired.size());
    sums.changed(subject, expired);
    return Optional.of(history);
  }

  /**
   * Reports of a topic the windows that have ended since and in which it does not occur, with what
   * was to be expected of them. Of a topic of which nothing is remembered the same was to be
   * expected as of every other such topic: the total says it.
   *
   * @param since from when on, where that is not known; at its first occurrence that of no other
   */
  private void reportAbsences(
      Subject subject,
      Optional<SubjectHistory> history,
      SubjectWatch.Open watched,
      long since,
      long now)
      throws Exception {
    if (subject.kind() != SubjectKind.TOPIC) {
      return;
    }
    if (!watched.remembers()) {
      absences.update(null);
      return;
    }
    Long known = absences.get();
    long reported = known != null ? known : since == Long.MIN_VALUE ? now : since;
    if (reported < now) {
      for (WindowDefinition definition : windows) {
        if (definition instanceof FixedWindow window) {
          reportAbsences(
              subject, history, watched, window, plan.generation(window), new Span(reported, now));
        }
      }
    }
    if (known == null || known < now) {
      absences.update(now);
    }
  }

  /** The same of one window, for those of its spans that end within another. */
  private void reportAbsences(
      Subject topic,
      Optional<SubjectHistory> history,
      SubjectWatch.Open watched,
      FixedWindow window,
      long generation,
      Span ending) {
    // When all has come, there are windows for as long as there were articles.
    long last = ending.end() == Long.MAX_VALUE ? total.lastEnd() : ending.end();
    for (Span span = window.endingAfter(Math.max(ending.start(), last - terms.retention()));
        span.end() <= ending.end() && span.start() < last;
        span = window.endingAfter(span.end())) {
      if (!isDue(history, window, span)) {
        send(window, generation, Standing.CLOSED, absent(watched, topic, window, span));
      }
    }
  }

  private static WindowCount absent(
      SubjectWatch.Open watched, Subject topic, FixedWindow window, Span span) {
    return WindowCount.none(topic, span).expecting(watched.expectation(window, span, 0));
  }

  /** When the next window ends in which a topic may be absent. */
  private long nextAbsence() throws Exception {
    Long reported = absences.get();
    long next = Long.MAX_VALUE;
    if (reported != null && reported < Long.MAX_VALUE) {
      for (WindowDefinition definition : windows) {
        if (definition instanceof FixedWindow window) {
          next = Math.min(next, window.endingAfter(reported).end());
        }
      }
    }
    return next;
  }

  /** Sees to it that what is noted and has to wait is taken up when its time has come. */
  private void dueByNoted(long now) throws Exception {
    for (SubjectSlice waiting : noted.get()) {
      // A moment that is not later than the watermark would come in this step once more.
      dueBy(
          waiting.sealed() > now ? waiting.sealed() - 1 : Math.max(now, waiting.slice().end() - 1));
    }
  }

  /** Whether a window's lateness had ended before it changed, as it does only by a look-back. */
  private boolean isPast(Subject subject, Due due, long settled) {
    return due.standing() == Standing.CLOSED
        && subject.kind() != SubjectKind.TOTAL
        && (due.window() instanceof FixedWindow || !subject.kind().ranked())
        && due.span().end() + terms.lateness() <= settled;
  }

  private static Standing past(WindowDefinition window) {
    return window.countsDays() ? Standing.PAST_DAYS : Standing.PAST;
  }

  /**
   * Topics have a row whatever their rank. Of a session few subjects have the same span, and one
   * that grows leaves it: those behind must be known then.
   */
  private static boolean goesOnInAnyCase(Subject subject, Due due) {
    return !subject.kind().ranked() || due.window() instanceof SessionWindow;
  }

  /** Only the first of a window and kind are counted in full. */
  private void compete(
      SubjectWatch.Open watched,
      Subject subject,
      SubjectHistory history,
      Due due,
      long now,
      LocalRanking among) {
    // There are no more stories than articles: most subjects need not be added up.
    if (!sums.isKept(subject, due.window())
        && !among.wants(
            due.window(), due.span(), subject, history.mentions(due.window(), due.span()))) {
      return;
    }
    WindowSums.Summed summed =
        sums.of(subject, history, due.window(), due.span(), now, this::tally);
    long stories = summed.tally().uniqueStories();
    if (among.wants(due.window(), due.span(), subject, stories)) {
      among.put(
          due.window(),
          WindowCount.of(subject, due.span(), summed.tally(), summed.previous())
              .expecting(watched.expectation(due.window(), due.span(), stories)));
    }
  }

  private WindowCount count(
      SubjectWatch.Open watched, Subject subject, SubjectHistory history, Due due, long now) {
    WindowSums.Summed summed =
        sums.of(subject, history, due.window(), due.span(), now, this::tally);
    return WindowCount.of(subject, due.span(), summed.tally(), summed.previous())
        .expecting(watched.expectation(due.window(), due.span(), summed.tally().uniqueStories()));
  }

  private Tally tally(Span slice) {
    try {
      return tallies.get(slice);
    } catch (Exception e) {
      throw new FlinkRuntimeException("the state of a slice cannot be read", e);
    }
  }

  private void send(WindowDefinition window, Standing standing, WindowCount count) {
    send(window, plan.generation(window), standing, count);
  }

  private void send(
      WindowDefinition window, long generation, Standing standing, WindowCount count) {
    output.collect(
        new StreamRecord<>(
            new WindowedCount(
                window.name(),
                window.version(),
                generation,
                window instanceof SessionWindow,
                Math.max(emitted, sentAfter),
                standing,
                count)));
  }

  private void keep(Subject subject, Optional<SubjectHistory> history, SubjectWatch.Open watched)
      throws Exception {
    long due = Math.min(watched.due(), nextAbsence());
    if (history.isPresent() && history.get().isEmpty()) {
      histories.update(null);
      tallies.clear();
    } else if (history.isPresent()) {
      histories.update(history.get());
      due = Math.min(due, history.get().due(windowsOf(subject)));
    }
    agenda.at(due == Long.MAX_VALUE || now() == Long.MAX_VALUE ? Agenda.NEVER : due - 1);
    dueByNoted(now());
    watched.close();
  }

  @Override
  public void processElement2(StreamRecord<Broadcast> element) throws Exception {
    if (element.getValue() instanceof TotalStep step) {
      total.add(step);
      moveOn();
    } else if (element.getValue() instanceof ControlChange change
        && change.kind() != ControlRecord.Kind.LEXICON) {
      pending.add(change);
    } else if (element.getValue() instanceof LookBackEnd end) {
      lookBacks.add(end);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    // All that was sent before the barrier has come, on both inputs.
    takeEffect();
    takeUpLookBacks();
    write();
  }

  /** Writes into state what is only known here. */
  private void write() throws Exception {
    states.flush();
  }

  /** Counts what look-backs found that have ended, and reports it at once. */
  private void takeUpLookBacks() throws Exception {
    if (lookBacks.isEmpty() || lastNow == Long.MIN_VALUE) {
      return; // Without event time there is no telling what has ended.
    }
    write();
    // What a batch of subjects was ranked by is older than what follows.
    passOnRanked();
    // After a failure event time is what it was: what may change now might not, after the next
    // step.
    long now = Math.max(now(), lastNow);
    // What follows before event time goes on must not come to be ranked before this.
    sentAfter = lastNow - 1;
    for (LookBackEnd end : lookBacks) {
      for (Subject subject : lookingBack(end.topic())) {
        setCurrentKey(subject);
        noted.update(HeldSlices.release(noted.get(), now));
        SubjectWatch.Open watched = watch.open(subject);
        var before = sessions(Optional.ofNullable(histories.get()), now);
        Optional<SubjectHistory> history = takeUp(subject, watched, now, now);
        withdrawSessions(subject, before, sessions(history, now));
        if (subject.kind() == SubjectKind.TOPIC) {
          reportRest(subject, history, watched, end.from(), now);
        }
        keep(subject, history, watched);
      }
    }
    lookBacks.clear();
    passOnRanked();
    changes++;
    if (toDo == null && work.isEmpty() && reached > Long.MIN_VALUE) {
      changesMade = changes;
      emit();
    }
  }

  private Map<SessionWindow, Set<Span>> sessions(Optional<SubjectHistory> of, long now) {
    Map<SessionWindow, Set<Span>> sessions = new LinkedHashMap<>();
    if (of.isPresent()) {
      for (WindowDefinition window : windows) {
        if (window instanceof SessionWindow session) {
          sessions.put(session, of.get().sessions(session, now));
        }
      }
    }
    return sessions;
  }

  /**
   * Takes back sessions that have joined others, the older ones, too, that are not known any more.
   */
  private void withdrawSessions(
      Subject subject, Map<SessionWindow, Set<Span>> before, Map<SessionWindow, Set<Span>> after) {
    before.forEach(
        (window, sessions) -> {
          for (Span session : sessions) {
            if (!after.getOrDefault(window, Set.of()).contains(session)) {
              send(window, Standing.GONE, WindowCount.none(subject, session));
            }
          }
        });
  }

  /** The topic, at all places of which something is held, as far as they are this subtask's. */
  private Set<Subject> lookingBack(String id) {
    Set<Subject> subjects = new LinkedHashSet<>();
    Subject topic = new Subject(SubjectKind.TOPIC, id);
    if (isHere(topic)) {
      subjects.add(topic);
    }
    KeyedStateBackend<Subject> backend = getKeyedStateBackend();
    try (Stream<Subject> all = backend.getKeys("noted", VoidNamespace.INSTANCE)) {
      all.filter(one -> one.kind().ofTopic() && one.topic().equals(id)).forEach(subjects::add);
    }
    return subjects;
  }

  /**
   * Of a topic that looked back: a row of every window that lies in what it looked back on, zeros
   * included; and of sessions that are forgotten the rows in which the time before has changed.
   */
  private void reportRest(
      Subject topic,
      Optional<SubjectHistory> history,
      SubjectWatch.Open watched,
      long from,
      long now) {
    long begin = Math.max(from, now - terms.retention());
    for (WindowDefinition definition : windows) {
      if (definition instanceof FixedWindow window) {
        for (Span span = window.endingAfter(begin);
            span.end() + terms.lateness() <= now;
            span = window.endingAfter(span.end())) {
          if (span.start() >= begin && !isDue(history, window, span)) {
            send(window, past(window), absent(watched, topic, window, span));
          }
        }
      } else if (definition instanceof SessionWindow window && history.isPresent()) {
        for (Span session : history.get().sessions(window, now)) {
          if (session.end() > begin && session.end() + terms.lateness() <= now) {
            Due due = new Due(window, session, Standing.CLOSED);
            send(window, past(window), count(watched, topic, history.get(), due, now));
          }
        }
      }
    }
  }

  private static boolean isDue(Optional<SubjectHistory> of, FixedWindow window, Span span) {
    return of.isPresent()
        && (of.get().mentions(window, span) > 0
            || of.get().mentions(window, window.previous(span)) > 0);
  }

  private void takeEffect() throws Exception {
    if (pending.isEmpty()) {
      return;
    }
    for (ControlChange change : pending) {
      if (change.kind() == ControlRecord.Kind.TOPIC) {
        names.apply(change);
        output.collect(TOTALS, new StreamRecord<>(change));
      } else {
        work.addAll(plan.apply(change));
        changes++;
      }
    }
    pending.clear();
    setWindows();
    // Where subjects are being worked on already, this follows.
    if (toDo == null && timerService.currentWatermark() != Long.MIN_VALUE) {
      begin();
    }
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    seen = mark.getTimestamp();
    moveOn();
  }

  /** Event time goes on as far as the total is known, and not while subjects are worked on. */
  private void moveOn() throws Exception {
    long mark = trendTerms.none() ? seen : Math.min(seen, total.mark());
    if (mark <= reached || (toDo != null && mark != Long.MAX_VALUE)) {
      return;
    }
    if (toDo != null) {
      finishWork();
    }
    total.advance(mark);
    advance(new Watermark(mark));
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // What is broadcast holds nothing back by its own time: steps say how far they lead.
  }

  private void advance(Watermark mark) throws Exception {
    previousNow = lastNow;
    if (mark.getTimestamp() != Long.MAX_VALUE) {
      lastNow = mark.getTimestamp() + 1;
    }
    if (getTimeServiceManager().isPresent()) {
      getTimeServiceManager().get().advanceWatermark(mark);
    }
    agenda.advance(mark.getTimestamp(), (subject, moment) -> look(subject));
    decide();
    passOnRanked();
    reached = mark.getTimestamp();
    if (work.isEmpty()) {
      // A change before the first event time may have left nothing to be done here, and something
      // elsewhere.
      changesMade = changes;
      emit();
    } else if (mark.getTimestamp() == Long.MAX_VALUE) {
      finishWork();
      emit();
    } else {
      begin();
    }
  }

  /**
   * Event time for what comes behind: a millisecond later for each change that has been made. So it
   * moves on, within the slice, when the last subtask has made a change, and not before; and what
   * was sent for it is settled at once.
   */
  private void emit() {
    long mark = reached;
    if (mark != Long.MAX_VALUE) {
      mark += Math.min(changesMade, slicing.slice().toMillis() - 2);
    }
    if (mark > emitted) {
      emitted = mark;
      output.emitWatermark(new Watermark(mark));
    }
  }

  /** Has those compete in the contested windows that ended who may be among the first. */
  private void decide() throws Exception {
    long now = now();
    contenders.decide(
        decided,
        now,
        (window, span, mostMentionsFirst) -> {
          Map<SubjectKind, Long> least = new EnumMap<>(SubjectKind.class);
          for (Contenders.Contender one : mostMentionsFirst) {
            Subject subject = one.subject();
            if (one.mentions() >= least.getOrDefault(subject.kind(), 1L)) {
              setCurrentKey(subject);
              compete(subject, new Due(window, span, Standing.CLOSED), now);
              least.put(subject.kind(), ranking.least(window, span, subject.kind()));
            }
          }
        });
    decided = now;
  }

  private void compete(Subject subject, Due due, long now) throws Exception {
    SubjectHistory history = histories.get();
    if (history != null) {
      compete(watch.open(subject), subject, history, due, now, ranking);
    }
  }

  private void passOnRanked() {
    ranking.drain((window, count) -> send(window, Standing.CLOSED, count));
  }

  private void begin() throws Exception {
    collect();
    later();
  }

  private void collect() throws Exception {
    write();
    inWork.addAll(work);
    changesInWork = changes;
    KeyedStateBackend<Subject> backend = getKeyedStateBackend();
    Set<Subject> subjects = new LinkedHashSet<>();
    for (ValueStateDescriptor<?> state : List.of(HISTORY, ABSENCES)) {
      try (Stream<Subject> keys = backend.getKeys(state.getName(), VoidNamespace.INSTANCE)) {
        keys.forEach(subjects::add);
      }
    }
    toDo = subjects.iterator();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failure fails the task
  private void later() {
    var clock = getProcessingTimeService();
    clock.registerTimer(clock.getCurrentProcessingTime(), at -> batch());
  }

  private void batch() throws Exception {
    if (toDo == null) {
      return;
    }
    for (int i = 0; i < BATCH && toDo.hasNext(); i++) {
      workOn(toDo.next());
    }
    if (toDo.hasNext()) {
      later();
      return;
    }
    done();
    if (!work.isEmpty()) {
      begin();
    } else {
      emit();
      moveOn();
    }
  }

  private void done() {
    passOnRanked();
    withdrawn.drain(
        (window, count) ->
            send(
                window,
                generationOfWithdrawn(window),
                Standing.REMOVED,
                WindowCount.none(count.subject(), count.span())));
    toDo = null;
    work.removeAll(inWork);
    inWork.clear();
    changesMade = changesInWork;
  }

  private long generationOfWithdrawn(WindowDefinition window) {
    for (WindowPlan.Work one : inWork) {
      if (one.task() == WindowPlan.Task.WITHDRAW
          && one.name().equals(window.name())
          && one.shape().equals(window.shape())) {
        return one.generation();
      }
    }
    return plan.generation(window);
  }

  private void finishWork() throws Exception {
    while (toDo != null || !work.isEmpty()) {
      if (toDo == null) {
        collect();
      }
      while (toDo.hasNext()) {
        workOn(toDo.next());
      }
      done();
    }
  }

  private void workOn(Subject subject) throws Exception {
    setCurrentKey(subject);
    long now = now();
    SubjectWatch.Open watched = watch.open(subject);
    Optional<SubjectHistory> taken = takeUp(subject, watched);
    for (WindowPlan.Work one : inWork) {
      if (one.task() == WindowPlan.Task.FILL) {
        WindowDefinition window = WindowShape.parse(one.name(), one.shape(), slicing);
        // Unless it was changed again meanwhile.
        if (windows.contains(window) && plan.generation(window) == one.generation()) {
          fill(window, one.generation(), subject, taken, watched, now);
        }
      } else if (taken.isPresent() && one.task() == WindowPlan.Task.WITHDRAW) {
        withdraw(one, subject, taken.get(), watched, now);
      } else if (taken.isPresent() && subject.kind().ranked()) {
        rankAgain(subject, taken.get(), watched, now);
      }
    }
    keep(subject, taken, watched);
  }

  /** Reports all of a window that is new. */
  private void fill(
      WindowDefinition window,
      long generation,
      Subject subject,
      Optional<SubjectHistory> history,
      SubjectWatch.Open watched,
      long now) {
    List<Due> all = history.map(of -> of.all(window, now)).orElse(List.of());
    for (Due due : all) {
      if (due.standing() == Standing.GONE) {
        send(window, generation, Standing.GONE, WindowCount.none(subject, due.span()));
      } else if (goesOnInAnyCase(subject, due)) {
        WindowCount count = count(watched, subject, history.get(), due, now);
        send(window, generation, due.standing(), count);
      } else {
        compete(watched, subject, history.get(), due, now, ranking);
      }
    }
    if (history.isPresent()
        && subject.kind().ranked()
        && Contenders.areIn(window)
        && window instanceof FixedWindow fixed) {
      contenders.putAll(subject, history.get(), List.of(fixed), decided);
    }
    if (window instanceof FixedWindow fixed
        && subject.kind() == SubjectKind.TOPIC
        && watched.remembers()) {
      reportAbsences(subject, history, watched, fixed, generation, new Span(0, now));
    }
  }

  /** Takes back all of a window that has gone. */
  private void withdraw(
      WindowPlan.Work gone,
      Subject subject,
      SubjectHistory history,
      SubjectWatch.Open watched,
      long now) {
    WindowDefinition window = WindowShape.parse(gone.name(), gone.shape(), slicing);
    for (Due due : history.all(window, now)) {
      if (due.standing() != Standing.GONE && subject.kind().ranked()) {
        compete(watched, subject, history, due, now, withdrawn);
      } else {
        send(window, gone.generation(), Standing.REMOVED, WindowCount.none(subject, due.span()));
      }
    }
    history.drop(window);
  }

  /** Has a subject compete anew in the windows that may change; sessions all have been reported. */
  private void rankAgain(
      Subject subject, SubjectHistory history, SubjectWatch.Open watched, long now) {
    for (WindowDefinition window : windows) {
      if (window instanceof FixedWindow) {
        for (Due due : history.all(window, now)) {
          if (due.standing() == Standing.CLOSED
              && due.span().end() + terms.lateness() > previousNow) {
            compete(watched, subject, history, due, now, ranking);
          }
        }
      }
    }
  }

  @Override
  public void endInput(int input) throws Exception {
    if (input == 2) {
      takeEffect();
      takeUpLookBacks();
    }
    if (seen == Long.MAX_VALUE) {
      finishWork();
    }
  }
}
