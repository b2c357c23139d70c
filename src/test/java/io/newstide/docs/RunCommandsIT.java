package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.newstide.cli.Newstide;
import io.newstide.cluster.Await;
import io.newstide.cluster.Child;
import io.newstide.job.JobFile;
import io.newstide.kafka.KafkaCluster;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every command of {@code bin/newstide} that the documents tell people to give is given, beside a
 * broker and a running job: with the files of the examples in place of the reader's, and to a
 * deployment of its own. Not those of the benchmarks, which take long and have tests of their own.
 */
class RunCommandsIT {

  /** What has a test of its own that gives it. */
  private static final Map<String, String> ELSEWHERE =
      Map.of("demo", "cli/CommandsIT.java", "train", "cli/NamesCommandsTest.java");

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static HttpServer hook;
  private static final Map<String, String> FILES = new LinkedHashMap<>();
  private static final List<Child> LASTING = new ArrayList<>();

  /** A deployment's folder, and in it its job file. */
  private static String deployment(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(home.resolve("incoming"));
    Path topics = Files.createDirectories(home.resolve("topics"));
    try (Stream<Path> shipped = Files.list(Path.of("jobs/topics"))) {
      for (Path topic : (Iterable<Path>) shipped::iterator) {
        Files.copy(topic, topics.resolve(topic.getFileName()));
      }
    }
    Files.writeString(topics.resolve("entrance-exam.yaml"), example("extending.md", "yaml topic"));
    return Files.writeString(
            home.resolve("job.yaml"),
            """
            name: %1$s
            kafka: {bootstrapServers: "%2$s", prefix: %1$s, partitions: 1}
            windows:
              - {name: hour, size: PT1H}
              - {name: day, size: P1D}
            flink: {checkpointInterval: PT1S}
            dashboard: {port: 0}
            sources:
              - {name: papers, url: incoming}
            notify:
              channels:
                - {name: desk, type: webhook, url: "http://127.0.0.1:%3$d/"}
            """
                .formatted(name, broker.bootstrapServers(), hook.getAddress().getPort()))
        .toString();
  }

  /** The first example of a kind in a document. */
  private static String example(String document, String kind) {
    return Markdown.read(Path.of("docs", document)).blocks().stream()
        .filter(block -> block.kind().equals(kind))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @BeforeAll
  static void theReadersFiles() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    List<String> articles =
        Files.readAllLines(Path.of("jobs/sample/articles.jsonl")).subList(0, 20);
    String job = deployment("yizhuang");
    for (String name : List.of("deployment/job.yaml", "jobs/demo.yaml", "FILE", "文件")) {
      FILES.put(name, job);
    }
    FILES.put("lasting", deployment("lasting"));
    FILES.put("backfill.yaml", deployment("yizhuang-2"));
    FILES.put("articles.jsonl", file("articles.jsonl", String.join("\n", articles) + "\n"));
    FILES.put("article.json", file("article.json", articles.get(0)));
    Path past = folder.resolve("past.jsonl.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(past))) {
      out.write(String.join("\n", articles).getBytes(StandardCharsets.UTF_8));
    }
    FILES.put("past.jsonl.gz", past.toString());
    FILES.put("历史.jsonl.gz", past.toString());
    FILES.put(
        "labelled.jsonl", file("labelled.jsonl", example("analysts-guide.md", "json gold-topics")));
    FILES.put("grid.yaml", file("grid.yaml", "windows: [PT3H/PT1H]\n"));
    FILES.put("网格.yaml", FILES.get("grid.yaml"));
    FILES.put("bursts.yaml", file("bursts.yaml", example("analysts-guide.md", "yaml bursts")));
    FILES.put("six.yaml", file("six.yaml", "{name: 6h, size: PT6H, slide: PT1H}\n"));
    FILES.put(
        "comets.yaml", file("comets.yaml", "id: comets\nname: 彗星\nquery: '彗星^3'\nthreshold: 2\n"));
    FILES.put(
        "entrance-exam.yaml", file("entrance-exam.yaml", example("extending.md", "yaml topic")));
    FILES.put("observatories.txt", file("observatories.txt", "organisation 云台天文台 = 云台\n"));
    Path pages = Path.of("src/test/resources/pages");
    Files.createDirectory(folder.resolve("pages"));
    Files.copy(pages.resolve("02-double-spaced.txt"), folder.resolve("pages/a2.txt"));
    FILES.put("pages/", folder.resolve("pages").toString());
    FILES.put("page.txt", pages.resolve("01-single-newlines.txt").toString());
    FILES.put("版面.txt", FILES.get("page.txt"));
    FILES.put("gold.jsonl", pages.resolve("gold.jsonl").toString());
    FILES.put("left.jsonl", folder.resolve("left.jsonl").toString());
    FILES.put("NAME", "trend");
    FILES.put("--gold FILE", file("names.txt", "市长[梁若兰|person]到[青溪镇|place]检查。\n"));
    FILES.put("--model FILE", "src/main/resources/io/newstide/language/names/default.model");
    FILES.put("jobs/sample/articles.jsonl", FILES.get("articles.jsonl"));

    for (String one : List.of(job, FILES.get("lasting"))) {
      assertThat(run(List.of("kafka-topics", "--job", one, "--apply"))).isEmpty();
    }
    // A record that is rejected, too.
    assertThat(run(List.of("feed", "--job", job, "jobs/sample/articles.jsonl"))).isEmpty();
    lasting("run", "--job", job, "--data", folder.resolve("data").toString());
    // Who asks it for a change waits a minute for an answer, and it has to start first.
    KafkaCluster cluster = JobFile.read(Path.of(job), Map.of(), Map.of()).cluster();
    try (RowReader rows = new RowReader(cluster, TopicName.ENRICHED)) {
      Await.until(
          () -> "a row of " + LASTING.get(0).output(),
          Duration.ofMinutes(5),
          () -> !rows.poll(Duration.ofMillis(500)).isEmpty());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    LASTING.forEach(Child::close);
    hook.stop(0);
    broker.close();
  }

  /** Gives a command; what went wrong, empty if nothing. */
  private static String run(List<String> words) {
    var out = new ByteArrayOutputStream();
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    var captured = new PrintStream(out, true, StandardCharsets.UTF_8);
    System.setOut(captured);
    System.setErr(captured);
    // A command that is named without a file reads what is typed: nothing.
    InputStream standardIn = System.in;
    System.setIn(InputStream.nullInputStream());
    try {
      int code = Newstide.commandLine().execute(words.toArray(String[]::new));
      return code == 0
          ? ""
          : "%s: exit code %d: %s"
              .formatted(String.join(" ", words), code, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(standardOut);
      System.setErr(standardErr);
      System.setIn(standardIn);
    }
  }

  /** Gives a command that goes on until it is stopped, in a process of its own. */
  private static void lasting(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(Newstide.class.getName()));
    command.addAll(List.of(words));
    LASTING.add(
        Child.java(
            words[0],
            folder.resolve(words[0] + ".log"),
            Map.of(),
            Child.options("1g", System.getProperty("java.class.path")),
            command.toArray(String[]::new)));
  }

  @Test
  @Timeout(1800)
  void everyCommandThatIsToldDoesWhatItSays() throws Exception {
    Set<List<String>> told = new LinkedHashSet<>();
    for (Markdown document : Markdown.all()) {
      if (!document.file().endsWith("benchmarks.md")) {
        for (Commands.Command command : Commands.in(document)) {
          if (command.program().equals("bin/newstide") && command.words().size() > 1) {
            told.addAll(given(command));
          }
        }
      }
    }
    assertThat(told).hasSizeGreaterThan(40);
    List<String> wrong = new ArrayList<>();
    for (List<String> words : List.copyOf(told)) {
      if (ELSEWHERE.containsKey(words.get(0))) {
        Path test = Path.of("src/test/java/io/newstide", ELSEWHERE.get(words.get(0)));
        assertThat(Files.readString(test)).contains("(\"" + words.get(0) + "\"");
      } else if (goesOn(words)) {
        // To another deployment: one process reads a source, and one tells a channel's alerts.
        words.replaceAll(word -> word.equals(FILES.get("FILE")) ? FILES.get("lasting") : word);
        lasting(words.toArray(String[]::new));
      } else {
        wrong.add(run(words));
      }
    }
    wrong.removeIf(String::isEmpty);
    assertThat(wrong).isEmpty();
    // The job, and once each: feed, notify, dashboard.
    assertThat(LASTING).hasSize(4);
    assertThat(LASTING)
        .allSatisfy(child -> assertThat(child.isAlive()).as(child.output()).isTrue());
    LASTING.forEach(Child::close);
    assertThat(LASTING).allSatisfy(child -> assertThat(child.output()).doesNotContain(" ERROR "));
  }

  /** The words as they are given here; none if the command is only mentioned. */
  private static List<List<String>> given(Commands.Command command) {
    List<String> words = new ArrayList<>();
    String before = "";
    for (String word : command.arguments()) {
      boolean target = before.equals("--out") || word.equals("DIR") || word.equals("目录");
      words.add(
          target
              ? folder.resolve("made-" + word).toString()
              : FILES.getOrDefault(before + " " + word, FILES.getOrDefault(word, word)));
      before = word;
    }
    if (words.contains("brief") && !words.contains("--out")) {
      // It would be written where the tests are run.
      words.addAll(List.of("--out", folder.resolve("made-brief").toString()));
    }
    if (!command.whole()) {
      try {
        CommandLine.ParseResult parsed =
            Newstide.commandLine().parseArgs(words.toArray(String[]::new));
        while (parsed.hasSubcommand()) {
          parsed = parsed.subcommand();
        }
        if (parsed.commandSpec().userObject() instanceof Runnable
            && !parsed.isVersionHelpRequested()) {
          return List.of();
        }
      } catch (CommandLine.ParameterException e) {
        return List.of();
      }
    }
    return List.of(words);
  }

  private static boolean goesOn(List<String> words) {
    return switch (words.get(0)) {
      case "dashboard", "feed", "notify" -> words.size() == 3;
      default -> false;
    };
  }
}
