package io.newstide.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.article.Article;
import io.newstide.article.ArticleReader;
import io.newstide.article.CodePointOrder;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.duplicate.DuplicateScores;
import io.newstide.duplicate.DuplicateScores.Gold;
import io.newstide.duplicate.DuplicateScores.Share;
import io.newstide.duplicate.Signature;
import io.newstide.duplicate.SignedArticle;
import io.newstide.duplicate.StoriesInMemory;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.job.JobSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stories against a gold set. */
@Command(
    name = "duplicates",
    mixinStandardHelpOptions = true,
    description = {
      "Tells the stories of the gold set's articles as the job settles them, and compares pairs of articles.",
      "A gold set is articles as JSONL, also .gz, each with a `cluster` (articles of one cluster are copies of each other) and, if it is known, a `variant` (how the copy was made). An article whose variant begins with neg- is a copy of nothing; its pair with the article whose id is in `contrast`, or without one its pairs with all articles of the same title, must not be taken for copies."
    })
final class EvaluateDuplicatesCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--gold",
      required = true,
      paramLabel = "FILE",
      description = "The gold set; - for standard input.")
  private Path gold;

  @Option(
      names = "--job",
      paramLabel = "FILE",
      description = "The job file whose `duplicates` are used (the demo's).")
  private Path job;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Sets a value of the job file, as in duplicates.containment=0.8. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--json", description = "Prints JSON, not a table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    JobFile settings =
        JobFile.read(job == null ? Home.file("jobs/demo.yaml") : job, set, System.getenv());
    List<Gold> golds = new ArrayList<>();
    Map<String, String> stories =
        stories(read(settings.reader(), golds), settings.settings().duplicates());
    DuplicateScores scores = DuplicateScores.of(golds, stories);
    System.out.println(json ? json(scores) : table(scores));
    return 0;
  }

  private List<Article> read(ArticleReader reader, List<Gold> golds) throws IOException {
    Map<String, Long> lines = new HashMap<>();
    List<Article> articles = new ArrayList<>();
    try (JsonLines records = JsonLines.open(gold, reader)) {
      while (records.hasNext()) {
        RawRecord line = records.next();
        String where = "%s:%d: ".formatted(gold, line.offset());
        if (reader.read(line) instanceof Incoming.Accepted accepted) {
          Article article = accepted.article();
          Long before = lines.put(article.id(), line.offset());
          if (before != null) {
            throw new IllegalArgumentException(
                where + "id: '%s' stands in line %d already".formatted(article.id(), before));
          }
          articles.add(article);
          golds.add(gold(article, JSON.readTree(line.value()), where));
        } else if (reader.read(line) instanceof Incoming.Rejected rejected) {
          throw new IllegalArgumentException(
              where + rejected.rejection().reason().label() + ": " + rejected.rejection().detail());
        }
      }
    }
    if (articles.isEmpty()) {
      throw new IllegalArgumentException(gold + ": there are no articles in it");
    }
    return articles;
  }

  private static Gold gold(Article article, JsonNode row, String where) {
    String cluster = row.path("cluster").asText("");
    if (cluster.isEmpty()) {
      throw new IllegalArgumentException(
          where + "cluster: an article of a gold set says which others are copies of it");
    }
    String contrast = row.path("contrast").asText("");
    return new Gold(
        article.id(),
        article.title(),
        cluster,
        row.path("variant").asText(""),
        contrast.isEmpty() ? Optional.empty() : Optional.of(contrast));
  }

  /** As the job settles them: by time, then id. */
  private static Map<String, String> stories(
      List<Article> articles, JobSettings.Duplicates settings) {
    articles.sort(
        Comparator.comparing(Article::publishedAt)
            .thenComparing(Article::id, CodePointOrder.CODE_POINTS));
    StoriesInMemory stories = new StoriesInMemory(settings.containment(), settings.ttl());
    Map<String, String> told = new HashMap<>();
    try (Progress progress = Progress.of("compare", "article", articles.size())) {
      for (Article article : articles) {
        long at = article.publishedAt().toEpochMilli();
        stories.advance(at - 1, one -> told.put(one.articleId(), one.storyId()));
        stories.arrive(new SignedArticle(article.id(), at, at - 1, Signature.of(article)));
        progress.to(told.size());
      }
      stories.advance(Long.MAX_VALUE, one -> told.put(one.articleId(), one.storyId()));
    }
    return told;
  }

  private static String json(DuplicateScores scores) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("articles", scores.articles());
    root.put("precision", scores.precision());
    root.put("recall", scores.recall());
    root.put("f1", scores.f1());
    root.putObject("pairs")
        .put("gold", scores.gold())
        .put("found", scores.found())
        .put("right", scores.right());
    ObjectNode variants = root.putObject("variants");
    scores
        .variants()
        .forEach(
            (name, share) ->
                variants
                    .putObject(name)
                    .put("pairs", share.of())
                    .put("found", share.part())
                    .put("recall", share.rate()));
    ObjectNode negatives = root.putObject("negatives");
    scores
        .negatives()
        .forEach(
            (name, share) ->
                negatives
                    .putObject(name)
                    .put("pairs", share.of())
                    .put("taken", share.part())
                    .put("falseRate", share.rate()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static String table(DuplicateScores scores) {
    StringBuilder table = new StringBuilder();
    table.append(
        "%,d articles, %,d pairs of copies, %,d found, %,d of them right%n"
            .formatted(scores.articles(), scores.gold(), scores.found(), scores.right()));
    table.append(
        "precision %.4f   recall %.4f   F1 %.4f%n"
            .formatted(scores.precision(), scores.recall(), scores.f1()));
    row(table, "copies by variant", "pairs", "found", "recall", scores.variants());
    row(table, "no copies, by variant", "pairs", "taken", "false rate", scores.negatives());
    return table.toString().stripTrailing();
  }

  private static void row(
      StringBuilder table,
      String what,
      String of,
      String part,
      String rate,
      Map<String, Share> shares) {
    if (shares.isEmpty()) {
      return;
    }
    table.append("%n%-24s %8s %8s %10s%n".formatted(what, of, part, rate));
    shares.forEach(
        (name, share) ->
            table.append(
                "%-24s %8d %8d %10.4f%n"
                    .formatted(
                        name.isEmpty() ? "(unknown)" : name,
                        share.of(),
                        share.part(),
                        share.rate())));
  }
}
