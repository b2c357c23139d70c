package io.newstide.trend;

import io.newstide.article.CodePointOrder;
import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The slices of one subject that event time has not passed yet, and the memory of the stories that
 * it has, so that copies of a story never count twice. The order in which articles come makes no
 * difference. Mutable, not safe for use by several threads.
 */
public final class StorySlices {

  /** How many articles of a slice can become evidence. */
  private static final int SHOWN = 10;

  /** So many stories are remembered before those that are too old are looked for. */
  private static final int PRUNE = 32;

  private static final Comparator<Span> IN_ORDER =
      Comparator.comparingLong(Span::end)
          .thenComparing(Comparator.comparingLong(Span::start).reversed());

  private long memory;
  private int pruneAt = PRUNE;

  /** None of it can be changed as long as there is none: most subjects are between two slices. */
  private NavigableMap<Span, Map<Telling, Integer>> open = Collections.emptyNavigableMap();

  /** By story, when it was last told; empty where that lies elsewhere. */
  private Map<String, Long> told = Map.of();

  private TrackStore elsewhere;

  /**
   * What it remembers.
   *
   * @param open by slice that has not ended, how often each telling was added
   * @param told by story, the end of the slice in which it was last told, epoch milliseconds
   */
  public record Saved(Map<Span, Map<Telling, Integer>> open, Map<String, Long> told) {}

  /**
   * Remembers nothing.
   *
   * @param memory how long after its last telling a story told again is still the same news
   */
  public StorySlices(Duration memory) {
    this(memory, new Saved(Map.of(), Map.of()));
  }

  /** As it was saved. */
  public StorySlices(Duration memory, Saved saved) {
    this.memory = memory.toMillis();
    saved.open().forEach((slice, tellings) -> opened(slice).putAll(tellings));
    if (!saved.told().isEmpty()) {
      this.told = new HashMap<>(saved.told());
    }
  }

  /** The same slices and stories, but for those elsewhere, which go on without these. */
  StorySlices copy() {
    StorySlices copy = new StorySlices(Duration.ofMillis(memory), view());
    copy.pruneAt = pruneAt;
    copy.elsewhere = elsewhere;
    return copy;
  }

  /** As it was saved, to be told {@link #remembering how long} it remembers. */
  static StorySlices of(Saved saved) {
    return new StorySlices(Duration.ZERO, saved);
  }

  /** Says how long after its last telling a story told again is still the same news. */
  StorySlices remembering(Duration how) {
    memory = how.toMillis();
    return this;
  }

  /** Keeps stories elsewhere, where those that are here go first. */
  void keepToldIn(TrackStore where) {
    elsewhere = where;
    if (!told.isEmpty()) {
      told.forEach(this::remember);
      told = Map.of();
    }
  }

  /** Forgets stories that are old at a moment. */
  void forgetTold(long moment) {
    if (elsewhere != null) {
      elsewhere.forgetTold(moment - memory);
    } else if (!told.isEmpty()) {
      told.values().removeIf(last -> last <= moment - memory);
    }
  }

  /** What is to be remembered here, as a view that changes with this. */
  Saved view() {
    return new Saved(open, told);
  }

  /** What is to be remembered. */
  public Saved save() {
    Map<Span, Map<Telling, Integer>> slices = new TreeMap<>();
    open.forEach((slice, tellings) -> slices.put(slice, Map.copyOf(tellings)));
    // As it comes: of the whole stream it is large, and a checkpoint waits for it.
    return new Saved(slices, new HashMap<>(told));
  }

  /**
   * Adds an article to a slice that has not been completed, or takes it away.
   *
   * @param count how many times; negative for one that turned out to be counted wrongly
   */
  public void add(Span slice, Telling article, int count) {
    Map<Telling, Integer> tellings = opened(slice);
    tellings.merge(article, count, (a, b) -> a + b == 0 ? null : a + b);
    if (tellings.isEmpty()) {
      taken(slice);
    }
  }

  private Map<Telling, Integer> opened(Span slice) {
    if (open.isEmpty()) {
      open = new TreeMap<>();
    }
    return open.computeIfAbsent(slice, absent -> new HashMap<>());
  }

  private Map<Telling, Integer> taken(Span slice) {
    Map<Telling, Integer> tellings = open.remove(slice);
    if (open.isEmpty()) {
      open = Collections.emptyNavigableMap();
    }
    return tellings;
  }

  /** The end of the slice that ends next; {@link Long#MAX_VALUE} if there is none. */
  public long nextEnd() {
    long end = Long.MAX_VALUE;
    for (Span slice : open.keySet()) {
      end = Math.min(end, slice.end());
    }
    return end;
  }

  /** The end of the slice that ends last; {@link Long#MIN_VALUE} if there is none. */
  long lastEnd() {
    long end = Long.MIN_VALUE;
    for (Span slice : open.keySet()) {
      end = Math.max(end, slice.end());
    }
    return end;
  }

  /** Whether a story is remembered at a moment. */
  boolean remembers(String story, long moment) {
    Long last = lastTold(story);
    return last != null && last > moment - memory;
  }

  private Long lastTold(String story) {
    return elsewhere != null ? elsewhere.told(story) : told.get(story);
  }

  /** Remembers a story that was told in a slice that had been completed before. */
  void remember(String story, long end) {
    remember(story, end, lastTold(story));
  }

  private void remember(String story, long end, Long last) {
    if (last != null && last >= end) {
      return;
    }
    if (elsewhere != null) {
      elsewhere.tell(story, end);
    } else {
      if (told.isEmpty()) {
        // Most subjects are told of once: a table of sixteen places would be most of what they
        // take.
        told = new HashMap<>(2);
      }
      told.put(story, end);
    }
  }

  /**
   * Completes the slices that end at a moment, the shorter first.
   *
   * @param end epoch milliseconds; slices must be completed in the order of their ends
   * @param slice the length of a slice; a longer one holds what is dated to the day
   */
  public List<StorySlice> complete(long end, Duration slice) {
    List<Span> ended = new ArrayList<>(1);
    for (Span span : open.keySet()) {
      if (span.end() <= end) {
        ended.add(span);
      }
    }
    if (ended.size() > 1) {
      ended.sort(IN_ORDER);
    }
    List<StorySlice> completed = new ArrayList<>(ended.size());
    for (Span span : ended) {
      completed.add(complete(span, span.end() - span.start() > slice.toMillis()));
    }
    if (told.size() >= pruneAt) {
      forgetTold(end);
      pruneAt = Math.max(PRUNE, 2 * told.size());
    }
    return completed;
  }

  private StorySlice complete(Span slice, boolean day) {
    Map<Telling, Integer> tellings = taken(slice);
    return tellings.size() == 1
        ? ofOne(slice, day, tellings.entrySet().iterator().next())
        : ofSeveral(slice, day, tellings);
  }

  /** Most slices of most subjects. */
  private StorySlice ofOne(Span slice, boolean day, Map.Entry<Telling, Integer> only) {
    Telling telling = only.getKey();
    if (only.getValue() <= 0) {
      return StorySlice.of(slice, day, List.of(), Map.of(), List.of());
    }
    Long last = lastTold(telling.story());
    remember(telling.story(), slice.end(), last);
    return last == null || last <= slice.end() - memory
        ? StorySlice.begun(slice, day, telling, only.getValue())
        : StorySlice.again(slice, day, telling, only.getValue());
  }

  private StorySlice ofSeveral(Span slice, boolean day, Map<Telling, Integer> tellings) {
    Map<String, TreeSet<String>> fresh = new TreeMap<>();
    Map<String, Integer> mentions = new HashMap<>();
    List<Evidence> evidence = new ArrayList<>();
    List<String> all = new ArrayList<>();
    tellings.forEach(
        (telling, count) -> {
          if (count <= 0) {
            return;
          }
          mentions.merge(telling.source(), count, Integer::sum);
          if (!remembers(telling.story(), slice.end())) {
            fresh
                .computeIfAbsent(
                    telling.story(), absent -> new TreeSet<>(CodePointOrder.CODE_POINTS))
                .add(telling.source());
            telling.evidence().ifPresent(evidence::add);
          }
          all.add(telling.story());
        });
    all.forEach(story -> remember(story, slice.end()));
    evidence.sort(Evidence.STRONGEST_FIRST);
    List<StorySlice.Story> stories = new ArrayList<>(fresh.size());
    // Most of a slice were told by the same.
    Map<List<String>, List<String>> same = new HashMap<>();
    fresh.forEach(
        (story, tellers) ->
            stories.add(
                new StorySlice.Story(
                    story, same.computeIfAbsent(List.copyOf(tellers), Function.identity()))));
    return StorySlice.of(
        slice,
        day,
        stories,
        mentions,
        evidence.size() <= SHOWN ? evidence : evidence.subList(0, SHOWN));
  }
}
