package io.newstide.job;

/** A setting that is refused. Its message is one line: file, line, setting, what would be right. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  SettingsException(String message) {
    super(message);
  }

  SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
