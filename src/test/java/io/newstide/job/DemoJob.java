package io.newstide.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The demo's deployment for tests that need it otherwise. */
public final class DemoJob {

  /**
   * One window of each kind, none of which ends every hour: a quarter of the rows that the demo's
   * own windows give, for tests that compare all of them.
   */
  public static final List<String> FEW_WINDOWS =
      List.of(
          "{name: 6h, size: PT6H, slide: PT3H}",
          "{name: day, size: P1D}",
          "{name: today, size: P1D, step: PT6H}",
          "{name: week, size: P1W}",
          "{name: month, size: P1M}",
          "{name: visit, gap: PT6H}");

  private DemoJob() {}

  /**
   * Writes a job file with other windows, and beside it the topics and the lexicon that it names.
   *
   * @param folder made if it is missing
   * @return the job file
   */
  public static Path write(Path folder, List<String> windows) throws IOException {
    Path topics = Files.createDirectories(folder.resolve("topics"));
    try (Stream<Path> shipped = Files.list(Path.of("jobs/topics"))) {
      for (Path topic : (Iterable<Path>) shipped::iterator) {
        Files.copy(topic, topics.resolve(topic.getFileName()));
      }
    }
    Files.copy(Path.of("jobs/lexicon.txt"), folder.resolve("lexicon.txt"));
    String demo = Files.readString(Path.of("jobs/demo.yaml"));
    String lines = "  - " + String.join("\n  - ", windows) + "\n";
    return Files.writeString(
        folder.resolve("job.yaml"),
        demo.replaceFirst("(?m)^windows:\n(  - .*\n)+", "windows:\n" + lines));
  }
}
