package io.newstide.window;

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
    sum.add(other, -1);
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

  /** Adds tallies up without copying what was added before. Not safe for several threads. */
  public static final class Sum {

    private final Multiset.Sum<String> stories = new Multiset.Sum<>();
    private final Multiset.Sum<String> sources = new Multiset.Sum<>();
    private final Multiset.Sum<String> keywords = new Multiset.Sum<>();
    private final Multiset.Sum<NamedEntity> entities = new Multiset.Sum<>();
    private final Multiset.Sum<Evidence> evidence = new Multiset.Sum<>();
    private final Multiset.Sum<Delay> delays = new Multiset.Sum<>();
    private long titleMentions;

    /** Counts one article. */
    public void add(Observation article) {
      stories.add(article.story(), 1);
      sources.add(article.source(), 1);
      for (String keyword : article.keywords()) {
        keywords.add(keyword, 1);
      }
      for (NamedEntity entity : article.entities()) {
        entities.add(entity, 1);
      }
      article.evidence().ifPresent(shown -> evidence.add(shown, 1));
      delays.add(article.delay(), 1);
      if (article.inTitle()) {
        titleMentions++;
      }
    }

    /** Takes back one article that was counted, here or elsewhere. */
    public void subtract(Observation article) {
      Sum one = new Sum();
      one.add(article);
      add(one.total(), -1);
    }

    /** Adds only the stories of a tally: how many articles and how many stories there are. */
    public void addStories(Tally tally) {
      stories.add(tally.stories, 1);
    }

    /** Adds one tally. */
    public void add(Tally tally) {
      add(tally, 1);
    }

    private void add(Tally tally, int sign) {
      stories.add(tally.stories, sign);
      sources.add(tally.sources, sign);
      keywords.add(tally.keywords, sign);
      entities.add(tally.entities, sign);
      evidence.add(tally.evidence, sign);
      delays.add(tally.delays, sign);
      titleMentions += sign * tally.titleMentions;
    }

    /** What was added. The sum must not be used afterwards. */
    public Tally total() {
      return new Tally(
          stories.total(),
          sources.total(),
          keywords.total(),
          entities.total(),
          evidence.total(),
          delays.total(),
          titleMentions);
    }
  }
}
