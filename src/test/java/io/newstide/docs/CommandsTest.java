package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.cli.Newstide;
import io.newstide.files.YamlFiles;
import io.newstide.job.JobSchema;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;
import org.apache.flink.client.cli.CliArgsException;
import org.apache.flink.client.cli.CliFrontendParser;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Every command line in the documents is one that the program it calls takes, as far as that can be
 * told without running it; {@link RunCommandsIT} runs those of {@code bin/newstide}.
 */
class CommandsTest {

  private static final CommandLine NEWSTIDE = Newstide.commandLine();

  /** Programs whose command lines are not ours to judge. */
  private static final Set<String> FOREIGN = Set.of("jq", "sha256sum");

  /** Of Kafka's own tools. */
  private static final Set<String> KAFKA =
      Set.of("kafka-get-offsets", "kafka-delete-records", "kafka-topics.sh");

  private static final Map<String, String> SOURCES = new HashMap<>();

  private static Stream<Commands.Command> all() {
    return Markdown.all().stream().flatMap(document -> Commands.in(document).stream());
  }

  @Test
  void everyCommandOfNewstideIsUnderstood() {
    List<Commands.Command> ours = all().filter(CommandsTest::ours).toList();
    assertThat(ours.stream().flatMap(one -> newstide(one).stream())).isEmpty();
    assertThat(ours).hasSizeGreaterThan(60);
    // Every command there is stands in a document.
    assertThat(ours.stream().flatMap(one -> one.words().stream()).toList())
        .containsAll(NEWSTIDE.getSubcommands().keySet());
  }

  /** A command of ours, not the program's name alone, which everyone may mention. */
  private static boolean ours(Commands.Command command) {
    return command.program().matches("(bin/)?newstide")
        ? command.whole() || command.words().size() > 1
        : !command.whole()
            && NEWSTIDE.getSubcommands().containsKey(command.program())
            && command.words().stream().anyMatch(word -> word.startsWith("--"));
  }

  /** What picocli has against it. */
  private static List<String> newstide(Commands.Command command) {
    List<String> words = new ArrayList<>(command.words());
    if (words.get(0).endsWith("newstide")) {
      words.remove(0);
    }
    boolean options = words.stream().anyMatch(word -> word.startsWith("--"));
    if (!command.whole() && (!options || !command.program().endsWith("newstide"))) {
      return mention(command, words);
    }
    // N stands for a number.
    words.replaceAll(word -> word.equals("N") ? "1" : word);
    try {
      CommandLine.ParseResult parsed = NEWSTIDE.parseArgs(words.toArray(String[]::new));
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      return parsed.commandSpec().userObject() instanceof Runnable
              && !parsed.isUsageHelpRequested()
              && !parsed.isVersionHelpRequested()
          ? List.of(command + ": a command is missing")
          : files(command);
    } catch (CommandLine.ParameterException e) {
      return List.of(command + ": " + e.getMessage());
    }
  }

  /** A command that is named, perhaps with some options, and lacks what it needs. */
  private static List<String> mention(Commands.Command command, List<String> words) {
    CommandLine at = NEWSTIDE;
    List<String> wrong = new ArrayList<>();
    for (String word : words) {
      if (at.getSubcommands().containsKey(word)) {
        at = at.getSubcommands().get(word);
      } else if (word.startsWith("--")
          && !at.getCommandSpec().optionsMap().containsKey(word.replaceFirst("=.*", ""))) {
        wrong.add(command + ": there is no " + word);
      }
    }
    return at == NEWSTIDE ? List.of(command + ": there is no such command") : wrong;
  }

  /** Files of the project must be there; others are the reader's. */
  private static List<String> files(Commands.Command command) {
    return command.words().stream()
        .filter(word -> word.matches("(bin|docker|docs|jobs|src)/[^{}*]+"))
        .filter(word -> !Files.exists(Path.of(word)))
        .map(word -> command + ": there is no " + word)
        .toList();
  }

  @Test
  void everyOtherCommandIsUnderstoodAsFarAsCanBeToldHere() throws Exception {
    List<String> wrong = new ArrayList<>();
    Set<String> programs = new TreeSet<>();
    for (Commands.Command command : all().filter(one -> !ours(one)).toList()) {
      String program = command.program();
      if (!command.whole() && command.words().size() == 1) {
        continue;
      }
      programs.add(program);
      switch (program) {
        case "bin/test" -> wrong.addAll(binTest(command));
        case "mvn" -> wrong.addAll(maven(command));
        case "flink" -> wrong.addAll(flink(command));
        case "docker" -> wrong.addAll(docker(command));
        case "kubectl" -> wrong.addAll(kubectl(command));
        default -> {
          if (command.whole()
              && !FOREIGN.contains(program)
              && !KAFKA.contains(program)
              && looksLikeACommand(command)) {
            wrong.add(command + ": the test does not know " + program);
          }
          programs.remove(program);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(programs).containsExactly("bin/test", "docker", "flink", "kubectl", "mvn");
  }

  /** Not a formula, nor lines of data. */
  private static boolean looksLikeACommand(Commands.Command command) {
    return command.words().size() > 1
        && command.program().matches("[a-z][a-z0-9./-]*")
        && command.words().stream().anyMatch(word -> word.matches("--?[a-z].*"));
  }

  private static List<String> binTest(Commands.Command command) throws IOException {
    String script = Files.readString(Path.of("bin/test"));
    return Stream.of(command.arguments())
        .filter(word -> word.startsWith("-"))
        .filter(word -> !script.contains("\n  " + word + " "))
        .map(word -> command + ": bin/test has no " + word)
        .toList();
  }

  private static final Set<String> PHASES =
      Set.of(
          "test-compile",
          "test",
          "package",
          "verify",
          "spotless:apply",
          "dependency:build-classpath");

  private static List<String> maven(Commands.Command command) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String word : command.arguments()) {
      if (word.startsWith("-Dtest=") || word.startsWith("-Dit.test=")) {
        for (String one : word.replaceFirst(".*=", "").split(",", -1)) {
          if (!one.contains("*") && !sources().containsKey(one)) {
            wrong.add(command + ": there is no test " + one);
          }
        }
      } else if (word.startsWith("-D")) {
        wrong.addAll(property(command, word));
      } else if (!word.startsWith("-") && !PHASES.contains(word)) {
        wrong.add(command + ": " + word);
      }
    }
    return wrong;
  }

  @Test
  void everySystemPropertyThatIsNamedIsRead() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Commands.Command command : all().toList()) {
      for (String word : command.words()) {
        if (word.startsWith("-Dnewstide.")) {
          wrong.addAll(property(command, word));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> property(Commands.Command command, String word) throws IOException {
    String name = word.substring(2).replaceFirst("=.*", "");
    if (name.matches("mdep[.].*|java[.].*|javax[.].*|https?[.].*")) {
      return List.of();
    }
    Pattern read =
        Pattern.compile(
            "(getProperty|getInteger|getLong|getBoolean)\\(\\s*\"" + Pattern.quote(name) + "\"");
    return sources().values().stream().anyMatch(source -> read.matcher(source).find())
        ? List.of()
        : List.of(command + ": nothing reads " + name);
  }

  /** All Java files by the names of their classes. */
  private static Map<String, String> sources() throws IOException {
    if (SOURCES.isEmpty()) {
      try (Stream<Path> files = Files.walk(Path.of("src"))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.toString().endsWith(".java")) {
            SOURCES.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
          }
        }
      }
    }
    return SOURCES;
  }

  /** By Flink's own parser. */
  private static List<String> flink(Commands.Command command) throws Exception {
    List<String> rest = new ArrayList<>(List.of(command.arguments()));
    String action = rest.remove(0);
    Method method =
        CliFrontendParser.class.getDeclaredMethod(
            "get%s%sCommandOptions"
                .formatted(action.substring(0, 1).toUpperCase(Locale.ROOT), action.substring(1)));
    method.setAccessible(true);
    Options options = (Options) method.invoke(null);
    try {
      List<String> left =
          CliFrontendParser.parse(options, rest.toArray(String[]::new), true).getArgList();
      if (!action.equals("run") || !command.whole()) {
        return List.of();
      }
      List<String> wrong = new ArrayList<>();
      if (left.isEmpty() || !left.get(0).matches("newstide-\\d+\\.\\d+\\.\\d+-job\\.jar")) {
        wrong.add(command + ": no job jar");
      }
      for (int i = 1; i < left.size(); i += 2) {
        boolean set = left.get(i).equals("--set");
        if (i + 1 == left.size() || !(set || left.get(i).equals("--job"))) {
          wrong.add(command + ": " + left.get(i));
        } else if (set && !settings().contains(left.get(i + 1).replaceFirst("=.*", ""))) {
          wrong.add(command + ": there is no setting " + left.get(i + 1));
        }
      }
      if (!left.contains("--job")) {
        wrong.add(command + ": no --job");
      }
      return wrong;
    } catch (CliArgsException e) {
      return List.of(command + ": " + e.getMessage());
    }
  }

  private static Set<String> settings() throws IOException {
    Set<String> paths = new HashSet<>();
    paths(new ObjectMapper().readTree(JobSchema.json()), "", paths);
    return paths;
  }

  private static void paths(JsonNode schema, String at, Set<String> paths) {
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              paths.add(at + entry.getKey());
              paths(entry.getValue(), at + entry.getKey() + ".", paths);
            });
  }

  private static List<String> docker(Commands.Command command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command.arguments()));
    List<String> wrong = new ArrayList<>();
    if (!words.remove(0).equals("compose")) {
      return List.of(command + ": only compose is used");
    }
    if (!words.isEmpty() && words.get(0).equals("-f")) {
      wrong.addAll(files(command));
      words.subList(0, 2).clear();
    }
    String action = words.isEmpty() ? "" : words.remove(0);
    Set<String> options =
        switch (action) {
          case "up" -> Set.of("--build", "-d");
          case "down" -> Set.of("-v");
          case "exec" -> {
            if (!YamlFiles.document(Path.of("docker/compose.yaml"))
                .path("services")
                .has(words.get(0))) {
              wrong.add(command + ": there is no service " + words.get(0));
            }
            if (words.get(1).equals("flink")) {
              try {
                wrong.addAll(
                    flink(
                        new Commands.Command(
                            command.where(), words.subList(1, words.size()), false)));
              } catch (Exception e) {
                wrong.add(command + ": " + e.getMessage());
              }
            }
            words.clear();
            yield Set.of();
          }
          default -> {
            wrong.add(command + ": the test does not know docker compose " + action);
            yield Set.of();
          }
        };
    words.removeAll(options);
    // "up again": the rest of a sentence.
    if (!words.isEmpty()) {
      wrong.add(command + ": " + words);
    }
    return wrong;
  }

  private static List<String> kubectl(Commands.Command command) {
    String folder = command.words().get(command.words().size() - 1);
    return command.words().subList(0, 3).equals(List.of("kubectl", "apply", "-k"))
            && Files.exists(Path.of(folder, "kustomization.yaml"))
        ? List.of()
        : List.of(command + ": no kustomization");
  }

  @Test
  void aWrongCommandIsFound() {
    assertThat(
            Commands.in(
                    Markdown.read(
                        Path.of("a.md"),
                        """
                        `bin/newstide backtest --job FILE --articles FILE --out DIR --windw 6h=PT6H`,
                        `bin/newstide backtest --job FILE`, `bin/newstide windows`, `feed --statu`

                            # first
                            bin/newstide windows   # which?
                            bin/newstide schema \\
                                trend extra && bin/newstide analyze --job jobs/none.yaml
                        """))
                .stream()
                .filter(CommandsTest::ours)
                .flatMap(one -> newstide(one).stream())
                .map(said -> said.replaceFirst(": Possible.*", "")))
        .containsExactly(
            "a.md:5: bin/newstide windows: a command is missing",
            "a.md:6: bin/newstide schema trend extra: Unmatched argument at index 2: 'extra'",
            "a.md:6: bin/newstide analyze --job jobs/none.yaml: there is no jobs/none.yaml",
            "a.md:1: bin/newstide backtest --job FILE --articles FILE --out DIR --windw 6h=PT6H: Unknown options: '--windw', '6h=PT6H'",
            "a.md:2: bin/newstide backtest --job FILE: Missing required options: '--articles=FILE', '--out=DIR'",
            "a.md:2: feed --statu: there is no --statu");
  }
}
