package io.newstide.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.feed.page.PageGold;
import io.newstide.feed.page.PageScores;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How well pages are split. */
@Command(
    name = "pages",
    mixinStandardHelpOptions = true,
    description = {
      "Splits pages and compares with gold: headlines and body lines in the right story, exact bodies, leftovers by kind.",
      "Gold is JSONL, a page a line: {\"page\": FILE beside the gold file, or \"text\": the page, \"date\"?, \"stories\": [{\"title\", \"kicker\"?, \"subtitle\"?, \"body\"}], \"leftovers\"?: [{\"text\", \"kind\"}]}. The fields are those that split prints; white space does not count."
    })
final class EvaluatePagesCommand implements Callable<Integer> {

  @Option(names = "--gold", required = true, paramLabel = "FILE", description = "The gold pages.")
  private Path gold;

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @Option(names = "--wrong", description = "Tells on standard error what is wrong, a line each.")
  private boolean wrong;

  @Override
  public Integer call() {
    PageScores scores = new PageScores();
    List<PageGold> pages = PageGold.read(gold);
    try (Progress progress = Progress.of("evaluate", "page", pages.size())) {
      for (PageGold page : pages) {
        scores.add(page);
        progress.to(scores.pages());
      }
    }
    if (wrong) {
      scores.wrong().forEach(System.err::println);
    }
    Map<String, PageScores.Score> rows = new LinkedHashMap<>();
    rows.put("headlines", scores.headlines());
    rows.put("bodyLines", scores.bodyLines());
    rows.put("exactBodies", scores.bodies());
    rows.put("leftovers", scores.leftovers());
    if (json) {
      System.out.println(asJson(scores.pages(), rows));
    } else {
      System.out.printf(
          "%-12s %9s %9s %9s %7s %7s %7s%n",
          "", "precision", "recall", "F1", "gold", "found", "right");
      rows.forEach(
          (name, score) ->
              System.out.printf(
                  "%-12s %9.4f %9.4f %9.4f %7d %7d %7d%n",
                  name,
                  score.precision(),
                  score.recall(),
                  score.f1(),
                  score.gold(),
                  score.found(),
                  score.right()));
    }
    return 0;
  }

  private static String asJson(int pages, Map<String, PageScores.Score> rows) {
    ObjectNode all = new ObjectMapper().createObjectNode();
    all.put("pages", pages);
    rows.forEach(
        (name, score) ->
            all.putObject(name)
                .put("precision", score.precision())
                .put("recall", score.recall())
                .put("f1", score.f1())
                .put("gold", score.gold())
                .put("found", score.found())
                .put("right", score.right()));
    return all.toString();
  }
}
