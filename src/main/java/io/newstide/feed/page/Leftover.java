package io.newstide.feed.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * What of a page belongs to no story.
 *
 * @param line the line's number in the file, from 1
 * @param text its characters, or the part of them that is left over
 * @param kind what it is
 */
public record Leftover(int line, String text, Kind kind) {

  private static final JsonFactory JSON = new JsonFactory();

  /** What a leftover is. */
  public enum Kind {
    /** The newspaper's name, date, edition, editors, addresses. */
    MASTHEAD,
    /** The text of a picture. */
    CAPTION,
    /** A headline without a story, or text without one. */
    UNASSIGNED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Its name in rows. */
    public String label() {
      return label;
    }
  }

  /** As one line of JSON: {@code {"line": 3, "text": "…", "kind": "caption"}}. */
  public String json() {
    StringWriter written = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(written)) {
      json.writeStartObject();
      json.writeNumberField("line", line);
      json.writeStringField("text", text);
      json.writeStringField("kind", kind.label());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be written", e);
    }
    return written.toString();
  }
}
