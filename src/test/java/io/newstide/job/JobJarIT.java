package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the jar for a Flink cluster holds, and what it leaves to the cluster. */
class JobJarIT {

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(f -> f.toString().endsWith("-job.jar")).findFirst().orElseThrow();
    }
  }

  @Test
  void holdsTheJobAndNotTheCluster() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
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
          .noneMatch(entry -> entry.startsWith("org/apache/flink/runtime/"))
          .noneMatch(entry -> entry.startsWith("org/apache/flink/streaming/api/environment/"))
          .noneMatch(entry -> entry.startsWith("kafka/server/"))
          .noneMatch(entry -> entry.startsWith("picocli/"))
          .noneMatch(entry -> entry.startsWith("org/apache/logging/"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.newstide.job.NewstideJob");
    }
  }
}
