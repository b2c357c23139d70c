package io.newstide.language.names;

import io.newstide.language.words.Normaliser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names that are known to be names somewhere: evidence for the recogniser, which may believe it or
 * not. A hash table of all beginnings of its names, walked from each character of a text. Immutable
 * and safe for use by many threads.
 */
public final class Gazetteer {

  /** Marks of a text in which nothing is known. */
  public static final byte[] NO_MARKS = new byte[0];

  /** In a value: a longer name may follow. The rest is 0, or 1 and the ordinal of a type. */
  private static final int GOES_ON = 4;

  private final int mask;

  /** Names of one character. */
  private final BitSet singles = new BitSet();

  /** By hash the two characters that names begin with: spares most looks into the large table. */
  private final long[] pairs;

  private final long[] beginnings;
  private final byte[] values;

  private Gazetteer(int most) {
    var slots = Integer.highestOneBit(Math.max(1, 2 * most)) * 2;
    mask = slots - 1;
    beginnings = new long[slots];
    values = new byte[slots];
    pairs = new long[Math.max(1, slots / 256)];
  }

  /** Makes a gazetteer of names and what they name; width, case and script make no difference. */
  public static Gazetteer of(Map<String, NameType> names) {
    // Every character of a name may end a beginning of its own; half the slots stay free at least.
    var gazetteer = new Gazetteer(names.keySet().stream().mapToInt(String::length).sum());
    names.forEach((name, type) -> gazetteer.add(Normaliser.normalise(name), type));
    return gazetteer;
  }

  /** The gazetteer that comes with the project. */
  public static Gazetteer shipped() {
    return Shipped.GAZETTEER;
  }

  private void add(String name, NameType type) {
    if (name.length() == 1) {
      singles.set(name.charAt(0));
    } else if (name.length() > 1) {
      var pair = pair(name.charAt(0), name.charAt(1));
      pairs[(pair >>> 6) & (pairs.length - 1)] |= 1L << pair;
    }
    var hash = 0L;
    for (var i = 0; i < name.length(); i++) {
      hash = longer(hash, name.charAt(i));
      var slot = slot(hash);
      beginnings[slot] = hash;
      if (i < name.length() - 1) {
        values[slot] |= GOES_ON;
      } else {
        values[slot] = (byte) ((values[slot] & GOES_ON) | (1 + type.number()));
      }
    }
  }

  private static long longer(long hash, char next) {
    var mixed = (hash + next + 1) * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 29;
  }

  private static int pair(char first, char second) {
    var mixed = ((first << 16) | second) * 0x9E3779B1;
    return mixed ^ (mixed >>> 15);
  }

  /** Whether a name may begin here. */
  private boolean mayBegin(String text, int start) {
    if (start + 1 < text.length()) {
      var pair = pair(text.charAt(start), text.charAt(start + 1));
      if (((pairs[(pair >>> 6) & (pairs.length - 1)] >>> pair) & 1) != 0) {
        return true;
      }
    }
    return singles.get(text.charAt(start));
  }

  private int slot(long hash) {
    var slot = (int) hash & mask;
    while (beginnings[slot] != 0 && beginnings[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /**
   * Finds known names: from left to right the longest, none overlapping.
   *
   * @param text a text in normal form
   */
  public List<Span> find(String text) {
    var found = new ArrayList<Span>();
    for (var start = 0; start < text.length(); ) {
      if (!mayBegin(text, start)) {
        start++;
        continue;
      }
      var end = start;
      var type = 0;
      var hash = 0L;
      for (var i = start; i < text.length(); i++) {
        hash = longer(hash, text.charAt(i));
        var value = values[slot(hash)];
        if ((value & ~GOES_ON) != 0) {
          end = i + 1;
          type = (value & ~GOES_ON) - 1;
        }
        if ((value & GOES_ON) == 0) {
          break;
        }
      }
      if (end > start) {
        found.add(new Span(start, end, NameType.of(type)));
      }
      start = Math.max(end, start + 1);
    }
    return found;
  }

  /**
   * Marks each character of a known name with its type and its place in the name.
   *
   * @param text a text in normal form
   * @return by offset, 0 outside known names; {@link #NO_MARKS} if there is none
   */
  public byte[] marks(String text) {
    var names = find(text);
    if (names.isEmpty()) {
      return NO_MARKS;
    }
    var marks = new byte[text.length()];
    for (var name : names) {
      Tags.mark(marks, name.start(), name.end(), name.type());
    }
    return marks;
  }

  /** Adds a name to the marks of a text, in place of those it overlaps. */
  public static byte[] mark(byte[] marks, int textLength, int start, int end, NameType type) {
    var marked = marks.length == 0 ? new byte[textLength] : marks;
    for (var i = start - 1; i >= 0 && marked[i] != 0 && !Tags.ends(marked[i]); i--) {
      marked[i] = 0;
    }
    if (marked[end - 1] != 0 && !Tags.ends(marked[end - 1])) {
      for (var i = end; i < textLength && marked[i] != 0 && !Tags.begins(marked[i]); i++) {
        marked[i] = 0;
      }
    }
    Tags.mark(marked, start, end, type);
    return marked;
  }

  private static final class Shipped {
    static final Gazetteer GAZETTEER = read();

    private static Gazetteer read() {
      var names = new LinkedHashMap<String, NameType>();
      for (var type : NameType.values()) {
        var resource = "gazetteer-" + type.name().toLowerCase(Locale.ROOT) + ".txt";
        try (var lines =
            new BufferedReader(
                new InputStreamReader(
                    Gazetteer.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
          lines
              .lines()
              .filter(line -> !line.startsWith("#"))
              .forEach(name -> names.put(name, type));
        } catch (IOException e) {
          throw new UncheckedIOException("the gazetteer " + resource, e);
        }
      }
      return of(names);
    }
  }
}
