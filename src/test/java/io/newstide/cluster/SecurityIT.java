package io.newstide.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.feed.JsonLines;
import io.newstide.job.DemoJob;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.KafkaAlertLogs;
import io.newstide.kafka.KafkaUnreachableException;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.LookBackLog;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicAdmin;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedBroker;
import io.newstide.local.EmbeddedJob;
import io.newstide.notify.AlertLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A Kafka that lets nobody in without TLS and a name, and lets them do no more than the shipped
 * rules say.
 */
class SecurityIT {

  private static final Path SAMPLE = Path.of("jobs/sample/articles.jsonl");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Map<String, String> PASSWORDS =
      Map.of(
          "admin", "tide-admin-7Q",
          "newstide-job", "tide-job-8W",
          "newstide-feed", "tide-feed-9E",
          "newstide-notify", "tide-notify-4U",
          "newstide-dashboard", "tide-board-1R",
          "newstide-analyst", "tide-analyst-2T",
          "newstide-expiring", "tide-expiring-5Z",
          "stranger", "tide-stranger-3Y");

  private static Path folder;
  private static Path demo;
  private static BrokerProcess broker;
  private static Certificates certificates;
  private static String scram;
  private static String mutual;

  @BeforeAll
  static void start() throws Exception {
    folder = Folders.fresh("security");
    demo = DemoJob.write(folder.resolve("demo"), DemoJob.FEW_WINDOWS);
    certificates = Certificates.make(folder.resolve("certificates"));
    Path server = certificates.signed("broker", "ip:127.0.0.1");
    certificates.signed("newstide-mutual", "");
    certificates.pem("newstide-mutual");
    List<Integer> ports = Ports.free(4);
    Properties properties =
        EmbeddedBroker.properties(folder.resolve("kafka/data"), ports.get(0), ports.get(3));
    properties.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,SCRAM://127.0.0.1:%d,MUTUAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(ports.get(0), ports.get(1), ports.get(2), ports.get(3)));
    properties.put(
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,SCRAM://127.0.0.1:%d,MUTUAL://127.0.0.1:%d"
            .formatted(ports.get(0), ports.get(1), ports.get(2)));
    properties.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,SCRAM:SASL_SSL,MUTUAL:SSL,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    properties.put(
        "listener.name.scram.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.put("ssl.keystore.type", "PKCS12");
    properties.put("ssl.keystore.location", server.toString());
    properties.put("ssl.keystore.password", Certificates.PASSWORD);
    properties.put("ssl.key.password", Certificates.PASSWORD);
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", certificates.authority().toString());
    properties.put("listener.name.mutual.ssl.client.auth", "required");
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // The broker itself comes without a name, over a listener that nobody else is told of.
    properties.put("super.users", "User:admin;User:newstide-expiring;User:ANONYMOUS");
    // Whoever is in has to say the password again and again.
    properties.put("listener.name.scram.connections.max.reauth.ms", "2000");
    scram = "127.0.0.1:" + ports.get(1);
    mutual = "127.0.0.1:" + ports.get(2);
    List<String> users =
        PASSWORDS.entrySet().stream()
            .map(u -> "SCRAM-SHA-512=[name=%s,password=%s]".formatted(u.getKey(), u.getValue()))
            .toList();
    broker =
        BrokerProcess.start(
            folder.resolve("kafka"), properties, "127.0.0.1:" + ports.get(0), Map.of(), users);
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  /** The job file of a user, as docs/operations.md shows it: secrets by reference. */
  private static JobFile job(String user, String name) {
    return job(user, PASSWORDS.get(user), name, Map.of());
  }

  private static JobFile job(
      String user, String password, String name, Map<String, String> settings) {
    Map<String, String> set = new TreeMap<>(settings);
    set.put("name", name);
    set.put("kafka.prefix", name);
    set.put("kafka.bootstrapServers", scram);
    set.put("kafka.properties.security.protocol", "SASL_SSL");
    set.put("kafka.properties.sasl.mechanism", "SCRAM-SHA-512");
    set.put(
        "kafka.properties.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"${env:KAFKA_PASSWORD}\";"
            .formatted(user));
    set.put("kafka.properties.ssl.truststore.type", "PEM");
    set.put(
        "kafka.properties.ssl.truststore.certificates", "${file:" + certificates.authority() + "}");
    return JobFile.read(demo, set, Map.of("KAFKA_PASSWORD", password));
  }

  private static Duration slices(JobFile job) {
    return job.settings().time().sliceRetention();
  }

  private static void grant(List<AclBinding> acls) throws Exception {
    try (Admin admin = broker.admin()) {
      admin.createAcls(acls).all().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void everyoneGetsByWithTheShippedRightsAndNoMore() throws Exception {
    JobFile job = job("newstide-job", "newstide");
    assertThatThrownBy(() -> TopicAdmin.ensure(job.cluster(), slices(job)))
        .isInstanceOf(KafkaUnreachableException.class)
        .hasMessageContaining("newstide.articles, newstide.control")
        .hasMessageContaining("newstide kafka-topics --apply")
        .hasMessageNotContaining(PASSWORDS.get("newstide-job"));
    JobFile admin = job("admin", "newstide");
    assertThat(TopicAdmin.ensure(admin.cluster(), slices(admin)))
        .hasSize(TopicName.values().length)
        .allMatch(line -> line.startsWith("created"));
    grant(ShippedAcls.read());

    assertThat(TopicAdmin.ensure(job.cluster(), slices(job))).isEmpty();
    JobFile feed = job("newstide-feed", "newstide");
    try (ArticleFeeder feeder = ArticleFeeder.open(feed.cluster(), "newstide", feed.reader());
        JsonLines lines = JsonLines.open(SAMPLE, feed.reader())) {
      feeder.sendAll(lines, sent -> {});
    }
    List<Row> enriched = new ArrayList<>();
    JobFile dashboard = job("newstide-dashboard", "newstide");
    JobFile analyst = job("newstide-analyst", "newstide");
    try (EmbeddedJob running = EmbeddedJob.start(job, folder.resolve("job"), false, Map.of());
        RowReader rows = new RowReader(dashboard.cluster(), TopicName.ENRICHED)) {
      Await.until(
          () -> "rows",
          DEADLINE,
          () -> {
            enriched.addAll(rows.poll(Duration.ofMillis(200)));
            return enriched.size() > 100;
          });
      try (ControlClient client = new ControlClient(analyst.cluster())) {
        var change =
            new ControlRecord(
                "s1",
                ControlRecord.Kind.WINDOW,
                "2h",
                false,
                false,
                Optional.of("{\"size\": \"PT2H\"}"),
                "analyst",
                "");
        assertThat(client.ask(List.of(change), DEADLINE).get("s1").accepted()).isTrue();
        try (LookBackLog log =
            LookBackLog.open(analyst.cluster(), "newstide", "comets", DEADLINE)) {
          var end = new LookBack.End("s2", "comets", "v1", 0, 0);
          var acks = client.answers(List.of("s2"), () -> log.send(List.of(), end), DEADLINE);
          assertThat(acks.get("s2").accepted()).isTrue();
        }
      }
      assertThat(running.resumedFrom()).isEmpty();
    }
    JobFile notify = job("newstide-notify", "newstide");
    try (AlertLog log = new KafkaAlertLogs(notify.cluster(), "newstide").open("desk")) {
      assertThat(TopicAdmin.ensure(notify.cluster(), slices(notify))).isEmpty();
      // The sample has one alert, which opens while the job runs or after it was stopped.
      assertThat(log.poll(Duration.ofMillis(200)))
          .allSatisfy(
              row ->
                  assertThat(new String(row.value(), StandardCharsets.UTF_8))
                      .contains("flood-prevention"));
      log.commit(Map.of("state", Optional.of(new byte[] {1})));
    }
    assertThat(KafkaAlertLogs.notes(notify.cluster())).containsOnlyKeys("desk");
    assertThat(ControlClient.accepted(notify.cluster())).hasSize(1);
    assertThatThrownBy(
            () -> {
              try (ArticleFeeder feeder =
                  ArticleFeeder.open(dashboard.cluster(), "newstide", dashboard.reader())) {
                feeder.commit();
              }
            })
        .as("who only reads")
        .isInstanceOf(KafkaUnreachableException.class)
        .hasMessageContaining("authorization failed");
    JobFile stranger = job("stranger", "newstide");
    assertThatThrownBy(
            () ->
                Outcome.read(
                    scram,
                    "newstide.enriched.v1",
                    "read_committed",
                    stranger.cluster().properties()))
        .as("who has a name and no rights")
        .hasMessageContaining("authoriz");
  }

  @Test
  void aWrongPasswordIsSaidWithoutSayingIt() {
    Map<String, String> properties =
        new TreeMap<>(job("newstide-job", "wrong").cluster().properties());
    properties.replaceAll(
        (key, value) -> value.replace(PASSWORDS.get("newstide-job"), "expired-0P"));
    Map<String, String> set =
        properties.entrySet().stream()
            .collect(Collectors.toMap(e -> "kafka.properties." + e.getKey(), Map.Entry::getValue));
    set.put("kafka.bootstrapServers", scram);
    JobFile job = JobFile.read(demo, set, Map.of());

    assertThatThrownBy(() -> TopicAdmin.look(job.cluster(), slices(job)))
        .isInstanceOf(KafkaUnreachableException.class)
        .hasMessageStartingWith("Kafka at " + scram + ": Authentication failed")
        .hasMessageContaining("check kafka.bootstrapServers and kafka.properties")
        .hasMessageNotContaining("expired-0P");
  }

  @Test
  void aJobWhosePasswordHasExpiredEndsAndGoesOnWithANewOneWhereItWas() throws Exception {
    String user = "newstide-expiring";
    String renewed = "tide-renewed-6X";
    Map<String, String> settings =
        Map.of(
            "flink.checkpointInterval", "PT1S",
            "flink.properties.restart-strategy.type", "disable");
    JobFile job = job(user, PASSWORDS.get(user), "expiring", settings);
    EmbeddedJob.prepareTopics(job, line -> {});
    JobFile feed = job("admin", "expiring");
    List<RawRecord> records = JsonLines.all(SAMPLE, feed.reader());
    feed(feed, records.subList(0, records.size() / 2));
    try (EmbeddedJob running = EmbeddedJob.start(job, folder.resolve("expiring"), false, Map.of());
        RowReader rows = new RowReader(feed.cluster(), TopicName.ENRICHED)) {
      Await.until(() -> "a row", DEADLINE, () -> !rows.poll(Duration.ofMillis(200)).isEmpty());
      try (Admin admin = broker.admin()) {
        admin
            .alterUserScramCredentials(
                List.of(
                    new UserScramCredentialUpsertion(
                        user,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                        renewed)))
            .all()
            .get(1, TimeUnit.MINUTES);
      }
      assertThatThrownBy(running::await)
          .hasStackTraceContaining("SaslAuthenticationException")
          .satisfies(
              thrown ->
                  assertThat(ExceptionUtils.stringifyException(thrown))
                      .doesNotContain(PASSWORDS.get(user), renewed));
    }
    feed(feed, records.subList(records.size() / 2, records.size()));
    List<String> expected =
        records.stream()
            .map(feed.reader()::read)
            .filter(Incoming.Accepted.class::isInstance)
            .map(accepted -> ((Incoming.Accepted) accepted).article().id())
            .distinct()
            .toList();
    JobFile again = job(user, renewed, "expiring", settings);
    List<String> versions = new ArrayList<>();
    try (EmbeddedJob running =
            EmbeddedJob.start(again, folder.resolve("expiring"), false, Map.of());
        RowReader rows = new RowReader(feed.cluster(), TopicName.ENRICHED)) {
      assertThat(running.resumedFrom()).isPresent();
      Set<String> ids = new HashSet<>();
      Await.until(
          () -> "%d of %d articles".formatted(ids.size(), expected.size()),
          DEADLINE,
          () -> {
            for (Row row : rows.poll(Duration.ofMillis(200))) {
              ids.add(row.key());
              versions.add(row.key() + " " + JSON.readTree(row.value()).get("revision"));
            }
            return ids.size() >= expected.size();
          });
      assertThat(ids).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(versions).doesNotHaveDuplicates();
  }

  private static void feed(JobFile job, List<RawRecord> records) throws Exception {
    try (ArticleFeeder feeder = ArticleFeeder.open(job.cluster(), "expiring", job.reader())) {
      for (RawRecord record : records) {
        feeder.send(record);
      }
      feeder.commit();
    }
  }

  @Test
  void whoeverShowsACertificateIsKnownByIt() throws Exception {
    Map<String, String> set = new TreeMap<>();
    set.put("name", "mutual");
    set.put("kafka.prefix", "mutual");
    set.put("kafka.bootstrapServers", mutual);
    set.put("kafka.properties.security.protocol", "SSL");
    set.put("kafka.properties.ssl.truststore.type", "PEM");
    set.put(
        "kafka.properties.ssl.truststore.certificates", "${file:" + certificates.authority() + "}");
    JobFile without = JobFile.read(demo, set, Map.of());
    assertThatThrownBy(() -> TopicAdmin.look(without.cluster(), slices(without)))
        .isInstanceOf(KafkaUnreachableException.class);

    String own = folder.resolve("certificates/newstide-mutual").toString();
    set.put("kafka.properties.ssl.keystore.type", "PEM");
    set.put("kafka.properties.ssl.keystore.certificate.chain", "${file:" + own + "-chain.pem}");
    set.put("kafka.properties.ssl.keystore.key", "${file:" + own + "-key.pem}");
    JobFile job = JobFile.read(demo, set, Map.of());
    grant(
        List.of(
            new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "mutual.", PatternType.PREFIXED),
                new AccessControlEntry(
                    "User:CN=newstide-mutual", "*", AclOperation.ALL, AclPermissionType.ALLOW))));
    assertThat(TopicAdmin.ensure(job.cluster(), slices(job))).hasSize(TopicName.values().length);
  }

  /** Another deployment over the same articles, from a moment on, into topics of its own. */
  @Test
  void aBackfillReadsFromAMomentIntoTopicsOfItsOwn() throws Exception {
    JobFile first = plain("first", Map.of());
    TopicAdmin.ensure(first.cluster(), slices(first));
    List<String> expected = new ArrayList<>();
    Instant from = Instant.parse("2026-07-01T00:00:00Z");
    try (ArticleFeeder feeder = ArticleFeeder.open(first.cluster(), "first", first.reader())) {
      for (RawRecord record : JsonLines.all(SAMPLE, first.reader())) {
        feeder.send(record);
        if (record.timestamp() >= from.toEpochMilli()
            && first.reader().read(record) instanceof Incoming.Accepted accepted) {
          expected.add(accepted.article().id());
        }
      }
      feeder.commit();
    }
    JobFile second =
        plain("second", Map.of("kafka.articles", "first.articles", "kafka.from", from.toString()));
    EmbeddedJob.prepareTopics(second, line -> {});
    try (EmbeddedJob job = EmbeddedJob.start(second, folder.resolve("second"), true, Map.of())) {
      job.await();
    }
    List<String> ids =
        Outcome.read(broker.address(), "second.enriched.v1", "read_committed", Map.of()).stream()
            .map(ConsumerRecord::key)
            .distinct()
            .toList();
    assertThat(expected).hasSizeBetween(10, 140);
    assertThat(ids).containsExactlyInAnyOrderElementsOf(expected.stream().distinct().toList());
  }

  private static JobFile plain(String name, Map<String, String> more) {
    Map<String, String> set = new TreeMap<>(more);
    set.put("name", name);
    set.put("kafka.prefix", name);
    set.put("kafka.bootstrapServers", broker.address());
    return JobFile.read(demo, set, Map.of());
  }
}
