package io.newstide.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hankcs.hanlp.HanLP;
import io.newstide.article.Article;
import io.newstide.job.JobFile;
import io.newstide.job.Understanding;
import io.newstide.language.Analysis;
import io.newstide.language.names.Gazetteer;
import io.newstide.language.names.NamesModel;
import io.newstide.language.names.NamesTagger;
import io.newstide.language.words.LatticeSegmenter;
import io.newstide.language.words.Normaliser;
import io.newstide.language.words.TextCutter;
import io.newstide.language.words.Words;
import io.newstide.topic.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The analysis beside the usual way of calling HanLP. */
@Command(
    name = "analysis",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the whole analysis of an article (words, names, keywords, topics) beside the usual way of calling "
          + "HanLP: segment, extractKeyword and extractPhrase on title and body.",
      "All contenders read the same texts in turns, in one process, on one thread; what counts is that thread's CPU "
          + "time. The ratio is this project's speed by the usual way's."
    })
final class BenchAnalysisCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many characters each contender reads before it is the next one's turn. */
  private static final int TURN = 20_000;

  private static final String USUAL_WAY = "usualWay";
  private static final String NEWSTIDE = "newstide";

  @Option(
      names = "--articles",
      paramLabel = "FILE",
      description = "Articles as JSONL, also .gz (the sample feed).")
  private Path articles;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      paramLabel = "N",
      description =
          "CPU seconds to measure for, all contenders together, after a third of that to warm up (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** An article, and what the stages that are measured alone begin with. */
  private record Text(
      Article article, String titleAndBody, char[] printed, Words words, Analysis analysis) {}

  @Override
  public Integer call() throws IOException {
    if (seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is " + seconds + ", but must be at least 1");
    }
    var job = JobFile.read(Home.file("jobs/demo.yaml"), Map.of(), Map.of());
    var read = new ArrayList<Article>();
    ArticleTexts.each(
        articles == null ? Home.file("jobs/sample/articles.jsonl") : articles, read::add);
    if (read.isEmpty()) {
      throw new IllegalArgumentException(articles + ": there is no article in it");
    }
    var cutter = new TextCutter(new LatticeSegmenter());
    var understanding = Understanding.of(job.understanding());
    var topics = TopicCatalogue.of(job.understanding().topics());
    var tagger = new NamesTagger(NamesModel.shipped());
    var texts = new ArrayList<Text>(read.size());
    for (var article : read) {
      var titleAndBody = article.title() + "\n" + article.body();
      var printed = Normaliser.printed(titleAndBody);
      texts.add(
          new Text(
              article,
              titleAndBody,
              printed,
              cutter.cut(printed),
              understanding.enrich(article, Duration.ZERO).analysis()));
    }
    var bench =
        new SideBySide<Text>(texts, text -> text.titleAndBody().length(), TURN)
            .contender(
                USUAL_WAY,
                "HanLP.segment, extractKeyword, extractPhrase",
                text ->
                    HanLP.segment(text.titleAndBody()).size()
                        + HanLP.extractKeyword(text.titleAndBody(), 10).size()
                        + HanLP.extractPhrase(text.titleAndBody(), 10).size())
            .contender(
                NEWSTIDE,
                "the whole analysis: words, names, keywords, topics",
                text -> understanding.enrich(text.article(), Duration.ZERO).topics().size())
            .contender(
                "hanlpSegment",
                "HanLP.segment alone, with people's names",
                text -> HanLP.segment(text.titleAndBody()).size())
            .contender(
                "words",
                "words alone",
                text -> cutter.cut(Normaliser.printed(text.titleAndBody())).size())
            .contender(
                "names",
                "names alone, of text cut into words",
                text ->
                    tagger
                        .find(
                            text.printed(),
                            text.words(),
                            Gazetteer.shipped().marks(Normaliser.normalise(text.titleAndBody())))
                        .size())
            .contender(
                "topics",
                "topics alone, of an article analysed",
                text -> topics.match(text.analysis()).size());
    List<SideBySide.Figures> figures;
    try (var progress = Progress.of("bench", "CPU second", seconds + seconds / 3)) {
      figures = bench.measure(seconds, progress::to);
    }
    if (json) {
      System.out.println(JSON.writeValueAsString(asJson(read.size(), figures)));
    } else {
      print(figures);
    }
    return 0;
  }

  private static double ratio(List<SideBySide.Figures> figures) {
    return speed(NEWSTIDE, figures) / speed(USUAL_WAY, figures);
  }

  private static double speed(String contender, List<SideBySide.Figures> figures) {
    return figures.stream()
        .filter(f -> f.contender().equals(contender))
        .mapToDouble(SideBySide.Figures::unitsPerCpuSecond)
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode asJson(int articles, List<SideBySide.Figures> figures) {
    var out = JSON.createObjectNode().put("articles", articles);
    out.put("rounds", figures.get(0).rounds());
    var contenders = out.putObject("contenders");
    for (var contender : figures) {
      contenders
          .putObject(contender.contender())
          .put("does", contender.does())
          .put("characters", contender.units())
          .put("cpuSeconds", contender.cpuSeconds())
          .put("charactersPerCpuSecond", Math.round(contender.unitsPerCpuSecond()))
          .put("bestCharactersPerCpuSecond", Math.round(contender.best()))
          .put("bytesPerCharacter", rounded(contender.bytesPerUnit()));
    }
    return out.put("ratio", rounded(ratio(figures)));
  }

  private static double rounded(double value) {
    return Math.round(100 * value) / 100.0;
  }

  private static void print(List<SideBySide.Figures> figures) {
    System.out.printf(
        "%16s %16s %16s  %s%n", "characters/CPU-s", "best round", "bytes/character", "what");
    for (var contender : figures) {
      System.out.printf(
          Locale.ROOT,
          "%,16.0f %,16.0f %,16.1f  %s: %s%n",
          contender.unitsPerCpuSecond(),
          contender.best(),
          contender.bytesPerUnit(),
          contender.contender(),
          contender.does());
    }
    System.out.printf(Locale.ROOT, "ratio of newstide to usualWay: %.2f%n", ratio(figures));
  }
}
