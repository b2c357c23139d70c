package io.newstide.window;

import io.newstide.article.CodePointOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How often each thing occurs; counts may be negative, zeros are not kept. With {@link Tally} as
 * its only owner it is immutable once built.
 */
public final class Multiset<T> {

  /** One thing and its count. */
  public record Count<T>(T thing, long count) {}

  private static final Multiset<?> EMPTY = new Multiset<>(Map.of());

  private final Map<T, Long> counts;

  private Multiset(Map<T, Long> counts) {
    this.counts = counts;
  }

  /** The multiset without anything in it. */
  @SuppressWarnings("unchecked") // nothing in it is of any type
  public static <T> Multiset<T> empty() {
    return (Multiset<T>) EMPTY;
  }

  /** A multiset of these counts; zeros are left out. */
  public static <T> Multiset<T> of(Map<T, Long> counts) {
    Sum<T> sum = new Sum<>();
    counts.forEach(sum::add);
    return sum.total();
  }

  /** How often a thing occurs. */
  public long count(T thing) {
    return counts.getOrDefault(thing, 0L);
  }

  /** How many different things there are. */
  public int distinct() {
    return counts.size();
  }

  /** The sum of all counts. */
  public long size() {
    long size = 0;
    for (long count : counts.values()) {
      size += count;
    }
    return size;
  }

  /** Each thing with its count, in no particular order. */
  public void forEach(BiConsumer<? super T, Long> each) {
    counts.forEach(each);
  }

  /** The most frequent things, count descending, then in the given order. */
  public List<Count<T>> top(int most, Comparator<? super T> order) {
    List<Count<T>> all = new ArrayList<>(counts.size());
    counts.forEach((thing, count) -> all.add(new Count<>(thing, count)));
    Comparator<Count<T>> byCount = Comparator.comparingLong(Count::count);
    all.sort(byCount.reversed().thenComparing(Count::thing, order));
    return all.size() <= most ? all : List.copyOf(all.subList(0, most));
  }

  /** The most frequent texts, count descending, then by code point. */
  public static List<Count<String>> top(Multiset<String> texts, int most) {
    return texts.top(most, CodePointOrder.CODE_POINTS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiset<?> that && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return counts.toString();
  }

  /** Adds multisets up. Not safe for use by several threads. */
  static final class Sum<T> {

    private final Map<T, Long> counts = new HashMap<>();

    void add(T thing, long count) {
      if (count != 0) {
        counts.merge(thing, count, (a, b) -> a + b == 0 ? null : a + b);
      }
    }

    void add(Multiset<T> other, int sign) {
      other.counts.forEach((thing, count) -> add(thing, sign * count));
    }

    /** What was added. The sum must not be used afterwards. */
    Multiset<T> total() {
      return counts.isEmpty() ? empty() : new Multiset<>(Collections.unmodifiableMap(counts));
    }
  }
}
