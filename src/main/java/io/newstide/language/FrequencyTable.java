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
 * What a background corpus knows of each word: in how many articles it stands, and how often it
 * goes from the lead into the title. Immutable, loaded once.
 *
 * <p>The resource is gzipped text: lines that begin with {@code #} say where it comes from, {@code
 * documents N} says how many articles were counted, then one {@code word TAB articles TAB leads TAB
 * titles} a line: the articles it stands in, those of them that have it in their lead, and those of
 * these that have it in their title as well. It is made by {@link FrequencyTableBuilder}.
 */
final class FrequencyTable {

  static final String RESOURCE = "document-frequencies.txt.gz";

  /** A word that is not listed was too rare, and counts as standing in so many articles. */
  private static final int UNSEEN = 2;

  /** How many leads the average over all words weighs in the affinity of one word. */
  private static final double PRIOR = 3;

  private final Map<String, Word> words;
  private final Word unseen;
  private final int documents;

  /**
   * What is known of a word.
   *
   * @param inverseDocumentFrequency smoothed: {@code ln((N + 1) / (n + 1))} for a word in n of N
   *     articles; from 0 for a word in every article
   * @param titleAffinity how likely a word of the lead stands in the title too, {@code (titles +
   *     3p) / (leads + 3)} where p is the share over all words: the keyphraseness of Mihalcea and
   *     Csomai (Wikify!, 2007), smoothed; above 0, at most 1
   */
  record Word(double inverseDocumentFrequency, double titleAffinity) {}

  private record Counts(int articles, int leads, int titles) {}

  private FrequencyTable(Map<String, Counts> counts, int documents) {
    var leads = 0L;
    var titles = 0L;
    for (var count : counts.values()) {
      leads += count.leads();
      titles += count.titles();
    }
    var share = (titles + 1.0) / (leads + 2.0);
    this.documents = documents;
    unseen = word(new Counts(UNSEEN, 0, 0), share);
    words = new HashMap<>(2 * counts.size());
    counts.forEach((word, count) -> words.put(word, word(count, share)));
  }

  private Word word(Counts counts, double share) {
    return new Word(
        Math.log((documents + 1.0) / (counts.articles() + 1.0)),
        (counts.titles() + PRIOR * share) / (counts.leads() + PRIOR));
  }

  /** The table that comes with the project. */
  static FrequencyTable shipped() {
    return Shipped.TABLE;
  }

  /** Reads a table; throws {@link UncheckedIOException} for a stream that is none. */
  static FrequencyTable read(InputStream gzipped) {
    var counts = new HashMap<String, Counts>(1 << 16);
    var documents = 0;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(gzipped), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        var columns = line.split("\t", -1);
        if (columns.length == 4) {
          counts.put(
              columns[0],
              new Counts(
                  Integer.parseInt(columns[1]),
                  Integer.parseInt(columns[2]),
                  Integer.parseInt(columns[3])));
        } else if (columns.length == 1 && line.startsWith(DOCUMENTS)) {
          documents = Integer.parseInt(line.substring(DOCUMENTS.length()));
        } else {
          throw new IOException("not a line of the table: " + line);
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw new UncheckedIOException(
          "the table of document frequencies: " + e.getMessage(),
          e instanceof IOException io ? io : new IOException(e));
    }
    return new FrequencyTable(counts, documents);
  }

  static final String DOCUMENTS = "documents ";

  /** What is known of a word; of one that is not listed, what is likely of a rare word. */
  Word of(String word) {
    return words.getOrDefault(word, unseen);
  }

  /** How many articles were counted. */
  int documents() {
    return documents;
  }

  private static final class Shipped {
    static final FrequencyTable TABLE = read(FrequencyTable.class.getResourceAsStream(RESOURCE));
  }
}
