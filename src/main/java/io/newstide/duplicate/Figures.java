package io.newstide.duplicate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The figures of a text, each by what stands around it in its sentence: the four characters before
 * and behind, in which every figure is a {@code #}. The same surroundings with another figure are
 * the same template filled in anew. A figure that one text lacks, because a sentence was dropped or
 * an opening added, has no surroundings in the other and says nothing.
 */
final class Figures {

  private static final int AROUND = 4;

  /** Where a sentence begins or ends, and where a text was cut, which no other text shows. */
  private static final String BORDER = "\n".repeat(AROUND);

  private static final String CUT = "$".repeat(AROUND);
  private static final String NUMERALS = "零一二三四五六七八九十百千万亿两";

  private record Figure(String around, String value) {}

  private Figures() {}

  /** Whether a figure of {@code one} stands in {@code other} with another value. */
  static boolean differ(String one, String other) {
    List<Figure> mine = of(one);
    if (mine.isEmpty()) {
      return false;
    }
    Map<String, Set<String>> theirs = new HashMap<>();
    for (Figure figure : of(other)) {
      theirs.computeIfAbsent(figure.around(), absent -> new HashSet<>(2)).add(figure.value());
    }
    for (Figure figure : mine) {
      Set<String> values = theirs.get(figure.around());
      if (values != null && !values.contains(figure.value())) {
        return true;
      }
    }
    return false;
  }

  private static List<Figure> of(String text) {
    StringBuilder masked = new StringBuilder(text.length() + 2 * AROUND).append(BORDER);
    List<Integer> places = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      int end = i;
      while (end < text.length() && isOfFigure(text.charAt(end), end > i)) {
        end++;
      }
      if (end > i) {
        places.add(masked.length());
        values.add(text.substring(i, end));
        masked.append('#');
        i = end;
      } else if (text.charAt(i++) == '\n') {
        masked.append(BORDER);
      } else {
        masked.append(text.charAt(i - 1));
      }
    }
    masked.append(CUT);
    List<Figure> figures = new ArrayList<>(places.size());
    for (int i = 0; i < places.size(); i++) {
      int at = places.get(i);
      figures.add(new Figure(masked.substring(at - AROUND, at + 1 + AROUND), values.get(i)));
    }
    return figures;
  }

  private static boolean isOfFigure(char c, boolean within) {
    return (c >= '0' && c <= '9')
        || (within && (c == '.' || c == '-' || c == '%'))
        || NUMERALS.indexOf(c) >= 0;
  }
}
