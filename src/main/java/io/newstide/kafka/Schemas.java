package io.newstide.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schemas (2020-12) of all records. */
public final class Schemas {

  private static final List<String> NAMES =
      List.of(
          "article",
          "enriched",
          "slice",
          "trend",
          "alert",
          "emerging",
          "late",
          "rejected",
          "control",
          "control-ack");

  private Schemas() {}

  /** The records that have a schema. */
  public static List<String> names() {
    return NAMES;
  }

  /** The schema of a record, by one of the {@link #names}. */
  public static String read(String name) {
    try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema " + name, e);
    }
  }
}
