package io.newstide.feed.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A story of a newspaper page. Absent text is empty.
 *
 * @param title the headline, never empty
 * @param titleDerived true if no headline was found: then the title is a copy of the body's first
 *     words
 * @param kicker the line above the headline
 * @param subtitle the line below the headline
 * @param body the text with its printed opening, paragraphs and rows of tables on lines of their
 *     own
 * @param author the reporters named in the opening or at the end, joined by 、
 * @param section the newspaper's section, from the masthead
 * @param source the newspaper, from the masthead
 * @param publishedOn the page's day
 * @param eventDate when it happened, see {@link EventDate}
 * @param lines the numbers of the file's lines that the body is made of
 */
public record PageArticle(
    String title,
    boolean titleDerived,
    String kicker,
    String subtitle,
    String body,
    String author,
    String section,
    String source,
    Optional<LocalDate> publishedOn,
    Optional<String> eventDate,
    List<Integer> lines) {

  private static final JsonFactory JSON = new JsonFactory();

  /** As one line of article JSON. */
  public String json() {
    StringWriter written = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(written)) {
      json.writeStartObject();
      json.writeStringField("source", source);
      json.writeStringField("title", title);
      if (titleDerived) {
        json.writeBooleanField("titleDerived", true);
      }
      json.writeStringField("kicker", kicker);
      json.writeStringField("subtitle", subtitle);
      json.writeStringField("body", body);
      if (publishedOn.isPresent()) {
        json.writeStringField("publishedAt", publishedOn.get().toString());
      } else {
        json.writeNullField("publishedAt");
      }
      json.writeStringField("datePrecision", "day");
      json.writeStringField("eventDate", eventDate.orElse(""));
      json.writeStringField("author", author);
      json.writeStringField("section", section);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be written", e);
    }
    return written.toString();
  }

  /** The headlines there are: kicker, title unless derived, subtitle. */
  public List<String> headlines() {
    return java.util.stream.Stream.of(kicker, titleDerived ? "" : title, subtitle)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
