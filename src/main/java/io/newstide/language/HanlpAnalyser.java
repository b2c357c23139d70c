package io.newstide.language;

import io.newstide.article.Article;
import io.newstide.language.names.Gazetteer;
import io.newstide.language.names.NamesModel;
import io.newstide.language.names.Span;
import io.newstide.language.words.HanlpData;
import io.newstide.language.words.LatticeSegmenter;
import io.newstide.language.words.Segmenter;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
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

  private final PassageReader reader;
  private final NameFinder names;
  private final Compounds compounds;
  private final KeywordRanker keywords;
  private final Lexicon lexicon;
  private final int mostKeywords;

  /**
   * Makes an analyser.
   *
   * @throws LexiconException for a lexicon that cannot be read
   * @throws IllegalArgumentException for a names model that cannot be read
   * @throws IllegalStateException if HanLP's data is missing, see {@link HanlpData}
   */
  public static HanlpAnalyser create(LanguageSettings settings) {
    return create(settings, model(settings));
  }

  /** Makes an analyser with a names model other than that of the settings. */
  public static HanlpAnalyser create(LanguageSettings settings, NamesModel model) {
    HanlpData.check();
    return new HanlpAnalyser(settings, model, Loaded.SEGMENTER);
  }

  HanlpAnalyser(LanguageSettings settings, NamesModel model, Segmenter segmenter) {
    this(settings, model, segmenter, Compounds.shipped(), ranker(settings.ranker()));
  }

  /** An analyser whose ranker sees what keywords are chosen from. */
  HanlpAnalyser(LanguageSettings settings, Compounds compounds, KeywordRanker ranker) {
    this(settings, model(settings), Loaded.SEGMENTER, compounds, ranker);
  }

  private HanlpAnalyser(
      LanguageSettings settings,
      NamesModel model,
      Segmenter segmenter,
      Compounds compounds,
      KeywordRanker ranker) {
    lexicon = Lexicon.parse(settings.lexiconName(), settings.lexicon());
    mostKeywords = settings.keywords();
    reader = new PassageReader(segmenter);
    names = new NameFinder(model, Gazetteer.shipped());
    this.compounds = compounds;
    keywords = ranker;
  }

  private static KeywordRanker ranker(Ranker ranker) {
    return switch (ranker) {
      case TF_IDF -> new TfIdfRanker(FrequencyTable.shipped(), Loaded.STOP_WORDS);
      case TEXT_RANK -> new TextRankRanker(Loaded.STOP_WORDS);
    };
  }

  private static NamesModel model(LanguageSettings settings) {
    if (settings.modelFile().length == 0) {
      return NamesModel.shipped();
    }
    try {
      return NamesModel.read(new ByteArrayInputStream(settings.modelFile()));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "language.model: " + settings.model() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Analysis analyse(Article article) {
    var readings = new ArrayList<Reading>(4);
    read(Field.TITLE, article.title(), readings);
    read(Field.KICKER, article.kicker(), readings);
    read(Field.SUBTITLE, article.subtitle(), readings);
    read(Field.BODY, article.body(), readings);
    var evidence = lexicon.evidence();
    var matches = new ArrayList<List<Lexicon.Match>>(4);
    for (var reading : readings) {
      matches.add(lexicon.find(reading.text(), evidence));
    }
    var byline = byline(readings);
    var author = article.author().isBlank() ? byline.author() : article.author().strip();
    var found = new NamesInArticle(lexicon, evidence, byline, author);
    var spans = names.find(readings, known(readings, matches, evidence));
    for (var i = 0; i < readings.size(); i++) {
      found.add(readings.get(i), spans.get(i), matches.get(i));
    }
    found.count();
    return new Analysis(
        found.passages(),
        found.mentions(),
        keywords.rank(compounds.joined(found.named()), byline, mostKeywords),
        found.people(),
        found.places(),
        found.organisations(),
        author);
  }

  private void read(Field field, String text, List<Reading> readings) {
    if (!text.isBlank()) {
      readings.add(reader.read(field, text));
    }
  }

  private List<List<Span>> known(
      List<Reading> readings, List<List<Lexicon.Match>> matches, Lexicon.Evidence evidence) {
    var known = new ArrayList<List<Span>>(readings.size());
    for (var i = 0; i < readings.size(); i++) {
      var names = new ArrayList<Span>();
      for (var match : matches.get(i)) {
        var type = lexicon.resolve(match, evidence).type();
        if (type != null && !NamesInArticle.splitsWord(readings.get(i), match)) {
          names.add(new Span(match.start(), match.end(), type));
        }
      }
      known.add(names);
    }
    return known;
  }

  private static Byline byline(List<Reading> readings) {
    for (var reading : readings) {
      if (reading.field() == Field.BODY) {
        return Byline.of(new String(reading.printed()));
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

  /** HanLP's and those of news. */
  private static Set<String> stopWords() {
    var words = new HashSet<>(HanlpData.stopWords());
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
    static final Set<String> STOP_WORDS = stopWords();
  }
}
