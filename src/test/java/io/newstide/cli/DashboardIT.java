package io.newstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.RawRecord;
import io.newstide.dashboard.Dashboard;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedBroker;
import io.newstide.local.EmbeddedJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** The page in a real browser, over a real broker with the rows of a running job. */
class DashboardIT {

  private static final String TOKEN = "a-token-of-this-test";
  private static final Path SAMPLE = Path.of("jobs/sample/articles.jsonl");

  @TempDir private static Path folder;
  private static int port;
  private static EmbeddedBroker broker;
  private static JobFile job;
  private static EmbeddedJob running;
  private static Dashboard dashboard;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    browser = new Browser(Path.of("target/screenshots"));
    port = freePort();
    broker = EmbeddedBroker.start(folder.resolve("kafka"), port);
    job =
        JobFile.read(
            Path.of("jobs/demo.yaml"),
            Map.of("kafka.bootstrapServers", broker.bootstrapServers()),
            Map.of());
    EmbeddedJob.prepareTopics(job, line -> {});
    try (ArticleFeeder feeder = ArticleFeeder.open(job.cluster(), "demo", job.reader());
        JsonLines lines = JsonLines.open(SAMPLE, job.reader())) {
      feeder.sendAll(lines, sent -> {});
    }
    int flink = freePort();
    running =
        EmbeddedJob.start(
            job,
            folder.resolve("job"),
            false,
            Map.of("rest.port", Integer.toString(flink), "rest.address", "localhost"));
    dashboard =
        Dashboards.start(
            job, Optional.of(0), Optional.of(TOKEN), Optional.of("http://localhost:" + flink));
    put(TopicName.ALERTS, "topic/flood-prevention/2026-07-04T16:00:00Z", alert("OPEN", 4.2));
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.await(".table tbody tr", "防汛");
    browser.await("#fresh", "5 rejected");
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (dashboard != null) {
      dashboard.close();
    }
    if (running != null) {
      running.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Writes a row as the contract has it, where the job writes none of its kind yet. */
  private static void put(TopicName topic, String key, String row) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", job.cluster().bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic.in(job.cluster().prefix()),
                  key.getBytes(StandardCharsets.UTF_8),
                  row.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  private static String alert(String state, double score) {
    return """
        {"schemaVersion":1,"alertId":"topic/flood-prevention/2026-07-04T16:00:00Z","state":"%s","kind":"topic",
        "id":"flood-prevention","name":"防汛","window":"24h","windowStart":"2026-07-03T16:00:00Z",
        "windowEnd":"2026-07-04T16:00:00Z","at":"2026-07-04T16:00:00Z","mentions":5,"uniqueStories":4,
        "expected":0.6,"score":%s,"peakScore":%s,"reason":"burst","evidence":[{"id":"a","title":"暴雨橙色预警",
        "source":"lanjiang-daily","publishedAt":"2026-07-04T08:00:00Z","url":"https://example.org/a"}]}
        """
        .formatted(state, score, score)
        .replace("\n", "");
  }

  /** What is at an address, in both languages, light and dark, on a wall and on a phone. */
  @Test
  void theOverviewShowsTopicsAlertsAndRankings() {
    browser.open(dashboard.url() + "/overview?lang=en&theme=light&window=day&range=30");
    browser.await(".table tbody tr", "防汛");
    browser.await(".alerts .alert.open", "暴雨橙色预警");
    browser.await(".ranks li", "1");
    browser.await(
        "canvas of the chart", () -> browser.driver().findElement(By.cssSelector(".chart canvas")));
    assertThat(browser.texts(".table tbody tr")).hasSize(10);
    assertThat(browser.find(".chart").getAttribute("aria-label")).contains("10 topics");
    browser.screenshot("overview-en");
    browser.assertSound();

    browser.open(dashboard.url() + "/overview?lang=zh&theme=dark&window=day&range=30");
    browser.await("h2", "热门主题");
    browser.await(".alerts .alert.open", "暴雨橙色预警");
    browser.await(".ranks li", "1");
    browser.screenshot("overview-zh-dark");
    browser.assertSound();

    browser.size(390, 844);
    browser.screenshot("overview-phone");
    assertThat(browser.run(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as("what sticks out of a phone's screen")
        .isEqualTo(0L);
    browser.size(3840, 2160);
    browser.open(dashboard.url() + "/overview?lang=zh&theme=dark&wall=1");
    browser.await(".table tbody tr", "防汛");
    browser.await(".ranks li", "1");
    browser.screenshot("overview-wall");
    browser.size(1440, 1000);
  }

  @Test
  void whatChangesShowsWithoutReload() throws Exception {
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.await(".alerts .alert.open", "4.2");
    browser.run("window.notReloaded = true");
    put(TopicName.ALERTS, "topic/flood-prevention/2026-07-04T16:00:00Z", alert("UPDATE", 9.7));
    browser.await(".alerts .alert.open", "9.7");
    long rejected = dashboardRejected();
    try (ArticleFeeder feeder = ArticleFeeder.openBeside(job.cluster(), "test", job.reader())) {
      feeder.send(
          new RawRecord("test", 0, 0, 1783000000000L, "no json".getBytes(StandardCharsets.UTF_8)));
      feeder.commit();
    }
    browser.await(".pill.warn", (rejected + 1) + " rejected");
    assertThat(browser.run("return window.notReloaded")).isEqualTo(true);
  }

  private static long dashboardRejected() {
    return Long.parseLong(browser.await(".pill.warn", "rejected").getText().replaceAll("\\D", ""));
  }

  @Test
  void surviveARestartOfTheBroker() throws Exception {
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.await(".table tbody tr", "防汛");
    browser.run("window.notReloaded = true");
    broker.close();
    // What is there stays while the broker is away.
    browser.open(dashboard.url() + "/overview?lang=en&window=week&range=all");
    browser.await(".table tbody tr", "防汛");
    browser.run("window.notReloaded = true");
    broker = EmbeddedBroker.start(folder.resolve("kafka"), port);
    put(
        TopicName.ALERTS,
        "topic/robotics/2026-07-05T16:00:00Z",
        alert("OPEN", 5.5)
            .replace("flood-prevention/2026-07-04", "robotics/2026-07-05")
            .replace("flood-prevention", "robotics")
            .replace("防汛", "机器人"));
    browser.await(".alerts .alert.open", "机器人");
    assertThat(browser.run("return window.notReloaded")).isEqualTo(true);
  }
}
