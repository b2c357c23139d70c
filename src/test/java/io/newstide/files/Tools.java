package io.newstide.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Tools of others that say whether our files are right, where {@code bin/test} has got them. */
public final class Tools {

  private static final Path NPM = Path.of("target/tools/node_modules");

  /**
   * What a tool said.
   *
   * @param exit its exit code
   * @param text its output, errors too
   */
  public record Said(int exit, String text) {}

  private Tools() {}

  /** A file of an npm package; without it the test is skipped. */
  public static Path npm(String name, String file) {
    Path path = NPM.resolve(name).resolve(file);
    Assumptions.assumeTrue(Files.exists(path), name + " of npm is not there: bin/test gets it");
    return path.toAbsolutePath();
  }

  /** A program of Debian's; without it the test is skipped. */
  static String debian(String program, String of) {
    Path path = Path.of("/usr/bin", program);
    Assumptions.assumeTrue(
        Files.isExecutable(path), program + " is not installed (apt-get install " + of + ")");
    return path.toString();
  }

  /** Runs a command on what it is given to read. */
  static Said run(String input, List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command + " does not end");
    }
    return new Said(process.exitValue(), said);
  }
}
