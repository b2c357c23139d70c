package bench;

import io.newstide.article.Article;
import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.job.Understanding;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the analysis of an article costs and allocates, one article an operation. Run by
 *
 * <pre>java -cp "target/test-classes:target/classes:$(mvn -q dependency:build-classpath
 * -Dmdep.outputFile=/dev/stdout)" bench.AnalysisBenchmark [articles.jsonl]</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"})
public class AnalysisBenchmark {

  /** Where articles come from; the project's sample unless said otherwise. */
  @Param("jobs/sample/articles.jsonl")
  public String articles;

  private final List<Article> all = new ArrayList<>();
  private HanlpAnalyser analyser;
  private Understanding understanding;
  private int next;

  /** Reads the articles and loads the models. */
  @Setup
  public void load() {
    all.addAll(read(articles));
    analyser = HanlpAnalyser.create(LanguageSettings.defaults());
    understanding =
        Understanding.of(
            JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of()).understanding());
  }

  private static List<Article> read(String file) {
    var reader = new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofDays(36_500));
    var all = new ArrayList<Article>();
    for (var record : JsonLines.all(Path.of(file), reader)) {
      if (reader.read(record) instanceof Incoming.Accepted accepted) {
        all.add(accepted.article());
      }
    }
    return all;
  }

  /** Words, names, keywords. */
  @Benchmark
  public Object languagePass() {
    return analyser.analyse(article());
  }

  /** Words, names, keywords, topics. */
  @Benchmark
  public Object wholeAnalysis() {
    var article = article();
    return understanding.enrich(article, Duration.ZERO);
  }

  private Article article() {
    var article = all.get(next);
    next = (next + 1) % all.size();
    return article;
  }

  /** Runs the benchmarks with the profiler of garbage and prints the bytes of a character. */
  public static void main(String[] args) throws RunnerException {
    var file = args.length > 0 ? args[0] : "jobs/sample/articles.jsonl";
    var options =
        new OptionsBuilder()
            .include("AnalysisBenchmark")
            .param("articles", file)
            .addProfiler(GCProfiler.class);
    var characters =
        read(file).stream()
            .mapToInt(article -> article.title().length() + article.body().length())
            .average()
            .orElseThrow();
    for (var run : new Runner(options.build()).run()) {
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f bytes a character%n",
          run.getPrimaryResult().getLabel(),
          run.getSecondaryResults().get("gc.alloc.rate.norm").getScore() / characters);
    }
  }
}
