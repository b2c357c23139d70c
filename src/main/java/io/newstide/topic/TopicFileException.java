package io.newstide.topic;

public final class TopicFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TopicFileException(String message) {
    super(message);
  }
}
