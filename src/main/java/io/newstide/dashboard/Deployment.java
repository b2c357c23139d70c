package io.newstide.dashboard;

import io.newstide.article.ArticleReader;
import io.newstide.kafka.KafkaCluster;
import io.newstide.language.LanguageSettings;
import io.newstide.topic.TopicDefinition;
import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.window.Slicing;
import io.newstide.window.SubjectHistory;
import io.newstide.window.WindowDefinition;
import java.time.Duration;
import java.util.List;

/**
 * What a dashboard must know of the deployment that it shows.
 *
 * @param name its name
 * @param cluster its Kafka
 * @param slicing how it cuts time
 * @param windows the windows of its job file
 * @param topics the topics of its job file
 * @param reader what reads its articles
 * @param language how it understands them
 * @param terms how long its slices are kept and may change
 * @param outOfOrderness how far articles may come out of order without being late
 * @param alerts when its alerts open and close
 * @param baselines what its counts are compared with
 */
public record Deployment(
    String name,
    KafkaCluster cluster,
    Slicing slicing,
    List<WindowDefinition> windows,
    List<TopicDefinition> topics,
    ArticleReader reader,
    LanguageSettings language,
    SubjectHistory.Terms terms,
    Duration outOfOrderness,
    AlertSettings alerts,
    BaselineSettings baselines) {

  public Deployment {
    windows = List.copyOf(windows);
    topics = List.copyOf(topics);
  }
}
