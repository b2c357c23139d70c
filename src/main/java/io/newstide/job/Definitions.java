package io.newstide.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;

/**
 * The definitions of one kind that are in effect: those of the job file, and over them what came
 * through the control topic. Mutable, not safe for use by several threads.
 */
final class Definitions {

  /**
   * A definition.
   *
   * @param id which
   * @param text what it says, in the form of its kind
   * @param generation the checkpoint from which on it is what it is; 0 from the beginning
   * @param paused whether it is not in effect for the time being
   * @param removed whether it is gone; remembered, lest the job file bring it back
   * @param live whether it came through the control topic
   */
  record Entry(
      String id, String text, long generation, boolean paused, boolean removed, boolean live) {

    boolean inEffect() {
      return !paused && !removed;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Those of the job file, by id. */
  Definitions(Map<String, String> jobFile) {
    jobFile.forEach((id, text) -> entries.put(id, new Entry(id, text, 0, false, false, false)));
  }

  /** Brings them together with what was saved: what came through the control topic stays. */
  void restore(Iterable<Entry> saved) {
    for (Entry entry : saved) {
      Entry now = entries.get(entry.id());
      if (entry.live() && (now == null || !now.live() || now.generation() <= entry.generation())) {
        entries.put(entry.id(), entry);
      }
    }
  }

  /** Makes a change; one without a definition changes nothing where there is none. */
  void apply(ControlChange change) {
    Entry was = entries.get(change.id());
    String text = change.definition().isEmpty() && was != null ? was.text() : change.definition();
    if (was != null || (!change.removed() && !text.isEmpty())) {
      entries.put(
          change.id(),
          new Entry(
              change.id(), text, change.checkpoint(), change.paused(), change.removed(), true));
    }
  }

  /** The state that holds them, the same in every subtask. */
  static ListState<Entry> state(OperatorStateStore store, String name) throws Exception {
    return store.getUnionListState(new ListStateDescriptor<>(name, WireTypes.DEFINITION));
  }

  /** Saves those that came through the control topic, once for all subtasks. */
  void save(ListState<Entry> state, int subtask) throws Exception {
    state.update(subtask == 0 ? entries.values().stream().filter(Entry::live).toList() : List.of());
  }

  /** All of them, those that are gone too. */
  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Those that are there, paused or not. */
  List<Entry> present() {
    return entries.values().stream().filter(entry -> !entry.removed()).toList();
  }

  /** What is in effect, in the order in which it came. */
  List<String> inEffect() {
    List<String> texts = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.inEffect()) {
        texts.add(entry.text());
      }
    }
    return texts;
  }
}
