package io.newstide.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.article.Article;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.language.Analyser;
import io.newstide.language.HanlpAnalyser;
import io.newstide.topic.TopicCatalogue;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicExplanation;
import io.newstide.topic.TopicExplanation.Reckoning;
import io.newstide.topic.TopicExplanation.Share;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Topics against articles of which people said what they are about. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = {
      "Measures topics against articles labelled by hand.",
      "The gold is articles as JSONL, each with the ids of the topics it carries as \"topics\": [..] (or \"labels\"); an "
          + "enriched row will do. \"labelled\": [..] names the topics that were looked for in that article, where those "
          + "are not all topics that occur in the file; what was not looked for is not counted."
    })
final class EvaluateTopicsCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many clauses are named to say why. */
  private static final int MOST_CLAUSES = 5;

  @Option(
      names = "--gold",
      required = true,
      paramLabel = "FILE",
      description = "Labelled articles as JSONL, also .gz; - for standard input.")
  private Path gold;

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

  @Option(
      names = "--errors",
      description = "Adds which articles were missed and which wrongly taken, with scores and why.")
  private boolean errors;

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  /** An article with what people said of it. */
  private record Labelled(Article article, Set<String> topics, Optional<Set<String>> looked) {}

  /** An article that was judged otherwise than people did. */
  private record Wrong(boolean missed, Article article, TopicExplanation why) {}

  /** What came out for a topic. */
  private static final class Outcome {
    private long gold;
    private long found;
    private long right;
    private final List<Wrong> wrong = new ArrayList<>();

    double precision() {
      return found == 0 ? 0 : (double) right / found;
    }

    double recall() {
      return gold == 0 ? 0 : (double) right / gold;
    }

    double f1() {
      return gold + found == 0 ? 0 : 2.0 * right / (gold + found);
    }

    void add(Outcome other) {
      gold += other.gold;
      found += other.found;
      right += other.right;
    }
  }

  @Override
  public Integer call() throws IOException {
    JobFile settings =
        JobFile.read(job == null ? Home.file("jobs/demo.yaml") : job, set, System.getenv());
    TopicCatalogue topics = TopicCatalogue.of(settings.topics());
    List<Labelled> labelled = read();
    Map<String, Outcome> outcomes = outcomes(labelled, topics);
    Analyser analyser = HanlpAnalyser.create(settings.language());
    try (Progress progress = Progress.of("evaluate", "article", labelled.size())) {
      for (int i = 0; i < labelled.size(); i++) {
        judge(labelled.get(i), topics, analyser, outcomes);
        progress.to(i + 1);
      }
    }
    Outcome overall = new Outcome();
    outcomes.values().forEach(overall::add);
    System.out.println(
        json ? json(labelled.size(), topics, outcomes, overall) : table(outcomes, overall));
    return 0;
  }

  private List<Labelled> read() throws IOException {
    List<Labelled> labelled = new ArrayList<>();
    try (JsonLines lines = JsonLines.open(gold, ArticleTexts.reader())) {
      while (lines.hasNext()) {
        RawRecord line = lines.next();
        String where = "%s:%d: ".formatted(gold, line.offset());
        Incoming incoming = ArticleTexts.reader().read(line);
        if (incoming instanceof Incoming.Rejected rejected) {
          throw new IllegalArgumentException(
              where + rejected.rejection().reason().label() + ": " + rejected.rejection().detail());
        } else if (incoming instanceof Incoming.Accepted accepted) {
          JsonNode row = JSON.readTree(line.value());
          String field = row.has("topics") ? "topics" : "labels";
          labelled.add(
              new Labelled(
                  accepted.article(),
                  ids(row, field, where),
                  row.has("labelled")
                      ? Optional.of(ids(row, "labelled", where))
                      : Optional.empty()));
        }
      }
    }
    if (labelled.isEmpty()) {
      throw new IllegalArgumentException(gold + ": there are no articles in it");
    }
    return labelled;
  }

  private static Set<String> ids(JsonNode row, String field, String where) {
    Set<String> ids = new TreeSet<>();
    if (!row.path(field).isArray()) {
      throw new IllegalArgumentException(
          "%s%s: a list of topic ids is missing; [] if the article carries none"
              .formatted(where, field));
    }
    for (JsonNode id : row.path(field)) {
      String text = id.isObject() ? id.path("id").asText() : id.asText();
      if (text.isBlank()) {
        throw new IllegalArgumentException(
            "%s%s: a topic's id is wanted, found %s".formatted(where, field, id));
      }
      ids.add(text.strip());
    }
    return ids;
  }

  /** An outcome for each topic that was looked for, those the job does not have left out. */
  private Map<String, Outcome> outcomes(List<Labelled> labelled, TopicCatalogue topics) {
    Set<String> looked = new TreeSet<>();
    for (Labelled one : labelled) {
      looked.addAll(one.topics());
      one.looked().ifPresent(looked::addAll);
    }
    Map<String, Outcome> outcomes = new TreeMap<>();
    for (TopicDefinition topic : topics.topics()) {
      if (looked.remove(topic.id())) {
        outcomes.put(topic.id(), new Outcome());
      }
    }
    if (outcomes.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: none of the job's topics is labelled in it; the job has %s, the gold has %s"
              .formatted(
                  gold,
                  some(topics.topics().stream().map(TopicDefinition::id).toList()),
                  some(List.copyOf(looked))));
    }
    if (!looked.isEmpty()) {
      System.err.printf(
          "newstide: not counted, because the job has no such topics: %s%n",
          some(List.copyOf(looked)));
    }
    return outcomes;
  }

  private static String some(List<String> ids) {
    return ids.isEmpty()
        ? "none"
        : String.join(", ", ids.subList(0, Math.min(12, ids.size())))
            + (ids.size() > 12 ? " and %,d more".formatted(ids.size() - 12) : "");
  }

  private void judge(
      Labelled one, TopicCatalogue topics, Analyser analyser, Map<String, Outcome> outcomes) {
    var analysis = analyser.analyse(one.article());
    Set<String> found = new TreeSet<>();
    topics.match(analysis).forEach(match -> found.add(match.id()));
    outcomes.forEach(
        (id, outcome) -> {
          boolean right = one.topics().contains(id);
          if (!right && one.looked().isPresent() && !one.looked().get().contains(id)) {
            return;
          }
          boolean taken = found.contains(id);
          outcome.gold += right ? 1 : 0;
          outcome.found += taken ? 1 : 0;
          outcome.right += right && taken ? 1 : 0;
          if (errors && right != taken) {
            TopicExplanation why = topics.explain(id, one.article(), analysis).orElseThrow();
            outcome.wrong.add(new Wrong(right, one.article(), why));
          }
        });
  }

  private String json(
      int articles, TopicCatalogue topics, Map<String, Outcome> outcomes, Outcome overall)
      throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("articles", articles).put("catalogue", topics.version());
    ObjectNode byTopic = root.putObject("topics");
    outcomes.forEach((id, outcome) -> byTopic.set(id, figures(outcome)));
    root.set("overall", figures(overall));
    return JSON.writeValueAsString(root);
  }

  private ObjectNode figures(Outcome outcome) {
    ObjectNode figures =
        JSON.createObjectNode()
            .put("precision", outcome.precision())
            .put("recall", outcome.recall())
            .put("f1", outcome.f1())
            .put("gold", outcome.gold)
            .put("found", outcome.found)
            .put("right", outcome.right);
    if (!outcome.wrong.isEmpty()) {
      var list = figures.putArray("errors");
      for (Wrong wrong : outcome.wrong) {
        list.addObject()
            .put("error", wrong.missed() ? "missed" : "taken")
            .put("id", wrong.article().id())
            .put("title", wrong.article().title())
            .put("score", wrong.why().score())
            .put("threshold", wrong.why().topic().threshold())
            .put("why", why(wrong.why()));
      }
    }
    return figures;
  }

  private String table(Map<String, Outcome> outcomes, Outcome overall) {
    StringBuilder table = new StringBuilder();
    table.append(
        "%-32s%10s%10s%10s%8s%8s%8s%n"
            .formatted("", "precision", "recall", "F1", "gold", "found", "right"));
    outcomes.forEach((id, outcome) -> row(table, id, outcome));
    row(table, "overall", overall);
    if (errors) {
      outcomes.forEach(
          (id, outcome) -> {
            outcome.wrong.sort(
                Comparator.comparing(Wrong::missed)
                    .reversed()
                    .thenComparing(wrong -> -wrong.why().score()));
            for (Wrong wrong : outcome.wrong) {
              table.append(
                  String.format(
                      Locale.ROOT,
                      "%n%s %s: score %.3f, threshold %s: %s %s%n  %s",
                      id,
                      wrong.missed() ? "missed" : "wrongly taken",
                      wrong.why().score(),
                      wrong.why().topic().threshold(),
                      wrong.article().id(),
                      wrong.article().title().strip(),
                      why(wrong.why())));
            }
          });
    }
    return table.toString().stripTrailing();
  }

  private static void row(StringBuilder table, String name, Outcome outcome) {
    table.append(
        String.format(
            Locale.ROOT,
            "%-32s%10.4f%10.4f%10.4f%,8d%,8d%,8d%n",
            name,
            outcome.precision(),
            outcome.recall(),
            outcome.f1(),
            outcome.gold,
            outcome.found,
            outcome.right));
  }

  /** The part that decided and the clauses that gave most, or what stood in the way. */
  private static String why(TopicExplanation explanation) {
    if (!explanation.matches()) {
      return String.join("; ", explanation.obstacles());
    }
    Reckoning best =
        explanation.reckonings().stream()
            .max(Comparator.comparingDouble(Reckoning::score))
            .orElseThrow();
    List<String> clauses =
        best.shares().stream()
            .sorted(Comparator.comparingDouble(Share::value).reversed())
            .limit(MOST_CLAUSES)
            .map(
                share ->
                    String.format(
                        Locale.ROOT,
                        "%s %.2f (%d×)",
                        share.clause(),
                        best.factor() * share.value(),
                        share.mentions()))
            .toList();
    int more = best.shares().size() - clauses.size();
    return "%s: %s%s"
        .formatted(
            best.part().equals("whole") ? "whole article" : best.part(),
            String.join(", ", clauses),
            more > 0 ? " and %,d more".formatted(more) : "");
  }
}
