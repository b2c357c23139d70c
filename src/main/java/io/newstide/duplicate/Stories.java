package io.newstide.duplicate;

import io.newstide.article.CodePointOrder;
import io.newstide.duplicate.StoryStore.First;
import io.newstide.duplicate.StoryStore.Pending;
import io.newstide.duplicate.StoryStore.Posting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
 * of text, and one posting for each of its fingerprints, on average 0.06 a character. Of each
 * article not yet reached by the watermark the same. A fingerprint has at most {@value
 * #MOST_POSTINGS} settled postings and twice as many that are not: a passage that so many stories
 * share says nothing.
 *
 * <p>The caller calls {@link #settle} and {@link #expire} in the order of the moments that the
 * store was asked for. Not safe for use by several threads.
 */
public final class Stories {

  /** How many stories a fingerprint leads to. */
  static final int MOST_POSTINGS = 64;

  /** With how many firsts an article is compared. */
  private static final int MOST_CANDIDATES = 32;

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
  private final long ttl;

  private record Candidate(String storyId, int shared) {}

  private static final Comparator<Candidate> MOST_SHARED_FIRST =
      Comparator.comparingInt(Candidate::shared)
          .reversed()
          .thenComparing(Candidate::storyId, CodePointOrder.CODE_POINTS);

  private record Match(String storyId, First first, double alike) {}

  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparingDouble(Match::alike)
          .reversed()
          .thenComparingLong(match -> match.first().publishedAt())
          .thenComparing(Match::storyId, CodePointOrder.CODE_POINTS);

  /**
   * Stories in a store.
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

  /** Tells the story of an article that has arrived; its id is not remembered any more. */
  public StoryDecision arrive(SignedArticle article) {
    // The id can come again when it is forgotten elsewhere and is about to be here.
    store
        .first(article.id())
        .ifPresent(first -> remove(article.id(), first.publishedAt(), first.signature()));
    List<List<Posting>> postings = postings(article.signature());
    if (article.behind()) {
      return arriveBehind(article, postings);
    }
    Optional<Match> match = best(article, postings, any -> true, false);
    if (match.isEmpty()) {
      put(article, postings, article.publishedAt() + ttl, false, list -> roomIn(list));
    }
    String story = match.map(Match::storyId).orElse(article.id());
    store.addPending(article.publishedAt(), new Pending(article, story));
    return decision(article, story, false);
  }

  private StoryDecision arriveBehind(SignedArticle article, List<List<Posting>> postings) {
    Optional<Match> settled =
        best(article, postings, posting -> posting.publishedAt() <= article.sealed(), true);
    if (settled.isPresent()) {
      return decision(article, settled.get().storyId(), true);
    }
    Optional<Match> other = best(article, postings, any -> true, false);
    if (other.isPresent()) {
      // It goes where that first will go, and behind it.
      store.addPending(
          other.get().first().publishedAt(), new Pending(article, other.get().storyId()));
      return decision(article, other.get().storyId(), false);
    }
    found(article, postings, article.sealed() + ttl);
    return decision(article, article.id(), true);
  }

  /** Settles the articles of a moment that the watermark has reached. */
  public void settle(long moment, Consumer<StoryDecision> decisions) {
    List<Pending> all = new ArrayList<>(store.pending(moment));
    all.sort(IN_ORDER);
    store.removePending(moment);
    for (Pending pending : all) {
      SignedArticle article = pending.article();
      List<List<Posting>> postings = postings(article.signature());
      Predicate<Posting> settled =
          article.behind()
              ? posting -> posting.publishedAt() <= moment
              : posting -> precedes(posting, article);
      Optional<Match> match = best(article, postings, settled, true);
      if (isOfThisId(pending)) {
        if (match.isEmpty()) {
          found(article, postings, Math.max(moment, article.publishedAt()) + ttl);
        } else if (isFirst(pending)) {
          remove(article.id(), article.publishedAt(), article.signature());
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
        .ifPresent(first -> remove(storyId, first.publishedAt(), first.signature()));
  }

  private List<List<Posting>> postings(Signature signature) {
    List<List<Posting>> postings = new ArrayList<>(signature.fingerprints().length);
    for (int fingerprint : signature.fingerprints()) {
      postings.add(store.postings(fingerprint));
    }
    return postings;
  }

  private static boolean precedes(Posting posting, SignedArticle article) {
    return posting.publishedAt() < article.publishedAt()
        || (posting.publishedAt() == article.publishedAt()
            && CodePointOrder.CODE_POINTS.compare(posting.storyId(), article.id()) < 0);
  }

  /** Whether one more that may not stay can be added. */
  private static boolean roomIn(List<Posting> postings) {
    return postings.size() < 2 * MOST_POSTINGS;
  }

  /** Whether one more that stays can be added: by what precedes it, whatever the arrival order. */
  private static boolean roomIn(List<Posting> postings, SignedArticle article) {
    int room = MOST_POSTINGS;
    if (postings.size() < room) {
      return true;
    }
    for (Posting posting : postings) {
      if (posting.expiry() > article.publishedAt() && precedes(posting, article) && --room == 0) {
        return false;
      }
    }
    return true;
  }

  private void found(SignedArticle article, List<List<Posting>> postings, long expiry) {
    put(
        article,
        postings,
        expiry,
        true,
        article.behind() ? list -> roomIn(list) : list -> roomIn(list, article));
    store.expireAt(expiry, article.id());
  }

  /** Puts the first of a story where its copies will find it; what is there already stays. */
  private void put(
      SignedArticle article,
      List<List<Posting>> postings,
      long expiry,
      boolean settled,
      Predicate<List<Posting>> room) {
    int[] fingerprints = article.signature().fingerprints();
    Posting own = new Posting(article.id(), article.publishedAt(), fingerprints.length, expiry);
    for (int i = 0; i < fingerprints.length; i++) {
      List<Posting> list = postings.get(i);
      boolean wanted = room.test(list);
      int at = place(list, article.id(), article.publishedAt());
      boolean there = at >= 0 && list.get(at).equals(own);
      if (there != wanted) {
        List<Posting> others = at >= 0 ? without(list, at) : list;
        store.putPostings(fingerprints[i], wanted ? with(others, own) : others);
      }
    }
    store.putFirst(
        article.id(), new First(article.publishedAt(), expiry, settled, article.signature()));
  }

  private void remove(String storyId, long publishedAt, Signature signature) {
    for (int fingerprint : signature.fingerprints()) {
      List<Posting> postings = store.postings(fingerprint);
      int at = place(postings, storyId, publishedAt);
      if (at >= 0) {
        store.putPostings(fingerprint, without(postings, at));
      }
    }
    store.removeFirst(storyId);
  }

  /** Where the posting of a story stands, of which a list has one at most; -1 if there is none. */
  private static int place(List<Posting> postings, String storyId, long publishedAt) {
    for (int i = 0; i < postings.size(); i++) {
      Posting posting = postings.get(i);
      // All postings of a story are those of one article; numbers are told apart at once.
      if (posting.publishedAt() == publishedAt && posting.storyId().equals(storyId)) {
        return i;
      }
    }
    return -1;
  }

  private static List<Posting> without(List<Posting> postings, int at) {
    List<Posting> rest = new ArrayList<>(postings);
    rest.remove(at);
    return rest;
  }

  private static List<Posting> with(List<Posting> postings, Posting own) {
    if (postings.isEmpty()) {
      return List.of(own);
    }
    List<Posting> all = new ArrayList<>(postings.size() + 1);
    all.addAll(postings);
    all.add(own);
    return all;
  }

  /**
   * The story an article is most alike; of equals, that of the earliest first article.
   *
   * @param postings those of the article's fingerprints
   * @param eligible which of them
   * @param settled whether only settled firsts count
   */
  private Optional<Match> best(
      SignedArticle article,
      List<List<Posting>> postings,
      Predicate<Posting> eligible,
      boolean settled) {
    CopyCheck check = new CopyCheck(article.signature(), containment, indexes);
    List<Match> matches = new ArrayList<>(1);
    for (Candidate candidate : candidates(article, postings, eligible)) {
      First first =
          store
              .first(candidate.storyId())
              .orElseThrow(() -> new IllegalStateException("a posting without its story"));
      if (first.settled() || !settled) {
        check
            .against(first.signature())
            .ifPresent(alike -> matches.add(new Match(candidate.storyId(), first, alike)));
      }
    }
    return matches.stream().min(BEST_FIRST);
  }

  /** The stories that share enough fingerprints with an article, those that share most of them. */
  private static List<Candidate> candidates(
      SignedArticle article, List<List<Posting>> postings, Predicate<Posting> eligible) {
    PostingCounts shared = new PostingCounts();
    for (List<Posting> list : postings) {
      for (Posting posting : list) {
        if (posting.expiry() > article.publishedAt() && eligible.test(posting)) {
          shared.add(posting);
        }
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    shared.forEach(
        (posting, count) -> {
          if (count * SHARED >= Math.min(posting.fingerprints(), postings.size())
              && !posting.storyId().equals(article.id())) {
            candidates.add(new Candidate(posting.storyId(), count));
          }
        });
    if (candidates.size() <= MOST_CANDIDATES) {
      return candidates;
    }
    candidates.sort(MOST_SHARED_FIRST);
    return candidates.subList(0, MOST_CANDIDATES);
  }
}
