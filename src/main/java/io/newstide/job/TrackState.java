package io.newstide.job;

import io.newstide.trend.StorySlice;
import io.newstide.trend.TrackStore;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.FlinkRuntimeException;

/** The current subject's stories in state, entry by entry. */
final class TrackState implements TrackStore {

  private final DeferredStates.Entries<String, Long> told;
  private final DeferredStates.Items<StorySlice> recent;

  /** The end that was told last: most subjects tell of the same slices, and share its object. */
  private Long end = Long.MIN_VALUE;

  TrackState(RuntimeContext context, DeferredStates<?> states) {
    told =
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
  public Long told(String story) {
    return of(() -> told.get(story));
  }

  @Override
  public void tell(String story, long last) {
    if (end != last) {
      end = last;
    }
    make(() -> told.put(story, end));
  }

  @Override
  public void forgetTold(long until) {
    make(() -> told.removeIf(last -> last <= until));
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
    make(told::clear);
    make(() -> recent.update(List.of()));
  }
}
