package io.newstide.local;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A pause behind the last article of a file, while whoever runs the job looks at its state: after
 * the end of the input there is none. The two sides tell each other by files.
 *
 * @param folder where the files are; empty for no pause
 */
record Pause(String folder) implements Serializable {

  static final Pause NONE = new Pause("");

  private Path reached() {
    return Path.of(folder, "reached");
  }

  private Path over() {
    return Path.of(folder, "over");
  }

  /** For the source, at its end: whether it must wait. */
  boolean lasts() {
    if (isOver()) {
      return false;
    }
    touch(reached());
    return true;
  }

  /** For other sources: whether they may end. */
  boolean isOver() {
    return folder.isEmpty() || Files.exists(over());
  }

  /** For the source: when to ask again. */
  CompletableFuture<Void> aMoment() {
    Executor soon = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, soon);
  }

  /** For the other side: whether the source waits. */
  boolean isReached() {
    return Files.exists(reached());
  }

  /** For the other side: the source may end. */
  void end() {
    touch(over());
  }

  private static void touch(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }
}
