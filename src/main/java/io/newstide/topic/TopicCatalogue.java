package io.newstide.topic;

import io.newstide.language.Analysis;
import java.util.ArrayList;
import java.util.List;

public final class TopicCatalogue {
  private final List<TopicDefinition> topics;

  private TopicCatalogue(List<TopicDefinition> topics) {
    this.topics = topics;
  }

  public static TopicCatalogue of(List<TopicDefinition> topics) {
    return new TopicCatalogue(topics);
  }

  public String version() {
    return Integer.toHexString(topics.hashCode());
  }

  public List<TopicMatch> match(Analysis analysis) {
    List<TopicMatch> matches = new ArrayList<>();
    for (TopicDefinition topic : topics) {
      if (analysis.passages().stream().anyMatch(p -> p.text().contains(topic.query()))) {
        matches.add(new TopicMatch(topic.id(), 1, false, List.of(topic.query())));
      }
    }
    return matches;
  }
}
