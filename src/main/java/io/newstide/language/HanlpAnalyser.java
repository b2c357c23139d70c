package io.newstide.language;

import io.newstide.article.Article;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The analyser: one HanLP pass over each part of an article, and everything else from its words.
 *
 * <p>Immutable and safe for use by many threads. HanLP's dictionaries are static and are loaded by
 * the first analyser of a class loader (less than a second); a further one costs what its lexicon
 * costs. Nothing static is changed after loading, so that analysers with different lexicons live
 * side by side.
 */
public final class HanlpAnalyser implements Analyser {

  private static final Set<String> STOP_WORDS = stopWords();

  private final PassageReader reader;
  private final NameFinder names;
  private final KeywordRanker keywords;
  private final Lexicon lexicon;
  private final int mostKeywords;

  /**
   * Makes an analyser.
   *
   * @throws LexiconException for a lexicon that cannot be read
   */
  public static HanlpAnalyser create(LanguageSettings settings) {
    return new HanlpAnalyser(settings, Loaded.SEGMENTER);
  }

  HanlpAnalyser(LanguageSettings settings, Segmenter segmenter) {
    lexicon = Lexicon.parse(settings.lexiconName(), settings.lexicon());
    mostKeywords = settings.keywords();
    reader = new PassageReader(segmenter);
    names = new RuleNames();
    keywords = new TfIdfRanker(FrequencyTable.shipped(), STOP_WORDS);
  }

  @Override
  public Analysis analyse(Article article) {
    var parts = new ArrayList<Part>(4);
    var evidence = lexicon.evidence();
    read(Field.TITLE, article.title(), parts, evidence);
    read(Field.KICKER, article.kicker(), parts, evidence);
    read(Field.SUBTITLE, article.subtitle(), parts, evidence);
    read(Field.BODY, article.body(), parts, evidence);
    var byline = byline(parts);
    var author = article.author().isBlank() ? byline.author() : article.author().strip();
    var found = new NamesInArticle(lexicon, evidence, byline, author);
    var passages = new ArrayList<Passage>(parts.size());
    for (var part : parts) {
      passages.add(part.passage);
      found.add(part.passage, part.printed, names.find(part.passage, part.printed), part.matches);
    }
    return new Analysis(
        passages,
        found.mentions(),
        keywords.rank(passages, byline, mostKeywords),
        found.people(),
        found.places(),
        found.organisations(),
        author);
  }

  private static final class Part {
    final Passage passage;
    final char[] printed;
    final List<Lexicon.Match> matches;

    Part(Passage passage, char[] printed, List<Lexicon.Match> matches) {
      this.passage = passage;
      this.printed = printed;
      this.matches = matches;
    }
  }

  private void read(Field field, String text, List<Part> parts, Lexicon.Evidence evidence) {
    if (text.isBlank()) {
      return;
    }
    var printed = Normaliser.printed(text);
    var passage = reader.read(field, text, printed);
    parts.add(new Part(passage, printed, lexicon.find(passage.text(), evidence)));
  }

  private static Byline byline(List<Part> parts) {
    for (var part : parts) {
      if (part.passage.field() == Field.BODY) {
        return Byline.of(new String(part.printed));
      }
    }
    return Byline.none();
  }

  @Override
  public String model() {
    return names.version();
  }

  @Override
  public String lexicon() {
    return lexicon.version();
  }

  private static Set<String> stopWords() {
    var words = new HashSet<String>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                HanlpAnalyser.class.getResourceAsStream("stopwords.txt"),
                StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          words.addAll(List.of(line.strip().split(" ")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the stop words", e);
    }
    return Set.copyOf(words);
  }

  private static final class Loaded {
    static final Segmenter SEGMENTER = new LatticeSegmenter();
  }
}
