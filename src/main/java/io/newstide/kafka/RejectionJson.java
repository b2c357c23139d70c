package io.newstide.kafka;

import io.newstide.article.Rejection;
import java.io.IOException;
import java.time.Instant;

/** The rows of {@code rejected.v1}, as the contract has them. */
public final class RejectionJson {

  private RejectionJson() {}

  /** The row of a rejection; its key is topic-partition-offset. */
  public static Row row(Rejection rejection) throws IOException {
    return new Row(
        "%s-%d-%d".formatted(rejection.topic(), rejection.partition(), rejection.offset()),
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("schemaVersion", 1);
              json.writeStringField("reason", rejection.reason().label());
              json.writeStringField("detail", rejection.detail());
              json.writeStringField("topic", rejection.topic());
              json.writeNumberField("partition", rejection.partition());
              json.writeNumberField("offset", rejection.offset());
              json.writeStringField(
                  "timestamp", Instant.ofEpochMilli(rejection.timestamp()).toString());
              json.writeBinaryField("raw", rejection.raw());
              json.writeNumberField("rawLength", rejection.rawLength());
              json.writeEndObject();
            }),
        rejection.timestamp());
  }
}
