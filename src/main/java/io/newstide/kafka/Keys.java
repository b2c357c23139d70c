package io.newstide.kafka;

import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
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
      key.add(Subject.encoded(part));
    }
    return key.toString();
  }

  /** A key that begins with a subject. The id of a topic at a place has its parts encoded. */
  static String of(Subject subject, String... parts) {
    String id =
        subject.kind() == SubjectKind.TOPIC_PLACE ? subject.id() : Subject.encoded(subject.id());
    return subject.kind().label() + "/" + id + "/" + join(parts);
  }

  /** The parts of a key. */
  static List<String> parts(String key) {
    return Arrays.stream(key.split("/", -1)).map(Keys::decode).toList();
  }

  private static String decode(String part) {
    return part.replace("%2F", "/").replace("%40", "@").replace("%25", "%");
  }
}
