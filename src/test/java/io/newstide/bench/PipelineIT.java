package io.newstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That every contender does its work; how fast is measured where nothing else runs. */
class PipelineIT {

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
                100,
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
              assertThat(figures.articles()).as(name).isGreaterThanOrEqualTo(100);
              assertThat(figures.cpuSeconds()).as(name).isPositive();
              assertThat(figures.characters()).as(name).isGreaterThan(100 * figures.articles());
            });
    assertThat(result.oneCpu()).isEqualTo(Cpus.canBeChosen());
    assertThat(said).anyMatch(line -> line.startsWith("bareLoop: "));
  }
}
