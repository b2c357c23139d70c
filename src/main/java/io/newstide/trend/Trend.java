package io.newstide.trend;

import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.WindowCount;

/**
 * A row of the trends: one subject in one window.
 *
 * @param name what people call the subject
 * @param topicVersion the version of the topic's definition, empty for other kinds
 * @param window the window's name
 * @param definitionVersion the version of the window's definition
 * @param revision 0, and one more for each row that replaces this one
 * @param firing how final the row is
 * @param finalAt when lateness ends, epoch milliseconds
 * @param count what was counted
 * @param totalMentions articles in the window, whatever their subject
 * @param totalStories distinct stories in the window
 * @param rank the place among the subjects of its kind by stories, from 1; {@link #UNRANKED} if
 *     nobody knows the others any more
 */
public record Trend(
    String name,
    String topicVersion,
    String window,
    String definitionVersion,
    int revision,
    Firing firing,
    long finalAt,
    WindowCount count,
    long totalMentions,
    long totalStories,
    int rank)
    implements TrendRow {

  /** The rank of a topic that looked back on a window whose other subjects are forgotten. */
  public static final int UNRANKED = 0;

  @Override
  public Subject subject() {
    return count.subject();
  }

  @Override
  public Span span() {
    return count.span();
  }

  /** The subject's stories as a part of all stories, from 0 to 1; 0 where there are none. */
  public double share() {
    return totalStories == 0 ? 0 : (double) count.uniqueStories() / totalStories;
  }

  /** Where the subject goes. */
  public Direction direction() {
    return Direction.of(count.previous(), count.mentions());
  }
}
