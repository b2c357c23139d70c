package io.newstide.language;

import com.hankcs.hanlp.collection.AhoCorasick.AhoCorasickDoubleArrayTrie;
import io.newstide.language.names.NameType;
import io.newstide.language.words.Normaliser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names the operator knows better than any model: what they name, and which short forms stand for
 * them. Immutable, safe for use by many threads; a new version is a new object.
 *
 * <p>One entry a line:
 *
 * <pre>type name = alias, alias ~ context, context</pre>
 *
 * <p>The type is {@code person}, {@code place}, {@code organisation}, or {@code term} for a word
 * that is not a name but belongs together. Aliases and context may be left out; {@code #} begins a
 * comment; 、 and ， separate as well as a comma. Width, case and traditional characters make no
 * difference. An alias may belong to several names: it goes to the name that the article speaks of
 * most, counting its unambiguous aliases and its context words; where it speaks of none, to the
 * name that stands first in the file.
 */
public final class Lexicon {

  private static final Lexicon EMPTY = new Lexicon(List.of(), "");

  /** One name; {@code type} is null for a term. */
  record Entry(String name, NameType type) {}

  /** Where a lexicon name stands in a text; {@code key} resolves to an entry by the article. */
  record Match(int start, int end, int key) {}

  /** What the article says for each entry that shares an alias with another. */
  static final class Evidence {
    private final int[] counts;

    private Evidence(int entries) {
      counts = new int[entries];
    }
  }

  private record Line(Entry entry, List<String> aliases, List<String> context) {}

  private final List<Entry> entries = new ArrayList<>();
  private final int[][] namedBy;
  private final int[][] contextOf;
  private final boolean ambiguous;
  private final AhoCorasickDoubleArrayTrie<Integer> trie;
  private final String version;

  private Lexicon(List<Line> lines, String version) {
    this.version = version;
    var keys = new TreeMap<String, Integer>();
    var named = new ArrayList<int[]>();
    var context = new ArrayList<int[]>();
    for (var line : lines) {
      var entry = entries.size();
      entries.add(line.entry());
      add(Normaliser.normalise(line.entry().name()), entry, keys, named, context, named);
      for (var alias : line.aliases()) {
        add(Normaliser.normalise(alias), entry, keys, named, context, named);
      }
      for (var word : line.context()) {
        add(Normaliser.normalise(word), entry, keys, named, context, context);
      }
    }
    namedBy = named.toArray(int[][]::new);
    contextOf = context.toArray(int[][]::new);
    ambiguous = Arrays.stream(namedBy).anyMatch(candidates -> candidates.length > 1);
    if (keys.isEmpty()) {
      trie = null;
    } else {
      trie = new AhoCorasickDoubleArrayTrie<>();
      trie.build(keys);
    }
  }

  private static void add(
      String key,
      int entry,
      Map<String, Integer> keys,
      List<int[]> named,
      List<int[]> context,
      List<int[]> to) {
    var id = keys.computeIfAbsent(key, k -> keys.size());
    if (id == named.size()) {
      named.add(new int[0]);
      context.add(new int[0]);
    }
    var known = to.get(id);
    for (var other : known) {
      if (other == entry) {
        return;
      }
    }
    var grown = Arrays.copyOf(known, known.length + 1);
    grown[known.length] = entry;
    to.set(id, grown);
  }

  /** A lexicon without entries. */
  public static Lexicon empty() {
    return EMPTY;
  }

  /**
   * Reads a lexicon.
   *
   * @param file its name, for messages
   * @param text what it holds
   * @throws LexiconException for a line that is no entry, or a name that is defined twice
   */
  public static Lexicon parse(String file, String text) {
    var lines = new ArrayList<Line>();
    var firstLine = new HashMap<String, Integer>();
    var number = 0;
    for (var raw : text.split("\n", -1)) {
      number++;
      var line = raw.strip();
      if (number == 1 && line.startsWith("\ufeff")) {
        line = line.substring(1).strip();
      }
      var comment = line.indexOf('#');
      if (comment >= 0) {
        line = line.substring(0, comment).strip();
      }
      if (line.isEmpty()) {
        continue;
      }
      var parsed = parseLine(file, number, line);
      var defined = firstLine.putIfAbsent(parsed.entry().name(), number);
      if (defined != null) {
        throw new LexiconException(
            file, number, "'" + parsed.entry().name() + "' is already defined in line " + defined);
      }
      lines.add(parsed);
    }
    return lines.isEmpty() ? EMPTY : new Lexicon(lines, versionOf(text));
  }

  private static Line parseLine(String file, int number, String line) {
    var parts = line.split("\\s+", 2);
    if (parts.length < 2) {
      throw new LexiconException(
          file, number, "'" + line + "' is not 'type name = alias, alias ~ context, context'");
    }
    var type =
        switch (parts[0].toLowerCase(Locale.ROOT)) {
          case "person" -> NameType.PERSON;
          case "place" -> NameType.PLACE;
          case "organisation" -> NameType.ORGANISATION;
          case "term" -> null;
          default ->
              throw new LexiconException(
                  file,
                  number,
                  "unknown type '" + parts[0] + "', known: person, place, organisation, term");
        };
    var rest = parts[1];
    var context = List.<String>of();
    var tilde = rest.indexOf('~');
    if (tilde >= 0) {
      context = words(file, number, rest.substring(tilde + 1));
      rest = rest.substring(0, tilde);
    }
    var aliases = List.<String>of();
    var equals = rest.indexOf('=');
    if (equals >= 0) {
      aliases = words(file, number, rest.substring(equals + 1));
      rest = rest.substring(0, equals);
    }
    var name = rest.strip();
    if (name.length() < 2) {
      throw new LexiconException(file, number, "'" + name + "' is too short for a name");
    }
    return new Line(new Entry(name, type), aliases, context);
  }

  private static List<String> words(String file, int number, String list) {
    var words = new ArrayList<String>();
    for (var word : list.split("[,，、]", -1)) {
      var stripped = word.strip();
      if (stripped.length() < 2) {
        throw new LexiconException(file, number, "'" + stripped + "' is too short for an alias");
      }
      words.add(stripped);
    }
    return words;
  }

  private static String versionOf(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Twelve hexadecimal digits that change with the text; empty for a lexicon without entries. */
  public String version() {
    return version;
  }

  /** How many names it knows. */
  public int size() {
    return entries.size();
  }

  Evidence evidence() {
    return new Evidence(ambiguous ? entries.size() : 0);
  }

  /**
   * Finds its names in a text, from left to right, the longest first, none overlapping.
   *
   * @param text in normal form
   * @param evidence is told what the text says about ambiguous aliases
   */
  List<Match> find(String text, Evidence evidence) {
    if (trie == null) {
      return List.of();
    }
    var hits = new ArrayList<Match>();
    trie.parseText(
        text,
        (begin, end, key) -> {
          if (ambiguous) {
            for (var entry : contextOf[key]) {
              evidence.counts[entry]++;
            }
            if (namedBy[key].length == 1) {
              evidence.counts[namedBy[key][0]]++;
            }
          }
          if (namedBy[key].length > 0) {
            hits.add(new Match(begin, end, key));
          }
        });
    if (hits.size() < 2) {
      return hits;
    }
    hits.sort(
        (a, b) ->
            a.start() != b.start()
                ? Integer.compare(a.start(), b.start())
                : Integer.compare(b.end(), a.end()));
    var kept = new ArrayList<Match>(hits.size());
    var reached = 0;
    for (var hit : hits) {
      if (hit.start() >= reached) {
        kept.add(hit);
        reached = hit.end();
      }
    }
    return kept;
  }

  /** The entry a match stands for in an article with this evidence. */
  Entry resolve(Match match, Evidence evidence) {
    var candidates = namedBy[match.key()];
    var best = candidates[0];
    for (var i = 1; i < candidates.length; i++) {
      if (evidence.counts[candidates[i]] > evidence.counts[best]) {
        best = candidates[i];
      }
    }
    return entries.get(best);
  }
}
