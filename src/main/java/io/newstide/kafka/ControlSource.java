package io.newstide.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The control topic, from the beginning or from where the job had stopped. */
public final class ControlSource {

  private ControlSource() {}

  /**
   * A source over the control topic.
   *
   * @param cluster where Kafka is
   * @param job the deployment's name
   * @param type how Flink writes what was read
   * @param bounded whether to end at what is there now
   */
  public static KafkaSource<ControlRecord> of(
      KafkaCluster cluster, String job, TypeInformation<ControlRecord> type, boolean bounded) {
    Properties properties = new Properties();
    properties.put("isolation.level", "read_committed");
    properties.put("partition.discovery.interval.ms", bounded ? "-1" : "60000");
    cluster.properties().forEach(properties::put);
    var source =
        KafkaSource.<ControlRecord>builder()
            .setBootstrapServers(cluster.bootstrapServers())
            .setTopics(TopicName.CONTROL.in(cluster.prefix()))
            .setGroupId(job + "-control")
            .setClientIdPrefix(job + "-control")
            .setProperties(properties)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new Deserializer(type));
    if (bounded) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  /** Never throws: a record that cannot be read says so itself. */
  private record Deserializer(TypeInformation<ControlRecord> type)
      implements KafkaRecordDeserializationSchema<ControlRecord> {

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ControlRecord> out)
        throws IOException {
      if (record.value() != null) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        out.collect(ControlJson.read(key, record.value()));
      }
    }

    @Override
    public TypeInformation<ControlRecord> getProducedType() {
      return type;
    }
  }
}
