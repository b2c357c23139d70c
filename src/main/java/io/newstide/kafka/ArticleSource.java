package io.newstide.kafka;

import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Articles from their Kafka topic, from the beginning or from where the job had stopped. */
public final class ArticleSource {

  private ArticleSource() {}

  /**
   * A source over the articles topic.
   *
   * @param cluster where Kafka is
   * @param topic the topic, as a rule the cluster's own
   * @param from the first arrival that is read; empty for all that are there. A job that goes on
   *     from a savepoint reads from where it had stopped
   * @param group the consumer group under which progress is shown
   * @param reader what reads a record
   * @param type how Flink writes what was read
   * @param bounded whether to end at what is there now
   */
  public static KafkaSource<Incoming> of(
      KafkaCluster cluster,
      String topic,
      Optional<Instant> from,
      String group,
      ArticleReader reader,
      TypeInformation<Incoming> type,
      boolean bounded) {
    Properties properties = new Properties();
    // Records of open or aborted transactions are no articles.
    properties.put("isolation.level", "read_committed");
    properties.put("partition.discovery.interval.ms", bounded ? "-1" : "60000");
    cluster.properties().forEach(properties::put);
    var source =
        KafkaSource.<Incoming>builder()
            .setBootstrapServers(cluster.bootstrapServers())
            .setTopics(topic)
            .setGroupId(group)
            .setProperties(properties)
            .setStartingOffsets(
                from.map(arrival -> OffsetsInitializer.timestamp(arrival.toEpochMilli()))
                    .orElseGet(OffsetsInitializer::earliest))
            .setDeserializer(new Deserializer(reader, type));
    if (bounded) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  /** Never throws: what holds no article becomes a rejection with its bytes and its place. */
  private record Deserializer(ArticleReader reader, TypeInformation<Incoming> type)
      implements KafkaRecordDeserializationSchema<Incoming> {

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Incoming> out)
        throws IOException {
      byte[] value = record.value() == null ? new byte[0] : record.value();
      out.collect(
          reader.read(
              new RawRecord(
                  record.topic(), record.partition(), record.offset(), record.timestamp(), value)));
    }

    @Override
    public TypeInformation<Incoming> getProducedType() {
      return type;
    }
  }
}
