package io.newstide.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.feed.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Articles of a file as a stream without end: round after round under new ids, their dates
 * advancing evenly, so many to a day. Not safe for use by several threads.
 */
final class RepeatedArticles {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");

  private final List<ObjectNode> articles = new ArrayList<>();
  private final Duration between;
  private long characters;

  /**
   * One of the stream.
   *
   * @param number its place in the stream, from 0
   * @param publishedAt epoch milliseconds
   */
  record Repeat(long number, String id, long publishedAt, byte[] json) {}

  /**
   * Reads a file; what holds no article is passed over.
   *
   * @param file JSONL, also .gz
   * @param perDay how many articles make a day of event time
   */
  RepeatedArticles(Path file, ArticleReader reader, int perDay) {
    this.between = Duration.ofDays(1).dividedBy(perDay);
    for (RawRecord line : JsonLines.all(file, reader)) {
      if (reader.read(line) instanceof Incoming.Accepted accepted) {
        try {
          var article = (ObjectNode) JSON.readTree(line.value());
          article.remove(List.of("arrivedAt", "datePrecision", "dateReliable", "eventDate"));
          articles.add(article);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        characters += accepted.article().title().length() + accepted.article().body().length();
      }
    }
    if (articles.isEmpty()) {
      throw new IllegalArgumentException(file + ": there is no article in it");
    }
  }

  /** How many articles a round has. */
  int round() {
    return articles.size();
  }

  /** Characters of titles and bodies in a round. */
  long characters() {
    return characters;
  }

  /** The longest time-to-live of duplicates within which no article is repeated. */
  Duration apart() {
    return between.multipliedBy(articles.size() - 1L);
  }

  /** An article of the stream. */
  Repeat get(long number) {
    ObjectNode article = articles.get((int) (number % articles.size()));
    Instant publishedAt = BEGIN.plus(between.multipliedBy(number));
    String id = Long.toString(number);
    article.put("id", id);
    article.put("publishedAt", publishedAt.toString());
    try {
      return new Repeat(number, id, publishedAt.toEpochMilli(), JSON.writeValueAsBytes(article));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
