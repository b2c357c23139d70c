package io.newstide.language.names;

import java.nio.file.Path;

/** A corpus that cannot be read; the message says file, line and what is wrong there. */
public final class CorpusException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CorpusException(Path file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
  }

  CorpusException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
