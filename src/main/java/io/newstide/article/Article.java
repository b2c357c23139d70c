package io.newstide.article;

import java.time.Instant;
import java.util.Objects;

/**
 * One news article as it entered the stream. Immutable. Text that the source did not give is the
 * empty string, never null.
 *
 * @param id identifies the article; derived from source, title and time where the source gave none
 * @param source who published it, empty if unknown
 * @param title the headline, never empty
 * @param kicker the line above the headline
 * @param subtitle the line below the headline
 * @param body the text, with its printed opening (本报讯…)
 * @param publishedAt event time; for {@link DatePrecision#DAY} the local midnight the day begins
 *     with; for an article without a date its arrival
 * @param datePrecision whether {@code publishedAt} is an instant or a day
 * @param dateReliable false when the date is not the source's own word
 * @param eventDate when the event happened, as the source wrote it
 * @param arrivedAt when the record entered Kafka
 * @param url where it can be read
 * @param author its reporter
 * @param section the newspaper section
 */
public record Article(
    String id,
    String source,
    String title,
    String kicker,
    String subtitle,
    String body,
    Instant publishedAt,
    DatePrecision datePrecision,
    boolean dateReliable,
    String eventDate,
    Instant arrivedAt,
    String url,
    String author,
    String section) {

  public Article {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(kicker, "kicker");
    Objects.requireNonNull(subtitle, "subtitle");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(publishedAt, "publishedAt");
    Objects.requireNonNull(datePrecision, "datePrecision");
    Objects.requireNonNull(eventDate, "eventDate");
    Objects.requireNonNull(arrivedAt, "arrivedAt");
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(author, "author");
    Objects.requireNonNull(section, "section");
  }

  /** An article of which only the words matter, to be analysed by itself; it may lack a title. */
  public static Article ofText(String title, String body, String author) {
    return new Article(
        "text",
        "",
        title,
        "",
        "",
        body,
        Instant.EPOCH,
        DatePrecision.INSTANT,
        false,
        "",
        Instant.EPOCH,
        "",
        author,
        "");
  }

  /** This without its body, where only what is said of it goes on. */
  public Article withoutBody() {
    return new Article(
        id,
        source,
        title,
        kicker,
        subtitle,
        "",
        publishedAt,
        datePrecision,
        dateReliable,
        eventDate,
        arrivedAt,
        url,
        author,
        section);
  }
}
