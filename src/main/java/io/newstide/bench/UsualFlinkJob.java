package io.newstide.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.seg.common.Term;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What one would write with Flink and HanLP at hand and an afternoon: trees of JSON, HanLP called
 * once each for terms, keywords and phrases, {@code keyBy} on the keyword, Flink's sliding windows
 * of three hours by one. It knows no duplicates, no topics and no corrections.
 */
final class UsualFlinkJob {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEYWORDS = 10;

  private UsualFlinkJob() {}

  /** For ever. */
  static void run(JobFile job, Path checkpoints) throws Exception {
    var kafka = job.settings().kafka();
    Configuration flink = new Configuration();
    flink.setString("taskmanager.memory.network.max", "128m");
    flink.setString("taskmanager.memory.managed.size", "128m");
    flink.setString(
        "execution.checkpointing.interval",
        job.settings().flink().checkpointInterval().toMillis() + " ms");
    flink.setString("execution.checkpointing.storage", "filesystem");
    flink.setString("execution.checkpointing.dir", checkpoints.toUri().toString());
    flink.setString("pipeline.object-reuse", "true");
    Contender.HALTED.forEach(flink::setString);
    var env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    Properties consumer = new Properties();
    consumer.put("isolation.level", "read_committed");
    KafkaSource<String> source =
        KafkaSource.<String>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(kafka.articles().orElseThrow())
            .setGroupId(job.settings().name())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperties(consumer)
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    var understood =
        env.fromSource(
                source,
                WatermarkStrategy.<String>forBoundedOutOfOrderness(
                        job.settings().time().outOfOrderness())
                    .withTimestampAssigner((article, record) -> publishedAt(article)),
                "articles")
            .map(UsualFlinkJob::understand)
            .returns(Types.STRING);
    understood.sinkTo(sink(job, TopicName.ENRICHED));
    understood
        .flatMap(UsualFlinkJob::keywords)
        .returns(Types.TUPLE(Types.STRING, Types.LONG))
        .keyBy(keyword -> keyword.f0)
        .window(SlidingEventTimeWindows.of(Duration.ofHours(3), Duration.ofHours(1)))
        .aggregate(new Count(), new AsJson())
        .sinkTo(sink(job, TopicName.TRENDS));
    env.execute("usual");
  }

  private static long publishedAt(String article) {
    try {
      return OffsetDateTime.parse(JSON.readTree(article).path("publishedAt").asText())
          .toInstant()
          .toEpochMilli();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String understand(String json) throws Exception {
    JsonNode article = JSON.readTree(json);
    String text = article.path("title").asText() + "\n" + article.path("body").asText();
    ObjectNode row = JSON.createObjectNode();
    row.put("id", article.path("id").asText());
    row.put("title", article.path("title").asText());
    row.put("publishedAt", article.path("publishedAt").asText());
    var names = row.putArray("names");
    for (Term term : HanLP.segment(text)) {
      String tag = term.nature.toString();
      if (tag.startsWith("nr") || tag.startsWith("ns") || tag.startsWith("nt")) {
        names.add(term.word);
      }
    }
    var keywords = row.putArray("keywords");
    HanLP.extractKeyword(text, KEYWORDS).forEach(keywords::add);
    var phrases = row.putArray("phrases");
    HanLP.extractPhrase(text, KEYWORDS).forEach(phrases::add);
    return JSON.writeValueAsString(row);
  }

  private static void keywords(String row, Collector<Tuple2<String, Long>> out) throws Exception {
    for (JsonNode keyword : JSON.readTree(row).path("keywords")) {
      out.collect(Tuple2.of(keyword.asText(), 1L));
    }
  }

  private static KafkaSink<String> sink(JobFile job, TopicName topic) {
    String name = topic.in(job.settings().kafka().prefix());
    Properties producer = new Properties();
    producer.put("compression.type", "lz4");
    producer.put("linger.ms", "100");
    producer.put("batch.size", "131072");
    producer.put("transaction.timeout.ms", "900000");
    producer.put("delivery.timeout.ms", Contender.LONG_MILLIS);
    return KafkaSink.<String>builder()
        .setBootstrapServers(job.settings().kafka().bootstrapServers())
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(name)
        .setRecordSerializer(new ById(name))
        .build();
  }

  private record ById(String topic) implements KafkaRecordSerializationSchema<String> {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        String row, KafkaSinkContext context, Long timestamp) {
      try {
        return new ProducerRecord<>(
            topic,
            JSON.readTree(row).path("id").asText().getBytes(StandardCharsets.UTF_8),
            row.getBytes(StandardCharsets.UTF_8));
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  private static final class Count implements AggregateFunction<Tuple2<String, Long>, Long, Long> {
    private static final long serialVersionUID = 1;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Tuple2<String, Long> keyword, Long count) {
      return count + keyword.f1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long one, Long other) {
      return one + other;
    }
  }

  private static final class AsJson
      extends ProcessWindowFunction<Long, String, String, TimeWindow> {
    private static final long serialVersionUID = 1;

    @Override
    public void process(
        String keyword, Context context, Iterable<Long> counts, Collector<String> out)
        throws Exception {
      ObjectNode row = JSON.createObjectNode();
      row.put("id", keyword + "/" + context.window().getStart());
      row.put("windowStartMs", context.window().getStart());
      row.put("windowEndMs", context.window().getEnd());
      row.put("mentions", counts.iterator().next());
      out.collect(JSON.writeValueAsString(row));
    }
  }
}
