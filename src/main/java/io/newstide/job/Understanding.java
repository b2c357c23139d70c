package io.newstide.job;

import io.newstide.article.Article;
import io.newstide.language.Analyser;
import io.newstide.language.Analysis;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicCatalogue;
import io.newstide.topic.TopicDefinition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * From an article to what it says: the language pass and the topics, the same for the job and for
 * every command. Immutable and safe for use by many threads.
 */
public final class Understanding {

  private final Analyser analyser;
  private final TopicCatalogue topics;
  private final Enriched.Versions versions;

  /**
   * What an understanding is made of; small enough to travel to where it is made.
   *
   * @param language how articles are read
   * @param topics the topics
   */
  public record Settings(LanguageSettings language, List<TopicDefinition> topics)
      implements Serializable {

    public Settings {
      topics = List.copyOf(topics);
    }
  }

  private Understanding(Analyser analyser, TopicCatalogue topics) {
    this.analyser = analyser;
    this.topics = topics;
    this.versions = new Enriched.Versions(analyser.model(), analyser.lexicon(), topics.version());
  }

  /** Loads models and dictionaries; takes seconds the first time in a process. */
  public static Understanding of(Settings settings) {
    return new Understanding(
        HanlpAnalyser.create(settings.language()), TopicCatalogue.of(settings.topics()));
  }

  /** This with other topics, by the same language pass. */
  Understanding withTopics(List<TopicDefinition> others) {
    return new Understanding(analyser, TopicCatalogue.of(others));
  }

  /** By what articles are understood: model, lexicon, topics. */
  Enriched.Versions versions() {
    return versions;
  }

  /** Understands an article; for the time being it tells a story of its own. */
  public Enriched enrich(Article article, Duration lateBy) {
    Analysis analysis = analyser.analyse(article);
    return new Enriched(
        article, article.id(), "", 0, lateBy, analysis, topics.match(analysis), versions);
  }
}
