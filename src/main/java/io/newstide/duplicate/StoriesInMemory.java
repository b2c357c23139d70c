package io.newstide.duplicate;

import io.newstide.duplicate.StoryStore.First;
import io.newstide.duplicate.StoryStore.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@link Stories} without a stream: all is kept in memory. Not safe for use by several threads. */
public final class StoriesInMemory {

  private final Store store = new Store();
  private final Stories stories;

  /**
   * Without any story.
   *
   * @param containment the part of a text's shingles that must stand in another, over 0 up to 1
   * @param ttl how long a story is remembered
   */
  public StoriesInMemory(double containment, Duration ttl) {
    stories = new Stories(store, containment, ttl);
  }

  /** Tells the story of an article that has arrived. */
  public StoryDecision arrive(SignedArticle article) {
    return stories.arrive(article);
  }

  /** Settles all articles up to a moment, in order, and forgets the stories that end by then. */
  public void advance(long watermark, Consumer<StoryDecision> decisions) {
    while (true) {
      long settles = store.pending.isEmpty() ? Long.MAX_VALUE : store.pending.firstKey();
      long expires = store.expiries.isEmpty() ? Long.MAX_VALUE : store.expiries.firstKey();
      if (Math.min(settles, expires) > watermark
          || (store.pending.isEmpty() && store.expiries.isEmpty())) {
        return;
      }
      if (settles <= expires) {
        stories.settle(settles, decisions);
      } else {
        store.expiries.remove(expires).forEach(story -> stories.expire(story, expires));
      }
    }
  }

  /** How many things are remembered: fingerprints of stories, stories, and moments to settle. */
  int entries() {
    return stories.postings() + store.firsts.size() + store.pending.size();
  }

  static final class Store implements StoryStore {

    final Map<String, First> firsts = new HashMap<>();
    private final NavigableMap<Long, List<Pending>> pending = new TreeMap<>();
    private final NavigableMap<Long, List<String>> expiries = new TreeMap<>();

    @Override
    public Optional<First> first(String storyId) {
      return Optional.ofNullable(firsts.get(storyId));
    }

    @Override
    public void putFirst(String storyId, First first) {
      firsts.put(storyId, first);
    }

    @Override
    public void removeFirst(String storyId) {
      firsts.remove(storyId);
    }

    @Override
    public List<Pending> pending(long moment) {
      return pending.getOrDefault(moment, List.of());
    }

    @Override
    public void addPending(long moment, Pending one) {
      pending.computeIfAbsent(moment, absent -> new ArrayList<>()).add(one);
    }

    @Override
    public void removePending(long moment) {
      pending.remove(moment);
    }

    @Override
    public void expireAt(long moment, String storyId) {
      expiries.computeIfAbsent(moment, absent -> new ArrayList<>()).add(storyId);
    }
  }
}
