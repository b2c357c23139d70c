package io.newstide.window;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a subject over a stretch of time: a sum of signed exact multisets and therefore
 * a commutative group. Adding is merging, a correction is the new less the old. Immutable.
 */
public final class Tally {

  private static final Tally ZERO =
      new Tally(
          Multiset.empty(),
          Multiset.empty(),
          Multiset.empty(),
          Multiset.empty(),
          Multiset.empty(),
          Multiset.empty(),
          0);

  private final Multiset<String> stories;
  private final Multiset<String> sources;
  private final Multiset<String> keywords;
  private final Multiset<NamedEntity> entities;
  private final Multiset<Evidence> evidence;
  private final Multiset<Delay> delays;
  private final long titleMentions;

  /**
   * A tally of these parts.
   *
   * @param stories by story, the articles that tell it
   * @param sources by source, the articles it published
   * @param keywords by keyword, the articles that have it
   * @param entities by name, the articles that mention it
   * @param evidence the articles themselves
   * @param delays by source and delay, the articles that came with it
   * @param titleMentions articles whose headline mentions the subject
   */
  public Tally(
      Multiset<String> stories,
      Multiset<String> sources,
      Multiset<String> keywords,
      Multiset<NamedEntity> entities,
      Multiset<Evidence> evidence,
      Multiset<Delay> delays,
      long titleMentions) {
    this.stories = stories;
    this.sources = sources;
    this.keywords = keywords;
    this.entities = entities;
    this.evidence = evidence;
    this.delays = delays;
    this.titleMentions = titleMentions;
  }

  /** Nothing counted. */
  public static Tally zero() {
    return ZERO;
  }

  /** Articles that carry the subject, copies included. */
  public long mentions() {
    return stories.size();
  }

  /** Distinct stories that carry the subject. */
  public int uniqueStories() {
    return stories.distinct();
  }

  public Multiset<String> stories() {
    return stories;
  }

  public Multiset<String> sources() {
    return sources;
  }

  public Multiset<String> keywords() {
    return keywords;
  }

  public Multiset<NamedEntity> entities() {
    return entities;
  }

  public Multiset<Evidence> evidence() {
    return evidence;
  }

  public Multiset<Delay> delays() {
    return delays;
  }

  public long titleMentions() {
    return titleMentions;
  }

  /** Whether nothing is counted, or all that was has been taken back. */
  public boolean isZero() {
    return titleMentions == 0
        && stories.distinct() == 0
        && sources.distinct() == 0
        && keywords.distinct() == 0
        && entities.distinct() == 0
        && evidence.distinct() == 0
        && delays.distinct() == 0;
  }

  /** One article, as a tally. */
  public static Tally of(Observation article) {
    return new Tally(
        Multiset.once(List.of(article.story())),
        Multiset.once(List.of(article.source())),
        Multiset.once(article.keywords()),
        Multiset.once(article.entities()),
        Multiset.once(article.evidence().stream().toList()),
        Multiset.once(List.of(article.delay())),
        article.inTitle() ? 1 : 0);
  }

  /** One article of which only the evidence matters. */
  public static Tally shown(Observation article) {
    return new Tally(
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.once(article.evidence().stream().toList()),
        Multiset.empty(),
        0);
  }

  /** The stories of this alone: how many articles and how many stories there are. */
  public Tally storiesAlone() {
    return new Tally(
        stories,
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        0);
  }

  /** This and the other merged. */
  public Tally plus(Tally other) {
    Sum sum = new Sum();
    sum.add(this);
    sum.add(other);
    return sum.total();
  }

  /** This without the other. */
  public Tally minus(Tally other) {
    Sum sum = new Sum();
    sum.add(this);
    sum.subtract(other);
    return sum.total();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tally that
        && titleMentions == that.titleMentions
        && stories.equals(that.stories)
        && sources.equals(that.sources)
        && keywords.equals(that.keywords)
        && entities.equals(that.entities)
        && evidence.equals(that.evidence)
        && delays.equals(that.delays);
  }

  @Override
  public int hashCode() {
    return Objects.hash(stories, sources, keywords, entities, evidence, delays, titleMentions);
  }

  @Override
  public String toString() {
    return Map.of("stories", stories, "sources", sources, "titleMentions", titleMentions)
        .toString();
  }

  /**
   * Adds tallies up without copying what was added before; a sum of one tally costs nothing. Not
   * safe for several threads.
   */
  public static final class Sum {

    /** The only tally so far, until a second one comes. */
    private Tally only;

    private Multiset.Sum<String> stories;
    private Multiset.Sum<String> sources;
    private Multiset.Sum<String> keywords;
    private Multiset.Sum<NamedEntity> entities;
    private Multiset.Sum<Evidence> evidence;
    private Multiset.Sum<Delay> delays;
    private long titleMentions;

    /** Counts one article. */
    public void add(Observation article) {
      add(Tally.of(article));
    }

    /** Takes back one article that was counted, here or elsewhere. */
    public void subtract(Observation article) {
      subtract(Tally.of(article));
    }

    /** Adds only the stories of a tally: how many articles and how many stories there are. */
    public void addStories(Tally tally) {
      add(tally.storiesAlone());
    }

    /** Adds one tally. */
    public void add(Tally tally) {
      if (stories == null && only == null) {
        only = tally;
      } else {
        spread(tally, 1);
      }
    }

    /** Takes one tally away. */
    public void subtract(Tally tally) {
      spread(tally, -1);
    }

    private void spread(Tally tally, int sign) {
      if (stories == null) {
        stories = new Multiset.Sum<>();
        sources = new Multiset.Sum<>();
        keywords = new Multiset.Sum<>();
        entities = new Multiset.Sum<>();
        evidence = new Multiset.Sum<>();
        delays = new Multiset.Sum<>();
        if (only != null) {
          Tally first = only;
          only = null;
          spread(first, 1);
        }
      }
      stories.add(tally.stories, sign);
      sources.add(tally.sources, sign);
      keywords.add(tally.keywords, sign);
      entities.add(tally.entities, sign);
      evidence.add(tally.evidence, sign);
      delays.add(tally.delays, sign);
      titleMentions += sign * tally.titleMentions;
    }

    /** What was added. */
    public Tally total() {
      if (stories == null) {
        return only == null ? ZERO : only;
      }
      return new Tally(
          stories.total(),
          sources.total(),
          keywords.total(),
          entities.total(),
          evidence.total(),
          delays.total(),
          titleMentions);
    }

    /** What was added, without a copy: it changes with the sum. */
    Tally soFar() {
      if (stories == null) {
        return total();
      }
      return new Tally(
          stories.soFar(),
          sources.soFar(),
          keywords.soFar(),
          entities.soFar(),
          evidence.soFar(),
          delays.soFar(),
          titleMentions);
    }

    /** How many different things it holds, a measure of its memory. */
    int weight() {
      return stories == null
          ? 0
          : stories.distinct()
              + sources.distinct()
              + keywords.distinct()
              + entities.distinct()
              + evidence.distinct()
              + delays.distinct();
    }
  }
}
