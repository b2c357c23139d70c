package io.newstide.cli;

import io.newstide.article.Article;
import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.feed.JsonLines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Consumer;

/** The articles of a file of JSON lines, for what needs their text alone. */
final class ArticleTexts {

  private ArticleTexts() {}

  /** A reader for what does not depend on when an article is dated. */
  static ArticleReader reader() {
    return new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofDays(36_500));
  }

  /**
   * Hands on each article of a file.
   *
   * @return how many lines held none
   */
  static long each(Path file, Consumer<Article> consumer) {
    var reader = reader();
    var rejected = 0L;
    try (var lines = JsonLines.open(file, reader)) {
      while (lines.hasNext()) {
        if (reader.read(lines.next()) instanceof Incoming.Accepted accepted) {
          consumer.accept(accepted.article());
        } else {
          rejected++;
        }
      }
    }
    return rejected;
  }
}
