package io.newstide.topic;

/**
 * A topic file that is refused. Its message is one line: file, line, what is wrong, what would be
 * right.
 */
public final class TopicFileException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TopicFileException(String message) {
    super(message);
  }

  TopicFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
