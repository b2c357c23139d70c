package io.newstide.job;

import io.newstide.window.Subject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/**
 * When which subject is next to be looked at, in event time: one moment for each. What Flink's
 * timers by key do, for subjects of which each has one timer that is put off again and again: here
 * it is one number of state, written once a checkpoint, and no queue beside it. After a failure the
 * agenda follows from state. Not safe for use by several threads.
 */
final class Agenda {

  /** The state's name, in which Flink's own timer was noted, too. */
  static final ValueStateDescriptor<Long> STATE = new ValueStateDescriptor<>("timer", Types.LONG);

  /** A moment that does not come. */
  static final long NEVER = Long.MAX_VALUE - 1;

  private final KeyedStateBackend<Subject> backend;
  private final DeferredStates.Value<Long> moments;
  private final NavigableMap<Long, Set<Subject>> subjects = new TreeMap<>();

  /** What is done with a subject when its moment has come. */
  interface Look {
    void at(Subject subject, long moment) throws Exception;
  }

  /** Takes up what is in state, without a change of the current key for the caller to rely on. */
  Agenda(KeyedStateBackend<Subject> backend, ValueState<Long> state, DeferredStates<Subject> states)
      throws Exception {
    this.backend = backend;
    this.moments = states.value(state);
    List<Subject> known;
    try (Stream<Subject> keys = backend.getKeys(STATE.getName(), VoidNamespace.INSTANCE)) {
      known = keys.toList();
    }
    for (Subject subject : known) {
      backend.setCurrentKey(subject);
      Long moment = state.value();
      if (moment != null) {
        subjects.computeIfAbsent(moment, absent -> new LinkedHashSet<>()).add(subject);
      }
    }
  }

  /** Has the current subject looked at by a moment, if it is not to be before. */
  void by(long moment) throws Exception {
    Long before = moments.get();
    if (before == null || moment < before) {
      set(before, moment);
    }
  }

  /** Has the current subject looked at at a moment and not before; from {@link #NEVER} on never. */
  void at(long moment) throws Exception {
    Long before = moments.get();
    if (before == null || moment != before) {
      set(before, moment);
    }
  }

  private void set(Long before, long moment) throws Exception {
    Subject subject = backend.getCurrentKey();
    if (before != null) {
      remove(subject, before);
    }
    if (moment < NEVER) {
      subjects.computeIfAbsent(moment, absent -> new LinkedHashSet<>()).add(subject);
      moments.update(moment);
    } else if (before != null) {
      moments.update(null);
    }
  }

  private void remove(Subject subject, long moment) {
    Set<Subject> at = subjects.get(moment);
    if (at != null && at.remove(subject) && at.isEmpty()) {
      subjects.remove(moment);
    }
  }

  /**
   * Has all looked at whose moment has come, moment by moment; who is put down anew for one that
   * has come is looked at again.
   *
   * @param mark event time
   */
  void advance(long mark, Look look) throws Exception {
    while (!subjects.isEmpty() && subjects.firstKey() <= mark) {
      Map.Entry<Long, Set<Subject>> first = subjects.pollFirstEntry();
      for (Subject subject : first.getValue()) {
        backend.setCurrentKey(subject);
        moments.update(null);
        look.at(subject, first.getKey());
      }
    }
  }
}
