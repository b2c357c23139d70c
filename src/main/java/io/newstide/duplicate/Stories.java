package io.newstide.duplicate;

import io.newstide.article.CodePointOrder;
import io.newstide.duplicate.StoryStore.First;
import io.newstide.duplicate.StoryStore.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Tells for each article which story it tells. An article is compared only with the first article
 * of each story and joins the one it is most alike; where it is a copy of none, it is the first of
 * a story of its own.
 *
 * <p>That is decided at once on arrival, against all that has come, and settled when the watermark
 * has reached the article: then articles are taken by {@code publishedAt}, then id, each compared
 * with the settled firsts alone. So what is settled depends on the articles and not on the order in
 * which they came. An article behind the watermark joins a story that is there and never displaces
 * its first; only where there is none it tells a story of its own.
 *
 * <p>A story is forgotten {@code ttl} after its first article (after its arrival, where that came
 * behind the watermark).
 *
 * <p><b>State.</b> Of each story within {@code ttl}: at most 2 x {@value PlainText#MOST} characters
 * of text and its fingerprints, on average 0.06 a character. Of each article not yet reached by the
 * watermark the same. Which stories a fingerprint leads to follows from that and is kept in memory:
 * 16 to 32 bytes a fingerprint of a story. It leads to at most {@value #MOST_POSTINGS} settled
 * stories and twice as many that are not: a passage that so many stories share says nothing.
 *
 * <p>The caller calls {@link #settle} and {@link #expire} in the order of the moments that the
 * store was asked for. Not safe for use by several threads.
 */
public final class Stories {

  /** How many stories a fingerprint leads to. */
  static final int MOST_POSTINGS = 64;

  /** A copy shares at least one in so many fingerprints of the shorter text. */
  private static final int SHARED = 8;

  private static final Comparator<Pending> IN_ORDER =
      Comparator.comparing((Pending pending) -> pending.article().behind())
          .thenComparingLong(pending -> pending.article().publishedAt())
          .thenComparing(pending -> pending.article().id(), CodePointOrder.CODE_POINTS)
          .thenComparingLong(pending -> pending.article().sealed());

  private final StoryStore store;
  private final double containment;
  private final GramIndexes indexes = new GramIndexes();
  private final PostingTable postings = new PostingTable();
  private final PostingCounts shared = new PostingCounts();
  private final Candidates candidates = new Candidates(postings);
  private final long ttl;

  private record Match(String storyId, First first, double alike) {}

  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparingDouble(Match::alike)
          .reversed()
          .thenComparingLong(match -> match.first().publishedAt())
          .thenComparing(Match::storyId, CodePointOrder.CODE_POINTS);

  /**
   * Stories in a store. Those that are in it already must be {@link #takeUp taken up}.
   *
   * @param store what is remembered
   * @param containment the part of a text's shingles that must stand in another, over 0 up to 1
   * @param ttl how long a story is remembered
   */
  public Stories(StoryStore store, double containment, Duration ttl) {
    this.store = store;
    this.containment = containment;
    this.ttl = ttl.toMillis();
  }

  /** Has the copies of a story found that is in the store; in any order, before anything else. */
  public void takeUp(String storyId, First first) {
    int[] fingerprints = first.signature().fingerprints();
    int number =
        postings.add(
            new Posting(storyId, first.publishedAt(), fingerprints.length, first.expiry()));
    for (int fingerprint : fingerprints) {
      if (!first.withoutRoom().contains(fingerprint)) {
        postings.lead(fingerprint, number, true);
      }
    }
  }

  /** How many pairs there are of a fingerprint and a story that it leads to. */
  int postings() {
    return postings.size();
  }

  /** To how many stories a fingerprint leads. */
  int postings(int fingerprint) {
    return postings.get(fingerprint).length;
  }

  /** Tells the story of an article that has arrived; its id is not remembered any more. */
  public StoryDecision arrive(SignedArticle article) {
    // The id can come again when it is forgotten elsewhere and is about to be here.
    store.first(article.id()).ifPresent(first -> remove(article.id(), first));
    int[][] numbers = postings.get(article.signature().fingerprints());
    if (article.behind()) {
      return arriveBehind(article, numbers);
    }
    Optional<Match> match = best(article, numbers, any -> true, false);
    if (match.isEmpty()) {
      put(article, numbers, article.publishedAt() + ttl, false, this::roomIn);
    }
    String story = match.map(Match::storyId).orElse(article.id());
    store.addPending(article.publishedAt(), new Pending(article, story));
    return decision(article, story, false);
  }

  private StoryDecision arriveBehind(SignedArticle article, int[][] numbers) {
    Optional<Match> settled =
        best(article, numbers, number -> postings.publishedAt(number) <= article.sealed(), true);
    if (settled.isPresent()) {
      return decision(article, settled.get().storyId(), true);
    }
    Optional<Match> other = best(article, numbers, any -> true, false);
    if (other.isPresent()) {
      // It goes where that first will go, and behind it.
      store.addPending(
          other.get().first().publishedAt(), new Pending(article, other.get().storyId()));
      return decision(article, other.get().storyId(), false);
    }
    found(article, numbers, article.sealed() + ttl);
    return decision(article, article.id(), true);
  }

  /** Settles the articles of a moment that the watermark has reached. */
  public void settle(long moment, Consumer<StoryDecision> decisions) {
    List<Pending> all = new ArrayList<>(store.pending(moment));
    all.sort(IN_ORDER);
    store.removePending(moment);
    for (Pending pending : all) {
      SignedArticle article = pending.article();
      int[][] numbers = postings.get(article.signature().fingerprints());
      IntPredicate settled =
          article.behind()
              ? number -> postings.publishedAt(number) <= moment
              : number -> precedes(number, article);
      Optional<Match> match = best(article, numbers, settled, true);
      if (isOfThisId(pending)) {
        if (match.isEmpty()) {
          found(article, numbers, Math.max(moment, article.publishedAt()) + ttl);
        } else if (isFirst(pending)) {
          store.first(article.id()).ifPresent(first -> remove(article.id(), first));
        }
      }
      decisions.accept(decision(article, match.map(Match::storyId).orElse(article.id()), true));
    }
  }

  private static StoryDecision decision(SignedArticle article, String story, boolean settled) {
    return new StoryDecision(article.id(), article.sealed(), story, settled);
  }

  private static boolean isFirst(Pending pending) {
    return pending.storyId().equals(pending.article().id());
  }

  /** Whether its id still stands for it: the story of a later article of that id stays. */
  private boolean isOfThisId(Pending pending) {
    Optional<First> first = store.first(pending.article().id());
    return isFirst(pending)
        ? first
            .filter(one -> !one.settled() && one.publishedAt() == pending.article().publishedAt())
            .isPresent()
        : first.isEmpty();
  }

  /** Forgets a story whose time has come by a moment. */
  public void expire(String storyId, long moment) {
    store
        .first(storyId)
        .filter(first -> first.settled() && first.expiry() <= moment)
        .ifPresent(first -> remove(storyId, first));
  }

  private boolean precedes(int number, SignedArticle article) {
    long publishedAt = postings.publishedAt(number);
    return publishedAt < article.publishedAt()
        || (publishedAt == article.publishedAt()
            && CodePointOrder.CODE_POINTS.compare(postings.storyId(number), article.id()) < 0);
  }

  /** Whether a fingerprint can lead to one more that may not stay. */
  private boolean roomIn(int[] stories) {
    return stories.length < 2 * MOST_POSTINGS;
  }

  /**
   * Whether it can lead to one more that stays: by what precedes it, whatever the arrival order.
   */
  private boolean roomIn(int[] stories, SignedArticle article) {
    int room = MOST_POSTINGS;
    if (stories.length < room) {
      return true;
    }
    for (int number : stories) {
      if (postings.expiry(number) > article.publishedAt()
          && precedes(number, article)
          && --room == 0) {
        return false;
      }
    }
    return true;
  }

  private void found(SignedArticle article, int[][] numbers, long expiry) {
    put(
        article,
        numbers,
        expiry,
        true,
        article.behind() ? this::roomIn : stories -> roomIn(stories, article));
    store.expireAt(expiry, article.id());
  }

  /** Puts the first of a story where its copies will find it; what is there already stays. */
  private void put(
      SignedArticle article, int[][] numbers, long expiry, boolean settled, Predicate<int[]> room) {
    Signature signature = article.signature();
    int[] fingerprints = signature.fingerprints();
    Posting own = new Posting(article.id(), article.publishedAt(), fingerprints.length, expiry);
    int number = number(article.id(), article.publishedAt(), numbers);
    if (number == PostingTable.NONE) {
      number = postings.add(own);
    } else {
      postings.replace(number, own);
    }
    Set<Integer> withoutRoom = Set.of();
    for (int i = 0; i < fingerprints.length; i++) {
      boolean leads = room.test(numbers[i]);
      if (leads != contains(numbers[i], number)) {
        postings.lead(fingerprints[i], number, leads);
      }
      if (!leads) {
        withoutRoom = withoutRoom.isEmpty() ? new HashSet<>() : withoutRoom;
        withoutRoom.add(fingerprints[i]);
      }
    }
    if (withoutRoom.size() == fingerprints.length) {
      postings.remove(number);
    }
    store.putFirst(
        article.id(), new First(article.publishedAt(), expiry, settled, signature, withoutRoom));
  }

  private static boolean contains(int[] numbers, int number) {
    for (int one : numbers) {
      if (one == number) {
        return true;
      }
    }
    return false;
  }

  private void remove(String storyId, First first) {
    int[] fingerprints = first.signature().fingerprints();
    int[][] numbers = postings.get(fingerprints);
    int number = number(storyId, first.publishedAt(), numbers);
    if (number != PostingTable.NONE) {
      for (int i = 0; i < fingerprints.length; i++) {
        if (contains(numbers[i], number)) {
          postings.lead(fingerprints[i], number, false);
        }
      }
      postings.remove(number);
    }
    store.removeFirst(storyId);
  }

  /** The number of a story, if it is among these. */
  private int number(String storyId, long publishedAt, int[] numbers) {
    for (int number : numbers) {
      // All postings of a story are those of one article; numbers are told apart at once.
      if (postings.publishedAt(number) == publishedAt && postings.storyId(number).equals(storyId)) {
        return number;
      }
    }
    return PostingTable.NONE;
  }

  private int number(String storyId, long publishedAt, int[][] numbers) {
    int number = PostingTable.NONE;
    for (int i = 0; i < numbers.length && number == PostingTable.NONE; i++) {
      number = number(storyId, publishedAt, numbers[i]);
    }
    return number;
  }

  /**
   * The story an article is most alike; of equals, that of the earliest first article.
   *
   * @param numbers of the stories that the article's fingerprints lead to
   * @param eligible which of them
   * @param settled whether only settled firsts count
   */
  private Optional<Match> best(
      SignedArticle article, int[][] numbers, IntPredicate eligible, boolean settled) {
    CopyCheck check = new CopyCheck(article.signature(), containment, indexes);
    Match best = null;
    findCandidates(article, numbers, eligible);
    for (int i = 0; i < candidates.size(); i++) {
      String storyId = postings.storyId(candidates.number(i));
      First first =
          store
              .first(storyId)
              .orElseThrow(() -> new IllegalStateException("a posting without its story"));
      if (first.settled() || !settled) {
        OptionalDouble alike = check.against(first.signature());
        if (alike.isPresent()) {
          Match match = new Match(storyId, first, alike.getAsDouble());
          best = best == null || BEST_FIRST.compare(match, best) < 0 ? match : best;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Those that share enough fingerprints with an article. */
  private void findCandidates(SignedArticle article, int[][] numbers, IntPredicate eligible) {
    shared.clear();
    for (int[] stories : numbers) {
      for (int number : stories) {
        shared.add(number);
      }
    }
    candidates.allBut(article.id());
    shared.forEach(
        (number, count) -> {
          // Most share a passage that many have, and nothing more is asked of them.
          if (count * SHARED >= Math.min(postings.fingerprints(number), numbers.length)
              && postings.expiry(number) > article.publishedAt()
              && eligible.test(number)) {
            candidates.offer(number, count);
          }
        });
  }
}
