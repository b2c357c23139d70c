package io.newstide.feed;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** An article as one line of JSON, as the contract has it. */
public final class ArticleJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private ArticleJson() {}

  /**
   * The JSON of an article.
   *
   * @param fields its fields in their order; empty ones are left out
   */
  public static byte[] bytes(Map<String, String> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      for (Map.Entry<String, String> field : fields.entrySet()) {
        if (!field.getValue().isEmpty()) {
          json.writeStringField(field.getKey(), field.getValue());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
