package io.newstide.kafka;

import java.util.StringJoiner;

/** Keys of rows: parts with a slash between, in which slash, at and percent are encoded. */
final class Keys {

  private Keys() {}

  /** The parts as one key. */
  static String join(String... parts) {
    StringJoiner key = new StringJoiner("/");
    for (String part : parts) {
      key.add(encode(part));
    }
    return key.toString();
  }

  /** A part in which {@code / @ %} are percent-encoded. */
  static String encode(String part) {
    return part.replace("%", "%25").replace("/", "%2F").replace("@", "%40");
  }
}
