package io.newstide.dashboard;

import io.newstide.trend.Direction;
import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.SubjectKind;

/**
 * A row of the trends as it is kept: its figures and where in Kafka the rest of it is.
 *
 * @param kind the subject's kind
 * @param id the subject
 * @param name what people call it
 * @param window the window's name
 * @param span the window's span
 * @param revision how often the row was replaced
 * @param firing how final it is
 * @param finalAt when lateness ends, epoch milliseconds
 * @param mentions articles
 * @param uniqueStories stories
 * @param sources sources
 * @param titleMentions articles with the subject in the headline
 * @param totalMentions all articles of the window
 * @param totalStories all stories of the window
 * @param previous mentions one size earlier
 * @param expected stories expected; NaN if there is no baseline
 * @param expectedLow what they seldom stay below; -1 if there is no baseline
 * @param expectedHigh what they seldom exceed; -1 if there is no baseline
 * @param score how surprising the count is; NaN while warming up
 * @param direction where it goes
 * @param warmingUp whether there is too little history for a score
 * @param rank its place; 0 if nobody knows it
 * @param partition where in {@code trends.v1} the row stands
 * @param offset where in the partition
 */
record TrendPoint(
    SubjectKind kind,
    String id,
    String name,
    String window,
    Span span,
    int revision,
    Firing firing,
    long finalAt,
    int mentions,
    int uniqueStories,
    int sources,
    int titleMentions,
    int totalMentions,
    int totalStories,
    int previous,
    double expected,
    int expectedLow,
    int expectedHigh,
    double score,
    Direction direction,
    boolean warmingUp,
    int rank,
    int partition,
    long offset) {

  /** Whether its place is known: a topic that looked back has rows without one. */
  boolean isRanked() {
    return rank > 0;
  }

  /** The stories as a part of all stories, from 0 to 1. */
  double share() {
    return totalStories == 0 ? 0 : (double) uniqueStories / totalStories;
  }
}
