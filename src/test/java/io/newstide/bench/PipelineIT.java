package io.newstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.cluster.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every contender does its work; how fast is measured where nothing else runs. */
class PipelineIT {

  /** Articles of the sample that are read. */
  private static final long SAMPLE = 142;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void everyContenderReadsTheSameArticles() throws Exception {
    List<String> said = new ArrayList<>();
    PipelineBenchmark.Result result =
        PipelineBenchmark.run(
            new PipelineBenchmark.Options(
                Path.of("jobs/demo.yaml"),
                Path.of("jobs/sample/articles.jsonl"),
                50_000,
                100,
                1,
                0,
                true,
                Optional.empty()),
            List.of(
                PipelineBenchmark.BARE_LOOP,
                PipelineBenchmark.USUAL_FLINK,
                PipelineBenchmark.NEWSTIDE),
            said::add);

    assertThat(result.contenders())
        .containsOnlyKeys(
            PipelineBenchmark.BARE_LOOP, PipelineBenchmark.USUAL_FLINK, PipelineBenchmark.NEWSTIDE);
    result
        .contenders()
        .forEach(
            (name, figures) -> {
              assertThat(figures.articles()).as(name).isGreaterThanOrEqualTo(SAMPLE);
              assertThat(figures.cpuSeconds()).as(name).isPositive();
              assertThat(figures.byRound()).as(name).hasSize(1);
              assertThat(figures.characters()).as(name).isGreaterThan(100 * figures.articles());
            });
    assertThat(result.oneCpu()).isEqualTo(Cpus.canBeChosen());
    assertThat(said)
        .anyMatch(
            line -> line.startsWith("warming up, round 4, of which the compiler took: bareLoop"))
        .anyMatch(
            line ->
                line.matches(
                    "round 1 of 1, articles a CPU second: "
                        + "bareLoop [0-9,]+, usualFlink [0-9,]+, newstide [0-9,]+"))
        .anyMatch(line -> line.startsWith("bareLoop: "));
  }

  @Test
  void whatIsHaltedTakesNoTimeUntilItIsToGoOn(@TempDir Path folder) {
    try (var process =
        OwnProcess.start(
            Contender.ANALYSIS,
            Cpus.ALL,
            List.of("-Xmx1g"),
            folder.resolve("log"),
            List.of("jobs/demo.yaml", "jobs/sample/articles.jsonl"))) {
      await(() -> process.lastLine().matches("\\d+"));
      process.halt();
      // What a thread has used up to the signal is seen a moment later.
      CpuTime[] seen = {process.cpu()};
      await(
          () -> {
            CpuTime before = seen[0];
            seen[0] = process.cpu();
            return seen[0].equals(before);
          });
      CpuTime halted = seen[0];
      long later = System.nanoTime() + 300_000_000;
      await(() -> System.nanoTime() > later);
      assertThat(process.cpu()).isEqualTo(halted);
      process.goOn();
      await(() -> process.cpu().since(halted).all().toMillis() > 100);
    }
  }

  private static void await(BooleanSupplier condition) {
    Await.until(() -> "what is awaited", PATIENCE, condition::getAsBoolean);
  }
}
