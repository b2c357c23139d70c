package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Documents, and parts of documents, that are made from the code: they are as the code would make
 * them now, or are written anew with {@value #COMMAND}.
 */
final class Generated {

  /** What writes all of them anew. */
  static final String COMMAND = "mvn test -Dtest='Written*' -Dnewstide.docs=write";

  private static final boolean WRITE = System.getProperty("newstide.docs", "").equals("write");

  private Generated() {}

  /** A file that is made as a whole. */
  static void file(Path file, String made) throws IOException {
    if (WRITE) {
      Files.writeString(file, made);
    }
    String there = Files.exists(file) ? Files.readString(file) : "";
    assertThat(there).as("%s is not what the code makes: %s", file, COMMAND).isEqualTo(made);
  }

  /**
   * A part of a file, between {@code <!-- made: NAME ... -->} and {@code <!-- end of NAME -->}.
   *
   * @param made its lines, the last one ended
   */
  static void part(Path file, String name, String made) throws IOException {
    String text = Files.readString(file);
    String begin = "<!-- made: " + name;
    String end = "<!-- end of " + name + " -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    assertThat(from).as("%s has no part '%s'", file, begin).isNotNegative();
    assertThat(to).as("%s has no '%s'", file, end).isGreaterThan(from);
    from = text.indexOf('\n', from) + 1;
    String separated = "\n" + made + "\n";
    if (WRITE) {
      Files.writeString(file, text.substring(0, from) + separated + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to))
        .as("%s: %s is not what the code makes: %s", file, name, COMMAND)
        .isEqualTo(separated);
  }
}
