package io.newstide.feed.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the table of character pairs from an archive of articles with titles and paragraphs:
 *
 * <pre>java -cp ... io.newstide.feed.page.CharacterPairsBuilder ARCHIVE.jsonl.gz TABLE.txt.gz</pre>
 *
 * <p>The same archive gives the same bytes.
 */
final class CharacterPairsBuilder {

  /** Pairs seen less often than this are left out. */
  private static final int LEAST_PAIRS = 4;

  /** Characters seen less often than this are left out. */
  private static final int LEAST_CHARACTERS = 2;

  private static final String ENDS = "。！？”）…：；";

  private static final int LONGEST_HEADLINE = 40;

  private static final class Counts {
    private int all;
    private int paragraphStarts;
    private int paragraphEnds;
    private int inHeadlines;
    private int headlineStarts;
    private int headlineEnds;
    private final Map<Character, Integer> next = new TreeMap<>();
  }

  private final Map<Character, Counts> counts = new TreeMap<>();

  private CharacterPairsBuilder() {}

  public static void main(String[] arguments) throws IOException {
    build(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  static void build(Path archive, Path table) throws IOException {
    var builder = new CharacterPairsBuilder();
    var json = new ObjectMapper();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var row = json.readTree(line);
        builder.count(row.path("title").asText(""), true);
        row.path("body").asText("").lines().forEach(builder::countParagraph);
      }
    }
    builder.write(archive, table);
  }

  /** A paragraph that ends without a stop is the headline of an item in a round-up. */
  private void countParagraph(String text) {
    String paragraph = PageLines.strip(text);
    if (paragraph.isEmpty() || ENDS.indexOf(paragraph.charAt(paragraph.length() - 1)) >= 0) {
      count(paragraph, false);
    } else if (paragraph.length() <= LONGEST_HEADLINE) {
      count(paragraph, true);
    }
  }

  private void count(String text, boolean headline) {
    StringBuilder dense = new StringBuilder();
    text.chars()
        .filter(c -> !PageLines.isBlank((char) c))
        .forEach(c -> dense.append(CharacterPairs.symbol((char) c)));
    if (dense.length() == 0) {
      return;
    }
    for (int i = 0; i < dense.length(); i++) {
      Counts at = at(dense.charAt(i));
      at.all++;
      at.inHeadlines += headline ? 1 : 0;
      if (i + 1 < dense.length()) {
        at.next.merge(dense.charAt(i + 1), 1, Integer::sum);
      }
    }
    Counts first = at(dense.charAt(0));
    Counts last = at(dense.charAt(dense.length() - 1));
    if (headline) {
      first.headlineStarts++;
      last.headlineEnds++;
    } else {
      first.paragraphStarts++;
      last.paragraphEnds++;
    }
  }

  private Counts at(char c) {
    return counts.computeIfAbsent(c, symbol -> new Counts());
  }

  private void write(Path archive, Path table) throws IOException {
    try (var out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(table)), StandardCharsets.UTF_8)) {
      out.write("#! How often characters follow each other in a public news archive.\n");
      out.write("#! Made by io.newstide.feed.page.CharacterPairsBuilder from ");
      out.write(archive.getFileName() + ": counts of characters only, no text; pairs seen less ");
      out.write("than " + LEAST_PAIRS + " times left out.\n");
      out.write("#! character, its count, how many paragraphs it begins and ends, its count in ");
      out.write("headlines, how many of them it begins and ends; then what follows it\n");
      for (var entry : counts.entrySet()) {
        Counts of = entry.getValue();
        if (of.all >= LEAST_CHARACTERS) {
          out.write(
              "%s %d %d %d %d %d %d"
                  .formatted(
                      entry.getKey(),
                      of.all,
                      of.paragraphStarts,
                      of.paragraphEnds,
                      of.inHeadlines,
                      of.headlineStarts,
                      of.headlineEnds));
          for (var next : of.next.entrySet()) {
            if (next.getValue() >= LEAST_PAIRS) {
              out.write(" " + next.getKey() + next.getValue());
            }
          }
          out.write('\n');
        }
      }
    }
  }
}
