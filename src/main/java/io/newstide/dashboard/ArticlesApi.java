package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.newstide.article.Article;
import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.Reply;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The articles themselves. */
final class ArticlesApi {

  /** Where lists of articles end: who wants more asks more precisely. */
  private static final int DEEPEST = 10_000;

  private static final int EXCERPT = 160;
  private static final int BEFORE_MARK = 40;

  private final ArticleIndex articles;

  ArticlesApi(ArticleIndex articles) {
    this.articles = articles;
  }

  /** How a subject is looked for: a topic at a place by both. */
  static List<String> subjects(String subject) {
    if (!subject.startsWith("topic-place/")) {
      return List.of(subject);
    }
    Subject at = new Subject(SubjectKind.TOPIC_PLACE, subject.substring("topic-place/".length()));
    return at.id().indexOf('@') < 0
        ? List.of(subject)
        : List.of("topic/" + at.topic(), "place/" + at.place());
  }

  /** {@code GET articles}. */
  Reply search(Asked asked) {
    asked.know(Set.of("q", "from", "to", "source", "kind", "id", "sort", "offset", "limit"));
    String text = asked.text("q").orElse("");
    String sort = asked.text("sort").orElse(text.isEmpty() ? "newest" : "best");
    if (!Set.of("newest", "best").contains(sort)) {
      throw new Asked.BadRequest("sort: '%s' is none of newest, best".formatted(sort));
    }
    Optional<String> id = asked.text("id");
    ArticleIndex.Result found =
        articles.search(
            new ArticleIndex.Search(
                text,
                asked.moment("from", Long.MIN_VALUE),
                asked.moment("to", Long.MAX_VALUE),
                asked.text("source").orElse(""),
                id.isPresent()
                    ? subjects(SeriesApi.kind(asked).label() + "/" + id.get())
                    : List.of(),
                sort.equals("newest"),
                asked.number("offset", 0, 0, DEEPEST),
                asked.number("limit", 20, 1, 200)));
    List<String> marks = articles.marks(text);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ArticleIndex.Found article : found.articles()) {
      rows.add(row(article, marks));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("total", found.total());
    answer.put("marks", marks);
    answer.put("articles", rows);
    return Reply.json(answer);
  }

  /** {@code GET article}: one article with its text. */
  Reply article(Asked asked) {
    asked.know(Set.of("id"));
    Optional<ArticleIndex.Found> found = articles.byId(asked.required("id"));
    if (found.isEmpty()) {
      return Reply.error(404, "there is no such article among those that are kept");
    }
    Map<String, Object> row = row(found.get(), List.of());
    row.put("body", found.get().article().body());
    row.put("kicker", found.get().article().kicker());
    row.put("subtitle", found.get().article().subtitle());
    return Reply.json(row);
  }

  /** {@code GET sources}: who published how much of what is kept. */
  Reply sources(Asked asked) {
    asked.know(Set.of());
    List<Map<String, Object>> rows = new ArrayList<>();
    articles.sources().forEach((name, count) -> rows.add(Map.of("source", name, "count", count)));
    return Reply.json(Map.of("sources", rows));
  }

  private static Map<String, Object> row(ArticleIndex.Found found, List<String> marks) {
    Article article = found.article();
    JsonNode subjects = found.subjects();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", article.id());
    row.put("title", article.title());
    row.put("source", article.source());
    row.put("publishedAt", article.publishedAt().toEpochMilli());
    row.put("precision", article.datePrecision().name().toLowerCase(Locale.ROOT));
    row.put("url", article.url());
    row.put("author", article.author());
    row.put("section", article.section());
    row.put("excerpt", excerpt(article.body(), marks));
    row.put("topics", subjects.path("topics"));
    row.put("keywords", subjects.path("keywords"));
    row.put("people", subjects.path("people"));
    row.put("places", subjects.path("places"));
    row.put("organisations", subjects.path("organisations"));
    row.put("duplicateOf", subjects.path("duplicateOf").asText(""));
    row.put("late", subjects.path("late").asBoolean());
    return row;
  }

  /** The part of a text around the first of the marks. */
  static String excerpt(String body, List<String> marks) {
    String text = body.replaceAll("\\s+", " ").strip();
    int at = -1;
    for (String mark : marks) {
      int here = text.indexOf(mark);
      if (here >= 0 && (at < 0 || here < at)) {
        at = here;
      }
    }
    int start = Math.max(0, at - BEFORE_MARK);
    int end = Math.min(text.length(), start + EXCERPT);
    if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
      start--;
    }
    if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
      end--;
    }
    return (start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : "");
  }
}
