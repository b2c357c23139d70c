package io.newstide.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.bench.PipelineBenchmark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The whole way from Kafka to Kafka beside what could be used instead. */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the job from Kafka to Kafka, exactly once, beside a bare loop of one thread and the usual Flink job "
          + "(HanLP's terms, keywords and phrases, keyBy, sliding windows), all from one topic of a broker of its own.",
      "They take turns, a round of the articles each, while the others are halted. What counts is the CPU time of each "
          + "contender's process, by the operating system, after a warm-up that is no shorter than what is measured and "
          + "goes on until little is compiled. Then latency at half the job's pace. "
          + "Takes about half an hour on two cores."
    })
final class BenchPipelineCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> NAMES =
      List.of(
          PipelineBenchmark.ANALYSIS,
          PipelineBenchmark.BARE_LOOP,
          PipelineBenchmark.USUAL_FLINK,
          PipelineBenchmark.NEWSTIDE,
          PipelineBenchmark.NEWSTIDE_AT_2,
          PipelineBenchmark.LATENCY);

  @Option(
      names = "--articles",
      paramLabel = "FILE",
      description =
          "Articles as JSONL, also .gz (the sample feed); they are repeated under new ids and advancing dates.")
  private Path articles;

  @Option(
      names = "--per-day",
      defaultValue = "50000",
      paramLabel = "N",
      description = "How many articles make a day of event time (${DEFAULT-VALUE}).")
  private int perDay;

  @Option(
      names = "--measured",
      defaultValue = "30000",
      paramLabel = "N",
      description =
          "On about how many articles each contender is measured, rounded up to whole rounds (${DEFAULT-VALUE}).")
  private int measured;

  @Option(
      names = "--warm-ups",
      defaultValue = "4",
      paramLabel = "N",
      description =
          "A warm-up ends when it is so many times as long as it has to be, though the compiler be still at work "
              + "(${DEFAULT-VALUE}).")
  private int warmUps;

  @Option(
      names = "--latency",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description = "How long latencies are measured, each; 0 for not at all (${DEFAULT-VALUE}).")
  private int latency;

  @Option(
      names = "--one-cpu",
      description =
          "Gives each contender one processor alone, by taskset, and the broker the others.")
  private boolean oneCpu;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description =
          "Measures some contenders: analysis, bareLoop, usualFlink, newstide, newstideAtParallelism2; or latency.")
  private List<String> only = List.of();

  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      description = "Where to put a profile of each contender, for JDK Mission Control or jfr.")
  private Path profiles;

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    atLeast("--per-day", perDay, 1);
    atLeast("--measured", measured, 1);
    atLeast("--warm-ups", warmUps, 1);
    atLeast("--latency", latency, 0);
    for (String name : only) {
      if (!NAMES.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "--only %s: there is no such contender; there are %s"
                .formatted(name, String.join(", ", NAMES)));
      }
    }
    if (profiles != null) {
      Files.createDirectories(profiles);
    }
    PipelineBenchmark.Result result =
        PipelineBenchmark.run(
            new PipelineBenchmark.Options(
                Home.file("jobs/demo.yaml"),
                articles == null ? Home.file("jobs/sample/articles.jsonl") : articles,
                perDay,
                measured,
                warmUps,
                latency,
                oneCpu,
                Optional.ofNullable(profiles)),
            only,
            line -> System.err.println("newstide: " + line));
    if (json) {
      System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(result)));
    } else {
      print(result);
    }
    return 0;
  }

  private void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d, but must be at least %d".formatted(option, value, least));
    }
  }

  private record Ratio(String name, String one, String other, String says) {}

  private static final List<Ratio> RATIOS =
      List.of(
          new Ratio(
              "ratioToBareLoop",
              PipelineBenchmark.NEWSTIDE,
              PipelineBenchmark.BARE_LOOP,
              "this job to the bare loop"),
          new Ratio(
              "ratioToUsualFlink",
              PipelineBenchmark.NEWSTIDE,
              PipelineBenchmark.USUAL_FLINK,
              "this job to the usual Flink job"),
          new Ratio(
              "bareLoopToAnalysis",
              PipelineBenchmark.BARE_LOOP,
              PipelineBenchmark.ANALYSIS,
              "the bare loop to analysis alone"),
          new Ratio(
              "parallelism2To1",
              PipelineBenchmark.NEWSTIDE_AT_2,
              PipelineBenchmark.NEWSTIDE,
              "this job on two subtasks to one"));

  private static List<Ratio> ratios(PipelineBenchmark.Result result) {
    return RATIOS.stream()
        .filter(
            ratio ->
                result.contenders().containsKey(ratio.one())
                    && result.contenders().containsKey(ratio.other()))
        .toList();
  }

  private static ObjectNode json(PipelineBenchmark.Result result) {
    ObjectNode out = JSON.createObjectNode().put("oneCpu", result.oneCpu());
    ObjectNode contenders = out.putObject("contenders");
    result
        .contenders()
        .forEach(
            (name, figures) ->
                contenders
                    .putObject(name)
                    .put("does", figures.does())
                    .put("articles", figures.articles())
                    .put("characters", figures.characters())
                    .put("cpuSeconds", rounded(figures.cpuSeconds()))
                    .put("compilerShare", rounded(figures.compilerShare()))
                    .put("collectorShare", rounded(figures.collectorShare()))
                    .put("wallSeconds", rounded(figures.wallSeconds()))
                    .putPOJO(
                        "articlesPerCpuSecondByRound",
                        figures.byRound().stream().map(BenchPipelineCommand::rounded).toList())
                    .put("warmUpArticles", figures.warmUp())
                    .put("articlesPerCpuSecond", rounded(figures.articlesPerCpuSecond()))
                    .put("charactersPerCpuSecond", Math.round(figures.charactersPerCpuSecond()))
                    .put("stateBytes", figures.checkpoint().state())
                    .put("checkpointBytes", figures.checkpoint().written()));
    for (Ratio ratio : ratios(result)) {
      out.put(ratio.name(), rounded(result.ratio(ratio.one(), ratio.other())));
    }
    ObjectNode latencies = out.putObject("latency");
    result
        .latencies()
        .forEach(
            (delivery, of) ->
                latencies
                    .putObject(delivery)
                    .put("articlesPerSecond", rounded(of.articlesPerSecond()))
                    .put("articles", of.articles())
                    .put("p50Millis", rounded(of.p50()))
                    .put("p99Millis", rounded(of.p99())));
    return out;
  }

  private static double rounded(double value) {
    return Math.round(1000 * value) / 1000.0;
  }

  private static void print(PipelineBenchmark.Result result) {
    System.out.printf(
        "%14s %16s %12s %12s %12s  %s%n",
        "articles/CPU-s", "characters/CPU-s", "CPU s", "state", "checkpoint", "what");
    result
        .contenders()
        .forEach(
            (name, of) ->
                System.out.printf(
                    Locale.ROOT,
                    "%,14.0f %,16.0f %,12.1f %,9.1f MB %,9.1f MB  %s: %s%n",
                    of.articlesPerCpuSecond(),
                    of.charactersPerCpuSecond(),
                    of.cpuSeconds(),
                    of.checkpoint().state() / 1e6,
                    of.checkpoint().written() / 1e6,
                    name,
                    of.does()));
    for (Ratio ratio : ratios(result)) {
      System.out.printf(
          Locale.ROOT, "%.2f %s%n", result.ratio(ratio.one(), ratio.other()), ratio.says());
    }
    result
        .latencies()
        .forEach(
            (delivery, of) ->
                System.out.printf(
                    Locale.ROOT,
                    "append to committed enriched row, %s, %,.0f articles a second: p50 %,.0f ms, p99 %,.0f ms%n",
                    delivery,
                    of.articlesPerSecond(),
                    of.p50(),
                    of.p99()));
  }
}
