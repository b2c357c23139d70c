package io.newstide.notify;

import io.newstide.trend.AlertEvent;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.util.Set;

/**
 * Which alerts go where. An empty set stands for any.
 *
 * @param topics topics by id; an alert of a topic at a place is one of its topic
 * @param kinds kinds of subjects, as rows have them
 * @param reasons why there is an alert
 * @param minScore the least {@code peakScore}; that never falls, so an alert that was told is told
 *     to its end
 * @param channels the channels by name; none: it is told nobody
 */
public record Route(
    Set<String> topics,
    Set<String> kinds,
    Set<AlertEvent.Reason> reasons,
    double minScore,
    Set<String> channels) {

  public Route {
    topics = Set.copyOf(topics);
    kinds = Set.copyOf(kinds);
    reasons = Set.copyOf(reasons);
    channels = Set.copyOf(channels);
  }

  boolean matches(Alert alert) {
    return (topics.isEmpty() || ofTopic(alert))
        && (kinds.isEmpty() || kinds.contains(alert.kind()))
        && (reasons.isEmpty() || reasons.contains(alert.reason()))
        && alert.peakScore() >= minScore;
  }

  private boolean ofTopic(Alert alert) {
    if (alert.kind().equals(SubjectKind.TOPIC.label())) {
      return topics.contains(alert.id());
    }
    return alert.kind().equals(SubjectKind.TOPIC_PLACE.label())
        && alert.id().indexOf('@') >= 0
        && topics.contains(new Subject(SubjectKind.TOPIC_PLACE, alert.id()).topic());
  }
}
