package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicName;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the jar for a Flink cluster holds, and what it leaves to the cluster. */
class JobJarIT {

  @TempDir private Path folder;

  @Test
  void holdsTheJobAndNotTheCluster() throws IOException {
    try (JarFile jar = new JarFile(JobJar.path().toFile())) {
      List<String> entries = jar.stream().map(ZipEntry::getName).toList();
      assertThat(entries)
          .contains(
              "io/newstide/job/NewstideJob.class",
              "org/apache/flink/connector/kafka/source/KafkaSource.class",
              "com/hankcs/hanlp/HanLP.class",
              "com/fasterxml/jackson/databind/ObjectMapper.class");
      assertThat(entries)
          .noneMatch(entry -> entry.startsWith("io/newstide/cli/"))
          .noneMatch(entry -> entry.startsWith("io/newstide/local/"))
          .noneMatch(entry -> entry.startsWith("io/newstide/dashboard/"))
          .noneMatch(entry -> entry.startsWith("io/newstide/feed/web/"))
          .noneMatch(entry -> entry.startsWith("io/newstide/notify/"))
          .noneMatch(entry -> entry.startsWith("org/apache/flink/runtime/"))
          .noneMatch(entry -> entry.startsWith("org/apache/flink/streaming/api/environment/"))
          .noneMatch(entry -> entry.startsWith("kafka/server/"))
          .noneMatch(entry -> entry.startsWith("org/eclipse/jetty/"))
          .noneMatch(entry -> entry.contains("echarts"))
          .noneMatch(entry -> entry.startsWith("picocli/"))
          .noneMatch(entry -> entry.startsWith("org/apache/logging/"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.newstide.job.NewstideJob");
    }
  }

  /** With nothing beside Flink's own jars on the class path, as on a cluster. */
  @Test
  void runsWithNothingButFlinkBesideIt() throws Exception {
    JobFile job;
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
      job =
          JobFile.read(
              Path.of("jobs/demo.yaml"),
              Map.of("kafka.bootstrapServers", broker.bootstrapServers()),
              Map.of());
      EmbeddedJob.prepareTopics(job, line -> {});
      try (ArticleFeeder feeder = ArticleFeeder.open(job.cluster(), "jar", job.reader());
          JsonLines lines = JsonLines.open(Path.of("jobs/sample/articles.jsonl"), job.reader())) {
        feeder.sendAll(lines, sent -> {});
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx768m",
                  "-XX:TieredStopAtLevel=1",
                  "--add-opens=java.base/java.util=ALL-UNNAMED",
                  "--add-opens=java.base/java.lang=ALL-UNNAMED",
                  "--add-opens=java.base/java.time=ALL-UNNAMED",
                  "-cp",
                  JobJar.path() + File.pathSeparator + JobJar.flinkAlone(),
                  "io.newstide.job.NewstideJob",
                  "--job",
                  "jobs/demo.yaml",
                  "--set",
                  "kafka.bootstrapServers=" + broker.bootstrapServers())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("job.log").toFile())
              .start();
      try (RowReader trends = new RowReader(job.cluster(), TopicName.TRENDS)) {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        boolean some = false;
        while (!some) {
          some = !trends.poll(Duration.ofMillis(500)).isEmpty();
          assertThat(process.isAlive() && System.nanoTime() < end)
              .as(Files.readString(folder.resolve("job.log")))
              .isTrue();
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
