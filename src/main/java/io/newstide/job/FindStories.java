package io.newstide.job;

import io.newstide.duplicate.Posting;
import io.newstide.duplicate.SignedArticle;
import io.newstide.duplicate.Stories;
import io.newstide.duplicate.StoryDecision;
import io.newstide.duplicate.StoryStore;
import io.newstide.duplicate.StoryStore.First;
import io.newstide.duplicate.StoryStore.Pending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Finds the story of each article; the rules are those of {@link Stories}. One task over
 * signatures: which article is the first of a story depends on all that came before it. Its state
 * is keyed finer than its input, by story and moment, so that a checkpoint copies only what has
 * changed and RocksDB reads only what is asked for; a timer ends a story's time-to-live, another
 * settles the articles of a moment. Which stories a fingerprint leads to follows from the stories
 * and is put together from them at the start.
 *
 * <p>A decision that the watermark has brought about is stamped with that watermark; one that an
 * arrival has brought about has no timestamp.
 */
final class FindStories extends AbstractStreamOperator<StoryDecision>
    implements OneInputStreamOperator<SignedArticle, StoryDecision>,
        Triggerable<StoryKey, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private static final ValueStateDescriptor<First> FIRSTS =
      new ValueStateDescriptor<>("first", WireTypes.FIRST);

  private static final ValueStateDescriptor<List<Posting>> POSTINGS =
      new ValueStateDescriptor<>("postings", Types.LIST(WireTypes.POSTING));

  private final double containment;
  private final Duration ttl;
  private transient State state;
  private transient Stories stories;

  /**
   * Over stories of this kind.
   *
   * @param containment the part of a text's shingles that must stand in another, over 0 up to 1
   * @param ttl how long a story is remembered
   */
  FindStories(double containment, Duration ttl) {
    this.containment = containment;
    this.ttl = ttl;
  }

  @Override
  public void open() throws Exception {
    super.open();
    state = new State();
    stories = new Stories(state, containment, ttl);
    state.forgetPostings();
    state.takeUp(stories);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    state.states.flush();
  }

  @Override
  public void processElement(StreamRecord<SignedArticle> element) {
    output.collect(new StreamRecord<>(stories.arrive(element.getValue())));
  }

  @Override
  public void onEventTime(InternalTimer<StoryKey, VoidNamespace> timer) {
    if (timer.getKey().isMoment()) {
      long now = state.timers.currentWatermark();
      stories.settle(
          timer.getKey().number(), decision -> output.collect(new StreamRecord<>(decision, now)));
    } else {
      stories.expire(timer.getKey().story(), timer.getTimestamp());
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<StoryKey, VoidNamespace> timer) {
    throw new IllegalStateException("stories know only event time");
  }

  /** The stories' memory in Flink's state, which has one key at a time. */
  private final class State implements StoryStore {

    private final KeyedStateBackend<StoryKey> backend = getKeyedStateBackend();
    private final DeferredStates<StoryKey> states = new DeferredStates<>(backend);
    private final DeferredStates.Value<First> firsts =
        states.value(getRuntimeContext().getState(FIRSTS));
    private final DeferredStates.Entries<String, Pending> pending =
        states.map(
            getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("pending", Types.STRING, WireTypes.PENDING)));
    private final InternalTimerService<VoidNamespace> timers =
        getInternalTimerService("moments", VoidNamespaceSerializer.INSTANCE, FindStories.this);

    private interface Access<T> {
      T get() throws Exception;
    }

    private <T> T at(StoryKey key, Access<T> access) {
      setCurrentKey(key);
      try {
        return access.get();
      } catch (IOException e) {
        throw new UncheckedIOException("the state of " + key, e);
      } catch (Exception e) {
        throw new IllegalStateException("the state of " + key, e);
      }
    }

    private List<StoryKey> keys(StateDescriptor<?, ?> descriptor) {
      try (Stream<StoryKey> keys = backend.getKeys(descriptor.getName(), VoidNamespace.INSTANCE)) {
        return keys.toList();
      }
    }

    /** In a savepoint of an older version stand the postings themselves. */
    void forgetPostings() {
      ValueState<List<Posting>> postings = getRuntimeContext().getState(POSTINGS);
      for (StoryKey key : keys(POSTINGS)) {
        setCurrentKey(key);
        postings.clear();
      }
    }

    void takeUp(Stories of) throws Exception {
      ValueState<First> known = getRuntimeContext().getState(FIRSTS);
      for (StoryKey key : keys(FIRSTS)) {
        setCurrentKey(key);
        of.takeUp(key.story(), known.value());
      }
    }

    @Override
    public Optional<First> first(String storyId) {
      return Optional.ofNullable(at(StoryKey.story(storyId), firsts::get));
    }

    @Override
    public void putFirst(String storyId, First first) {
      at(
          StoryKey.story(storyId),
          () -> {
            firsts.update(first);
            return first;
          });
    }

    @Override
    public void removeFirst(String storyId) {
      at(
          StoryKey.story(storyId),
          () -> {
            firsts.update(null);
            return storyId;
          });
    }

    @Override
    public List<Pending> pending(long moment) {
      return at(StoryKey.moment(moment), () -> List.copyOf(pending.all().values()));
    }

    @Override
    public void addPending(long moment, Pending one) {
      at(
          StoryKey.moment(moment),
          () -> {
            // Two articles of one id can wait for the same moment.
            pending.put(one.article().sealed() + " " + one.article().id(), one);
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, moment);
            return one;
          });
    }

    @Override
    public void removePending(long moment) {
      at(
          StoryKey.moment(moment),
          () -> {
            pending.clear();
            return moment;
          });
    }

    @Override
    public void expireAt(long moment, String storyId) {
      setCurrentKey(StoryKey.story(storyId));
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, moment);
    }
  }
}
