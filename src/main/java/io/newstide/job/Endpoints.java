package io.newstide.job;

import io.newstide.article.Incoming;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.Row;
import io.newstide.kafka.TopicName;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * Where the job's articles come from and where its rows go. The graph is the same whatever they
 * are: Kafka, files for a back-test, a test's lists.
 */
public interface Endpoints {

  /** Where articles come from. */
  Source<Incoming, ?, ?> articles();

  /**
   * Whether they come as they happen, from several partitions, so that one that falls silent must
   * not hold back the others. If not, they are read once, by one reader, in their order.
   */
  boolean live();

  /** Where changes to the running job come from; they are read by one reader, in their order. */
  Source<ControlRecord, ?, ?> control();

  /** What topics found that look back; read by one reader, in its order. */
  Source<LookBack, ?, ?> lookBacks();

  /**
   * A file of {@link UnderstoodArticles}, for a job that is run many times over the same articles:
   * what was found in each is taken from there. Only where {@link #live} is not, on one subtask.
   */
  default Optional<Path> understood() {
    return Optional.empty();
  }

  /** Where the rows for a topic go. */
  Sink<Row> rows(TopicName topic);
}
