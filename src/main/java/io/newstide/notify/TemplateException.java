package io.newstide.notify;

/** A template that cannot be used; the message says where and why. */
public final class TemplateException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TemplateException(String message, Throwable cause) {
    super(message, cause);
  }
}
