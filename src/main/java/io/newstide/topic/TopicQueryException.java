package io.newstide.topic;

/** A query that is refused. */
public final class TopicQueryException extends Exception {

  private static final long serialVersionUID = 1;

  private final int column;

  TopicQueryException(String message, int column) {
    super(message);
    this.column = column;
  }

  /** Where in the query it is wrong, counted in characters from 1. */
  public int column() {
    return column;
  }
}
