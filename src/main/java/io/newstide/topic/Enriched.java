package io.newstide.topic;

import io.newstide.article.Article;
import io.newstide.language.Analysis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An article understood: what goes to the enriched topic, and what is counted.
 *
 * @param article the article
 * @param storyId the story it tells: the id of the first article that told it
 * @param formerStoryId the story it was told to tell one revision earlier; empty for revision 0
 * @param revision 0, and one more each time the story is settled otherwise
 * @param lateBy how far behind the allowed lateness it came; zero for an article that is in time
 * @param analysis what the language pass found; its passages and mentions may have been dropped
 * @param topics the topics it carries, strongest first
 * @param analyser the versions that were at work
 * @param sealed what event time had reached when it was counted, epoch milliseconds: of a slice
 *     that had ended by then it is a correction
 */
public record Enriched(
    Article article,
    String storyId,
    String formerStoryId,
    int revision,
    Duration lateBy,
    Analysis analysis,
    List<TopicMatch> topics,
    Versions analyser,
    long sealed) {

  /** One that is counted before its slice has ended. */
  public Enriched(
      Article article,
      String storyId,
      String formerStoryId,
      int revision,
      Duration lateBy,
      Analysis analysis,
      List<TopicMatch> topics,
      Versions analyser) {
    this(
        article,
        storyId,
        formerStoryId,
        revision,
        lateBy,
        analysis,
        topics,
        analyser,
        Long.MIN_VALUE);
  }

  public Enriched {
    topics = List.copyOf(topics);
  }

  /** Whether it came too late for every window. */
  public boolean late() {
    return !lateBy.isZero();
  }

  /** This as it tells a story, for the first time. */
  public Enriched telling(String story) {
    return new Enriched(article, story, "", 0, lateBy, analysis, topics, analyser, sealed);
  }

  /** The next revision of this: it tells another story. */
  public Enriched tellingInstead(String story) {
    return new Enriched(
        article, story, storyId, revision + 1, lateBy, analysis, topics, analyser, sealed);
  }

  /** This as it counts at a moment of event time. */
  public Enriched countedAt(long moment) {
    return new Enriched(
        article, storyId, formerStoryId, revision, lateBy, analysis, topics, analyser, moment);
  }

  /** What this replaces, as far as it was counted; empty for revision 0. */
  public Optional<Enriched> replaced() {
    return formerStoryId.isEmpty() ? Optional.empty() : Optional.of(telling(formerStoryId));
  }

  /** This without what only the language pass and the topics need: body, passages, mentions. */
  public Enriched withoutText() {
    Analysis rest =
        new Analysis(
            List.of(),
            List.of(),
            analysis.keywords(),
            analysis.people(),
            analysis.places(),
            analysis.organisations(),
            analysis.author());
    return new Enriched(
        article.withoutBody(),
        storyId,
        formerStoryId,
        revision,
        lateBy,
        rest,
        topics,
        analyser,
        sealed);
  }

  /**
   * The versions an article was read with.
   *
   * @param model of the language models
   * @param lexicon of the lexicon
   * @param topics of the topic catalogue
   */
  public record Versions(String model, String lexicon, String topics) {}
}
