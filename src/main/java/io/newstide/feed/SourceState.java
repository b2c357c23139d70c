package io.newstide.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a source fares: the note that {@code feed --status} shows. Immutable.
 *
 * @param every the interval it is asked at
 * @param asked stands for address and interval, without telling them
 * @param lastTry when it was last asked
 * @param lastSuccess when it last answered
 * @param nextDue when it is to be asked next
 * @param tries how often it was asked
 * @param articles how many articles came of it
 * @param lastFound how many came when it last had something new
 * @param failures how often in a row it did not answer
 * @param lastError why it last did not answer, empty if it always has
 * @param lastErrorAt when that was
 * @param remark what else the operator should know
 */
public record SourceState(
    Duration every,
    String asked,
    Optional<Instant> lastTry,
    Optional<Instant> lastSuccess,
    Optional<Instant> nextDue,
    long tries,
    long articles,
    long lastFound,
    int failures,
    String lastError,
    Optional<Instant> lastErrorAt,
    String remark) {

  private static final String NOTE = "status";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_SAID = 500;

  /** Of a source that was never asked. */
  public static SourceState unknown(NewsSource source) {
    return new SourceState(
        source.every(),
        asked(source),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        0,
        "",
        Optional.empty(),
        "");
  }

  /** The state as it was noted; empty if it never was. */
  public static Optional<SourceState> of(Map<String, byte[]> notes) {
    byte[] note = notes.get(NOTE);
    if (note == null) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(note);
      return Optional.of(
          new SourceState(
              Duration.parse(json.path("every").asText("PT5M")),
              json.path("asked").asText(""),
              instant(json, "lastTry"),
              instant(json, "lastSuccess"),
              instant(json, "nextDue"),
              json.path("tries").asLong(),
              json.path("articles").asLong(),
              json.path("lastFound").asLong(),
              json.path("failures").asInt(),
              json.path("lastError").asText(""),
              instant(json, "lastErrorAt"),
              json.path("remark").asText("")));
    } catch (IOException e) {
      throw new UncheckedIOException("the state of a source", e);
    }
  }

  private static Optional<Instant> instant(JsonNode json, String field) {
    return json.hasNonNull(field)
        ? Optional.of(Instant.parse(json.get(field).asText()))
        : Optional.empty();
  }

  /** This state as a note. */
  Map<String, Optional<byte[]>> note() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("every", every.toString());
      json.writeStringField("asked", asked);
      write(json, "lastTry", lastTry);
      write(json, "lastSuccess", lastSuccess);
      write(json, "nextDue", nextDue);
      json.writeNumberField("tries", tries);
      json.writeNumberField("articles", articles);
      json.writeNumberField("lastFound", lastFound);
      json.writeNumberField("failures", failures);
      json.writeStringField("lastError", lastError);
      write(json, "lastErrorAt", lastErrorAt);
      json.writeStringField("remark", remark);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(NOTE, Optional.of(bytes.toByteArray()));
  }

  private static void write(JsonGenerator json, String field, Optional<Instant> at)
      throws IOException {
    if (at.isPresent()) {
      json.writeStringField(field, at.get().toString());
    }
  }

  /**
   * This source after it answered.
   *
   * @param found how many articles came, already {@link #counted}
   */
  SourceState answered(NewsSource source, Instant now, Instant due, long found, String said) {
    return new SourceState(
        source.every(),
        asked(source),
        Optional.of(now),
        Optional.of(now),
        Optional.of(due),
        tries + 1,
        articles,
        found > 0 ? found : lastFound,
        0,
        lastError,
        lastErrorAt,
        shortened(said));
  }

  /** This source with more articles. */
  SourceState counted(long more) {
    return new SourceState(
        every,
        asked,
        lastTry,
        lastSuccess,
        nextDue,
        tries,
        articles + more,
        lastFound,
        failures,
        lastError,
        lastErrorAt,
        remark);
  }

  /** This source after it did not answer. */
  SourceState failed(NewsSource source, Instant now, Instant due, String why) {
    return new SourceState(
        source.every(),
        asked(source),
        Optional.of(now),
        lastSuccess,
        Optional.of(due),
        tries + 1,
        articles,
        lastFound,
        failures + 1,
        shortened(why),
        Optional.of(now),
        remark);
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MOST_SAID ? line : line.substring(0, MOST_SAID) + "…";
  }

  /** When it is due: at once if it was never asked, or at another address or interval. */
  Instant due(NewsSource source, Instant now) {
    return asked.equals(asked(source)) ? nextDue.orElse(now) : now;
  }

  private static String asked(NewsSource source) {
    return Fingerprint.of(source.address() + "\n" + source.every());
  }
}
