package io.newstide.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.Article;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import io.newstide.language.Ranker;
import io.newstide.language.words.Normaliser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Keywords against the titles people gave. */
@Command(
    name = "keywords",
    mixinStandardHelpOptions = true,
    description = {
      "Measures keywords by the titles people gave: each article's keywords are taken from its body alone, "
          + "and those that stand in its title are right.",
      "Precision at N is the right ones among the first N of each article, N in all even where fewer were found."
    })
final class EvaluateKeywordsCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--gold",
      required = true,
      paramLabel = "FILE",
      description =
          "Articles with title and body as JSONL, also .gz; those without a body are passed over.")
  private Path gold;

  @Option(
      names = "--at",
      defaultValue = "5",
      paramLabel = "N",
      description = "How many keywords of each article are looked at (${DEFAULT-VALUE}).")
  private int at;

  @Option(
      names = "--ranker",
      defaultValue = "tf-idf",
      paramLabel = "NAME",
      description = "How keywords are ranked: tf-idf or text-rank (${DEFAULT-VALUE}).")
  private String ranker;

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private long articles;
  private long right;

  @Override
  public Integer call() throws IOException {
    if (at < 1 || at > LanguageSettings.MOST_KEYWORDS) {
      throw new ParameterException(
          spec.commandLine(),
          "--at is " + at + ", but must be from 1 to " + LanguageSettings.MOST_KEYWORDS);
    }
    var analyser =
        HanlpAnalyser.create(
            LanguageSettings.defaults().withKeywords(at).withRanker(Ranker.of(ranker)));
    try (var progress = Progress.of("evaluate", "article", -1)) {
      ArticleTexts.each(
          gold,
          article -> {
            if (!article.body().isBlank()) {
              count(article, analyser);
              progress.to(articles);
            }
          });
    }
    var precision = articles == 0 ? 0 : (double) right / (at * articles);
    if (json) {
      System.out.println(
          JSON.writeValueAsString(
              JSON.createObjectNode()
                  .put("ranker", ranker)
                  .put("articles", articles)
                  .put("at", at)
                  .put("right", right)
                  .put("precision", precision)));
    } else {
      System.out.printf(
          Locale.ROOT, "precision at %d: %.4f (%,d articles)%n", at, precision, articles);
    }
    return 0;
  }

  private void count(Article article, HanlpAnalyser analyser) {
    var title = Normaliser.normalise(article.title());
    var withheld = Article.ofText("", article.body(), article.author());
    for (var keyword : analyser.analyse(withheld).keywords()) {
      if (title.contains(keyword.term())) {
        right++;
      }
    }
    articles++;
  }
}
