package io.newstide.kafka;

import java.io.IOException;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What topics found that look back, from where the job had stopped. A job that begins anew begins
 * behind all of it: it reads the articles themselves.
 */
public final class LookBackSource {

  private static final Logger LOG = LoggerFactory.getLogger(LookBackSource.class);

  private LookBackSource() {}

  /**
   * A source over {@code backfill}.
   *
   * @param cluster where Kafka is
   * @param job the deployment's name
   * @param type how Flink writes what was read
   * @param bounded whether to end at what is there now
   */
  public static KafkaSource<LookBack> of(
      KafkaCluster cluster, String job, TypeInformation<LookBack> type, boolean bounded) {
    Properties properties = new Properties();
    properties.put("isolation.level", "read_committed");
    properties.put("partition.discovery.interval.ms", bounded ? "-1" : "60000");
    cluster.properties().forEach(properties::put);
    var source =
        KafkaSource.<LookBack>builder()
            .setBootstrapServers(cluster.bootstrapServers())
            .setTopics(TopicName.BACKFILL.in(cluster.prefix()))
            .setGroupId(job + "-backfill")
            .setClientIdPrefix(job + "-backfill")
            .setProperties(properties)
            // The end as it is now: the latest offset would be looked up anew after each failure,
            // until the first record has come.
            .setStartingOffsets(OffsetsInitializer.timestamp(Long.MAX_VALUE))
            .setDeserializer(new Deserializer(type));
    if (bounded) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  /** Never throws: what is no record of a look-back counts nothing. */
  private record Deserializer(TypeInformation<LookBack> type)
      implements KafkaRecordDeserializationSchema<LookBack> {

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LookBack> out) {
      if (record.value() == null) {
        return;
      }
      try {
        out.collect(LookBackJson.read(record.value()));
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn(
            "{}, partition {}, offset {}: passed over: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            e.getMessage());
      }
    }

    @Override
    public TypeInformation<LookBack> getProducedType() {
      return type;
    }
  }
}
