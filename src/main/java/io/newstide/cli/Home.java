package io.newstide.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout or installation that {@code bin/newstide} was run from. */
final class Home {

  private Home() {}

  /**
   * A file of the installation.
   *
   * @throws IllegalStateException if it is not there
   */
  static Path file(String path) {
    Path file = Path.of(System.getProperty("newstide.home", ".")).resolve(path);
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + ": missing; run bin/newstide of a checkout");
    }
    return file;
  }
}
