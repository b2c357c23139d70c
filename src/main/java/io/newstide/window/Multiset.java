package io.newstide.window;

import io.newstide.article.CodePointOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How often each thing occurs; counts may be negative, zeros are not kept. Immutable, except that
 * one that {@link Sum#soFar} gives is a view. Small ones are kept in two arrays, because most of
 * the many that lie in state hold a dozen things.
 */
public final class Multiset<T> {

  /** One thing and its count. */
  public record Count<T>(T thing, long count) {}

  private static final Multiset<?> EMPTY = new Multiset<>(new Object[0], null);

  private final Object[] things;

  /** One for each thing; absent where each occurs once. */
  private final long[] counts;

  /** Instead of the arrays, in a view. */
  private final Sum<T> view;

  private Multiset(Object[] things, long[] counts) {
    this.things = things;
    this.counts = counts;
    this.view = null;
  }

  private Multiset(Sum<T> view) {
    this.things = new Object[0];
    this.counts = null;
    this.view = view;
  }

  /** The multiset without anything in it. */
  @SuppressWarnings("unchecked") // nothing in it is of any type
  public static <T> Multiset<T> empty() {
    return (Multiset<T>) EMPTY;
  }

  /** A multiset of these counts; zeros are left out. */
  public static <T> Multiset<T> of(Map<T, Long> counts) {
    Object[] things = new Object[counts.size()];
    long[] each = new long[things.length];
    int size = 0;
    boolean once = true;
    for (Map.Entry<T, Long> entry : counts.entrySet()) {
      long count = entry.getValue();
      if (count != 0) {
        things[size] = entry.getKey();
        each[size++] = count;
        once &= count == 1;
      }
    }
    if (size == 0) {
      return empty();
    }
    if (size < things.length) {
      things = Arrays.copyOf(things, size);
      each = Arrays.copyOf(each, size);
    }
    return new Multiset<>(things, once ? null : each);
  }

  /**
   * A multiset of counts that are known to be of different things, none of them zero; the list is
   * not kept.
   */
  public static <T> Multiset<T> ofDistinct(List<Count<T>> counts) {
    Object[] things = new Object[counts.size()];
    long[] each = new long[things.length];
    boolean once = true;
    for (int i = 0; i < things.length; i++) {
      things[i] = counts.get(i).thing();
      each[i] = counts.get(i).count();
      once &= each[i] == 1;
    }
    return things.length == 0 ? empty() : new Multiset<>(things, once ? null : each);
  }

  /**
   * The same from arrays, which are kept.
   *
   * @param counts one for each thing, none of them zero
   */
  public static <T> Multiset<T> ofDistinct(Object[] things, long[] counts) {
    boolean once = true;
    for (long count : counts) {
      once &= count == 1;
    }
    return things.length == 0 ? empty() : new Multiset<>(things, once ? null : counts);
  }

  /** Each of these things once; they are all different. */
  static <T> Multiset<T> once(Collection<T> things) {
    return things.isEmpty() ? empty() : new Multiset<>(things.toArray(), null);
  }

  /** How often a thing occurs. */
  public long count(T thing) {
    if (view != null) {
      return view.count(thing);
    }
    for (int i = 0; i < things.length; i++) {
      if (things[i].equals(thing)) {
        return countAt(i);
      }
    }
    return 0;
  }

  private long countAt(int index) {
    return counts == null ? 1 : counts[index];
  }

  /** How many different things there are. */
  public int distinct() {
    return view == null ? things.length : view.distinct();
  }

  /** The sum of all counts. */
  public long size() {
    if (view != null) {
      return view.size;
    }
    if (counts == null) {
      return things.length;
    }
    long size = 0;
    for (long count : counts) {
      size += count;
    }
    return size;
  }

  /** What is done with a thing and its count. */
  public interface Each<T, E extends Exception> {
    void take(T thing, long count) throws E;
  }

  /** Each thing with its count, in no particular order; what may fail fails here. */
  @SuppressWarnings("unchecked") // only things of the type went in
  public <E extends Exception> void each(Each<? super T, E> each) throws E {
    Object[] all = view == null ? things : view.things;
    for (int i = 0; i < all.length; i++) {
      long count = view == null ? countAt(i) : view.counts[i];
      if (count != 0) {
        each.take((T) all[i], count);
      }
    }
  }

  /** Each thing with its count, in no particular order. */
  public void forEach(BiConsumer<? super T, Long> each) {
    each(each::accept);
  }

  /** The most frequent things, count descending, then in the given order. */
  public List<Count<T>> top(int most, Comparator<? super T> order) {
    Comparator<Count<T>> byCount = Comparator.comparingLong(Count::count);
    Comparator<Count<T>> ranking = byCount.reversed().thenComparing(Count::thing, order);
    if (most <= 0) {
      return List.of();
    }
    List<Count<T>> top = new ArrayList<>(Math.min(most, distinct()));
    if (distinct() <= most) {
      each((thing, count) -> top.add(new Count<>(thing, count)));
      top.sort(ranking);
      return top;
    }
    if (view != null && view.askedBefore()) {
      return view.top(most, order);
    }
    First<T> first = new First<>(most, order);
    each(first::offer);
    for (int i = 0; i < first.size; i++) {
      top.add(new Count<>(first.things.get(i), first.counts[i]));
    }
    return top;
  }

  /** The most frequent of things that come one by one. */
  private static final class First<T> {
    private final int most;
    private final Comparator<? super T> order;
    private final List<T> things;
    private final long[] counts;
    private int size;

    First(int most, Comparator<? super T> order) {
      this.most = most;
      this.order = order;
      this.things = new ArrayList<>(most + 1);
      this.counts = new long[most + 1];
    }

    void offer(T thing, long count) {
      // Most of many things are behind the last already: they cost one comparison.
      if (size == most && count < counts[most - 1]) {
        return;
      }
      int at = size;
      while (at > 0 && isBefore(thing, count, at - 1)) {
        at--;
      }
      if (at < most) {
        things.add(at, thing);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        counts[at] = count;
        if (size < most) {
          size++;
        } else {
          things.remove(most);
        }
      }
    }

    private boolean isBefore(T thing, long count, int index) {
      return count != counts[index]
          ? count > counts[index]
          : order.compare(thing, things.get(index)) < 0;
    }
  }

  /** The most frequent texts, count descending, then by code point. */
  public static List<Count<String>> top(Multiset<String> texts, int most) {
    return texts.top(most, CodePointOrder.CODE_POINTS);
  }

  private Map<T, Long> toMap() {
    Map<T, Long> map = new HashMap<>();
    forEach(map::put);
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiset<?> that
        && distinct() == that.distinct()
        && toMap().equals(that.toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  @Override
  public String toString() {
    return toMap().toString();
  }

  /**
   * Adds multisets up: a table with open addressing, linear probing. A thing whose count has come
   * to zero keeps its place until the table is laid out anew. Not safe for use by several threads.
   */
  static final class Sum<T> {

    private static final int LEAST = 16;

    /** A table of more places is not kept for the next. */
    private static final int LARGEST_SPARE = 256;

    /** So many times as many as asked for lead when the bar is set. */
    private static final int ENOUGH = 2;

    /** The bar is set anew when so many times as many lead as did then. */
    private static final int TOO_MANY = 4;

    private static final long NO_BAR = Long.MAX_VALUE;

    /** One of so many leaders may have no rank. */
    private static final int MOST_UNKNOWN = 16;

    private Object[] things = new Object[LEAST];
    private long[] counts = new long[LEAST];

    /** Places taken, by things whose count is zero too. */
    private int taken;

    private int distinct;
    private long size;

    // A sum that is moved on is asked for its first things after each move: those as good as a bar
    // are kept at hand, and the bar is set anew when there are too few or too many of them.
    private int[] leaders = new int[0];
    private int leading;
    private int mostLeading;
    private long bar = NO_BAR;
    private boolean[] leads = new boolean[0];
    private boolean asked;

    // Many lead with the same count: what comes first of them is worked out once. By place the rank
    // in the order that was asked for, 0 where it is not known.
    private int[] ranks = new int[0];
    private Comparator<? super T> rankedBy;

    void add(T thing, long count) {
      if (count == 0) {
        return;
      }
      size += count;
      int at = place(things, thing);
      if (things[at] == null) {
        if (3 * (taken + 1) > 2 * things.length) {
          layOutAnew();
          at = place(things, thing);
        }
        things[at] = thing;
        taken++;
      }
      long before = counts[at];
      counts[at] = before + count;
      if (before == 0) {
        distinct++;
      } else if (before + count == 0) {
        distinct--;
      }
      if (counts[at] >= bar) {
        lead(at);
      }
    }

    /** Says how often a thing occurs, whatever was added. */
    void set(T thing, long count) {
      add(thing, count - count(thing));
    }

    private void lead(int at) {
      if (!leads[at]) {
        if (leading == leaders.length) {
          leaders = Arrays.copyOf(leaders, Math.max(LEAST, 2 * leading));
        }
        leaders[leading++] = at;
        leads[at] = true;
      }
    }

    /** What is asked once need not be prepared for more. */
    private boolean askedBefore() {
      boolean before = asked;
      asked = true;
      return before;
    }

    private void seeWhatLeads(int least) {
      if (bar < NO_BAR) {
        dropThoseBelowTheBar();
      }
      if (leading < least || leading > mostLeading) {
        setBar(least);
      }
    }

    @SuppressWarnings("unchecked") // only things of the type went in
    private T thing(int at) {
      return (T) things[at];
    }

    /** The most frequent of more things than are asked for: see {@link Multiset#top}. */
    List<Count<T>> top(int most, Comparator<? super T> order) {
      seeWhatLeads(most);
      rank(order);
      int[] first = new int[most];
      int size = 0;
      for (int i = 0; i < leading; i++) {
        int at = leaders[i];
        int place = size;
        while (place > 0 && isBefore(at, first[place - 1])) {
          place--;
        }
        if (place < most) {
          size = Math.min(most, size + 1);
          System.arraycopy(first, place, first, place + 1, size - place - 1);
          first[place] = at;
        }
      }
      List<Count<T>> top = new ArrayList<>(most);
      for (int i = 0; i < size; i++) {
        top.add(new Count<>(thing(first[i]), counts[first[i]]));
      }
      return top;
    }

    private boolean isBefore(int at, int other) {
      if (counts[at] != counts[other]) {
        return counts[at] > counts[other];
      }
      return (ranks[at] != 0 && ranks[other] != 0)
          ? ranks[at] < ranks[other]
          : rankedBy.compare(thing(at), thing(other)) < 0;
    }

    /** Ranks what leads and what led before, if the rank of some of what leads is not known. */
    private void rank(Comparator<? super T> order) {
      if (order != rankedBy) {
        ranks = new int[things.length];
        rankedBy = order;
      }
      int unknown = 0;
      for (int i = 0; i < leading; i++) {
        unknown += ranks[leaders[i]] == 0 ? 1 : 0;
      }
      if (MOST_UNKNOWN * unknown <= leading) {
        return;
      }
      List<Integer> inOrder = new ArrayList<>(2 * leading);
      for (int at = 0; at < things.length; at++) {
        if (leads[at] || ranks[at] != 0) {
          inOrder.add(at);
        }
      }
      inOrder.sort((one, other) -> order.compare(thing(one), thing(other)));
      for (int i = 0; i < inOrder.size(); i++) {
        ranks[inOrder.get(i)] = i + 1;
      }
    }

    private void dropThoseBelowTheBar() {
      int kept = 0;
      for (int i = 0; i < leading; i++) {
        int at = leaders[i];
        leads[at] = counts[at] >= bar;
        if (leads[at]) {
          leaders[kept++] = at;
        }
      }
      leading = kept;
    }

    /** So low that enough lead for some time, and above what very many have in common. */
    private void setBar(int least) {
      long[] most = new long[distinct];
      int size = 0;
      for (int at = 0; at < things.length; at++) {
        if (counts[at] != 0) {
          most[size++] = counts[at];
        }
      }
      Arrays.sort(most);
      bar = most[Math.max(0, size - ENOUGH * least)];
      int above = size - 1;
      while (above >= 0 && most[above] > bar) {
        above--;
      }
      if (size - 1 - above >= least) {
        bar = most[above + 1];
      }
      leading = 0;
      leads = new boolean[things.length];
      for (int at = 0; at < things.length; at++) {
        if (counts[at] != 0 && counts[at] >= bar) {
          lead(at);
        }
      }
      mostLeading = TOO_MANY * Math.max(leading, least);
    }

    void add(Multiset<T> other, int sign) {
      other.each((thing, count) -> add(thing, sign * count));
    }

    long count(Object thing) {
      int at = place(things, thing);
      return things[at] == null ? 0 : counts[at];
    }

    /**
     * Where a thing is or is to be. Tables of different size are ordered differently: filled in the
     * order of a larger one, a table ordered alike would be crowded at its beginning.
     */
    private static int place(Object[] things, Object thing) {
      int last = things.length - 1;
      int hash = (thing.hashCode() + last) * 0x9E3779B9;
      hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
      int at = hash >>> Integer.numberOfLeadingZeros(last);
      while (things[at] != null && !things[at].equals(thing)) {
        at = (at + 1) & last;
      }
      return at;
    }

    private void layOutAnew() {
      int room = LEAST;
      while (room < 2 * (distinct + 1)) {
        room *= 2;
      }
      Object[] newThings = new Object[room];
      long[] newCounts = new long[room];
      int[] newRanks = new int[ranks.length == 0 ? 0 : room];
      for (int i = 0; i < things.length; i++) {
        if (counts[i] != 0) {
          int at = place(newThings, things[i]);
          newThings[at] = things[i];
          newCounts[at] = counts[i];
          if (ranks.length > 0) {
            newRanks[at] = ranks[i];
          }
        }
      }
      things = newThings;
      counts = newCounts;
      ranks = newRanks;
      taken = distinct;
      leading = 0;
      bar = NO_BAR;
    }

    /** Sets it back to a sum of nothing. */
    void clear() {
      if (things.length > LARGEST_SPARE) {
        things = new Object[LEAST];
        counts = new long[LEAST];
      } else if (taken > 0) {
        Arrays.fill(things, null);
        Arrays.fill(counts, 0);
      }
      taken = 0;
      distinct = 0;
      size = 0;
      leading = 0;
      bar = NO_BAR;
      asked = false;
      ranks = new int[0];
      rankedBy = null;
    }

    /** What was added. */
    Multiset<T> total() {
      if (distinct == 0) {
        return empty();
      }
      Object[] all = new Object[distinct];
      long[] each = new long[distinct];
      for (int i = 0, size = 0; i < things.length; i++) {
        if (counts[i] != 0) {
          all[size] = things[i];
          each[size++] = counts[i];
        }
      }
      return ofDistinct(all, each);
    }

    /** What was added, without a copy: it changes with the sum. */
    Multiset<T> soFar() {
      return new Multiset<>(this);
    }

    int distinct() {
      return distinct;
    }
  }
}
