package io.newstide.feed.page;

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
 * How likely one character follows another in news text, and how likely one begins or ends a
 * paragraph or a headline: what tells a word broken at the end of a line from a headline's end.
 * Natural logarithms of probabilities. Digits count as one character, Latin letters as another.
 * Immutable, loaded once.
 *
 * <p>Pairs are interpolated with single characters after Witten and Bell (1991). The resource is
 * gzipped text made by {@link CharacterPairsBuilder}.
 */
final class CharacterPairs {

  static final String RESOURCE = "character-pairs.txt.gz";

  private static final double LEAST = Math.log(1e-5);

  /** The rate at which headlines end, for a character that was hardly seen in any. */
  private static final double HEADLINE_ENDS = 0.06;

  /** So many pairs by chance are added to those that were seen. */
  private static final double EVEN = 2;

  private static final double FEW = 0.5;
  private static final double STARTS_WEIGHT = 20;

  /** Of how many characters of either kind the even prior is made. */
  private static final double STYLE_WEIGHT = 20_000;

  /** What was counted of one character. */
  private record Counts(
      double all,
      double paragraphStarts,
      double paragraphEnds,
      double inHeadlines,
      double headlineStarts,
      double headlineEnds,
      Map<Character, Integer> next) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of());
  }

  private final Map<Character, Counts> counts;
  private final double all;
  private final double paragraphs;
  private final double headlines;
  private final double inHeadlines;

  private CharacterPairs(Map<Character, Counts> counts) {
    this.counts = counts;
    this.all = counts.values().stream().mapToDouble(Counts::all).sum();
    this.paragraphs = counts.values().stream().mapToDouble(Counts::paragraphStarts).sum();
    this.headlines = counts.values().stream().mapToDouble(Counts::headlineStarts).sum();
    this.inHeadlines = counts.values().stream().mapToDouble(Counts::inHeadlines).sum();
  }

  /** The table that comes with the project. */
  static CharacterPairs shipped() {
    return Shipped.TABLE;
  }

  /** Reads a table; throws {@link UncheckedIOException} for a stream that is none. */
  static CharacterPairs read(InputStream gzipped) {
    Map<Character, Counts> counts = new HashMap<>(1 << 13);
    try (var reader =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(gzipped), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#!")) {
          var parts = line.substring(2).split(" ", -1);
          Map<Character, Integer> next = new HashMap<>();
          for (int i = 6; i < parts.length; i++) {
            next.put(parts[i].charAt(0), Integer.valueOf(parts[i].substring(1)));
          }
          var n = new double[6];
          for (int i = 0; i < n.length; i++) {
            n[i] = Double.parseDouble(parts[i]);
          }
          counts.put(line.charAt(0), new Counts(n[0], n[1], n[2], n[3], n[4], n[5], next));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the table of character pairs", e);
    }
    return new CharacterPairs(counts);
  }

  /** The character that stands for this one in the table. */
  static char symbol(char c) {
    if (Character.isDigit(c)) {
      return '0';
    }
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 'A' : c;
  }

  /** That a text goes on with {@code next} after {@code last}. */
  double follows(char last, char next) {
    return Math.log(pair(last, next));
  }

  /**
   * How much oftener than by chance a character follows another; 0 where nothing can be said, as of
   * rare characters that were never seen together.
   */
  double attraction(char last, char next) {
    Counts of = of(last);
    int seen = of.next().getOrDefault(symbol(next), 0);
    return Math.log((seen + EVEN) / (of.all() * one(next) + EVEN));
  }

  /** That any character of a text is this one. */
  double single(char c) {
    return Math.log(one(c));
  }

  /** That a paragraph begins with the character. */
  double beginsParagraph(char c) {
    return Math.log(
        (of(c).paragraphStarts() + STARTS_WEIGHT * one(c)) / (paragraphs + STARTS_WEIGHT));
  }

  /** That a paragraph ends, its last character so far being this one. */
  double endsParagraph(char c) {
    Counts of = of(c);
    return Math.max(LEAST, Math.log((of.paragraphEnds() + 1e-4) / (of.all() + 1)));
  }

  /** That a headline begins with the character. */
  double beginsHeadline(char c) {
    return Math.log(
        (of(c).headlineStarts() + STARTS_WEIGHT * one(c)) / (headlines + STARTS_WEIGHT));
  }

  /** That a headline ends, its last character so far being this one. */
  double endsHeadline(char c) {
    Counts of = of(c);
    return Math.log((of.headlineEnds() + FEW * HEADLINE_ENDS) / (of.inHeadlines() + FEW));
  }

  /** How much more a character is at home in headlines than in bodies; below 0 if less. */
  double headlineStyle(char c) {
    Counts of = of(c);
    double inBodies = of.all() - of.inHeadlines();
    double headline = (of.inHeadlines() + STYLE_WEIGHT * one(c)) / (inHeadlines + STYLE_WEIGHT);
    double body = (inBodies + STYLE_WEIGHT * one(c)) / (all - inHeadlines + STYLE_WEIGHT);
    return Math.log(headline / body);
  }

  private Counts of(char c) {
    return counts.getOrDefault(symbol(c), Counts.NONE);
  }

  private double one(char c) {
    return (of(c).all() + FEW) / (all + FEW * 2 * counts.size());
  }

  private double pair(char last, char next) {
    Counts of = of(last);
    double kinds = FEW * of.next().size() + 1;
    int seen = of.next().getOrDefault(symbol(next), 0);
    return (seen + kinds * one(next)) / (of.all() + kinds);
  }

  private static final class Shipped {
    static final CharacterPairs TABLE = read(CharacterPairs.class.getResourceAsStream(RESOURCE));
  }
}
