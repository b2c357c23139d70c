package io.newstide.kafka;

import java.util.Arrays;
import java.util.List;
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

  /** The parts of a key. */
  static List<String> parts(String key) {
    return Arrays.stream(key.split("/", -1)).map(Keys::decode).toList();
  }

  private static String decode(String part) {
    return part.replace("%2F", "/").replace("%40", "@").replace("%25", "%");
  }
}
