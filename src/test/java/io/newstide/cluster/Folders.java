package io.newstide.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where cluster tests keep what they start: below target, so that logs are there after a failure.
 */
final class Folders {

  private Folders() {}

  /** An empty folder. */
  static Path fresh(String name) throws IOException {
    Path folder = Path.of("target/cluster", name).toAbsolutePath();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(folder);
  }
}
