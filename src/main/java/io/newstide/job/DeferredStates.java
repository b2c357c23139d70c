package io.newstide.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
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
  private final List<Part> parts = new ArrayList<>();
  private final Map<K, Held> held = new HashMap<>();

  /** The key that was asked for last, the very object, and what is held of it. */
  private K at;

  private Held ofAt;

  /**
   * What is held of a key: few objects, since there are many keys between two checkpoints, each of
   * which the collector would copy. Sets of states are bits by their index.
   */
  private static final class Held {
    private final Object[] of;
    private long known;
    private long changed;

    Held(int parts) {
      of = new Object[parts];
    }
  }

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
    for (Map.Entry<K, Held> one : held.entrySet()) {
      Held of = one.getValue();
      if (of.changed == 0) {
        continue;
      }
      backend.setCurrentKey(one.getKey());
      for (long left = of.changed; left != 0; left &= left - 1) {
        int index = Long.numberOfTrailingZeros(left);
        parts.get(index).write(of.of[index]);
      }
    }
    held.clear();
    at = null;
    ofAt = null;
  }

  private Held current() throws Exception {
    K key = backend.getCurrentKey();
    if (key != at) {
      Held of = held.get(key);
      if (of == null) {
        if (held.size() >= MOST_HELD) {
          flush();
          backend.setCurrentKey(key);
        }
        of = new Held(parts.size());
        held.put(key, of);
      }
      at = key;
      ofAt = of;
    }
    return ofAt;
  }

  /** One of the states. */
  private abstract static class Part {
    private final DeferredStates<?> states;
    private final int index;

    Part(DeferredStates<?> states) {
      this.states = states;
      this.index = states.parts.size();
      if (index == Long.SIZE) {
        throw new IllegalStateException("an operator has no more than 64 states");
      }
      states.parts.add(this);
    }

    /** What is held for the current key; null if there is nothing. */
    final Object held() throws Exception {
      Held of = states.current();
      if ((of.known & 1L << index) == 0) {
        of.of[index] = load();
        of.known |= 1L << index;
      }
      return of.of[index];
    }

    /** Holds something else for the current key, which is to be written. */
    final void hold(Object now) throws Exception {
      holdUnchanged(now).changed |= 1L << index;
    }

    /** Holds something else for the current key that says what the backend says. */
    final Held holdUnchanged(Object now) throws Exception {
      Held of = states.current();
      of.of[index] = now;
      of.known |= 1L << index;
      return of;
    }

    /** What is to be held of what is in state. */
    abstract Object load() throws Exception;

    abstract void write(Object held) throws Exception;
  }

  /** A value by key; null where there is none. */
  static final class Value<V> extends Part {
    private final ValueState<V> state;
    private final UnaryOperator<V> given;

    private Value(DeferredStates<?> states, ValueState<V> state, UnaryOperator<V> given) {
      super(states);
      this.state = state;
      this.given = given;
    }

    /** The value; null if there is none. Whoever changes it must {@link #update} it. */
    @SuppressWarnings("unchecked") // loaded or held here
    V get() throws Exception {
      return (V) held();
    }

    /** Sets the value; null to have none. */
    void update(V value) throws Exception {
      hold(value);
    }

    @Override
    V load() throws Exception {
      V known = state.value();
      return known == null ? null : given.apply(known);
    }

    @Override
    @SuppressWarnings("unchecked") // held here
    void write(Object held) throws Exception {
      state.update((V) held);
    }
  }

  private static final class HeldItems<V> extends ArrayList<V> {
    private static final long serialVersionUID = 1;

    /** Whether those that the backend has are here, too, before what was added. */
    private boolean complete;

    /** So many at the beginning of them are in the backend as they are. */
    private int written;

    private boolean replaced;

    HeldItems(int capacity) {
      super(capacity);
    }
  }

  /** A list by key. */
  static final class Items<V> extends Part {
    private final ListState<V> state;

    /** What was read of the current key: a list of its own is made when its size is known. */
    private final List<V> known = new ArrayList<>();

    private Items(DeferredStates<?> states, ListState<V> state) {
      super(states);
      this.state = state;
    }

    /** What is held, with all that the backend has. */
    private HeldItems<V> items() throws Exception {
      HeldItems<V> of = added();
      if (of != null && of.complete) {
        return of;
      }
      Iterable<V> inState = state.get();
      if (inState != null) {
        inState.forEach(known::add);
      }
      HeldItems<V> all = new HeldItems<>(known.size() + (of == null ? 0 : of.size()));
      all.addAll(known);
      all.complete = true;
      all.written = known.size();
      known.clear();
      if (of == null) {
        holdUnchanged(all);
      } else {
        all.addAll(of);
        hold(all);
      }
      return all;
    }

    /** What is held, be it what was added alone; null if there is nothing. */
    @SuppressWarnings("unchecked") // held here
    private HeldItems<V> added() throws Exception {
      return (HeldItems<V>) held();
    }

    /** All of it, in order; not to be changed, and gone when it changes. */
    List<V> get() throws Exception {
      return items();
    }

    /** Adds one behind the others, which need not be read for that. */
    void add(V item) throws Exception {
      HeldItems<V> of = added();
      if (of == null) {
        of = new HeldItems<>(1);
      }
      of.add(item);
      hold(of);
    }

    /** Replaces all; the list is not kept, and none that was given out. */
    void update(List<V> items) throws Exception {
      HeldItems<V> of = items();
      if (of.isEmpty() && items.isEmpty()) {
        return;
      }
      // What was added here and is taken away again before it was written never was.
      of.replaced |= of.written > 0;
      // They may be a part of what is held.
      List<V> now = List.copyOf(items);
      of.clear();
      of.addAll(now);
      hold(of);
    }

    @Override
    HeldItems<V> load() {
      return null;
    }

    @Override
    @SuppressWarnings("unchecked") // held here
    void write(Object held) throws Exception {
      HeldItems<V> of = (HeldItems<V>) held;
      if (of.replaced) {
        state.update(of);
      } else if (of.size() > of.written) {
        state.addAll(of.subList(of.written, of.size()));
      }
    }
  }

  /** What was set of a map and is not written yet: an entry or two of most. */
  private static final class HeldEntries<A, B> {
    private static final int FEW = 8;

    /** Each name and what it has by turns; null where there is to be nothing any more. */
    private Object[] changed = new Object[2];

    private int size;

    /** Where each name stands; absent as long as they are few. */
    private Map<A, Integer> places;

    /** Whether nothing that the backend has is to stay. */
    private boolean cleared;

    /** Where a name stands; -1 if nothing was set. */
    int place(A name) {
      if (places != null) {
        return places.getOrDefault(name, -1);
      }
      for (int at = 0; at < size; at += 2) {
        if (changed[at].equals(name)) {
          return at;
        }
      }
      return -1;
    }

    @SuppressWarnings("unchecked") // put here
    A name(int at) {
      return (A) changed[at];
    }

    @SuppressWarnings("unchecked") // put here
    B value(int at) {
      return (B) changed[at + 1];
    }

    void put(A name, B value) {
      int at = place(name);
      if (at < 0) {
        at = size;
        if (at == changed.length) {
          changed = Arrays.copyOf(changed, 2 * at);
        }
        changed[at] = name;
        size += 2;
        noteWhere(at);
      }
      changed[at + 1] = value;
    }

    private void noteWhere(int at) {
      if (places != null) {
        places.put(name(at), at);
      } else if (size > 2 * FEW) {
        places = new HashMap<>();
        for (int each = 0; each < size; each += 2) {
          places.put(name(each), each);
        }
      }
    }

    void clear() {
      changed = new Object[2];
      size = 0;
      places = null;
      cleared = true;
    }
  }

  /** A map by key. */
  static final class Entries<A, B> extends Part {
    private final MapState<A, B> state;

    private Entries(DeferredStates<?> states, MapState<A, B> state) {
      super(states);
      this.state = state;
    }

    @SuppressWarnings("unchecked") // held here
    private HeldEntries<A, B> entries() throws Exception {
      return (HeldEntries<A, B>) held();
    }

    private HeldEntries<A, B> toChange() throws Exception {
      HeldEntries<A, B> of = entries();
      if (of == null) {
        of = new HeldEntries<>();
        hold(of);
      }
      return of;
    }

    /** What a name has; null if it has nothing. */
    B get(A name) throws Exception {
      HeldEntries<A, B> of = entries();
      if (of == null) {
        return state.get(name);
      }
      int at = of.place(name);
      if (at >= 0) {
        return of.value(at);
      }
      return of.cleared ? null : state.get(name);
    }

    /** Sets what a name has; null to have nothing. */
    void put(A name, B value) throws Exception {
      toChange().put(name, value);
    }

    /** All names that have something, as of now. */
    Map<A, B> all() throws Exception {
      HeldEntries<A, B> of = entries();
      Map<A, B> all = new HashMap<>();
      if (of == null || !of.cleared) {
        for (Iterator<Map.Entry<A, B>> each = state.iterator(); each.hasNext(); ) {
          Map.Entry<A, B> one = each.next();
          all.put(one.getKey(), one.getValue());
        }
      }
      if (of != null) {
        for (int at = 0; at < of.size; at += 2) {
          all.put(of.name(at), of.value(at));
        }
        all.values().removeIf(Objects::isNull);
      }
      return all;
    }

    /** Has the names have nothing any more whose values are such. */
    void removeIf(Predicate<B> such) throws Exception {
      HeldEntries<A, B> of = entries();
      List<A> names = new ArrayList<>();
      if (of == null || !of.cleared) {
        for (Iterator<Map.Entry<A, B>> each = state.iterator(); each.hasNext(); ) {
          Map.Entry<A, B> one = each.next();
          if (such.test(one.getValue()) && (of == null || of.place(one.getKey()) < 0)) {
            names.add(one.getKey());
          }
        }
      }
      for (int at = 0; of != null && at < of.size; at += 2) {
        if (of.value(at) != null && such.test(of.value(at))) {
          names.add(of.name(at));
        }
      }
      for (A name : names) {
        put(name, null);
      }
    }

    /** Has no name have anything. */
    void clear() throws Exception {
      toChange().clear();
    }

    @Override
    HeldEntries<A, B> load() {
      return null;
    }

    @Override
    @SuppressWarnings("unchecked") // held here
    void write(Object held) throws Exception {
      HeldEntries<A, B> of = (HeldEntries<A, B>) held;
      if (of.cleared) {
        state.clear();
      }
      if (of.size == 2) {
        write(of.name(0), of.value(0));
        return;
      }
      Map<A, B> set = new HashMap<>(of.size);
      for (int at = 0; at < of.size; at += 2) {
        if (of.value(at) == null) {
          state.remove(of.name(at));
        } else {
          set.put(of.name(at), of.value(at));
        }
      }
      if (!set.isEmpty()) {
        // A backend that logs changes has one of all of them then.
        state.putAll(set);
      }
    }

    private void write(A name, B value) throws Exception {
      if (value == null) {
        state.remove(name);
      } else {
        state.put(name, value);
      }
    }
  }
}
