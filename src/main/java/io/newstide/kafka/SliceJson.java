package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import io.newstide.article.CodePointOrder;
import io.newstide.window.Delay;
import io.newstide.window.Multiset;
import io.newstide.window.NamedEntity;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;

/** The rows of {@code slices.v1}: facts enough for anyone to build any window from. */
public final class SliceJson {

  private static final Comparator<Delay> DELAYS =
      Comparator.comparing(Delay::source, CodePointOrder.CODE_POINTS)
          .thenComparingLong(Delay::seconds);

  private SliceJson() {}

  /** The row of a slice; its key is kind/id/sliceStart/sliceEnd. One that is empty is removed. */
  public static Row row(SubjectSlice slice) throws IOException {
    String key =
        Keys.of(slice.subject(), instant(slice.slice().start()), instant(slice.slice().end()));
    return new Row(
        key,
        slice.tally().isZero() ? null : Json.bytes(json -> write(slice, json)),
        slice.slice().end());
  }

  private static void write(SubjectSlice slice, JsonGenerator json) throws IOException {
    Tally tally = slice.tally();
    json.writeStartObject();
    json.writeNumberField("schemaVersion", 1);
    json.writeStringField("kind", slice.subject().kind().label());
    json.writeStringField("id", slice.subject().id());
    json.writeStringField("sliceStart", instant(slice.slice().start()));
    json.writeStringField("sliceEnd", instant(slice.slice().end()));
    json.writeNumberField("mentions", tally.mentions());
    counts(json, "stories", tally.stories());
    counts(json, "sources", tally.sources());
    counts(json, "keywords", tally.keywords());
    json.writeObjectFieldStart("entities");
    for (Multiset.Count<NamedEntity> entity :
        tally.entities().top(Integer.MAX_VALUE, NamedEntity::compareTo)) {
      // A name may be a place and an organisation: each kind is counted for itself.
      json.writeNumberField(
          Keys.join(entity.thing().kind().label(), entity.thing().name()), entity.count());
    }
    json.writeEndObject();
    json.writeNumberField("titleMentions", tally.titleMentions());
    json.writeObjectFieldStart("delays");
    String source = null;
    var delays = tally.delays().top(Integer.MAX_VALUE, DELAYS);
    for (Multiset.Count<Delay> delay :
        delays.stream().sorted(Comparator.comparing(Multiset.Count::thing, DELAYS)).toList()) {
      if (!delay.thing().source().equals(source)) {
        if (source != null) {
          json.writeEndObject();
        }
        source = delay.thing().source();
        json.writeObjectFieldStart(source);
      }
      json.writeNumberField(Long.toString(delay.thing().seconds()), delay.count());
    }
    if (source != null) {
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, String field, Multiset<String> counts)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Multiset.Count<String> one : Multiset.top(counts, Integer.MAX_VALUE)) {
      json.writeNumberField(one.thing(), one.count());
    }
    json.writeEndObject();
  }

  private static String instant(long moment) {
    return Instant.ofEpochMilli(moment).toString();
  }
}
