package io.newstide.dashboard;

import io.newstide.article.Article;
import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.Reply;
import io.newstide.language.Analysis;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import io.newstide.topic.TopicCatalogue;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a query would match of the latest articles, by the code that matches topics. */
final class TopicsApi {

  private static final int MOST = 300;
  private static final int KEPT = 600;

  /** So low that every article that the query matches at all is told, with its score. */
  private static final double ANY = 1e-9;

  private final ArticleIndex articles;
  private final LanguageSettings language;
  private HanlpAnalyser analyser;
  private final Map<String, Analysis> analysed =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Analysis> eldest) {
              return size() > KEPT;
            }
          });

  TopicsApi(ArticleIndex articles, LanguageSettings language) {
    this.articles = articles;
    this.language = language;
  }

  private record Matched(ArticleIndex.Found found, TopicMatch match) {}

  /** {@code GET topics/preview}. */
  Reply preview(Asked asked) {
    asked.know(Set.of("q", "threshold", "limit"));
    String query = asked.required("q");
    double threshold = asked.positive("threshold", 2);
    int limit = asked.number("limit", 200, 1, MOST);
    TopicCatalogue catalogue;
    try {
      catalogue = TopicCatalogue.of(List.of(new TopicDefinition("draft", "draft", query, ANY)));
    } catch (IllegalArgumentException e) {
      return Reply.json(
          Map.of("valid", false, "error", e.getMessage().replace("topic 'draft', query, ", "")));
    }
    ArticleIndex.Result latest =
        articles.search(
            new ArticleIndex.Search(
                "", Long.MIN_VALUE, Long.MAX_VALUE, "", List.of(), true, 0, limit));
    List<Matched> matched = new ArrayList<>();
    for (ArticleIndex.Found found : latest.articles()) {
      for (TopicMatch match : catalogue.match(analysis(found.article()))) {
        matched.add(new Matched(found, match));
      }
    }
    matched.sort(
        Comparator.comparingDouble((Matched one) -> one.match().score())
            .reversed()
            .thenComparing(one -> one.found().article().id()));
    List<Map<String, Object>> carries = new ArrayList<>();
    List<Map<String, Object>> nearly = new ArrayList<>();
    for (Matched one : matched) {
      (one.match().score() >= threshold ? carries : nearly).add(row(one));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("valid", true);
    answer.put("articles", latest.articles().size());
    answer.put("matched", carries);
    answer.put("nearly", nearly);
    return Reply.json(answer);
  }

  private static Map<String, Object> row(Matched one) {
    Article article = one.found().article();
    List<String> words = one.match().matched().stream().map(TopicsApi::text).distinct().toList();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", article.id());
    row.put("title", article.title());
    row.put("source", article.source());
    row.put("publishedAt", article.publishedAt().toEpochMilli());
    row.put("url", article.url());
    row.put("score", one.match().score());
    row.put("inTitle", one.match().inTitle());
    row.put("matched", one.match().matched());
    row.put("marks", words);
    row.put("excerpt", ArticlesApi.excerpt(article.body(), words));
    return row;
  }

  /** The text of a clause as it is shown: without field, quotation marks and distance. */
  private static String text(String clause) {
    return clause.replaceFirst("^[a-z]+:", "").replaceFirst("~\\d+$", "").replace("\"", "");
  }

  private Analysis analysis(Article article) {
    Analysis known = analysed.get(article.id());
    if (known == null) {
      known = analyser().analyse(article);
      analysed.put(article.id(), known);
    }
    return known;
  }

  /** Made when it is first needed: it takes a while and some memory. */
  private synchronized HanlpAnalyser analyser() {
    if (analyser == null) {
      analyser = HanlpAnalyser.create(language);
    }
    return analyser;
  }
}
