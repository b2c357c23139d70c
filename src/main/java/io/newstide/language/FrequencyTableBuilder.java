package io.newstide.language;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.Article;
import io.newstide.language.words.Normaliser;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the table of document frequencies from an archive of articles:
 *
 * <pre>java -cp 'target/newstide.jar:target/lib/*' io.newstide.language.FrequencyTableBuilder \
 *     ARCHIVE.jsonl.gz TABLE.txt.gz</pre>
 *
 * <p>Words are those the analyser hands to a {@link KeywordRanker}, each name one word; the title
 * is withheld from it, so that what is counted is what can be known from the body. The same archive
 * gives the same bytes. To be made anew when the segmentation or the names model changes.
 */
final class FrequencyTableBuilder {

  /** Words in fewer articles than this are left out. */
  private static final int LEAST_ARTICLES = 3;

  /** A lead is so many sentences of the body. */
  private static final int LEAD_SENTENCES = 2;

  private final Map<String, Counts> words = new HashMap<>();
  private final HanlpAnalyser analyser =
      new HanlpAnalyser(LanguageSettings.defaults(), this::count);
  private String title = "";
  private int documents;

  private static final class Counts {
    int articles;
    int leads;
    int titles;
  }

  private FrequencyTableBuilder() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: FrequencyTableBuilder ARCHIVE.jsonl.gz TABLE.txt.gz");
      System.exit(2);
    }
    build(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  static void build(Path archive, Path table) throws IOException {
    var builder = new FrequencyTableBuilder();
    var json = new ObjectMapper();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var row = json.readTree(line);
        builder.count(
            row.path("title").asText(""), row.path("body").asText(""), row.path("author").asText());
      }
    }
    builder.write(archive.getFileName().toString(), table);
  }

  private void count(String headline, String body, String author) {
    title = Normaliser.normalise(headline);
    documents++;
    analyser.analyse(Article.ofText("", body, author));
  }

  private List<Keyword> count(List<Passage> passages, Byline skipped, int most) {
    var all = new HashSet<String>();
    var lead = new HashSet<String>();
    for (var passage : passages) {
      var sentence = 0;
      for (var term : passage.terms()) {
        if (TfIdfRanker.endsSentence(term)) {
          sentence++;
        } else if (TfIdfRanker.isCandidate(term) && !skipped.covers(term.start(), term.end())) {
          all.add(term.word());
          if (sentence < LEAD_SENTENCES) {
            lead.add(term.word());
          }
        }
      }
    }
    for (var word : all) {
      var counts = words.computeIfAbsent(word, w -> new Counts());
      counts.articles++;
      if (lead.contains(word)) {
        counts.leads++;
        if (title.contains(word)) {
          counts.titles++;
        }
      }
    }
    return List.of();
  }

  private void write(String source, Path table) throws IOException {
    try (var out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(table)), StandardCharsets.UTF_8)) {
      out.write("# word, articles of a public news archive with it in the body, those with it in");
      out.write(" the lead, those of them with it in the title too.\n");
      out.write("# Made by " + FrequencyTableBuilder.class.getName() + " from " + source);
      out.write(": counts of words only, no text; words in fewer than " + LEAST_ARTICLES);
      out.write(" articles left out.\n");
      out.write(FrequencyTable.DOCUMENTS + documents + "\n");
      for (var entry : new TreeMap<>(words).entrySet()) {
        var counts = entry.getValue();
        if (counts.articles >= LEAST_ARTICLES) {
          out.write(
              "%s\t%d\t%d\t%d\n"
                  .formatted(entry.getKey(), counts.articles, counts.leads, counts.titles));
        }
      }
    }
  }
}
