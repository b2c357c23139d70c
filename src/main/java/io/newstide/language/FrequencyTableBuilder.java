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
 * Makes what keywords are chosen by from an archive of articles: first the list of compounds, then
 * the table of document frequencies of words and compounds:
 *
 * <pre>java -cp 'target/newstide.jar:target/lib/*' io.newstide.language.FrequencyTableBuilder \
 *     ARCHIVE.jsonl.gz COMPOUNDS.txt TABLE.txt.gz</pre>
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
  private final HanlpAnalyser analyser;
  private String title = "";
  private int documents;

  private static final class Counts {
    int articles;
    int leads;
    int titles;
  }

  private FrequencyTableBuilder(Compounds compounds) {
    analyser = new HanlpAnalyser(LanguageSettings.defaults(), compounds, this::count);
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println(
          "usage: FrequencyTableBuilder ARCHIVE.jsonl.gz COMPOUNDS.txt TABLE.txt.gz");
      System.exit(2);
    }
    build(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
  }

  static void build(Path archive, Path compounds, Path table) throws IOException {
    var source = archive.getFileName().toString();
    write(source, find(archive), compounds);
    Compounds found;
    try (var list = Files.newInputStream(compounds)) {
      found = Compounds.read(list);
    }
    var builder = new FrequencyTableBuilder(found);
    each(archive, builder::count);
    builder.write(source, table);
  }

  /**
   * Words and fragments are those of the bodies; a title has its own grammar, but also names that
   * are misread as they never are in running text.
   */
  private static CompoundFinder.Found find(Path archive) throws IOException {
    var bodies = new CompoundFinder();
    var titlesToo = new CompoundFinder();
    var analyser =
        new HanlpAnalyser(
            LanguageSettings.defaults(),
            Compounds.none(),
            (passages, skipped, most) -> {
              bodies.nextArticle();
              titlesToo.nextArticle();
              for (var passage : passages) {
                titlesToo.add(passage.terms());
                if (passage.field() == Field.BODY) {
                  bodies.add(
                      passage.terms().stream()
                          .filter(term -> !skipped.covers(term.start(), term.end()))
                          .toList());
                }
              }
              return List.of();
            });
    each(archive, (title, body, author) -> analyser.analyse(Article.ofText(title, body, author)));
    var found = bodies.find();
    found.words().putAll(titlesToo.find().misread());
    return found;
  }

  /** What is done with an article. */
  private interface Use {
    void of(String title, String body, String author);
  }

  private static void each(Path archive, Use use) throws IOException {
    var json = new ObjectMapper();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var row = json.readTree(line);
        use.of(
            row.path("title").asText(""), row.path("body").asText(""), row.path("author").asText());
      }
    }
  }

  private static void write(String source, CompoundFinder.Found found, Path compounds)
      throws IOException {
    try (var out = Files.newBufferedWriter(compounds)) {
      out.write("# Words that HanLP's dictionary lacks and fragments of words, with their places");
      out.write(" in the bodies of a public news archive.\n");
      out.write("# Made by " + FrequencyTableBuilder.class.getName() + " from " + source);
      out.write(": counts of words only, no text.\n");
      for (var word : new TreeMap<>(found.words()).entrySet()) {
        out.write(Compounds.WORD + "\t" + word.getKey() + "\t" + word.getValue() + "\n");
      }
      for (var fragment : new TreeMap<>(found.fragments()).entrySet()) {
        out.write(
            Compounds.FRAGMENT + "\t" + fragment.getKey() + "\t" + fragment.getValue() + "\n");
      }
    }
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
