package io.newstide.cli;

import io.newstide.dashboard.Dashboard;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedBroker;
import io.newstide.local.EmbeddedJob;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long the dashboard takes to read two million rows of trends, what they take in memory, and
 * what a hundred open pages add. A program of two processes: the broker with the rows, and the
 * dashboard. Figures are in {@code docs/benchmarks.md}.
 */
final class DashboardSpeed {

  private static final int SUBJECTS = 120;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private DashboardSpeed() {}

  /**
   * Either {@code broker PORT ROWS FOLDER}, which stays until it is stopped, or {@code read PORT}.
   */
  public static void main(String[] args) throws Exception {
    JobFile job =
        JobFile.read(
            Path.of("jobs/demo.yaml"),
            Map.of("kafka.bootstrapServers", "127.0.0.1:" + args[1]),
            Map.of());
    if (args[0].equals("broker")) {
      EmbeddedBroker.start(Path.of(args[3]), Integer.parseInt(args[1]));
      EmbeddedJob.prepareTopics(job, line -> {});
      write(job, Integer.parseInt(args[2]));
      System.out.println("ready");
      LockSupport.park();
    } else {
      read(job);
      System.exit(0);
    }
  }

  private static void write(JobFile job, int rows) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", job.cluster().bootstrapServers());
    properties.put("compression.type", "lz4");
    properties.put("batch.size", "262144");
    properties.put("linger.ms", "20");
    String topic = TopicName.TRENDS.in(job.cluster().prefix());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      long start = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
      for (int i = 0; i < rows; i++) {
        // Half are topics, the others change from hour to hour as rankings do.
        int subject = i % SUBJECTS;
        long hour = i / SUBJECTS;
        boolean isTopic = subject % 2 == 0;
        String kind = isTopic ? "topic" : "keyword";
        String id = isTopic ? "topic-" + subject : "词语" + (subject + 131 * hour) % 60_000;
        Instant from = Instant.ofEpochMilli(start + hour * HOUR);
        Instant to = from.plusMillis(HOUR);
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    "%s/%s/hour/%s/%s"
                        .formatted(kind, id, from, to)
                        .getBytes(StandardCharsets.UTF_8),
                    row(kind, id, from, to, i).getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  private static String row(String kind, String id, Instant from, Instant to, int i) {
    return """
        {"schemaVersion":1,"kind":"%s","id":"%s","name":"%s","definitionVersion":"2ba3","topicVersion":"a1b2c3","window":"hour",\
        "windowStart":"%s","windowEnd":"%s","windowStartMs":%d,"windowEndMs":%d,"revision":0,"firing":"ON_TIME","isFinal":true,\
        "finalAt":"%s","mentions":%d,"uniqueStories":%d,"sources":3,"titleMentions":2,"totalMentions":180,"totalStories":121,\
        "share":0.0413,"previous":4,"expected":3.2,"expectedLow":1,"expectedHigh":7,"baselineWindows":672,"score":1.3,\
        "direction":"UP","warmingUp":false,"rank":%d,"topKeywords":[{"term":"降雨","count":4},{"term":"洪峰","count":3},{"term":"预警","count":2}],\
        "topEntities":[{"name":"云台区","type":"place","count":3},{"name":"市水务局","type":"organisation","count":2}],\
        "evidence":[{"id":"article-%d","title":"云台区发布暴雨橙色预警，山区群众立即转移","source":"lanjiang-emergency",\
        "publishedAt":"%s","url":"https://news.example.cn/lanjiang-emergency/20260704/%d"}]}"""
        .formatted(
            kind,
            id,
            id,
            from,
            to,
            from.toEpochMilli(),
            to.toEpochMilli(),
            to,
            i % 17,
            i % 11,
            i % 20 + 1,
            i,
            from,
            i);
  }

  private static void read(JobFile job) throws Exception {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = used();
    long cpu = system.getProcessCpuTime();
    long began = System.nanoTime();
    try (Dashboard dashboard =
        Dashboards.start(job, Optional.of(0), Optional.empty(), Optional.empty())) {
      while (dashboard.progress() < 1) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
      System.out.printf(
          "read in %.1f s, CPU %.1f s%n",
          (System.nanoTime() - began) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
      System.out.printf("heap %,d MB more than before%n", (used() - before) / 1_000_000);
      pages(dashboard);
    }
  }

  private static void pages(Dashboard dashboard) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    List<InputStream> open = new ArrayList<>();
    long resident = resident();
    long before = used();
    for (int i = 0; i < 100; i++) {
      open.add(
          client
              .send(
                  HttpRequest.newBuilder(URI.create(dashboard.url() + "/api/v1/events")).build(),
                  HttpResponse.BodyHandlers.ofInputStream())
              .body());
      for (String path :
          List.of(
              "deployment",
              "freshness",
              "series?kind=topic&window=hour&from=2025-01-01T00:00:00Z&to=2025-01-08T00:00:00Z",
              "ranks?window=hour&kind=keyword&history=14",
              "alerts",
              "emerging")) {
        HttpResponse<byte[]> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(dashboard.url() + "/api/v1/" + path)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(path + ": " + answer.statusCode());
        }
      }
    }
    System.out.printf(
        "a hundred open pages, server and client in one: heap %,d MB more, resident %,d MB more%n",
        (used() - before) / 1_000_000, (resident() - resident) / 1_000_000);
    for (InputStream page : open) {
      page.close();
    }
  }

  private static long resident() throws Exception {
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
    return Long.parseLong(pages[1]) * 4096;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
