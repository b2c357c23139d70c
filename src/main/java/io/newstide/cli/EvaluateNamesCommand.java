package io.newstide.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.Article;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import io.newstide.language.names.Gazetteer;
import io.newstide.language.names.NameType;
import io.newstide.language.names.NamesCorpus;
import io.newstide.language.names.NamesEvaluation;
import io.newstide.language.names.NamesModel;
import io.newstide.language.names.NamesScore;
import io.newstide.language.words.LatticeSegmenter;
import io.newstide.language.words.Normaliser;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Names against sentences or articles whose names are known. */
@Command(
    name = "names",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how well people, places and organisations are found.",
      "The gold is either sentences with their names, as for 'train names' (name for name, by extent and type), "
          + "or articles as JSONL with people, places, organisations (the distinct names of each article as they stand in it, bylines left out)."
    })
final class EvaluateNamesCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--gold",
      required = true,
      paramLabel = "FILE",
      description = "What is right, also .gz.")
  private Path gold;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model to measure (the shipped one).")
  private Path model;

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    var measured = model == null ? NamesModel.shipped() : read(model);
    var score = holdsArticles() ? ofArticles(measured) : ofSentences(measured);
    if (json) {
      System.out.println(JSON.writeValueAsString(asJson(measured, score)));
    } else {
      NamesTable.print(score, System.out);
    }
    return 0;
  }

  private static NamesModel read(Path file) throws IOException {
    try (var in = open(file)) {
      return NamesModel.read(in);
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw (IOException) new FileNotFoundException(file + ": there is no such file").initCause(e);
    }
  }

  private NamesScore ofSentences(NamesModel measured) {
    var sentences = NamesCorpus.read(gold);
    return new NamesEvaluation(new LatticeSegmenter(), Gazetteer.shipped(), measured)
        .ofSentences(sentences);
  }

  private boolean holdsArticles() throws IOException {
    try (var lines = lines()) {
      var first = lines.readLine();
      while (first != null && first.isBlank()) {
        first = lines.readLine();
      }
      return first != null && first.startsWith("{");
    }
  }

  private BufferedReader lines() throws IOException {
    InputStream in = open(gold);
    if (gold.toString().endsWith(".gz")) {
      in = new GZIPInputStream(in);
    }
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private NamesScore ofArticles(NamesModel measured) throws IOException {
    var analyser = HanlpAnalyser.create(LanguageSettings.defaults(), measured);
    var score = new NamesScore();
    try (var lines = lines()) {
      var number = 0;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          count(parse(line, number), analyser, score);
        }
      }
    }
    return score;
  }

  private JsonNode parse(String line, int number) {
    try {
      var row = JSON.readTree(line);
      for (var field : new String[] {"people", "places", "organisations"}) {
        if (!row.path(field).isArray()) {
          throw new IllegalArgumentException(
              gold + ":" + number + ": " + field + ": a list of names is missing");
        }
      }
      return row;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          gold + ":" + number + ": this is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void count(JsonNode row, HanlpAnalyser analyser, NamesScore score) {
    var article =
        Article.ofText(
            row.path("title").asText(), row.path("body").asText(), row.path("author").asText());
    var mentions = analyser.analyse(article).mentions();
    for (var type : NameType.values()) {
      var right = new TreeSet<String>();
      for (var name : row.path(field(type))) {
        right.add(plain(name.isTextual() ? name.asText() : name.path("name").asText()));
      }
      Set<String> found = new TreeSet<>();
      for (var mention : mentions) {
        if (mention.type() == type && !mention.byline()) {
          found.add(plain(mention.text()));
        }
      }
      score.gold(type, right.size());
      score.found(type, found.size());
      found.retainAll(right);
      score.right(type, found.size());
    }
  }

  private static String field(NameType type) {
    return switch (type) {
      case PERSON -> "people";
      case PLACE -> "places";
      case ORGANISATION -> "organisations";
    };
  }

  private static String plain(String name) {
    return Normaliser.normalise(name).replace(" ", "");
  }

  private static JsonNode asJson(NamesModel measured, NamesScore score) {
    var out = JSON.createObjectNode().put("model", measured.name());
    for (var type : NameType.values()) {
      out.set(NamesTable.name(type), figures(score.of(type)));
    }
    out.set("overall", figures(score.overall()));
    return out;
  }

  private static JsonNode figures(NamesScore.Figures figures) {
    return JSON.createObjectNode()
        .put("precision", figures.precision())
        .put("recall", figures.recall())
        .put("f1", figures.f1())
        .put("gold", figures.gold())
        .put("found", figures.found())
        .put("right", figures.right());
  }
}
