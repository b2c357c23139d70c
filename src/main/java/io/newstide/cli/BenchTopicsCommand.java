package io.newstide.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.article.Article;
import io.newstide.job.JobFile;
import io.newstide.language.Analyser;
import io.newstide.language.Analysis;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.Passage;
import io.newstide.language.Term;
import io.newstide.topic.TopicCatalogue;
import io.newstide.topic.TopicDefinition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What many topics cost beside few. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what ten thousand topics cost beside the ten of the demo: the whole analysis of an article with "
          + "either, the matching alone, and the making of a catalogue.",
      "The other topics are made of the articles' own words, so that every clause of every topic is found somewhere: "
          + "six words of different weights, a phrase with a distance and two words that must come together. "
          + "What counts is the thread's CPU time. The ratio is what an article costs with the many by what it costs with the ten."
    })
final class BenchTopicsCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many characters each contender reads before it is the next one's turn. */
  private static final int TURN = 20_000;

  private static final String FEW = "few";
  private static final String MANY = "many";
  private static final String MATCHING_FEW = "matchingFew";
  private static final String MATCHING_MANY = "matchingMany";

  @Option(
      names = "--articles",
      paramLabel = "FILE",
      description = "Articles as JSONL, also .gz (the sample feed).")
  private Path articles;

  @Option(
      names = "--topics",
      defaultValue = "10000",
      paramLabel = "N",
      description = "How many topics the many are (${DEFAULT-VALUE}).")
  private int count;

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

  private record Text(Article article, Analysis analysis) {}

  @Override
  public Integer call() throws IOException {
    if (seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is " + seconds + ", but must be at least 1");
    }
    JobFile job = JobFile.read(Home.file("jobs/demo.yaml"), Map.of(), Map.of());
    if (count < job.topics().size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--topics is %d, but must be at least %d, the demo's"
              .formatted(count, job.topics().size()));
    }
    Path file = articles == null ? Home.file("jobs/sample/articles.jsonl") : articles;
    Analyser analyser = HanlpAnalyser.create(job.language());
    List<Text> texts = new ArrayList<>();
    ArticleTexts.each(file, article -> texts.add(new Text(article, analyser.analyse(article))));
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(file + ": there is no article in it");
    }
    List<TopicDefinition> definitions = many(job.topics(), texts);
    double before = cpuSeconds();
    TopicCatalogue many = TopicCatalogue.of(definitions);
    double making = cpuSeconds() - before;
    TopicCatalogue few = TopicCatalogue.of(job.topics());
    var bench =
        new SideBySide<Text>(texts, text -> characters(text.article()), TURN)
            .contender(
                FEW,
                "the whole analysis of an article, %,d topics".formatted(job.topics().size()),
                text -> few.match(analyser.analyse(text.article())).size())
            .contender(
                MANY,
                "the same, %,d topics".formatted(count),
                text -> many.match(analyser.analyse(text.article())).size())
            .contender(
                MATCHING_FEW,
                "the matching alone, %,d topics".formatted(job.topics().size()),
                text -> few.match(text.analysis()).size())
            .contender(
                MATCHING_MANY,
                "the same, %,d topics".formatted(count),
                text -> many.match(text.analysis()).size());
    List<SideBySide.Figures> figures;
    try (var progress = Progress.of("bench", "CPU second", seconds + seconds / 3)) {
      figures = bench.measure(seconds, progress::to);
    }
    long perArticle = texts.stream().mapToLong(text -> characters(text.article())).sum();
    double characters = (double) perArticle / texts.size();
    if (json) {
      System.out.println(
          JSON.writeValueAsString(asJson(texts.size(), characters, figures, making)));
    } else {
      print(figures, characters, making);
    }
    return 0;
  }

  private static double cpuSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  private static int characters(Article article) {
    return article.title().length() + article.body().length();
  }

  /** The given topics, and others of the articles' own words. */
  private List<TopicDefinition> many(List<TopicDefinition> given, List<Text> texts) {
    TreeSet<String> distinct = new TreeSet<>();
    for (Text text : texts) {
      for (Passage passage : text.analysis().passages()) {
        for (Term term : passage.terms()) {
          String word = passage.text().substring(term.start(), term.end());
          if (word.length() >= 2 && word.chars().allMatch(Character::isIdeographic)) {
            distinct.add(word);
          }
        }
      }
    }
    if (distinct.isEmpty()) {
      throw new IllegalArgumentException("the articles have no Chinese words to make topics of");
    }
    List<String> words = List.copyOf(distinct);
    Random random = new Random(20_260_704);
    List<TopicDefinition> topics = new ArrayList<>(given);
    for (int i = given.size(); i < count; i++) {
      List<String> of = random.ints(10, 0, words.size()).mapToObj(words::get).toList();
      topics.add(
          new TopicDefinition(
              "many-" + i,
              of.get(0),
              "%s^4 OR %s^3 OR %s^3 OR %s^2 OR %s^2 OR %s OR \"%s %s\"~3 OR (%s AND %s)"
                  .formatted(of.toArray()),
              2.5));
    }
    return topics;
  }

  private static double perArticle(
      String contender, List<SideBySide.Figures> figures, double characters) {
    return figures.stream()
        .filter(f -> f.contender().equals(contender))
        .mapToDouble(f -> 1e6 * characters / f.unitsPerCpuSecond())
        .findFirst()
        .orElseThrow();
  }

  private static double ratio(List<SideBySide.Figures> figures) {
    return perArticle(MANY, figures, 1) / perArticle(FEW, figures, 1);
  }

  private ObjectNode asJson(
      int read, double characters, List<SideBySide.Figures> figures, double making) {
    ObjectNode out =
        JSON.createObjectNode()
            .put("articles", read)
            .put("topics", count)
            .put("rounds", figures.get(0).rounds());
    ObjectNode contenders = out.putObject("contenders");
    for (var contender : figures) {
      contenders
          .putObject(contender.contender())
          .put("does", contender.does())
          .put(
              "cpuMicrosecondsPerArticle",
              rounded(perArticle(contender.contender(), figures, characters)))
          .put("bytesPerArticle", Math.round(contender.bytesPerUnit() * characters));
    }
    return out.put("makingCpuSeconds", rounded(making)).put("ratio", rounded(ratio(figures)));
  }

  private static double rounded(double value) {
    return Math.round(100 * value) / 100.0;
  }

  private static void print(List<SideBySide.Figures> figures, double characters, double making) {
    System.out.printf("%20s %16s  %s%n", "CPU-µs/article", "bytes/article", "what");
    for (var contender : figures) {
      System.out.printf(
          Locale.ROOT,
          "%,20.1f %,16.0f  %s%n",
          perArticle(contender.contender(), figures, characters),
          contender.bytesPerUnit() * characters,
          contender.does());
    }
    System.out.printf(
        Locale.ROOT,
        "making the catalogue of the many: %.2f CPU-s%nratio of many to few: %.2f%n",
        making,
        ratio(figures));
  }
}
