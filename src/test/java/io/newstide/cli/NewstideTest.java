package io.newstide.cli;

import static io.newstide.cli.Ran.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
