package io.newstide.job;

import io.newstide.trend.StorySlice;
import io.newstide.trend.TrackStore;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.FlinkRuntimeException;

/** The current subject's stories in state, entry by entry. */
final class TrackState implements TrackStore {

  private final DeferredStates.Entries<String, Long> entries;
  private final DeferredStates.Items<StorySlice> recent;
  private final Map<String, Long> told = new Told();

  TrackState(RuntimeContext context, DeferredStates<?> states) {
    entries =
        states.map(context.getMapState(new MapStateDescriptor<>("told", Types.STRING, Types.LONG)));
    recent =
        states.list(
            context.getListState(new ListStateDescriptor<>("recent", WireTypes.STORY_SLICE)));
  }

  private interface Access<T> {
    T make() throws Exception;
  }

  private interface Change {
    void make() throws Exception;
  }

  private static <T> T of(Access<T> access) {
    try {
      return access.make();
    } catch (Exception e) {
      throw new FlinkRuntimeException("the state of a subject's stories cannot be used", e);
    }
  }

  private static void make(Change change) {
    of(
        () -> {
          change.make();
          return null;
        });
  }

  @Override
  public Map<String, Long> told() {
    return told;
  }

  @Override
  public List<StorySlice> recent() {
    return of(recent::get);
  }

  @Override
  public void add(StorySlice slice) {
    make(() -> recent.add(slice));
  }

  @Override
  public void replace(List<StorySlice> slices) {
    make(() -> recent.update(slices));
  }

  /** Forgets all of it. */
  void clear() {
    make(entries::clear);
    make(() -> recent.update(List.of()));
  }

  /** The map of state as one of Java's, for the key that is current when it is asked. */
  private final class Told extends AbstractMap<String, Long> {

    @Override
    public Long get(Object story) {
      return of(() -> entries.get((String) story));
    }

    @Override
    public boolean containsKey(Object story) {
      return get(story) != null;
    }

    @Override
    public Long put(String story, Long end) {
      Long before = get(story);
      make(() -> entries.put(story, end));
      return before;
    }

    @Override
    public Long merge(
        String story, Long end, BiFunction<? super Long, ? super Long, ? extends Long> together) {
      Long before = get(story);
      Long after = before == null ? end : together.apply(before, end);
      if (!after.equals(before)) {
        make(() -> entries.put(story, after));
      }
      return after;
    }

    @Override
    public Set<Entry<String, Long>> entrySet() {
      Map<String, Long> all = of(entries::all);
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<String, Long>> iterator() {
          return new Removing(all.entrySet().iterator());
        }

        @Override
        public int size() {
          return all.size();
        }
      };
    }
  }

  private final class Removing implements Iterator<Map.Entry<String, Long>> {
    private final Iterator<Map.Entry<String, Long>> all;
    private String last;

    Removing(Iterator<Map.Entry<String, Long>> all) {
      this.all = all;
    }

    @Override
    public boolean hasNext() {
      return all.hasNext();
    }

    @Override
    public Map.Entry<String, Long> next() {
      Map.Entry<String, Long> next = all.next();
      last = next.getKey();
      return next;
    }

    @Override
    public void remove() {
      all.remove();
      make(() -> entries.put(last, null));
    }
  }
}
