package io.newstide.feed.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page with what it should be taken apart to. A gold file is JSONL, a page a line:
 *
 * <pre>{"page": "pages/a1.txt", "date": "2026-05-18",
 *  "stories": [{"title": "…", "kicker": "…", "subtitle": "…", "body": "…"}],
 *  "leftovers": [{"text": "…", "kind": "caption"}]}</pre>
 *
 * <p>{@code page} is a file, looked for beside the gold file; {@code text} may hold the page itself
 * instead. {@code date}, {@code kicker}, {@code subtitle} and {@code leftovers} may be missing; the
 * fields are those that {@code split} prints, so that its output, put right by hand, is gold. White
 * space does not count.
 *
 * @param name the page's file, or the gold file and line
 * @param text the page
 * @param date its day
 * @param stories what is on it
 * @param leftovers what belongs to none; empty if it was not said
 */
public record PageGold(
    String name,
    String text,
    Optional<LocalDate> date,
    List<Story> stories,
    Optional<List<Left>> leftovers) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A story.
   *
   * @param headlines kicker, title and subtitle, those there are
   * @param body its text
   */
  public record Story(List<String> headlines, String body) {}

  /**
   * A leftover line.
   *
   * @param text its characters
   * @param kind masthead, caption or unassigned
   */
  public record Left(String text, String kind) {}

  /**
   * Reads a gold file.
   *
   * @throws IllegalArgumentException if a line is no gold; the message names file, line and field
   * @throws UncheckedIOException if a file cannot be read
   */
  public static List<PageGold> read(Path file) {
    List<PageGold> pages = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          pages.add(page(lines.get(i), file, i + 1));
        }
      }
    } catch (IOException e) {
      String why = Files.exists(file) ? e.getMessage() : "there is no such file";
      throw new UncheckedIOException("gold: " + file + ": " + why, e);
    }
    if (pages.isEmpty()) {
      throw new IllegalArgumentException("gold: " + file + ": there is no page in it");
    }
    return pages;
  }

  private static PageGold page(String line, Path file, int number) throws IOException {
    String where = "gold: %s:%d: ".formatted(file, number);
    JsonNode row;
    try {
      row = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(where + "no JSON: " + e.getOriginalMessage(), e);
    }
    if (!row.isObject()) {
      throw new IllegalArgumentException(where + "a page is a JSON object");
    }
    String text;
    String name = "%s:%d".formatted(file.getFileName(), number);
    if (row.hasNonNull("text")) {
      text = row.get("text").asText();
    } else if (row.hasNonNull("page")) {
      name = row.get("page").asText();
      Path page = file.toAbsolutePath().resolveSibling(name);
      if (!Files.exists(page)) {
        throw new IllegalArgumentException(where + "page: " + page + ": there is no such file");
      }
      text = Files.readString(page);
    } else {
      throw new IllegalArgumentException(where + "page: missing; the page's file, or its text");
    }
    List<Story> stories = new ArrayList<>();
    for (JsonNode story : row.path("stories")) {
      List<String> headlines = new ArrayList<>();
      for (String field : new String[] {"kicker", "title", "subtitle"}) {
        if (!PageLines.dense(story.path(field).asText("")).isEmpty()) {
          headlines.add(story.get(field).asText());
        }
      }
      if (!story.hasNonNull("body")) {
        throw new IllegalArgumentException(
            where + "stories[%d].body: missing".formatted(stories.size()));
      }
      stories.add(new Story(headlines, story.get("body").asText()));
    }
    if (stories.isEmpty()) {
      throw new IllegalArgumentException(where + "stories: missing");
    }
    List<Left> leftovers = new ArrayList<>();
    for (JsonNode left : row.path("leftovers")) {
      leftovers.add(new Left(left.path("text").asText(""), left.path("kind").asText("")));
    }
    return new PageGold(
        name,
        text,
        day(row, where),
        stories,
        row.has("leftovers") ? Optional.of(leftovers) : Optional.empty());
  }

  private static Optional<LocalDate> day(JsonNode row, String where) {
    if (!row.hasNonNull("date")) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(row.get("date").asText()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          where + "date: '" + row.get("date").asText() + "' is no date, as in 2025-05-09", e);
    }
  }
}
