package io.newstide.topic;

import java.util.ArrayList;
import java.util.List;

/**
 * How a body is laid out: its sentences, its paragraphs, and the sections that headings of their
 * own open, as in a round-up. White space and blank lines say nothing, because print and extraction
 * put them anywhere; what says something is where lines break:
 *
 * <ul>
 *   <li>a paragraph ends with a line that ends with a sentence; in text wrapped at a width other
 *       line breaks are nothing;
 *   <li>a heading begins a paragraph, has at most 40 characters, does not end like a sentence, and
 *       a line longer than 40 characters, by 10 at least, follows it; text wrapped at a width has
 *       none.
 * </ul>
 *
 * @param sections from heading to heading, with what stands before the first; none without headings
 * @param paragraphs those of at most 300 characters, and of longer ones every 300 characters that
 *     begin 100 apart; none where the body is one short paragraph
 * @param sentenceAt for each offset, the number of its sentence
 */
record Layout(List<Extent> sections, List<Extent> paragraphs, int[] sentenceAt) {

  /**
   * A part of a text.
   *
   * @param start its first character
   * @param textStart behind its heading; {@code start} if it has none
   * @param end behind its last character
   */
  record Extent(int start, int textStart, int end) {

    /** Its characters, without the heading. */
    int length() {
      return end - textStart;
    }

    boolean holds(int from, int to) {
      return from >= start && to <= end;
    }
  }

  private static final int LONGEST_HEADING = 40;
  private static final int HEADING_IS_SHORTER_BY = 10;
  private static final int LONGEST_PARAGRAPH = 300;
  private static final int STEP = 100;
  private static final String SENTENCE_ENDS = "。！？；!?;";
  private static final String LINE_ENDS = SENTENCE_ENDS + "….：:”’\"」』）)】";
  private static final String NO_HEADING_ENDS = LINE_ENDS + "，,、";

  /** The layout of a body. */
  static Layout of(String normal, DenseText dense) {
    List<int[]> lines = lines(normal, dense);
    List<Extent> sections = new ArrayList<>();
    List<Extent> paragraphs = new ArrayList<>();
    int[] sentenceAt = new int[dense.text().length() + 1];
    int sentence = 0;
    boolean opens = true;
    for (int i = 0; i < lines.size(); i++) {
      int start = lines.get(i)[0];
      int end = lines.get(i)[1];
      boolean heading = opens && isHeading(lines, i, dense.text());
      if (heading) {
        sections.add(new Extent(start, end, end));
      } else {
        extend(sections, start, end, sections.isEmpty());
        extend(paragraphs, start, end, opens);
      }
      if (opens && i > 0) {
        sentence++;
      }
      opens = heading || LINE_ENDS.indexOf(dense.text().charAt(end - 1)) >= 0;
      for (int at = start; at < end; at++) {
        sentenceAt[at] = sentence;
        if (SENTENCE_ENDS.indexOf(dense.text().charAt(at)) >= 0) {
          sentence++;
        }
      }
    }
    return new Layout(
        sections.stream().allMatch(s -> s.start() == s.textStart()) ? List.of() : sections,
        paragraphs.size() == 1 && paragraphs.get(0).length() <= LONGEST_PARAGRAPH
            ? List.of()
            : cut(paragraphs),
        sentenceAt);
  }

  /** Where the lines that are not blank begin and end in the dense text. */
  private static List<int[]> lines(String normal, DenseText dense) {
    List<int[]> lines = new ArrayList<>();
    int from = 0;
    while (from < normal.length()) {
      int to = normal.indexOf('\n', from);
      to = to < 0 ? normal.length() : to;
      while (from < to && Character.isWhitespace(normal.charAt(from))) {
        from++;
      }
      int start = dense.at()[from];
      int end = dense.at()[to];
      if (end > start) {
        lines.add(new int[] {start, end});
      }
      from = to + 1;
    }
    return lines;
  }

  private static boolean isHeading(List<int[]> lines, int i, String text) {
    int length = lines.get(i)[1] - lines.get(i)[0];
    if (length > LONGEST_HEADING
        || i + 1 == lines.size()
        || NO_HEADING_ENDS.indexOf(text.charAt(lines.get(i)[1] - 1)) >= 0) {
      return false;
    }
    int next = lines.get(i + 1)[1] - lines.get(i + 1)[0];
    return next > LONGEST_HEADING && next >= length + HEADING_IS_SHORTER_BY;
  }

  private static void extend(List<Extent> extents, int start, int end, boolean opens) {
    if (opens) {
      extents.add(new Extent(start, start, end));
    } else {
      Extent last = extents.remove(extents.size() - 1);
      extents.add(new Extent(last.start(), last.textStart(), end));
    }
  }

  private static List<Extent> cut(List<Extent> paragraphs) {
    List<Extent> cut = new ArrayList<>();
    for (Extent paragraph : paragraphs) {
      int start = paragraph.start();
      for (; paragraph.end() - start > LONGEST_PARAGRAPH; start += STEP) {
        cut.add(new Extent(start, start, start + LONGEST_PARAGRAPH));
      }
      cut.add(new Extent(start, start, paragraph.end()));
    }
    return cut;
  }
}
