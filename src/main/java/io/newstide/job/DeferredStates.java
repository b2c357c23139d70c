package io.newstide.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;

/**
 * The state of an operator by key, at hand from one checkpoint to the next: what is known of a key
 * is found by one look, and what changes is written to the backend once, however often it changed.
 * Where the backend keeps bytes or logs changes, what is written costs as much as the whole value.
 *
 * <p>A backend that logs changes writes all of its state at moments of its own, too, and what it
 * holds must not change meanwhile: what can change is copied before it is given out, unless the
 * backend is known to write at barriers alone.
 *
 * <p>The operator must {@link #flush} before each barrier and before it asks the backend itself.
 * Everything is of the current key of the operator. What was given out for a key may be changed
 * until another is current, and counts as changed when it is updated. Not safe for use by several
 * threads.
 */
final class DeferredStates<K> {

  /** Of more keys than this everything is written at once, to bound memory. */
  private static final int MOST_HELD = 50_000;

  private final KeyedStateBackend<K> backend;
  private final boolean writesAtBarriersAlone;
  private final List<Part<?>> parts = new ArrayList<>();
  private final Map<K, Object[]> held = new HashMap<>();

  /** The key that was asked for last, the very object, and what is held of it. */
  private K at;

  private Object[] ofAt;

  DeferredStates(KeyedStateBackend<K> backend) {
    this.backend = backend;
    this.writesAtBarriersAlone = backend instanceof HeapKeyedStateBackend;
  }

  /** A value by key that does not change. */
  <V> Value<V> value(ValueState<V> state) {
    return new Value<>(this, state, UnaryOperator.identity());
  }

  /**
   * A value by key that can change.
   *
   * @param copy gives one that knows the same and goes on without it
   */
  <V> Value<V> value(ValueState<V> state, UnaryOperator<V> copy) {
    return new Value<>(this, state, writesAtBarriersAlone ? UnaryOperator.identity() : copy);
  }

  /** A list by key. */
  <V> Items<V> list(ListState<V> state) {
    return new Items<>(this, state);
  }

  /** A map by key. */
  <A, B> Entries<A, B> map(MapState<A, B> state) {
    return new Entries<>(this, state);
  }

  /**
   * Writes what is to be written and lets go of the rest. The current key is another afterwards.
   */
  void flush() throws Exception {
    for (Map.Entry<K, Object[]> one : held.entrySet()) {
      Object[] of = one.getValue();
      boolean current = false;
      for (int i = 0; i < of.length; i++) {
        Part<?> part = parts.get(i);
        if (of[i] != null && part.hasChanged(of[i])) {
          if (!current) {
            backend.setCurrentKey(one.getKey());
            current = true;
          }
          part.write(of[i]);
        }
      }
    }
    held.clear();
    at = null;
    ofAt = null;
  }

  private Object[] current() throws Exception {
    K key = backend.getCurrentKey();
    if (key != at) {
      Object[] of = held.get(key);
      if (of == null) {
        if (held.size() >= MOST_HELD) {
          flush();
          backend.setCurrentKey(key);
        }
        of = new Object[parts.size()];
        held.put(key, of);
      }
      at = key;
      ofAt = of;
    }
    return ofAt;
  }

  /** One of the states. What is held of it for a key is an {@code H}. */
  private abstract static class Part<H> {
    private final DeferredStates<?> states;
    private final int index;

    Part(DeferredStates<?> states) {
      this.states = states;
      this.index = states.parts.size();
      states.parts.add(this);
    }

    /** What is held for the current key. */
    @SuppressWarnings("unchecked") // put there below
    final H held() throws Exception {
      Object[] of = states.current();
      if (of[index] == null) {
        of[index] = load();
      }
      return (H) of[index];
    }

    @SuppressWarnings("unchecked") // put there above
    final boolean hasChanged(Object of) {
      return changed((H) of);
    }

    @SuppressWarnings("unchecked") // put there above
    final void write(Object of) throws Exception {
      writeOut((H) of);
    }

    abstract H load() throws Exception;

    abstract boolean changed(H of);

    abstract void writeOut(H of) throws Exception;
  }

  private static final class HeldValue<V> {
    V value;
    boolean changed;
  }

  /** A value by key; null where there is none. */
  static final class Value<V> extends Part<HeldValue<V>> {
    private final ValueState<V> state;
    private final UnaryOperator<V> given;

    private Value(DeferredStates<?> states, ValueState<V> state, UnaryOperator<V> given) {
      super(states);
      this.state = state;
      this.given = given;
    }

    /** The value; null if there is none. Whoever changes it must {@link #update} it. */
    V get() throws Exception {
      return held().value;
    }

    /** Sets the value; null to have none. */
    void update(V value) throws Exception {
      HeldValue<V> of = held();
      of.value = value;
      of.changed = true;
    }

    @Override
    HeldValue<V> load() throws Exception {
      HeldValue<V> of = new HeldValue<>();
      V known = state.value();
      of.value = known == null ? null : given.apply(known);
      return of;
    }

    @Override
    boolean changed(HeldValue<V> of) {
      return of.changed;
    }

    @Override
    void writeOut(HeldValue<V> of) throws Exception {
      state.update(of.value);
    }
  }

  private static final class HeldItems<V> {
    List<V> all = List.of();

    /** So many at the beginning of them are in the backend as they are. */
    int written;

    boolean own;
    boolean replaced;
  }

  /** A list by key. */
  static final class Items<V> extends Part<HeldItems<V>> {
    private final ListState<V> state;

    private Items(DeferredStates<?> states, ListState<V> state) {
      super(states);
      this.state = state;
    }

    /** All of it, in order; not to be changed, and gone when it changes. */
    List<V> get() throws Exception {
      return held().all;
    }

    /** Adds one behind the others. */
    void add(V item) throws Exception {
      HeldItems<V> of = held();
      if (!of.own) {
        List<V> all = new ArrayList<>(of.all.size() + 1);
        all.addAll(of.all);
        of.all = all;
        of.own = true;
      }
      of.all.add(item);
    }

    /** Replaces all; the list is not kept. */
    void update(List<V> items) throws Exception {
      HeldItems<V> of = held();
      if (items.isEmpty() && of.all.isEmpty()) {
        return;
      }
      // What was added here and is taken away again before it was written never was.
      of.replaced |= of.written > 0;
      of.written = 0;
      of.all = items.isEmpty() ? List.of() : new ArrayList<>(items);
      of.own = !items.isEmpty();
    }

    @Override
    HeldItems<V> load() throws Exception {
      HeldItems<V> of = new HeldItems<>();
      Iterable<V> known = state.get();
      if (known != null) {
        List<V> all = new ArrayList<>();
        known.forEach(all::add);
        if (!all.isEmpty()) {
          of.all = all;
          of.own = true;
          of.written = all.size();
        }
      }
      return of;
    }

    @Override
    boolean changed(HeldItems<V> of) {
      return of.replaced || of.all.size() > of.written;
    }

    @Override
    void writeOut(HeldItems<V> of) throws Exception {
      if (of.replaced) {
        state.update(of.all);
      } else {
        state.addAll(of.all.subList(of.written, of.all.size()));
      }
    }
  }

  private static final class HeldEntries<A, B> {
    /** What was set and is not written yet; null where there is to be nothing any more. */
    Map<A, B> changed = Map.of();

    /** Whether nothing that the backend has is to stay. */
    boolean cleared;
  }

  /** A map by key. */
  static final class Entries<A, B> extends Part<HeldEntries<A, B>> {
    private final MapState<A, B> state;

    private Entries(DeferredStates<?> states, MapState<A, B> state) {
      super(states);
      this.state = state;
    }

    /** What a name has; null if it has nothing. */
    B get(A name) throws Exception {
      HeldEntries<A, B> of = held();
      B value = of.changed.get(name);
      return value != null || of.cleared || of.changed.containsKey(name) ? value : state.get(name);
    }

    /** Sets what a name has; null to have nothing. */
    void put(A name, B value) throws Exception {
      HeldEntries<A, B> of = held();
      if (of.changed.isEmpty()) {
        of.changed = new HashMap<>(2);
      }
      of.changed.put(name, value);
    }

    /** All names that have something, as of now. */
    Map<A, B> all() throws Exception {
      HeldEntries<A, B> of = held();
      Map<A, B> all = new HashMap<>();
      if (!of.cleared) {
        for (Iterator<Map.Entry<A, B>> each = state.iterator(); each.hasNext(); ) {
          Map.Entry<A, B> one = each.next();
          all.put(one.getKey(), one.getValue());
        }
      }
      all.putAll(of.changed);
      all.values().removeIf(Objects::isNull);
      return all;
    }

    /** Has no name have anything. */
    void clear() throws Exception {
      HeldEntries<A, B> of = held();
      of.changed = Map.of();
      of.cleared = true;
    }

    @Override
    HeldEntries<A, B> load() {
      return new HeldEntries<>();
    }

    @Override
    boolean changed(HeldEntries<A, B> of) {
      return of.cleared || !of.changed.isEmpty();
    }

    @Override
    void writeOut(HeldEntries<A, B> of) throws Exception {
      if (of.cleared) {
        state.clear();
      }
      for (Map.Entry<A, B> one : of.changed.entrySet()) {
        if (one.getValue() == null) {
          state.remove(one.getKey());
        } else {
          state.put(one.getKey(), one.getValue());
        }
      }
    }
  }
}
