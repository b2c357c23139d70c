package io.newstide.job;

import io.newstide.article.Incoming;
import io.newstide.kafka.ArticleSource;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.ControlSource;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.LookBackSource;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowSink;
import io.newstide.kafka.TopicName;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * From Kafka to Kafka.
 *
 * @param job the deployment
 * @param bounded whether to end at the articles that are there now
 */
public record KafkaEndpoints(JobFile job, boolean bounded) implements Endpoints {

  @Override
  public Source<Incoming, ?, ?> articles() {
    return ArticleSource.of(
        job.cluster(),
        job.articlesTopic(),
        job.from(),
        job.settings().name(),
        job.reader(),
        WireTypes.INCOMING,
        bounded);
  }

  @Override
  public Source<ControlRecord, ?, ?> control() {
    return ControlSource.of(
        job.cluster(), job.settings().name(), WireTypes.CONTROL_RECORD, bounded);
  }

  @Override
  public Source<LookBack, ?, ?> lookBacks() {
    return LookBackSource.of(job.cluster(), job.settings().name(), WireTypes.LOOK_BACK, bounded);
  }

  @Override
  public boolean live() {
    return true;
  }

  @Override
  public Sink<Row> rows(TopicName topic) {
    boolean atOnce =
        topic == TopicName.ENRICHED
            && job.settings().kafka().enriched().equals(JobSettings.Kafka.AT_LEAST_ONCE);
    return atOnce
        ? RowSink.atLeastOnce(job.cluster(), topic)
        : RowSink.exactlyOnce(job.cluster(), job.settings().name(), topic);
  }
}
