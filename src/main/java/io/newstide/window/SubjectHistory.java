package io.newstide.window;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which slices of one subject there are, how many mentions each holds, and what of them has been
 * reported. It decides which windows are due; the tallies themselves lie elsewhere.
 *
 * <ul>
 *   <li>Of the total every window is due that spans time from its first slice to its last.
 *   <li>Of a topic a window is due when the topic occurs in it or one size earlier.
 *   <li>Of a subject that is ranked a window is due when the subject occurs in it.
 *   <li>Windows that are still open are due for the total and for topics, when a slice in them has
 *       ended or a slice that had ended changed.
 * </ul>
 *
 * <p>Mutable, not safe for use by several threads.
 */
public final class SubjectHistory {

  /** Before anything was reported. */
  private static final long NEVER = Long.MIN_VALUE;

  /**
   * How long things last.
   *
   * @param retention how long slices are kept, and the most a session lasts, in milliseconds
   * @param lateness how long after its end a slice may change, in milliseconds
   */
  public record Terms(long retention, long lateness) implements java.io.Serializable {}

  private final SubjectKind kind;
  private Terms terms;
  private final SliceCounts slices;
  private final SliceCounts days;

  /** What changed since the last report; the counts say nothing. */
  private final SliceCounts touched;

  private long reported = NEVER;

  /** From the first slice to the last, as of the last report; of the total only. */
  private Optional<Span> covered = Optional.empty();

  /** The same with the days. */
  private Optional<Span> coveredWithDays = Optional.empty();

  /**
   * By session window, name and shape: the sessions that have been reported and may change. It
   * cannot be changed as long as there are none: most subjects have none most of the time.
   */
  private Map<String, NavigableMap<Span, Boolean>> told = Map.of();

  /** A history without slices. */
  public SubjectHistory(SubjectKind kind, Terms terms) {
    this.kind = kind;
    this.terms = terms;
    this.slices = new SliceCounts();
    this.days = new SliceCounts();
    this.touched = new SliceCounts();
  }

  private SubjectHistory(SubjectHistory other) {
    this.kind = other.kind;
    this.terms = other.terms;
    this.slices = other.slices.copy();
    this.days = other.days.copy();
    this.touched = other.touched.copy();
    this.reported = other.reported;
    this.covered = other.covered;
    this.coveredWithDays = other.coveredWithDays;
    other.told.forEach((window, sessions) -> keep(window, new TreeMap<>(sessions)));
  }

  /** A history that knows the same and goes on without this. */
  public SubjectHistory copy() {
    return new SubjectHistory(this);
  }

  /**
   * A history as it was saved. How long things last is no part of that: see {@link #under}.
   *
   * @param saved what {@link #view} gave; nothing of it is kept
   */
  public SubjectHistory(Saved saved) {
    this(saved.kind(), new Terms(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4));
    saved.slices().forEach(slices::put);
    saved.days().forEach(days::put);
    saved.touched().forEach(slice -> touched.put(slice, 0));
    this.reported = saved.reported();
    this.covered = saved.covered();
    this.coveredWithDays = saved.coveredWithDays();
    saved.told().forEach((window, sessions) -> keep(window, new TreeMap<>(sessions)));
  }

  /**
   * All that a history knows.
   *
   * @param kind the subject's kind
   * @param slices mentions by slice
   * @param days mentions by day, of articles dated to the day
   * @param touched slices and days that changed and have not been taken up since
   * @param reported the moment up to whose end windows have been reported
   * @param covered from the first slice to the last, as of the last report
   * @param coveredWithDays the same with the days
   * @param told by session window the sessions that were reported, and whether they were closed
   */
  public record Saved(
      SubjectKind kind,
      Map<Span, Long> slices,
      Map<Span, Long> days,
      Collection<Span> touched,
      long reported,
      Optional<Span> covered,
      Optional<Span> coveredWithDays,
      Map<String, ? extends Map<Span, Boolean>> told) {}

  /** This history, under the terms that hold now. */
  public SubjectHistory under(Terms now) {
    terms = now;
    return this;
  }

  /** What is to be remembered of this history, as a view that changes with it. */
  public Saved view() {
    return new Saved(
        kind,
        slices.asMap(),
        days.asMap(),
        touched.asMap().keySet(),
        reported,
        covered,
        coveredWithDays,
        told);
  }

  /** Says what a slice holds now, after something was added to it or taken from it. */
  public void put(Span slice, boolean day, Tally tally) {
    SliceCounts of = day ? days : slices;
    if (tally.isZero()) {
      of.remove(slice);
    } else {
      of.put(slice, tally.mentions());
    }
    touched.put(slice, 0);
  }

  /** Whether a slice, or a day, holds anything. */
  public boolean holds(Span slice) {
    return slices.contains(slice) || days.contains(slice);
  }

  /** Whether nothing is left to remember. */
  public boolean isEmpty() {
    return slices.isEmpty() && days.isEmpty() && touched.isEmpty();
  }

  /** The slices. */
  SliceCounts slices() {
    return slices;
  }

  /** The days, each of them the slice of articles dated to the day. */
  SliceCounts days() {
    return days;
  }

  /** The event time up to which windows have been reported. */
  public long reported() {
    return reported;
  }

  /**
   * The event time (epoch milliseconds) from which something is to be done: a window or slice has
   * ended, or one that had been reported changed; {@link Long#MAX_VALUE} if nothing ever will.
   */
  public long due(Collection<WindowDefinition> windows) {
    long due = Long.MAX_VALUE;
    for (int i = 0; i < touched.size(); i++) {
      due = Math.min(due, Math.max(touched.endAt(i), reported));
    }
    for (WindowDefinition definition : windows) {
      if (definition instanceof FixedWindow window) {
        Span next = next(window, reported);
        if (next != null) {
          due = Math.min(due, next.end());
        }
        if (kind == SubjectKind.TOTAL && !between(window).isEmpty()) {
          due = Math.min(due, reported);
        }
      } else if (definition instanceof SessionWindow window && kind != SubjectKind.TOTAL) {
        due = Math.min(due, sessions(window).nextEnd(reported));
      }
    }
    return Math.min(due, expiry(windows));
  }

  /** When the oldest slice is to be forgotten. */
  private long expiry(Collection<WindowDefinition> windows) {
    long oldest = oldestEnd();
    if (oldest == Long.MAX_VALUE) {
      return oldest;
    }
    long expiry = oldest + terms.retention();
    for (WindowDefinition definition : windows) {
      if (definition instanceof SessionWindow window
          && kind != SubjectKind.TOTAL
          && !slices.isEmpty()) {
        Span session = sessions(window).around(slices.first(), Long.MAX_VALUE);
        expiry = Math.max(expiry, session.end() + terms.lateness());
      }
    }
    return expiry;
  }

  /** What there is to report. */
  public record Report(List<Span> slices, List<Due> windows) {}

  /**
   * Takes what is to be reported now that event time has reached {@code now}: slices that ended
   * since the last report or changed after it; spans that ended since, spans reported before that
   * have changed, and open spans that changed.
   */
  public Report report(Collection<WindowDefinition> windows, long now) {
    List<Span> ripe = new ArrayList<>();
    for (int i = 0; i < touched.size(); i++) {
      if (touched.endAt(i) <= now) {
        ripe.add(touched.at(i));
      }
    }
    ripe.forEach(touched::remove);
    Set<Due> due = new LinkedHashSet<>();
    for (WindowDefinition definition : windows) {
      if (definition instanceof FixedWindow window) {
        closed(window, now, ripe, due);
        if (!kind.ranked()) {
          for (Span slice : ripe) {
            open(window, slice, now, due);
          }
        }
      } else if (definition instanceof SessionWindow window && kind != SubjectKind.TOTAL) {
        changedSessions(window, now, ripe, due);
      }
    }
    reached(now);
    return new Report(ripe, List.copyOf(due));
  }

  /**
   * The spans of windows that had ended by some moment and in which slices have changed. {@link
   * #report} must have told of the slices before.
   */
  public List<Due> changed(Collection<FixedWindow> windows, Collection<Span> slices, long ended) {
    List<Due> due = new ArrayList<>();
    for (FixedWindow window : windows) {
      NavigableSet<Span> spans = new TreeSet<>();
      addChanged(window, slices, ended, spans);
      for (Span span : spans) {
        due.add(new Due(window, span, Standing.CLOSED));
      }
    }
    return due;
  }

  private void reached(long now) {
    reported = Math.max(reported, now);
    if (kind == SubjectKind.TOTAL) {
      covered = range(slices);
      coveredWithDays =
          Stream.of(covered, range(days)).flatMap(Optional::stream).reduce(Span::around);
    }
  }

  /**
   * All spans of a window over the slices there are, as if it had been there from the first: what a
   * window that is new, or was paused, is to report. {@link #report} must have been called with the
   * same {@code now} before.
   */
  public List<Due> all(WindowDefinition definition, long now) {
    Set<Due> due = new LinkedHashSet<>();
    if (definition instanceof FixedWindow window) {
      for (Span span = next(window, NEVER);
          span != null && span.end() <= now;
          span = next(window, span.end())) {
        due.add(new Due(window, span, Standing.CLOSED));
      }
      if (!kind.ranked()) {
        for (Span slice : slicesOf(window, new Span(now - 2 * length(window), now))) {
          open(window, slice, now, due);
        }
      }
    } else if (definition instanceof SessionWindow window && kind != SubjectKind.TOTAL) {
      NavigableMap<Span, Boolean> known = known(window);
      NavigableSet<Span> current = sessions(window, now);
      for (Span before : List.copyOf(known.keySet())) {
        if (!current.contains(before)) {
          known.remove(before);
          due.add(new Due(window, before, Standing.GONE));
        }
      }
      current.forEach(session -> tell(window, session, now, known, due));
      forget(known, now);
      keep(window.toString(), known);
    }
    return List.copyOf(due);
  }

  /** The sessions of a window over the slices there are, as far as they have ended. */
  public NavigableSet<Span> sessions(SessionWindow window, long now) {
    Sessions sessions = sessions(window);
    NavigableSet<Span> all = new TreeSet<>();
    for (Span slice = slices.first(); slice != null && slice.end() <= now; ) {
      Span session = sessions.around(slice, now);
      all.add(session);
      slice = slices.higher(sessions.last(session));
    }
    return all;
  }

  /** Forgets what a window has reported, because it is no longer there. */
  public void drop(WindowDefinition window) {
    keep(window.toString(), Collections.emptyNavigableMap());
  }

  /** The sessions that have been reported, to be {@link #keep kept} when they have changed. */
  private NavigableMap<Span, Boolean> known(SessionWindow window) {
    NavigableMap<Span, Boolean> known = told.get(window.toString());
    return known == null ? new TreeMap<>() : known;
  }

  private void keep(String window, NavigableMap<Span, Boolean> sessions) {
    if (told.isEmpty()) {
      if (sessions.isEmpty()) {
        return;
      }
      told = new TreeMap<>();
    }
    if (sessions.isEmpty()) {
      told.remove(window);
      told = told.isEmpty() ? Map.of() : told;
    } else {
      told.put(window, sessions);
    }
  }

  private static long length(WindowDefinition window) {
    return window.longest().toMillis();
  }

  private void closed(FixedWindow window, long now, List<Span> ripe, Set<Due> due) {
    NavigableSet<Span> spans = new TreeSet<>();
    for (Span span = next(window, reported);
        span != null && span.end() <= now;
        span = next(window, span.end())) {
      spans.add(span);
    }
    addChanged(window, ripe, reported, spans);
    if (kind == SubjectKind.TOTAL) {
      spans.addAll(between(window));
    }
    for (Span span : spans) {
      due.add(new Due(window, span, Standing.CLOSED));
    }
  }

  /** A day is longer than a slice: which of the two one is need not be known once it is gone. */
  private boolean countsIn(WindowDefinition window, Span slice) {
    return window.countsDays() || !days.contains(slice);
  }

  /** The spans of a window that are open and hold a slice that has ended. */
  private void open(FixedWindow window, Span slice, long now, Set<Due> due) {
    if (!countsIn(window, slice) || now == Long.MAX_VALUE) {
      return;
    }
    for (Span span = window.endingAfter(now);
        span.start() <= slice.start();
        span = window.endingAfter(span.end())) {
      due.add(new Due(window, span, Standing.OPEN));
      if (window.growsByStep()) {
        break;
      }
    }
  }

  private Sessions sessions(SessionWindow window) {
    return new Sessions(slices, window, terms.retention());
  }

  private void changedSessions(SessionWindow window, long now, List<Span> ripe, Set<Due> due) {
    Sessions sessions = sessions(window);
    NavigableMap<Span, Boolean> known = known(window);
    NavigableSet<Span> current = new TreeSet<>(sessions.endingWithin(reported, now));
    NavigableSet<Span> changed = new TreeSet<>();
    for (Span slice : ripe) {
      if (slices.contains(slice)) {
        changed.add(sessions.around(slice, now));
      }
    }
    current.addAll(changed);
    NavigableSet<Span> affected = new TreeSet<>();
    for (Span before : known.keySet()) {
      if (!current.contains(before)
          && (ripe.stream().anyMatch(slice -> overlap(before, slice))
              || current.stream().anyMatch(session -> overlap(before, session)))) {
        affected.add(before);
      }
    }
    for (Span before : affected) {
      // What it held may have become part of another session, several, or nothing.
      for (Span slice = slices.ceiling(before.start());
          slice != null && slice.start() < before.end() && slice.end() <= now; ) {
        Span session = sessions.around(slice, now);
        current.add(session);
        slice = slices.higher(sessions.last(session));
      }
    }
    for (Span before : affected) {
      if (!current.contains(before)) {
        known.remove(before);
        due.add(new Due(window, before, Standing.GONE));
      }
    }
    // What one size earlier was mentioned is in the row, too.
    for (Span session : known.keySet()) {
      if (ripe.stream().anyMatch(slice -> window.previous(session).contains(slice))) {
        changed.add(session);
      }
    }
    current.addAll(changed);
    for (Span session : current) {
      boolean closed = session.end() <= now;
      Boolean before = known.get(session);
      if (before == null || before != closed || changed.contains(session)) {
        tell(window, session, now, known, due);
      }
    }
    forget(known, now);
    keep(window.toString(), known);
  }

  private static boolean overlap(Span one, Span other) {
    return one.start() < other.end() && other.start() < one.end();
  }

  private void tell(
      SessionWindow window,
      Span session,
      long now,
      NavigableMap<Span, Boolean> known,
      Set<Due> due) {
    boolean closed = session.end() <= now;
    if (closed || !kind.ranked()) {
      known.put(session, closed);
      due.add(new Due(window, session, closed ? Standing.CLOSED : Standing.OPEN));
    }
  }

  /** Sessions that no late article can change any more need not be known. */
  private void forget(NavigableMap<Span, Boolean> known, long now) {
    known
        .entrySet()
        .removeIf(one -> one.getValue() && one.getKey().end() + terms.lateness() <= now);
  }

  private static Optional<Span> range(SliceCounts of) {
    return of.isEmpty()
        ? Optional.empty()
        : Optional.of(new Span(of.first().start(), of.last().end()));
  }

  /**
   * Of the total: the spans that had ended before the last report and are due since then, because
   * slices came behind the last or before the first.
   */
  private List<Span> between(FixedWindow window) {
    Span first = firstFrom(window, NEVER);
    if (first == null || reported == NEVER) {
      return List.of();
    }
    Span now = new Span(first.start(), last(window).end());
    Span before = (window.countsDays() ? coveredWithDays : covered).orElse(null);
    if (now.equals(before)) {
      return List.of();
    }
    List<Span> spans = new ArrayList<>();
    Span span = window.endingAfter(now.start());
    for (;
        span.end() <= reported && span.start() < now.end();
        span = window.endingAfter(span.end())) {
      if (before != null && span.end() > before.start()) {
        break;
      }
      spans.add(span);
    }
    if (before != null && now.end() > before.end()) {
      span = window.endingAfter(before.end());
      for (;
          span.end() <= reported && span.start() < now.end();
          span = window.endingAfter(span.end())) {
        if (span.start() >= before.end()) {
          spans.add(span);
        }
      }
    }
    return spans;
  }

  private void addChanged(
      FixedWindow window, Collection<Span> slices, long ended, NavigableSet<Span> spans) {
    for (Span slice : slices) {
      if (ended > slice.start() && countsIn(window, slice)) {
        addChanged(window, slice, ended, spans);
      }
    }
  }

  private void addChanged(FixedWindow window, Span slice, long ended, NavigableSet<Span> spans) {
    Span span = window.endingAfter(slice.start());
    while (span.end() <= ended && window.previous(span).start() < slice.end()) {
      // Where the subject no longer occurs its row says so: it may have said something else.
      if (kind == SubjectKind.TOPIC || isDue(window, span) || span.contains(slice)) {
        spans.add(span);
      }
      span = window.endingAfter(span.end());
    }
  }

  /** The due span with the smallest end after {@code moment}. */
  private Span next(FixedWindow window, long moment) {
    Span first = firstFrom(window, NEVER);
    if (first == null || moment == Long.MAX_VALUE) {
      return null;
    }
    Span span = window.endingAfter(Math.max(moment, first.end() - 1));
    while (!isDue(window, span)) {
      long from = kind == SubjectKind.TOPIC ? window.previous(span).start() : span.start();
      Span content = firstFrom(window, from);
      if (content == null || kind == SubjectKind.TOTAL) {
        return null;
      }
      span = window.endingAfter(Math.max(span.end(), content.end() - 1));
    }
    return span;
  }

  private boolean isDue(FixedWindow window, Span span) {
    if (kind == SubjectKind.TOTAL) {
      Span first = firstFrom(window, NEVER);
      return first != null && span.start() < last(window).end() && span.end() > first.start();
    }
    return occursIn(window, span)
        || (kind == SubjectKind.TOPIC && occursIn(window, window.previous(span)));
  }

  private boolean occursIn(FixedWindow window, Span span) {
    Span content = firstFrom(window, span.start());
    return content != null && content.start() < span.end();
  }

  private Span firstFrom(WindowDefinition window, long moment) {
    Span slice = slices.ceiling(moment);
    Span day = window.countsDays() ? days.ceiling(moment) : null;
    return slice == null || (day != null && day.compareTo(slice) < 0) ? day : slice;
  }

  private Span last(WindowDefinition window) {
    Span slice = slices.last();
    Span day = window.countsDays() ? days.last() : null;
    return slice == null || (day != null && day.end() > slice.end()) ? day : slice;
  }

  /** The mentions in a span of a window. */
  public long mentions(WindowDefinition window, Span span) {
    long mentions = 0;
    for (int i = slices.from(span.start()); i < slices.size(); i++) {
      if (slices.startAt(i) >= span.end()) {
        break;
      }
      mentions += slices.countAt(i);
    }
    if (window.countsDays()) {
      for (Span day : startingIn(days, span.start(), span.end(), new ArrayList<>())) {
        mentions += span.contains(day) ? days.count(day) : 0;
      }
    }
    return mentions;
  }

  /** The slices whose tallies make up a span of a window, or the part of it up to a time. */
  public List<Span> slicesOf(WindowDefinition window, Span span) {
    List<Span> of = startingIn(slices, span.start(), span.end(), new ArrayList<>());
    if (window.countsDays()) {
      for (Span day : startingIn(days, span.start(), span.end(), new ArrayList<>())) {
        if (span.contains(day)) {
          of.add(day);
        }
      }
    }
    return of;
  }

  /** The slices of one span of a window that are not in another, which overlaps it or meets it. */
  List<Span> slicesOnlyIn(WindowDefinition window, Span span, Span other) {
    List<Span> only = new ArrayList<>(2);
    startingIn(slices, span.start(), Math.min(span.end(), other.start()), only);
    startingIn(slices, Math.max(span.start(), other.end()), span.end(), only);
    if (window.countsDays()) {
      for (Span day : startingIn(days, span.start(), span.end(), new ArrayList<>())) {
        if (span.contains(day) && !other.contains(day)) {
          only.add(day);
        }
      }
    }
    return only;
  }

  /** Whether a span of a window has at least some number of slices. */
  boolean hasSlices(WindowDefinition window, Span span, int least) {
    return slices.from(span.end()) - slices.from(span.start()) >= least
        || (window.countsDays() && slicesOf(window, span).size() >= least);
  }

  long mentionsOf(Span slice) {
    return slices.contains(slice) ? slices.count(slice) : days.count(slice);
  }

  /** The slices that start at or after one moment and before another. */
  private static List<Span> startingIn(SliceCounts of, long from, long until, List<Span> into) {
    for (int i = of.from(from); i < of.size() && of.startAt(i) < until; i++) {
      into.add(of.at(i));
    }
    return into;
  }

  /**
   * Forgets and returns the slices whose retention has passed, unless they are not yet reported or
   * belong to a session that may still change.
   */
  public List<Span> expire(Collection<WindowDefinition> windows, long now) {
    if (now == Long.MAX_VALUE || now < Long.MIN_VALUE + terms.retention()) {
      return List.of();
    }
    long horizon = now - terms.retention();
    for (WindowDefinition definition : windows) {
      if (definition instanceof SessionWindow window
          && kind != SubjectKind.TOTAL
          && !slices.isEmpty()
          && slices.first().end() <= horizon) {
        horizon = Math.min(horizon, heldBySessions(sessions(window), horizon, now));
      }
    }
    List<Span> gone = new ArrayList<>();
    for (SliceCounts of : List.of(slices, days)) {
      while (!of.isEmpty() && of.first().end() <= horizon && !touched.contains(of.first())) {
        gone.add(of.first());
        of.remove(of.first());
      }
    }
    return gone;
  }

  /** From when on slices belong to a session that may still change. */
  private long heldBySessions(Sessions sessions, long horizon, long now) {
    for (Span slice = slices.first(); slice != null && slice.end() <= horizon; ) {
      Span session = sessions.around(slice, Long.MAX_VALUE);
      if (session.end() + terms.lateness() > now) {
        return session.start();
      }
      slice = slices.higher(sessions.last(session));
    }
    return horizon;
  }

  /** The end of the oldest slice; {@link Long#MAX_VALUE} if there is none. */
  private long oldestEnd() {
    return Math.min(
        slices.isEmpty() ? Long.MAX_VALUE : slices.first().end(),
        days.isEmpty() ? Long.MAX_VALUE : days.first().end());
  }
}
