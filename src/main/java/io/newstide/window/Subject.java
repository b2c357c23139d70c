package io.newstide.window;

import java.util.Objects;

/**
 * What is followed over time.
 *
 * @param kind its kind
 * @param id unique within the kind
 */
public record Subject(SubjectKind kind, String id) {

  /** All articles together. */
  public static final Subject TOTAL = new Subject(SubjectKind.TOTAL, "all");

  public Subject {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
  }

  /** A topic at a place; its id is TOPIC@PLACE, the two encoded so that the sign stands once. */
  public static Subject topicAt(String topic, String place) {
    return new Subject(SubjectKind.TOPIC_PLACE, encoded(topic) + "@" + encoded(place));
  }

  /** A topic in a province, with an id as at a place. */
  public static Subject topicIn(String topic, String province) {
    return new Subject(SubjectKind.TOPIC_PROVINCE, topicAt(topic, province).id());
  }

  /** Of a topic or a topic at a place: the topic's id. */
  public String topic() {
    return kind == SubjectKind.TOPIC_PLACE || kind == SubjectKind.TOPIC_PROVINCE
        ? decoded(id.substring(0, id.indexOf('@')))
        : id;
  }

  /** Of a topic at a place or in a province: the place. */
  public String place() {
    return decoded(id.substring(id.indexOf('@') + 1));
  }

  /** A text in which {@code / @ %} are percent-encoded, as in keys and ids. */
  public static String encoded(String part) {
    return part.replace("%", "%25").replace("/", "%2F").replace("@", "%40");
  }

  private static String decoded(String part) {
    return part.replace("%40", "@").replace("%2F", "/").replace("%25", "%");
  }

  /** The same in every process, as keys of a distributed job must be; an enum's own is not. */
  @Override
  public int hashCode() {
    return 31 * kind.code() + id.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Subject that && kind == that.kind && id.equals(that.id));
  }
}
