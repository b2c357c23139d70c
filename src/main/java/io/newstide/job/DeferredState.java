package io.newstide.job;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyedStateBackend;

/**
 * A value of state by key that is written to its backend no more than once from checkpoint to
 * checkpoint, however often it changes: what is written costs as much as the whole value, where the
 * backend keeps it as bytes or logs its changes. The operator must {@link #flush} before each
 * barrier and before it asks the backend itself.
 *
 * <p>For the current key of the operator, as {@link ValueState}. Not safe for use by several
 * threads.
 */
final class DeferredState<K, V> {

  /** More values than this are written at once, to bound memory. */
  private static final int MOST_HELD = 20_000;

  private final ValueState<V> state;
  private final KeyedStateBackend<K> backend;

  /** By key what is to be written; null where there is to be no value any more. */
  private final Map<K, V> changed = new HashMap<>();

  DeferredState(ValueState<V> state, KeyedStateBackend<K> backend) {
    this.state = state;
    this.backend = backend;
  }

  /** The value; null if there is none. Whoever changes it must {@link #update} it. */
  V value() throws IOException {
    K key = backend.getCurrentKey();
    V value = changed.get(key);
    return value != null || changed.containsKey(key) ? value : state.value();
  }

  /** Sets the value; null to have none. */
  void update(V value) throws IOException {
    changed.put(backend.getCurrentKey(), value);
    if (changed.size() >= MOST_HELD) {
      K current = backend.getCurrentKey();
      flush();
      backend.setCurrentKey(current);
    }
  }

  /** Writes what is to be written. The current key is another afterwards. */
  void flush() throws IOException {
    for (Map.Entry<K, V> one : changed.entrySet()) {
      backend.setCurrentKey(one.getKey());
      state.update(one.getValue());
    }
    changed.clear();
  }
}
