package io.newstide.trend;

import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The first stage of a ranking: of the subjects that one task holds, the first of each window and
 * kind. Only they can be among the first of all. Mutable, not safe for use by several threads.
 */
public final class LocalRanking {

  private record Place(WindowDefinition window, Span span, SubjectKind kind) {}

  private record Standing(long stories, Subject subject) implements Comparable<Standing> {
    @Override
    public int compareTo(Standing other) {
      int byStories = Long.compare(other.stories, stories);
      return byStories != 0 ? byStories : WindowBoard.BY_ID.compare(subject, other.subject);
    }
  }

  private final int most;
  private final Map<Place, NavigableMap<Standing, WindowCount>> places = new HashMap<>();

  /**
   * An empty ranking.
   *
   * @param most how many of each window and kind are wanted
   */
  public LocalRanking(int most) {
    this.most = most;
  }

  /** Whether a subject would be among the first so far. */
  public boolean wants(WindowDefinition window, Span span, Subject subject, long stories) {
    NavigableMap<Standing, WindowCount> ranked =
        places.get(new Place(window, span, subject.kind()));
    return stories > 0
        && most > 0
        && (ranked == null
            || ranked.size() < most
            || new Standing(stories, subject).compareTo(ranked.lastKey()) < 0);
  }

  /** How many stories a subject of a kind must have at least to be among the first so far. */
  public long least(WindowDefinition window, Span span, SubjectKind kind) {
    NavigableMap<Standing, WindowCount> ranked = places.get(new Place(window, span, kind));
    if (most <= 0) {
      return Long.MAX_VALUE;
    }
    return ranked == null || ranked.size() < most ? 1 : ranked.lastKey().stories();
  }

  /** Takes a count that is {@link #wants wanted}. */
  public void put(WindowDefinition window, WindowCount count) {
    NavigableMap<Standing, WindowCount> ranked =
        places.computeIfAbsent(
            new Place(window, count.span(), count.subject().kind()), absent -> new TreeMap<>());
    ranked.put(new Standing(count.uniqueStories(), count.subject()), count);
    if (ranked.size() > most) {
      ranked.pollLastEntry();
    }
  }

  /** Gives the first of each window and kind and forgets them. */
  public void drain(BiConsumer<WindowDefinition, WindowCount> each) {
    places.forEach(
        (place, ranked) -> ranked.values().forEach(count -> each.accept(place.window(), count)));
    places.clear();
  }
}
