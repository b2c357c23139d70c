package io.newstide.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An alert from its opening to its end.
 *
 * @param subject kind and id, as in {@code topic/flood-prevention}
 * @param name what people call the subject
 * @param opened the event time at which it was opened, epoch milliseconds
 * @param closed when it was closed; {@link Long#MAX_VALUE} if it never was
 * @param stories how many stories there were when it was strongest
 * @param peak its greatest score
 * @param evidence the headlines it was opened with
 */
record Episode(
    String subject,
    String name,
    long opened,
    long closed,
    int stories,
    double peak,
    List<JsonNode> evidence) {

  Episode {
    evidence = List.copyOf(evidence);
  }

  /** Whether two were open for the same subject at the same time. */
  boolean meets(Episode other) {
    return subject.equals(other.subject) && opened <= other.closed && other.opened <= closed;
  }

  /** This as it went on. */
  Episode then(long end, int moreStories, double higher) {
    return new Episode(
        subject,
        name,
        opened,
        end,
        Math.max(stories, moreStories),
        Math.max(peak, higher),
        evidence);
  }
}
