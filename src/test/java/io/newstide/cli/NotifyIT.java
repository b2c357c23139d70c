package io.newstide.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.feed.web.FeedServer;
import io.newstide.job.JobFile;
import io.newstide.kafka.KafkaAlertLogs;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedBroker;
import io.newstide.local.EmbeddedJob;
import io.newstide.notify.AlertLog;
import io.newstide.notify.AlertRows;
import io.newstide.notify.TakenOverException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code notify} from a real Kafka to servers on this computer. */
class NotifyIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "SEC-do-not-tell";

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static FeedServer server;

  @BeforeAll
  static void start() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
    server = FeedServer.start();
    Files.createDirectories(folder.resolve("topics"));
    Files.writeString(folder.resolve("topics/t.yaml"), "id: t\nname: T\nquery: 防汛\nthreshold: 1\n");
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
  }

  @AfterAll
  static void stop() {
    server.close();
    broker.close();
  }

  /** A deployment with a webhook and a robot. */
  private static Path jobFile(String name, URI hook, URI robot) throws IOException {
    Files.writeString(folder.resolve(name + "-robot"), robot + "?access_token=tok-5577\n");
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %1$s
        kafka: {bootstrapServers: "%2$s", prefix: %1$s, partitions: 2}
        windows:
          - {name: hour, size: PT1H}
        notify:
          maxAge: P20000D
          channels:
            - {name: hook, type: webhook, url: "%3$s", language: en}
            - {name: 值班群, type: dingtalk, url: "${file:%1$s-robot}", secret: "${file:secret}"}
          routes:
            - {topics: [floods], channels: [hook, 值班群]}
          otherwise: [hook]
        """
            .formatted(name, broker.bootstrapServers(), hook));
  }

  private static Ran run(Path job, String... more) {
    List<String> arguments = new ArrayList<>(List.of("notify", "--job", job.toString()));
    arguments.addAll(List.of(more));
    return Ran.run(arguments.toArray());
  }

  private static JobFile prepared(Path file) {
    JobFile job = JobFile.read(file, Map.of(), Map.of());
    EmbeddedJob.prepareTopics(job, line -> {});
    return job;
  }

  /** As the job writes them. */
  private static void write(JobFile job, boolean commit, ObjectNode... rows) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "transactional.id",
            job.settings().name() + "-test",
            "max.block.ms",
            "30000");
    try (var producer =
        new KafkaProducer<String, byte[]>(
            settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (ObjectNode row : rows) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    TopicName.ALERTS.in(job.cluster().prefix()),
                    null,
                    Instant.parse(row.get("at").asText()).toEpochMilli(),
                    row.get("alertId").asText(),
                    AlertRows.bytes(row)));
      }
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.flush();
        producer.abortTransaction();
      }
    }
  }

  private static URI takes(String path, List<JsonNode> got, String answer) {
    return server.on(
        path,
        exchange -> {
          got.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
          FeedServer.send(exchange, 200, answer.getBytes(StandardCharsets.UTF_8));
        });
  }

  @Test
  void everyStateIsToldOnceHoweverOftenItIsStarted() throws Exception {
    List<JsonNode> hooked = Collections.synchronizedList(new ArrayList<>());
    List<JsonNode> robots = Collections.synchronizedList(new ArrayList<>());
    URI hook = takes("/hook", hooked, "");
    URI robot = takes("/robot", robots, "{\"errcode\":0,\"errmsg\":\"ok\"}");
    Path file = jobFile("told", hook, robot);
    JobFile job = prepared(file);
    write(job, false, AlertRows.burst("floods", "回滚", "OPEN", 0));
    write(
        job,
        true,
        AlertRows.burst("floods", "防汛", "OPEN", 0),
        AlertRows.burst("traffic", "交通", "OPEN", 0));

    assertThat(run(file, "--status").out())
        .contains("hook", "webhook", "nothing yet")
        .contains("值班群", "dingtalk");
    Ran shown = run(file, "--dry-run");
    assertThat(shown.code()).as(shown.err()).isZero();
    assertThat(shown.out().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"channel\":"));
    assertThat(shown.out()).contains("【提醒】防汛（主题）", "Alert: 交通 (topic)").doesNotContain("回滚");
    assertThat(hooked).isEmpty();

    Ran first = run(file, "--once");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err())
        .contains("notify.routes[0].topics: the job has no topic 'floods' now; there are t\n");
    assertThat(first.err())
        .contains("hook: told 2 states of alerts", "值班群: told 1 state of alerts");
    assertThat(hooked).hasSize(2);
    assertThat(robots).hasSize(1);
    assertThat(robots.get(0).at("/markdown/title").asText()).isEqualTo("【提醒】防汛（主题）");

    write(job, true, AlertRows.burst("floods", "防汛", "CLOSE", 30));
    Ran second = run(file, "--once");
    assertThat(second.err())
        .contains("hook: told 1 state of alerts", "值班群: told 1 state of alerts");
    Ran third = run(file, "--once");
    assertThat(third.err()).contains("hook: told 0 states of alerts");
    assertThat(run(file, "--dry-run").out()).isEmpty();
    assertThat(hooked)
        .extracting(message -> message.get("key").asText())
        .containsExactlyInAnyOrder(
            "topic/floods/2026-03-26T08:00:00Z/OPEN/2026-03-26T08:00:00Z",
            "topic/traffic/2026-03-26T08:00:00Z/OPEN/2026-03-26T08:00:00Z",
            "topic/floods/2026-03-26T08:00:00Z/CLOSE/2026-03-26T08:30:00Z");
    assertThat(robots).hasSize(2);

    String status = run(file, "--status").out();
    assertThat(status.lines().filter(line -> line.startsWith("hook")).findFirst().orElseThrow())
        .matches("hook +webhook +ok +3 +0 +0 +0 +0 +0 +20.*-");
    assertThat(first.err() + shown.out() + status).doesNotContain(SECRET, "tok-5577");
  }

  @Test
  void whatCannotBeToldWaitsForTheNextTimeAndKeepsNobodyElseWaiting() throws Exception {
    List<JsonNode> hooked = Collections.synchronizedList(new ArrayList<>());
    URI hook = takes("/hook2", hooked, "");
    URI robot =
        server.gives(
            "/robot2", "{\"errcode\":310000,\"errmsg\":\"sign not match " + SECRET + "\"}");
    Path file = jobFile("waits", hook, robot);
    JobFile job = prepared(file);
    write(job, true, AlertRows.burst("floods", "防汛", "OPEN", 0));

    Ran ran = run(file, "--once");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(hooked).hasSize(1);
    assertThat(ran.err())
        .contains("值班群: DingTalk 310000: sign not match ***; the robot's security settings")
        .contains("值班群: told 0 states of alerts, 1 could not be told and waits for the next time");
    String status = run(file, "--status").out();
    assertThat(status).contains("put it right").contains("值班群: last error 20");
    assertThat(ran.err() + status).doesNotContain(SECRET);

    List<JsonNode> robots = Collections.synchronizedList(new ArrayList<>());
    takes("/robot2", robots, "{\"errcode\":0,\"errmsg\":\"ok\"}");
    assertThat(run(file, "--once").code()).isZero();
    assertThat(robots).hasSize(1);
    assertThat(hooked).hasSize(1);
  }

  @Test
  void aTestMessageNeedsNoKafkaAndSaysWhatWasAnswered() throws Exception {
    List<JsonNode> hooked = Collections.synchronizedList(new ArrayList<>());
    Path file = jobFile("test", takes("/hook3", hooked, ""), server.at("/nobody"));
    Ran taken = run(file, "--test", "hook", "--set", "kafka.bootstrapServers=127.0.0.1:1");
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.err()).contains("newstide: hook took the test message");
    assertThat(hooked.get(0).get("title").asText()).isEqualTo("This is a test message from test");

    Ran not = run(file, "--test", "值班群");
    assertThat(not.code()).isEqualTo(1);
    assertThat(not.err())
        .isEqualTo("newstide: 值班群 did not take the test message: HTTP 404: is its url right?\n");
    Ran unknown = run(file, "--test", "desk");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no channel 'desk'; there are hook, 值班群");
    assertThat(run(file, "--once", "--dry-run").code()).isEqualTo(2);
  }

  @Test
  void withoutAChannelItSaysWhatToAdd() {
    Ran ran = run(Path.of("jobs/demo.yaml"));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("newstide: jobs/demo.yaml:")
        .contains("notify: there is no channel to tell alerts to: add a section as in");
    assertThat(ran.err().lines()).hasSize(1);
  }

  @Test
  void whoOpensAChannelShutsOutWhoHadIt() throws Exception {
    Path file = jobFile("shut", server.at("/x"), server.at("/y"));
    JobFile job = prepared(file);
    var logs = new KafkaAlertLogs(job.cluster(), "shut");
    Map<String, Optional<byte[]>> note = Map.of("a/b", Optional.of(new byte[] {7}));
    try (AlertLog first = logs.open("hook");
        AlertLog other = logs.open("值班群")) {
      first.commit(note);
      try (AlertLog second = logs.open("hook")) {
        assertThat(second.notes()).containsOnlyKeys("a/b");
        assertThatThrownBy(() -> first.commit(Map.of("a/b", Optional.empty())))
            .isInstanceOf(TakenOverException.class);
        second.commit(Map.of("c", Optional.of(new byte[] {8})));
      }
      other.commit(note);
    }
    write(job, true, AlertRows.burst("floods", "防汛", "OPEN", 0));
    try (AlertLog looking = logs.look("hook")) {
      assertThat(looking.notes()).containsOnlyKeys("a/b", "c");
      List<AlertLog.Placed> rows = new ArrayList<>();
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!looking.caughtUp() && System.nanoTime() < end) {
        rows.addAll(looking.poll(Duration.ofMillis(100)));
      }
      assertThat(rows).hasSize(1);
      looking.commit(Map.of("c", Optional.empty()));
    }
    try (AlertLog looking = logs.look("hook")) {
      assertThat(looking.notes()).as("looking changes nothing").containsOnlyKeys("a/b", "c");
    }
  }
}
