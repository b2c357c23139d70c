package io.newstide.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jar for a Flink cluster, and what such a cluster has beside it. */
final class JobJar {

  private JobJar() {}

  static Path path() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(f -> f.toString().endsWith("-job.jar")).findFirst().orElseThrow();
    }
  }

  /** The class path of a cluster: Flink's own jars and nothing that the jar brings. */
  static String flinkAlone() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target/lib"))) {
      return files
          .map(Path::toString)
          .filter(
              file ->
                  !file.matches(
                      ".*/(flink-connector-kafka|flink-connector-base|kafka|hanlp|jackson|snakeyaml-[0-9]|lucene|picocli|progressbar|zstd)[^/]*"))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
