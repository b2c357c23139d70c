package io.newstide.job;

import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An article that topics looked back on, or whose story was settled otherwise, so that a topic that
 * looks back knows.
 *
 * @param article the article as it is counted, with the story it tells; its topics are left out
 * @param topics by topic, what it counts for it beside what the stream has counted
 */
record LookedBackOn(Enriched article, Map<String, Instead> topics) {

  /**
   * What an article counts for a topic.
   *
   * @param was as the stream counted it; empty if it did not
   * @param is what it is to count
   */
  record Instead(Optional<TopicMatch> was, Optional<TopicMatch> is) {}

  LookedBackOn {
    topics = Map.copyOf(topics);
  }

  /** This with something else for a topic. */
  LookedBackOn with(String topic, Instead instead) {
    Map<String, Instead> changed = new TreeMap<>(topics);
    if (instead.was().equals(instead.is())) {
      changed.remove(topic);
    } else {
      changed.put(topic, instead);
    }
    return new LookedBackOn(article, changed);
  }

  /** This as it tells the story of a later revision. */
  LookedBackOn telling(Enriched revised) {
    return new LookedBackOn(
        new Enriched(
            article.article(),
            revised.storyId(),
            "",
            revised.revision(),
            article.lateBy(),
            article.analysis(),
            article.topics(),
            article.analyser()),
        topics);
  }
}
