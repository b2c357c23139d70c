package io.newstide.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hankcs.hanlp.algorithm.EditDistance;
import io.newstide.article.Article;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.job.JobFile;
import io.newstide.language.Analyser;
import io.newstide.language.HanlpAnalyser;
import io.newstide.topic.TopicCatalogue;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicExplanation;
import io.newstide.topic.TopicExplanation.Found;
import io.newstide.topic.TopicExplanation.Place;
import io.newstide.topic.TopicExplanation.Reckoning;
import io.newstide.topic.TopicExplanation.Share;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why an article does or does not carry a topic. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says why an article does or does not carry a topic: which clauses of the query were found where, what each "
          + "gives to the score, and whether the score reaches the threshold.",
      "Needs neither Kafka nor Flink. Exit code 0 whether the article carries the topic or not."
    })
final class ExplainTopicCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many ids are listed where none is like the one that was asked for. */
  private static final int MOST_IDS = 12;

  /** So many places of a clause are shown. */
  private static final int MOST_PLACES = 6;

  @Option(
      names = "--job",
      paramLabel = "FILE",
      description = "The job file whose language and topics are used (the demo's).")
  private Path job;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets a value of the job file. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--json", description = "Prints a JSON object for each article.")
  private boolean json;

  @Parameters(index = "0", paramLabel = "ID", description = "The topic's id.")
  private String id;

  @Parameters(
      index = "1",
      paramLabel = "ARTICLE.json",
      description = "An article as JSON, or several, also .gz; - for standard input.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    JobFile settings =
        JobFile.read(job == null ? Home.file("jobs/demo.yaml") : job, set, System.getenv());
    TopicCatalogue topics = TopicCatalogue.of(settings.topics());
    if (topics.topics().stream().noneMatch(topic -> topic.id().equals(id))) {
      throw new IllegalArgumentException(
          "topic '%s': there is none; %s".formatted(id, instead(settings.topics())));
    }
    List<Article> articles = articles();
    Analyser analyser = HanlpAnalyser.create(settings.language());
    for (Article article : articles) {
      TopicExplanation explanation =
          topics.explain(id, article, analyser.analyse(article)).orElseThrow();
      System.out.println(json ? json(article, explanation) : text(article, explanation));
    }
    return 0;
  }

  private String instead(List<TopicDefinition> topics) {
    List<String> near =
        topics.stream()
            .map(TopicDefinition::id)
            .filter(other -> isLike(other, id))
            .sorted(Comparator.comparingInt((String other) -> EditDistance.ed(id, other)))
            .limit(3)
            .toList();
    if (!near.isEmpty()) {
      return "did you mean %s?".formatted(String.join(" or ", near));
    }
    List<String> all = topics.stream().map(TopicDefinition::id).limit(MOST_IDS).toList();
    return all.isEmpty()
        ? "the job has no topics"
        : "there %s %s%s"
            .formatted(
                topics.size() == 1 ? "is" : "are",
                String.join(", ", all),
                topics.size() > MOST_IDS
                    ? " and %,d more".formatted(topics.size() - MOST_IDS)
                    : "");
  }

  private static boolean isLike(String other, String written) {
    return !written.isEmpty()
        && (other.contains(written)
            || written.contains(other)
            || EditDistance.ed(written, other) <= Math.max(1, written.length() / 3));
  }

  private List<Article> articles() throws IOException {
    List<Article> articles = new ArrayList<>();
    try (InputStream in = open();
        MappingIterator<JsonNode> rows = JSON.readerFor(JsonNode.class).readValues(in)) {
      while (rows.hasNextValue()) {
        byte[] value = JSON.writeValueAsBytes(rows.nextValue());
        Incoming incoming =
            ArticleTexts.reader()
                .read(
                    new RawRecord(
                        file.toString(), 0, articles.size(), System.currentTimeMillis(), value));
        if (incoming instanceof Incoming.Rejected rejected) {
          throw new IllegalArgumentException(
              "%s: article %d: %s: %s"
                  .formatted(
                      file,
                      articles.size() + 1,
                      rejected.rejection().reason().label(),
                      rejected.rejection().detail()));
        } else if (incoming instanceof Incoming.Accepted accepted) {
          articles.add(accepted.article());
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s:%d: this is not JSON: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  // Without the place where what is not closed began: it names no file.
                  e.getOriginalMessage().replaceAll(" \\(start marker at .*", "")),
          e);
    }
    if (articles.isEmpty()) {
      throw new IllegalArgumentException(file + ": there is no article in it");
    }
    return articles;
  }

  private InputStream open() throws IOException {
    if (file.toString().equals("-")) {
      return new FilterInputStream(System.in) {
        @Override
        public void close() {
          // Standard input is not ours to close.
        }
      };
    }
    try {
      InputStream in = Files.newInputStream(file);
      return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    } catch (NoSuchFileException e) {
      throw (IOException) new FileNotFoundException(file + ": there is no such file").initCause(e);
    }
  }

  private static String json(Article article, TopicExplanation explanation) throws IOException {
    var row =
        JSON.createObjectNode()
            .put("id", article.id())
            .put("title", article.title())
            .put("topic", explanation.topic().id())
            .put("version", explanation.topic().version())
            .put("carried", explanation.carried())
            .put("score", explanation.score())
            .put("threshold", explanation.topic().threshold())
            .put("matches", explanation.matches());
    row.set("obstacles", JSON.valueToTree(explanation.obstacles()));
    row.set("found", JSON.valueToTree(explanation.found()));
    row.set("reckonings", JSON.valueToTree(explanation.reckonings()));
    return JSON.writeValueAsString(row);
  }

  private static String text(Article article, TopicExplanation explanation) {
    TopicDefinition topic = explanation.topic();
    StringBuilder text = new StringBuilder();
    line(text, "%s  %s", article.id(), article.title());
    line(
        text,
        "%s the topic %s %s: %s",
        explanation.carried() ? "carries" : "does not carry",
        topic.id(),
        topic.name(),
        explanation.matches()
            ? String.format(
                Locale.ROOT,
                "score %.3f, threshold %s",
                explanation.score(),
                plain(topic.threshold()))
            : "the query does not match");
    explanation.obstacles().forEach(obstacle -> line(text, "  %s", obstacle));
    line(text, "%s", explanation.found().isEmpty() ? "found: nothing" : "found:");
    explanation.found().forEach(found -> line(text, "  %s", found(found)));
    boolean best = explanation.reckonings().size() > 1;
    for (Reckoning reckoning : explanation.reckonings()) {
      reckoning(text, reckoning, best && reckoning.score() == highest(explanation));
    }
    return text.toString().stripTrailing();
  }

  private static double highest(TopicExplanation explanation) {
    return explanation.reckonings().stream().mapToDouble(Reckoning::score).max().orElse(0);
  }

  private static String found(Found found) {
    StringJoiner places = new StringJoiner(", ");
    found.places().stream().limit(MOST_PLACES).forEach(place -> places.add(place(place)));
    if (found.places().size() > MOST_PLACES) {
      places.add("and %,d more".formatted(found.places().size() - MOST_PLACES));
    }
    return "%s^%s  %s"
        .formatted(
            found.clause(),
            plain(found.weight()),
            found.places().isEmpty() ? "named, nowhere by itself" : places);
  }

  private static String place(Place place) {
    return "%s %d-%d …%s[%s]%s…"
        .formatted(
            place.field(),
            place.start(),
            place.end(),
            oneLine(place.before()),
            oneLine(place.text()),
            oneLine(place.after()));
  }

  private static void reckoning(StringBuilder text, Reckoning reckoning, boolean best) {
    line(
        text,
        "%s: %s%s, L = %,d, n = 0.5 + 0.5 · %s / 400 = %s",
        switch (reckoning.part()) {
          case "whole" -> "the whole article";
          case "section" ->
              "the best section, body %d-%d %s"
                  .formatted(reckoning.start(), reckoning.end(), oneLine(reckoning.heading()))
                  .strip();
          default -> "the best paragraph, body %d-%d".formatted(reckoning.start(), reckoning.end());
        },
        number(reckoning.score()),
        best ? ", the greatest, counts" : "",
        reckoning.length(),
        reckoning.length() < 100 ? "100 (the least)" : reckoning.length(),
        number(reckoning.norm()));
    for (Share share : reckoning.shares()) {
      line(
          text,
          "  %s  %s · 2.5 · f / (f + 4 · n) = %s with f = %s of %,d %s",
          share.clause(),
          plain(share.weight()),
          number(share.value()),
          number(share.frequency()),
          share.mentions(),
          share.mentions() == 1 ? "mention" : "mentions");
    }
    if (reckoning.factor() != 1) {
      line(text, "  together, times %s for a paragraph", plain(reckoning.factor()));
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Without the zeros behind the point: a weight as it is written. */
  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.valueOf(value);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
