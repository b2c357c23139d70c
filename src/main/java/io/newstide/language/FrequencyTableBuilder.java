package io.newstide.language;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.language.words.LatticeSegmenter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the table of document frequencies from an archive of articles:
 *
 * <pre>java -cp ... io.newstide.language.FrequencyTableBuilder ARCHIVE.jsonl.gz TABLE.txt.gz</pre>
 *
 * <p>The same archive gives the same bytes.
 */
final class FrequencyTableBuilder {

  /** Words in fewer articles than this are left out. */
  private static final int LEAST_ARTICLES = 3;

  private FrequencyTableBuilder() {}

  public static void main(String[] arguments) throws IOException {
    build(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  static void build(Path archive, Path table) throws IOException {
    var reader = new PassageReader(new LatticeSegmenter());
    var articles = new HashMap<String, Integer>();
    var documents = 0;
    var json = new ObjectMapper();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var row = json.readTree(line);
        var words = new HashSet<String>();
        for (var field : new String[] {"title", "body"}) {
          for (var term :
              reader.read(Field.BODY, row.path(field).asText("")).passage(List.of()).terms()) {
            if (TfIdfRanker.isCandidate(term)) {
              words.add(term.word());
            }
          }
        }
        words.forEach(word -> articles.merge(word, 1, Integer::sum));
        documents++;
      }
    }
    try (var out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(table)), StandardCharsets.UTF_8)) {
      out.write("# In how many articles of a public news archive each word stands.\n");
      out.write(
          "# Made by io.newstide.language.FrequencyTableBuilder from " + archive.getFileName());
      out.write(": counts of words only, no text; words in fewer than " + LEAST_ARTICLES);
      out.write(" articles left out.\n");
      out.write("documents " + documents + "\n");
      for (var entry : new TreeMap<>(articles).entrySet()) {
        if (entry.getValue() >= LEAST_ARTICLES) {
          out.write(entry.getKey() + "\t" + entry.getValue() + "\n");
        }
      }
    }
  }
}
