package io.newstide.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * In how many articles of a background corpus each word stands. Immutable, loaded once.
 *
 * <p>The resource is gzipped text: lines that begin with {@code #} say where it comes from, {@code
 * documents N} says how many articles were counted, then one {@code word TAB articles} a line. It
 * is made by {@link FrequencyTableBuilder}.
 */
final class FrequencyTable {

  static final String RESOURCE = "document-frequencies.txt.gz";

  private final Map<String, Integer> articles;
  private final int documents;

  private FrequencyTable(Map<String, Integer> articles, int documents) {
    this.articles = articles;
    this.documents = documents;
  }

  /** The table that comes with the project. */
  static FrequencyTable shipped() {
    return Shipped.TABLE;
  }

  /** Reads a table; throws {@link UncheckedIOException} for a stream that is none. */
  static FrequencyTable read(InputStream gzipped) {
    var articles = new HashMap<String, Integer>(1 << 17);
    var documents = 0;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(gzipped), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        var tab = line.indexOf('\t');
        if (tab < 0) {
          documents = Integer.parseInt(line.substring("documents ".length()));
        } else {
          articles.put(line.substring(0, tab), Integer.valueOf(line.substring(tab + 1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the table of document frequencies", e);
    }
    return new FrequencyTable(articles, documents);
  }

  /**
   * Inverse document frequency, smoothed: {@code ln((N + 1) / (n + 1))}, from 0 for a word in every
   * article; a word that is not in the table counts as standing in {@value #UNSEEN} articles,
   * because it was too rare to be listed.
   */
  double inverseDocumentFrequency(String word) {
    var n = articles.getOrDefault(word, UNSEEN);
    return Math.log((documents + 1.0) / (n + 1.0));
  }

  /** How many articles were counted. */
  int documents() {
    return documents;
  }

  private static final int UNSEEN = 2;

  private static final class Shipped {
    static final FrequencyTable TABLE = read(FrequencyTable.class.getResourceAsStream(RESOURCE));
  }
}
