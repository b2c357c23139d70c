package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import io.newstide.window.Evidence;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The headlines that a row shows. */
final class EvidenceJson {

  private EvidenceJson() {}

  /** The field {@code evidence}. */
  static void write(List<Evidence> evidence, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("evidence");
    for (Evidence article : evidence) {
      json.writeStartObject();
      json.writeStringField("id", article.id());
      json.writeStringField("title", article.title());
      Json.text(json, "source", article.source());
      json.writeStringField("publishedAt", Instant.ofEpochMilli(article.publishedAt()).toString());
      Json.text(json, "url", article.url());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
