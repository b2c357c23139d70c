package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.feed.JsonLines;
import io.newstide.job.DemoJob;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job leaves nothing behind in a Flink that it is submitted to again and again. */
class ClassLoadersIT {

  private static final int SUBMISSIONS = 3;

  @TempDir private Path folder;

  /** See {@link ManySubmissions}. */
  private record Submission(
      int number, long loadersDuring, long loadersAfter, long classes, long metaspace) {

    static Submission of(String line) {
      var columns = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
      return new Submission((int) columns[0], columns[1], columns[2], columns[3], columns[4]);
    }
  }

  @Test
  void severalSubmissionsToOneFlinkDoNotGrowItsMetaspace() throws Exception {
    List<Submission> submissions;
    Path file = DemoJob.write(folder.resolve("job"), DemoJob.FEW_WINDOWS);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
      var job =
          JobFile.read(file, Map.of("kafka.bootstrapServers", broker.bootstrapServers()), Map.of());
      EmbeddedJob.prepareTopics(job, line -> {});
      try (ArticleFeeder feeder = ArticleFeeder.open(job.cluster(), "jar", job.reader());
          JsonLines lines = JsonLines.open(Path.of("jobs/sample/articles.jsonl"), job.reader())) {
        feeder.sendAll(lines, sent -> {});
      }
      submissions = submit(file, broker.bootstrapServers());
    }

    assertThat(submissions).extracting(Submission::number).containsExactly(1, 2, 3);
    assertThat(submissions)
        .as("class loaders of the jar while it runs: that the check sees what it looks for")
        .allMatch(submission -> submission.loadersDuring() >= 1);
    // The JDK or Flink may hold on to those of one job, the client's and the TaskManager's, until
    // one of the next; a leak adds one a submission.
    assertThat(submissions)
        .as("class loaders of the jar after its job")
        .allMatch(submission -> submission.loadersAfter() <= 2);
    // Compared with what has as many class loaders; the first is what Flink needs for any job.
    for (var last : submissions) {
      var first =
          submissions.stream()
              .filter(submission -> submission.loadersAfter() == last.loadersAfter())
              .findFirst()
              .orElseThrow();
      // Some hundred are loaded at times only: 478 in one run, with no loader more.
      assertThat(last.classes()).isLessThan(first.classes() + 1000);
      assertThat(last.metaspace()).isLessThan(first.metaspace() + (6 << 20));
    }
  }

  private List<Submission> submit(Path job, String bootstrapServers) throws Exception {
    var out = folder.resolve("out.txt");
    var log = folder.resolve("log.txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // What only softly holds on to a class is let go at once.
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED",
                "-cp",
                Path.of("target/test-classes") + File.pathSeparator + JobJar.flinkAlone(),
                ManySubmissions.class.getName(),
                JobJar.path().toString(),
                Integer.toString(SUBMISSIONS),
                "--job",
                job.toString(),
                "--set",
                "kafka.bootstrapServers=" + bootstrapServers,
                // A name of its own: else the second goes on behind the articles of the first.
                "--set",
                "name=submission-%d")
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.MINUTES)).as(Files.readString(log)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return Files.readAllLines(out).stream()
        .filter(line -> line.matches("(\\d+ ){4}\\d+"))
        .map(Submission::of)
        .toList();
  }
}
