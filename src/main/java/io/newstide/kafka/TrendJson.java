package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import io.newstide.trend.Trend;
import io.newstide.trend.TrendRow;
import io.newstide.window.Expectation;
import io.newstide.window.Firing;
import io.newstide.window.Multiset;
import io.newstide.window.NamedEntity;
import io.newstide.window.Span;
import io.newstide.window.WindowCount;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** The rows of {@code trends.v1}, as the contract has them. */
public final class TrendJson {

  private TrendJson() {}

  /** The row of a trend, or its tombstone; its key is kind/id/window/windowStart/windowEnd. */
  public static Row row(TrendRow change) throws IOException {
    Span span = change.span();
    String key =
        Keys.of(change.subject(), change.window(), instant(span.start()), instant(span.end()));
    return new Row(
        key,
        change instanceof Trend trend ? Json.bytes(json -> write(trend, json)) : null,
        span.end());
  }

  private static void write(Trend trend, JsonGenerator json) throws IOException {
    WindowCount count = trend.count();
    Span span = count.span();
    json.writeStartObject();
    json.writeNumberField("schemaVersion", 1);
    json.writeStringField("kind", count.subject().kind().label());
    json.writeStringField("id", count.subject().id());
    json.writeStringField("name", trend.name());
    json.writeStringField("definitionVersion", trend.definitionVersion());
    Json.text(json, "topicVersion", trend.topicVersion());
    json.writeStringField("window", trend.window());
    json.writeStringField("windowStart", instant(span.start()));
    json.writeStringField("windowEnd", instant(span.end()));
    json.writeNumberField("windowStartMs", span.start());
    json.writeNumberField("windowEndMs", span.end());
    json.writeNumberField("revision", trend.revision());
    json.writeStringField("firing", trend.firing().name());
    json.writeBooleanField("isFinal", trend.firing() != Firing.EARLY);
    json.writeStringField("finalAt", instant(trend.finalAt()));
    json.writeNumberField("mentions", count.mentions());
    json.writeNumberField("uniqueStories", count.uniqueStories());
    json.writeNumberField("sources", count.sources());
    json.writeNumberField("titleMentions", count.titleMentions());
    json.writeNumberField("totalMentions", trend.totalMentions());
    json.writeNumberField("totalStories", trend.totalStories());
    json.writeNumberField("share", trend.share());
    json.writeNumberField("previous", count.previous());
    writeExpectation(count.expectation(), json);
    json.writeStringField("direction", trend.direction().name());
    if (trend.rank() == Trend.UNRANKED) {
      json.writeNullField("rank");
    } else {
      json.writeNumberField("rank", trend.rank());
    }
    json.writeArrayFieldStart("topKeywords");
    for (Multiset.Count<String> keyword : count.topKeywords()) {
      json.writeStartObject();
      json.writeStringField("term", keyword.thing());
      json.writeNumberField("count", keyword.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("topEntities");
    for (Multiset.Count<NamedEntity> entity : count.topEntities()) {
      json.writeStartObject();
      json.writeStringField("name", entity.thing().name());
      json.writeStringField("type", entity.thing().kind().label());
      json.writeNumberField("count", entity.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    EvidenceJson.write(count.evidence(), json);
    json.writeEndObject();
  }

  /** Without a score a row is warming up; a window too long for the history kept always is. */
  private static void writeExpectation(Optional<Expectation> expectation, JsonGenerator json)
      throws IOException {
    OptionalDouble score = expectation.map(Expectation::score).orElse(OptionalDouble.empty());
    if (score.isPresent()) {
      json.writeNumberField("expected", expectation.get().mean());
      json.writeNumberField("expectedLow", expectation.get().low());
      json.writeNumberField("expectedHigh", expectation.get().high());
    } else {
      json.writeNullField("expected");
      json.writeNullField("expectedLow");
      json.writeNullField("expectedHigh");
    }
    json.writeNumberField("baselineWindows", expectation.map(Expectation::windows).orElse(0));
    if (score.isPresent()) {
      json.writeNumberField("score", score.getAsDouble());
    } else {
      json.writeNullField("score");
    }
    json.writeBooleanField("warmingUp", score.isEmpty());
  }

  private static String instant(long moment) {
    return Instant.ofEpochMilli(moment).toString();
  }
}
