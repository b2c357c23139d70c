package io.newstide.job;

import io.newstide.window.Slicing;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which windows are reported: those of the job file, and over them what came through the control
 * topic. Mutable, not safe for use by several threads.
 */
final class WindowPlan {

  /**
   * A window of the plan.
   *
   * @param name its name
   * @param shape its shape
   * @param generation the checkpoint from which on it is what it is; 0 from the beginning
   * @param paused whether it is not reported
   * @param removed whether it is gone; remembered, lest the job file bring it back
   * @param live whether it came through the control topic
   */
  record Entry(
      String name, String shape, long generation, boolean paused, boolean removed, boolean live) {

    boolean reported() {
      return !paused && !removed;
    }
  }

  /** What has to be done for all subjects once. */
  enum Task {
    /** Report a window over all slices there are. */
    FILL,
    /** Take back all that a window has reported. */
    WITHDRAW,
    /** Rank again what may still change. */
    RANK
  }

  /**
   * A task to be done.
   *
   * @param task what
   * @param name the window, empty for {@link Task#RANK}
   * @param shape its shape
   * @param generation its generation
   */
  record Work(Task task, String name, String shape, long generation) {
    static final Work RANK_AGAIN = new Work(Task.RANK, "", "", 0);
  }

  /**
   * All that is remembered of a plan in one subtask.
   *
   * @param entries the windows
   * @param work what is not done yet
   * @param now the event time it had reached
   * @param parallelism of how many subtasks this one was
   */
  record Saved(List<Entry> entries, List<Work> work, long now, int parallelism) {}

  private final Slicing slicing;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, WindowDefinition> reported = new LinkedHashMap<>();

  WindowPlan(List<WindowDefinition> jobFile, Slicing slicing) {
    this.slicing = slicing;
    for (WindowDefinition window : jobFile) {
      put(new Entry(window.name(), window.shape(), 0, false, false, false));
    }
  }

  /** The windows that are reported. */
  List<WindowDefinition> reported() {
    return List.copyOf(reported.values());
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  long generation(WindowDefinition window) {
    Entry entry = entries.get(window.name());
    return entry == null ? 0 : entry.generation();
  }

  private void put(Entry entry) {
    entries.put(entry.name(), entry);
    if (entry.reported()) {
      reported.put(entry.name(), WindowShape.parse(entry.name(), entry.shape(), slicing));
    } else {
      reported.remove(entry.name());
    }
  }

  /**
   * Brings the plan together with the one that was in effect when the state was saved: what came
   * through the control topic stays, what the job file says otherwise than before is a change.
   */
  List<Work> restore(List<Entry> saved) {
    Map<String, Entry> before = new LinkedHashMap<>();
    for (Entry entry : saved) {
      before.merge(
          entry.name(),
          entry,
          (one, other) -> one.generation() >= other.generation() ? one : other);
    }
    long next = 1 + before.values().stream().mapToLong(Entry::generation).max().orElse(0);
    List<Work> work = new ArrayList<>();
    for (Entry was : before.values()) {
      Entry now = entries.get(was.name());
      if (was.live() || (now != null && now.shape().equals(was.shape()))) {
        put(was);
      } else {
        work.addAll(
            change(
                was,
                now == null
                    ? new Entry(was.name(), was.shape(), next, false, true, false)
                    : new Entry(now.name(), now.shape(), next, false, false, false)));
      }
    }
    for (Entry now : List.copyOf(entries.values())) {
      if (!before.containsKey(now.name()) && !before.isEmpty()) {
        work.addAll(change(null, new Entry(now.name(), now.shape(), next, false, false, false)));
      }
    }
    // A window that left the job file may come back with it.
    entries.values().removeIf(entry -> entry.removed() && !entry.live());
    return work;
  }

  /** Makes a change and says what is to be done for it. */
  List<Work> apply(ControlChange change) {
    Entry was = entries.get(change.id());
    String shape = change.definition().isEmpty() && was != null ? was.shape() : change.definition();
    if (was == null && (change.removed() || shape.isEmpty())) {
      return List.of();
    }
    boolean same = was != null && !was.removed() && shape.equals(was.shape());
    return change(
        was,
        new Entry(
            change.id(),
            shape,
            same && (change.paused() || !was.paused()) ? was.generation() : change.checkpoint(),
            change.paused(),
            change.removed(),
            true));
  }

  private List<Work> change(Entry was, Entry now) {
    put(now);
    boolean same = was != null && was.shape().equals(now.shape());
    List<Work> work = new ArrayList<>();
    if (was != null && !was.removed() && (now.removed() || !same)) {
      work.add(new Work(Task.WITHDRAW, was.name(), was.shape(), was.generation()));
    }
    if (now.reported() && (was == null || !was.reported() || !same)) {
      work.add(new Work(Task.FILL, now.name(), now.shape(), now.generation()));
    }
    return work;
  }
}
