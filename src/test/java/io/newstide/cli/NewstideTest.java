package io.newstide.cli;

import static io.newstide.cli.Ran.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command line, within this process. */
class NewstideTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** All there are, those of commands among them. */
  static Stream<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    collect(Newstide.commandLine(), List.of(), all);
    return all.stream();
  }

  private static void collect(CommandLine of, List<String> path, List<List<String>> into) {
    of.getSubcommands()
        .forEach(
            (name, command) -> {
              List<String> there = Stream.concat(path.stream(), Stream.of(name)).toList();
              into.add(there);
              collect(command, there, into);
            });
  }

  @Test
  void theCommandsAreThoseOfTheContract() {
    assertThat(commands().filter(path -> path.size() == 1).map(path -> path.get(0)))
        .containsExactlyInAnyOrder(
            "demo",
            "init",
            "run",
            "feed",
            "replay-rejected",
            "split",
            "analyze",
            "backtest",
            "tune",
            "dashboard",
            "brief",
            "windows",
            "topics",
            "lexicon",
            "kafka-topics",
            "notify",
            "evaluate",
            "train",
            "bench",
            "schema");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(List<String> command) {
    Ran ran = run(Stream.concat(command.stream(), Stream.of("--help")).toArray());
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("Usage: newstide " + String.join(" ", command));
    assertThat(ran.err()).isEmpty();
  }

  /** As a full disk does, and a pipe whose reader has gone. */
  private static final class Full extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() {
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    var err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(new Full(), true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      assertThat(Newstide.execute("schema", "trend")).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              "newstide: standard output could not be written to its end: is the disk full, or has its reader gone?"
                  + System.lineSeparator());
      assertThat(Newstide.execute("schema", "nix")).as("a failure of its own").isEqualTo(2);
    } finally {
      System.setOut(standardOut);
      System.setErr(standardErr);
    }
  }

  /** Before the run, which would fail here for want of articles. */
  @Test
  void aReportThatHasNoFolderIsRefusedBeforeTheRun(@TempDir Path folder) throws Exception {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), "windows: [PT1H]\n");
    Ran ran =
        run(
            "tune",
            "--job",
            "jobs/demo.yaml",
            "--articles",
            folder.resolve("none.jsonl"),
            "--grid",
            grid,
            "--out",
            grid);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("newstide: " + grid + ": exists already and is no folder\n");
  }

  @Test
  void whatIsWrongWithAFileIsSaidAndNotOnlyWhichItIs(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(Newstide.oneLine(new NoSuchFileException("a/b")))
        .isEqualTo("a/b: there is no such file");
    assertThat(Newstide.oneLine(new UncheckedIOException(new NoSuchFileException("a/b"))))
        .isEqualTo("a/b: there is no such file");
    assertThat(Newstide.oneLine(new AccessDeniedException("a/b"))).isEqualTo("a/b: no permission");
    assertThat(Newstide.oneLine(new FileAlreadyExistsException(file.toString())))
        .isEqualTo(file + ": exists already and is no folder");
    assertThat(Newstide.oneLine(new FileAlreadyExistsException(folder.toString())))
        .isEqualTo(folder + ": exists already");
    assertThat(Newstide.oneLine(new FileSystemException("a/b", null, "Not a directory")))
        .isEqualTo("a/b: Not a directory");
    assertThat(
            Newstide.oneLine(
                new UncheckedIOException("articles: a/b", new NoSuchFileException("a/b"))))
        .as("a message of its own")
        .isEqualTo("articles: a/b");
  }

  @Test
  void schemasAreListedAndPrinted() throws Exception {
    List<String> names = run("schema").out().lines().toList();
    assertThat(names).contains("article", "enriched", "trend", "job").isSorted();
    for (String name : names) {
      assertThat(JSON.readTree(run("schema", name).out()).get("$schema").asText())
          .contains("2020-12");
    }
    assertThat(run("schema", "nix").code()).isEqualTo(2);
    assertThat(run("schema", "--asyncapi", "jobs/demo.yaml").out())
        .isEqualTo(Files.readString(Path.of("docs/asyncapi.yaml")));
    Ran both = run("schema", "trend", "--asyncapi", "jobs/demo.yaml");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).startsWith("newstide: --asyncapi describes all topics; a NAME");
  }
}
