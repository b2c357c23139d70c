package io.newstide.duplicate;

import io.newstide.article.CodePointOrder;
import io.newstide.duplicate.StoryStore.First;
import io.newstide.duplicate.StoryStore.Pending;
import io.newstide.duplicate.StoryStore.Posting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

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
 * #MOST_POSTINGS} settled postings and as many that are not: a passage that so many stories share
 * says nothing.
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
  private static final int SHARED = 4;

  private static final Comparator<Pending> IN_ORDER =
      Comparator.comparing((Pending pending) -> pending.article().behind())
          .thenComparingLong(pending -> pending.article().publishedAt())
          .thenComparing(pending -> pending.article().id(), CodePointOrder.CODE_POINTS);

  private final StoryStore store;
  private final double containment;
  private final long ttl;

  private record Candidate(String storyId, int shared) {}

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

  /** Tells the story of an article that has arrived; its id has not been seen before. */
  public StoryDecision arrive(SignedArticle article) {
    // The id can come again when it is forgotten elsewhere and is about to be here.
    store.first(article.id()).ifPresent(first -> remove(article.id(), first.signature()));
    if (!article.behind()) {
      String story = best(article, false).map(Match::storyId).orElse(article.id());
      if (story.equals(article.id())) {
        put(article, Long.MAX_VALUE);
      }
      store.addPending(article.publishedAt(), new Pending(article, story));
      return new StoryDecision(article.id(), story, false);
    }
    Optional<Match> settled = best(article, true);
    Optional<Match> any = settled.isPresent() ? settled : best(article, false);
    if (settled.isEmpty() && any.isPresent()) {
      // It goes where the story's first will go, and behind it.
      store.addPending(any.get().first().publishedAt(), new Pending(article, any.get().storyId()));
      return new StoryDecision(article.id(), any.get().storyId(), false);
    }
    if (settled.isEmpty()) {
      found(article, article.sealed() + ttl);
    }
    return new StoryDecision(article.id(), settled.map(Match::storyId).orElse(article.id()), true);
  }

  /** Settles the articles of a moment that the watermark has reached. */
  public void settle(long moment, Consumer<StoryDecision> decisions) {
    List<Pending> all = new ArrayList<>(store.pending(moment));
    all.sort(IN_ORDER);
    store.removePending(moment);
    for (Pending pending : all) {
      SignedArticle article = pending.article();
      String story = best(article, true).map(Match::storyId).orElse(article.id());
      if (story.equals(article.id())) {
        found(article, Math.max(moment, article.publishedAt()) + ttl);
      } else if (pending.storyId().equals(article.id())) {
        remove(article.id(), article.signature());
      }
      decisions.accept(new StoryDecision(article.id(), story, true));
    }
  }

  /** Forgets a story whose time has come by a moment. */
  public void expire(String storyId, long moment) {
    store
        .first(storyId)
        .filter(first -> first.expiry() <= moment)
        .ifPresent(first -> remove(storyId, first.signature()));
  }

  private void found(SignedArticle article, long expiry) {
    put(article, expiry);
    store.expireAt(expiry, article.id());
  }

  /** Puts the first of a story where copies will find it, in place of what was put there before. */
  private void put(SignedArticle article, long expiry) {
    int[] fingerprints = article.signature().fingerprints();
    Posting posting = new Posting(article.id(), fingerprints.length, expiry);
    for (int fingerprint : fingerprints) {
      List<Posting> postings = without(store.postings(fingerprint), article.id());
      if (alike(postings, posting, article.publishedAt()) < MOST_POSTINGS) {
        postings.add(posting);
      }
      store.putPostings(fingerprint, postings);
    }
    store.putFirst(article.id(), new First(article.publishedAt(), expiry, article.signature()));
  }

  /** How many postings there are of those that are settled like this one, at a moment. */
  private static int alike(List<Posting> postings, Posting like, long moment) {
    int alike = 0;
    for (Posting posting : postings) {
      if (posting.settled() == like.settled() && posting.expiry() > moment) {
        alike++;
      }
    }
    return alike;
  }

  private void remove(String storyId, Signature signature) {
    for (int fingerprint : signature.fingerprints()) {
      List<Posting> postings = store.postings(fingerprint);
      List<Posting> rest = without(postings, storyId);
      if (rest.size() < postings.size()) {
        store.putPostings(fingerprint, rest);
      }
    }
    store.removeFirst(storyId);
  }

  private static List<Posting> without(List<Posting> postings, String storyId) {
    List<Posting> rest = new ArrayList<>(postings.size() + 1);
    for (Posting posting : postings) {
      if (!posting.storyId().equals(storyId)) {
        rest.add(posting);
      }
    }
    return rest;
  }

  /** The story an article is most alike; of equals, that of the earliest first article. */
  private Optional<Match> best(SignedArticle article, boolean settledOnly) {
    CopyCheck check = new CopyCheck(article.signature(), containment);
    List<Match> matches = new ArrayList<>(1);
    for (Candidate candidate : candidates(article, settledOnly)) {
      First first =
          store
              .first(candidate.storyId())
              .orElseThrow(() -> new IllegalStateException("a posting without its story"));
      OptionalDouble alike = check.against(first.signature());
      if (alike.isPresent()) {
        matches.add(new Match(candidate.storyId(), first, alike.getAsDouble()));
      }
    }
    return matches.stream().min(BEST_FIRST);
  }

  /** The stories that share enough fingerprints with an article, those that share most first. */
  private List<Candidate> candidates(SignedArticle article, boolean settledOnly) {
    int[] fingerprints = article.signature().fingerprints();
    Map<Posting, Integer> shared = new HashMap<>();
    for (int fingerprint : fingerprints) {
      for (Posting posting : store.postings(fingerprint)) {
        if (posting.expiry() > article.publishedAt()
            && (posting.settled() || !settledOnly)
            && !posting.storyId().equals(article.id())) {
          shared.merge(posting, 1, Integer::sum);
        }
      }
    }
    List<Candidate> candidates = new ArrayList<>(shared.size());
    shared.forEach(
        (posting, count) -> {
          if (count * SHARED >= Math.min(posting.fingerprints(), fingerprints.length)) {
            candidates.add(new Candidate(posting.storyId(), count));
          }
        });
    candidates.sort(
        Comparator.comparingInt(Candidate::shared)
            .reversed()
            .thenComparing(Candidate::storyId, CodePointOrder.CODE_POINTS));
    return candidates.size() <= MOST_CANDIDATES
        ? candidates
        : candidates.subList(0, MOST_CANDIDATES);
  }
}
