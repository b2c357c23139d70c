package io.newstide.window;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is known of a subject over a stretch of time: a sum of signed exact multisets and therefore
 * a commutative group. Adding is merging, a correction is the new less the old. Immutable.
 *
 * <p>Most slices of most subjects hold an article or two. Those are kept as they are ({@link Few}),
 * each one object that its other subjects share; only what is more is added up ({@link Merged}).
 * Which of the two a tally is makes no difference to what it says, nor to whether it equals
 * another.
 */
public abstract sealed class Tally {

  /** So many articles are kept as they are: adding up costs each all of its names. */
  private static final int FEW = 64;

  /** Of sums for rows only so many: those are asked again and again for what they hold by name. */
  private static final int FEW_FOR_ROWS = 8;

  private static final Observation[] NONE = {};

  private static final Tally ZERO = new Few(NONE);

  private Tally() {}

  /** Nothing counted. */
  public static Tally zero() {
    return ZERO;
  }

  /** One article, as a tally. */
  public static Tally of(Observation article) {
    return new Few(new Observation[] {article});
  }

  /**
   * The tally that {@link #few} gave the articles of.
   *
   * @param articles kept, and not to be changed
   */
  public static Tally ofFew(Observation[] articles) {
    return articles.length == 0 ? ZERO : new Few(articles);
  }

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
  public static Tally of(
      Multiset<String> stories,
      Multiset<String> sources,
      Multiset<String> keywords,
      Multiset<NamedEntity> entities,
      Multiset<Evidence> evidence,
      Multiset<Delay> delays,
      long titleMentions) {
    return new Merged(stories, sources, keywords, entities, evidence, delays, titleMentions);
  }

  /** Articles that carry the subject, copies included. */
  public abstract long mentions();

  /** Distinct stories that carry the subject. */
  public abstract int uniqueStories();

  /** By story, the articles that tell it. */
  public abstract Multiset<String> stories();

  /** By source, the articles it published. */
  public abstract Multiset<String> sources();

  /** By keyword, the articles that have it. */
  public abstract Multiset<String> keywords();

  /** By name, the articles that mention it. */
  public abstract Multiset<NamedEntity> entities();

  /** The articles themselves. */
  public abstract Multiset<Evidence> evidence();

  /** By source and delay, the articles that came with it. */
  public abstract Multiset<Delay> delays();

  /** Articles whose headline mentions the subject. */
  public abstract long titleMentions();

  /** Whether nothing is counted, or all that was has been taken back. */
  public abstract boolean isZero();

  /** Whether a story was told less often than never: something is taken back with it. */
  public abstract boolean takesAway();

  /** The articles it is made of, where they have not been added up. */
  public abstract Optional<List<Observation>> few();

  /**
   * Its written form but for the evidence, in two parts, which must not be changed: what was added
   * up is written at every checkpoint for as long as it lasts, and its form is made once.
   *
   * @param writer makes it; the same for all who ask
   */
  public byte[][] written(Function<Tally, byte[][]> writer) {
    return writer.apply(this);
  }

  /** Adds all of it to a sum, or takes it from there. */
  abstract void spread(Sum sum, int sign);

  /** The stories of this alone: how many articles and how many stories there are. */
  public Tally storiesAlone() {
    return of(
        stories(),
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
  public final boolean equals(Object other) {
    return other instanceof Tally that
        && titleMentions() == that.titleMentions()
        && stories().equals(that.stories())
        && sources().equals(that.sources())
        && keywords().equals(that.keywords())
        && entities().equals(that.entities())
        && evidence().equals(that.evidence())
        && delays().equals(that.delays());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(
        stories(), sources(), keywords(), entities(), evidence(), delays(), titleMentions());
  }

  @Override
  public final String toString() {
    return Map.of("stories", stories(), "sources", sources(), "titleMentions", titleMentions())
        .toString();
  }

  /** Articles as they are. */
  private static final class Few extends Tally {
    private final Observation[] articles;

    Few(Observation[] articles) {
      this.articles = articles;
    }

    @Override
    public long mentions() {
      return articles.length;
    }

    @Override
    public int uniqueStories() {
      if (articles.length <= 1) {
        return articles.length;
      }
      Set<String> stories = new HashSet<>(2 * articles.length);
      for (Observation observation : articles) {
        stories.add(observation.article().story());
      }
      return stories.size();
    }

    @Override
    public Multiset<String> stories() {
      return sum(article -> List.of(article.article().story()));
    }

    @Override
    public Multiset<String> sources() {
      return sum(article -> List.of(article.article().source()));
    }

    @Override
    public Multiset<String> keywords() {
      return sum(article -> article.article().keywords());
    }

    @Override
    public Multiset<NamedEntity> entities() {
      return sum(article -> article.article().entities());
    }

    @Override
    public Multiset<Evidence> evidence() {
      return sum(article -> article.isEvidence() ? List.of(article.shown()) : List.of());
    }

    @Override
    public Multiset<Delay> delays() {
      return sum(article -> List.of(article.article().delay()));
    }

    private <T> Multiset<T> sum(Function<Observation, List<T>> part) {
      if (articles.length == 1) {
        return Multiset.once(part.apply(articles[0]));
      }
      Multiset.Sum<T> sum = new Multiset.Sum<>();
      for (Observation article : articles) {
        part.apply(article).forEach(thing -> sum.add(thing, 1));
      }
      return sum.total();
    }

    @Override
    public long titleMentions() {
      int mentions = 0;
      for (Observation article : articles) {
        mentions += article.inTitle() ? 1 : 0;
      }
      return mentions;
    }

    @Override
    public boolean isZero() {
      return articles.length == 0;
    }

    @Override
    public boolean takesAway() {
      return false;
    }

    @Override
    public Optional<List<Observation>> few() {
      return Optional.of(Collections.unmodifiableList(Arrays.asList(articles)));
    }

    @Override
    void spread(Sum sum, int sign) {
      for (Observation observation : articles) {
        CountedArticle article = observation.article();
        sum.stories.add(article.story(), sign);
        sum.sources.add(article.source(), sign);
        for (String keyword : article.keywords()) {
          sum.keywords.add(keyword, sign);
        }
        for (NamedEntity entity : article.entities()) {
          sum.entities.add(entity, sign);
        }
        if (observation.isEvidence()) {
          sum.addEvidence(observation, sign);
        }
        if (sum.forRows == null) {
          sum.delays.add(article.delay(), sign);
        }
        sum.titleMentions += observation.inTitle() ? sign : 0;
      }
    }
  }

  /** Articles added up. */
  private static final class Merged extends Tally {
    private final Multiset<String> stories;
    private final Multiset<String> sources;
    private final Multiset<String> keywords;
    private final Multiset<NamedEntity> entities;
    private final Multiset<Evidence> evidence;
    private final Multiset<Delay> delays;
    private final long titleMentions;
    private volatile byte[][] written;

    Merged(
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

    @Override
    public byte[][] written(Function<Tally, byte[][]> writer) {
      byte[][] form = written;
      if (form == null) {
        form = writer.apply(this);
        written = form;
      }
      return form;
    }

    @Override
    public long mentions() {
      return stories.size();
    }

    @Override
    public int uniqueStories() {
      return stories.distinct();
    }

    @Override
    public Multiset<String> stories() {
      return stories;
    }

    @Override
    public Multiset<String> sources() {
      return sources;
    }

    @Override
    public Multiset<String> keywords() {
      return keywords;
    }

    @Override
    public Multiset<NamedEntity> entities() {
      return entities;
    }

    @Override
    public Multiset<Evidence> evidence() {
      return evidence;
    }

    @Override
    public Multiset<Delay> delays() {
      return delays;
    }

    @Override
    public long titleMentions() {
      return titleMentions;
    }

    @Override
    public boolean isZero() {
      return titleMentions == 0
          && stories.distinct() == 0
          && sources.distinct() == 0
          && keywords.distinct() == 0
          && entities.distinct() == 0
          && evidence.distinct() == 0
          && delays.distinct() == 0;
    }

    @Override
    public boolean takesAway() {
      boolean[] less = {false};
      stories.forEach((story, count) -> less[0] |= count < 0);
      return less[0];
    }

    @Override
    public Optional<List<Observation>> few() {
      return Optional.empty();
    }

    @Override
    void spread(Sum sum, int sign) {
      sum.stories.add(stories, sign);
      sum.sources.add(sources, sign);
      sum.keywords.add(keywords, sign);
      sum.entities.add(entities, sign);
      if (sum.forRows == null) {
        sum.evidence.add(evidence, sign);
        sum.delays.add(delays, sign);
      } else {
        evidence.each((article, count) -> sum.forRows.add(article, sign * count));
      }
      sum.titleMentions += sign * titleMentions;
    }
  }

  /** Adds tallies up without copying what was added before. Not safe for several threads. */
  public static final class Sum {

    /** All that was added, as long as it is one tally. */
    private Tally only = ZERO;

    /** All that was added, as long as it is few articles of several tallies. */
    private Observation[] few = NONE;

    private int size;

    /** Whether it is neither and lies in the tables. */
    private boolean addedUp;

    /** Absent until they are needed. */
    private Multiset.Sum<String> stories;

    private Multiset.Sum<String> sources;
    private Multiset.Sum<String> keywords;
    private Multiset.Sum<NamedEntity> entities;
    private Multiset.Sum<Evidence> evidence;
    private Multiset.Sum<Delay> delays;
    private long titleMentions;

    /** In place of evidence and delays, where it is for rows alone. */
    private final StrongestEvidence forRows;

    /** A sum of nothing. */
    public Sum() {
      this(null);
    }

    /** A sum of nothing for rows, which show the strongest articles and no delays. */
    Sum(StrongestEvidence forRows) {
      this.forRows = forRows;
    }

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
      if (!addedUp) {
        if (size == 0 && only.isZero()) {
          only = tally;
          return;
        }
        if (tally instanceof Few more && gather(more)) {
          return;
        }
      }
      spread(tally, 1);
    }

    /** Puts articles beside those that were added, if that is all there is and they are few. */
    private boolean gather(Few more) {
      Observation[] before = only instanceof Few one ? one.articles : NONE;
      int all = size + before.length + more.articles.length;
      if (all > (forRows == null ? FEW : FEW_FOR_ROWS) || (size == 0 && before.length == 0)) {
        return false;
      }
      if (all > few.length) {
        few = Arrays.copyOf(few, Math.max(all, 2 * few.length));
      }
      for (Observation[] some : List.of(before, more.articles)) {
        System.arraycopy(some, 0, few, size, some.length);
        size += some.length;
      }
      only = ZERO;
      return true;
    }

    /** Takes one tally away. */
    public void subtract(Tally tally) {
      spread(tally, -1);
    }

    private void spread(Tally tally, int sign) {
      if (!addedUp) {
        addedUp = true;
        if (stories == null) {
          stories = new Multiset.Sum<>();
          sources = new Multiset.Sum<>();
          keywords = new Multiset.Sum<>();
          entities = new Multiset.Sum<>();
          evidence = new Multiset.Sum<>();
          delays = new Multiset.Sum<>();
        }
        Tally before = asAdded();
        letGo();
        before.spread(this, 1);
      }
      tally.spread(this, sign);
    }

    private void letGo() {
      only = ZERO;
      Arrays.fill(few, 0, size, null);
      size = 0;
    }

    /** All that was added, as long as it does not lie in the tables. */
    private Tally asAdded() {
      return size == 0 ? only : new Few(Arrays.copyOf(few, size));
    }

    /** What was added. */
    public Tally total() {
      if (!addedUp) {
        return asAdded();
      }
      Tally total =
          new Merged(
              stories.total(),
              sources.total(),
              keywords.total(),
              entities.total(),
              evidence.total(),
              delays.total(),
              titleMentions);
      return total.isZero() ? ZERO : total;
    }

    private void addEvidence(Observation article, int sign) {
      if (forRows == null) {
        evidence.add(article.shown(), sign);
      } else {
        forRows.add(article, sign);
      }
    }

    /** Whether a row can be made of it; always, unless it is for rows and was moved on. */
    boolean isEnough() {
      return forRows == null || forRows.isEnough(WindowCount.EVIDENCE);
    }

    /** What was added, without a copy but for the evidence of rows: it changes with the sum. */
    Tally soFar() {
      return !addedUp
          ? asAdded()
          : new Merged(
              stories.soFar(),
              sources.soFar(),
              keywords.soFar(),
              entities.soFar(),
              forRows == null ? evidence.soFar() : forRows.kept(),
              delays.soFar(),
              titleMentions);
    }

    /** Sets it back to a sum of nothing, for the next to add up; totals that it gave stay. */
    public void clear() {
      letGo();
      titleMentions = 0;
      if (addedUp) {
        addedUp = false;
        stories.clear();
        sources.clear();
        keywords.clear();
        entities.clear();
        evidence.clear();
        delays.clear();
      }
    }

    /** How many different things it holds, a measure of its memory. */
    int weight() {
      return !addedUp
          ? 0
          : stories.distinct()
              + sources.distinct()
              + keywords.distinct()
              + entities.distinct()
              + (forRows == null ? evidence.distinct() : forRows.distinct())
              + delays.distinct();
    }
  }
}
