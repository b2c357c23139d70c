package io.newstide.job;

import io.newstide.trend.StorySlice;
import io.newstide.trend.TrackStore;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.FlinkRuntimeException;

/** The current subject's stories in state, entry by entry. */
final class TrackState implements TrackStore {

  private final MapState<String, Long> told;
  private final ListState<StorySlice> recent;

  TrackState(RuntimeContext context) {
    told = context.getMapState(new MapStateDescriptor<>("told", Types.STRING, Types.LONG));
    recent = context.getListState(new ListStateDescriptor<>("recent", WireTypes.STORY_SLICE));
  }

  private interface Access<T> {
    T make() throws Exception;
  }

  private static <T> T of(Access<T> access) {
    try {
      return access.make();
    } catch (Exception e) {
      throw new FlinkRuntimeException("the state of a subject's stories cannot be used", e);
    }
  }

  @Override
  public Map<String, Long> told() {
    return new Told();
  }

  @Override
  public List<StorySlice> recent() {
    Iterable<StorySlice> slices = of(recent::get);
    if (slices instanceof List<StorySlice> list) {
      return list;
    }
    List<StorySlice> list = new ArrayList<>();
    if (slices != null) {
      slices.forEach(list::add);
    }
    return list;
  }

  @Override
  public void add(StorySlice slice) {
    of(
        () -> {
          recent.add(slice);
          return null;
        });
  }

  @Override
  public void replace(List<StorySlice> slices) {
    of(
        () -> {
          recent.update(slices);
          return null;
        });
  }

  /** Forgets all of it. */
  void clear() {
    told.clear();
    recent.clear();
  }

  /** The map of state as one of Java's, for the key that is current when it is asked. */
  private final class Told extends AbstractMap<String, Long> {

    @Override
    public Long get(Object story) {
      return of(() -> told.get((String) story));
    }

    @Override
    public boolean containsKey(Object story) {
      return get(story) != null;
    }

    @Override
    public Long put(String story, Long end) {
      Long before = get(story);
      set(story, end);
      return before;
    }

    @Override
    public Long merge(
        String story, Long end, BiFunction<? super Long, ? super Long, ? extends Long> together) {
      Long before = get(story);
      Long after = before == null ? end : together.apply(before, end);
      if (!after.equals(before)) {
        set(story, after);
      }
      return after;
    }

    private void set(String story, Long end) {
      of(
          () -> {
            told.put(story, end);
            return null;
          });
    }

    @Override
    public Set<Entry<String, Long>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<String, Long>> iterator() {
          return of(told::iterator);
        }

        @Override
        public int size() {
          int size = 0;
          for (Iterator<Entry<String, Long>> all = iterator(); all.hasNext(); all.next()) {
            size++;
          }
          return size;
        }
      };
    }
  }
}
