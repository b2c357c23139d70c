package io.newstide.kafka;

import io.newstide.topic.Enriched;
import java.io.IOException;

/** The rows of {@code late.v1}: the enriched row, and by how much it was late. */
public final class LateJson {

  private LateJson() {}

  /** The row of an article; its key is the article's id. */
  public static Row row(Enriched enriched) throws IOException {
    return new Row(
        enriched.article().id(),
        Json.bytes(
            json -> {
              json.writeStartObject();
              EnrichedJson.fields(enriched, json);
              json.writeStringField("lateBy", enriched.lateBy().toString());
              json.writeEndObject();
            }),
        enriched.article().publishedAt().toEpochMilli());
  }
}
