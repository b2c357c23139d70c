package io.newstide.language;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import java.time.Instant;

/** Articles for tests of which only the words matter. */
final class Articles {

  private Articles() {}

  static Article article(String title, String body) {
    return article(title, "", "", body, "");
  }

  static Article article(String title, String kicker, String subtitle, String body, String author) {
    var time = Instant.parse("2026-06-06T02:00:00Z");
    return new Article(
        "a-1",
        "lanjiang-daily",
        title,
        kicker,
        subtitle,
        body,
        time,
        DatePrecision.INSTANT,
        true,
        "",
        time,
        "",
        author,
        "");
  }
}
