package io.newstide.feed;

import io.newstide.feed.page.NewspaperPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What files articles come in, by the endings of their names. A further format is a further
 * constant: whatever a file looks like, it is read as article JSON lines, always the same ones from
 * the same bytes, and those lines are what is remembered of it.
 */
public enum FileFormat {
  /** A line an article; packed by gzip or not. May grow. */
  JSON_LINES {
    @Override
    List<String> endings() {
      return List.of(".jsonl", ".jsonl.gz");
    }

    @Override
    InputStream articles(Path file) throws IOException {
      return JsonLines.unpacked(Files.newInputStream(file));
    }
  },

  /** A newspaper page as text: its stories, dated by its masthead, else by the file's name. */
  PAGE {
    @Override
    List<String> endings() {
      return List.of(".txt");
    }

    @Override
    InputStream articles(Path file) throws IOException {
      StringBuilder lines = new StringBuilder();
      NewspaperPage.read(file, Optional.empty())
          .articles()
          .forEach(article -> lines.append(article.json()).append('\n'));
      return new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
  };

  /** The format of a file within a folder; empty if it is not one to be read. */
  public static Optional<FileFormat> of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.startsWith(".")
        ? Optional.empty()
        : Arrays.stream(values())
            .filter(format -> format.endings().stream().anyMatch(name::endsWith))
            .findFirst();
  }

  /** The endings of all files that can be read, for people. */
  public static String allEndings() {
    return String.join(
        " or ", Arrays.stream(values()).flatMap(format -> format.endings().stream()).toList());
  }

  /** How its files' names end, in lower case. */
  abstract List<String> endings();

  /** The articles in a file as JSON lines in UTF-8. */
  abstract InputStream articles(Path file) throws IOException;
}
