package io.newstide.feed.page;

import io.newstide.feed.page.Passage.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lines of a page as passages: the likeliest reading of all lines together, found by
 * dynamic programming over the places where a passage may begin and end. What counts is how text
 * flows over a line's end ({@link CharacterPairs}), how full the line is for its column, the blank
 * lines between, printed openings and the marks of captions, mastheads and tables. A first reading
 * teaches how wide this page's columns are and what its blank lines mean; the second uses it.
 *
 * <p>Scores are natural logarithms of probabilities, as far as they were measured; the weights of
 * marks are set so that a mark decides. Not safe for use by several threads.
 */
final class Passages {

  private static final double NEVER = -1e9;

  /** That the next passage behind a paragraph is another paragraph; a headline; anything else. */
  private static final double PARAGRAPH = Math.log(0.75);

  private static final double HEADLINE = Math.log(0.2);
  private static final double OTHER = Math.log(0.02);

  /** That a column breaks off in mid-sentence. */
  private static final double CUT = Math.log(0.0015);

  private static final double MARK = 9;

  /** Of paragraphs one character in nine or so is punctuation. */
  private static final double PLAIN = 0.11;

  private static final String PUNCTUATION = "，。、；：？！,.;:?!“”";

  /** Headlines have about 17 characters. */
  private static final double HEADLINE_ENDS = 0.06;

  /** Gaps of less than this share mean something; more often they may stand anywhere. */
  private static final double SELDOM = 0.25;

  private static final int HEADLINE_LINES = 4;
  private static final int CAPTION_LINES = 8;

  private final CharacterPairs pairs;
  private final List<Strip> strips;
  private final int size;
  private final boolean[] opens;
  private final boolean[] byline;
  private final boolean[] signature;
  private final int[] masthead;
  private final int[] cells;
  private final boolean indents;
  private int[] columns;
  private double[] gapJoins = {0, 0, 0, 0};
  private double[] gapBreaks = {0, 0, 0, 0};
  private final boolean[] seldom = new boolean[gapJoins.length];
  private double[] firstWidths = usualWidths(true);
  private double[] laterWidths = usualWidths(false);

  private Passages(List<Strip> strips, CharacterPairs pairs) {
    this.pairs = pairs;
    this.strips = strips;
    this.size = strips.size();
    this.opens = new boolean[size];
    this.byline = new boolean[size];
    this.signature = new boolean[size];
    this.masthead = new int[size];
    this.cells = new int[size];
    int indented = 0;
    for (int i = 0; i < size; i++) {
      String text = strips.get(i).text();
      // 本报记者 高远 摄 is the credit of a picture.
      boolean credit = text.length() <= 16 && Marks.endsWithCredit(text);
      var opening = credit ? Optional.<Opening>empty() : Opening.at(ahead(i));
      signature[i] = Opening.isSignature(text);
      // Behind a dateline the reporter may stand on a line of its own.
      boolean goesOn = i > 0 && opens[i - 1] && !byline[i - 1] && "（(".indexOf(text.charAt(0)) >= 0;
      opens[i] = opening.isPresent() && !signature[i] && !goesOn;
      byline[i] = signature[i] || opening.filter(Opening::byline).isPresent();
      masthead[i] = Marks.masthead(text);
      cells[i] = Marks.cells(text);
      indented += strips.get(i).indented() ? 1 : 0;
    }
    this.indents = indented >= 3 && indented < 0.7 * size;
    this.columns = nearbyColumns();
  }

  /** The passages of a page; together they hold all strips, in their order. */
  static List<Passage> of(List<Strip> strips, CharacterPairs pairs) {
    if (strips.isEmpty()) {
      return List.of();
    }
    var passages = new Passages(cutAtOpenings(strips), pairs);
    passages.guessGaps();
    for (int round = 0; round < 2; round++) {
      passages.learn(passages.read());
    }
    return passages.read();
  }

  /** A story may open behind the headline that stands on the same line. */
  private static List<Strip> cutAtOpenings(List<Strip> strips) {
    List<Strip> cut = new ArrayList<>();
    for (Strip strip : strips) {
      Strip rest = strip;
      for (int at = Opening.within(rest.text()); at > 0; at = Opening.within(rest.text())) {
        Strip[] two = rest.cut(at);
        cut.add(two[0]);
        rest = two[1];
      }
      cut.add(rest);
    }
    return cut;
  }

  /** A line and, behind a line break, what follows it, for an opening that is wrapped. */
  private String ahead(int i) {
    StringBuilder ahead = new StringBuilder(strips.get(i).text()).append('\n');
    for (int j = i + 1; j < Math.min(size, i + 5) && ahead.length() < 70; j++) {
      ahead.append(strips.get(j).text());
    }
    return ahead.toString();
  }

  private int[] nearbyColumns() {
    int[] all = strips.stream().mapToInt(Strip::columns).toArray();
    int[] near = new int[size];
    for (int i = 0; i < size; i++) {
      int[] window = Arrays.copyOfRange(all, Math.max(0, i - 8), Math.min(size, i + 9));
      Arrays.sort(window);
      near[i] = window[(int) Math.ceil((window.length - 1) * 0.7)];
    }
    return near;
  }

  private static int gap(Strip strip) {
    return Math.min(3, strip.blanksBefore() + 1);
  }

  /** Before anything is learned the rarer a gap the more it parts. */
  private void guessGaps() {
    int[] counts = new int[gapJoins.length];
    strips.stream().skip(1).forEach(strip -> counts[gap(strip)]++);
    int most = Arrays.stream(counts).max().orElse(0);
    for (int i = 0; i < gapJoins.length; i++) {
      double rate = (counts[i] + 0.5) / Math.max(1, size);
      seldom[i] = rate < SELDOM;
      gapJoins[i] = counts[i] == most ? 0 : seldom[i] ? -3 : -1;
    }
  }

  /** Learns the widths of columns and the meaning of gaps from a first reading. */
  private void learn(List<Passage> reading) {
    double[] joins = {0.3, 0.3, 0.3, 0.3};
    double[] breaks = {0.3, 0.3, 0.3, 0.3};
    int[] width = new int[size];
    int at = 0;
    for (Passage passage : reading) {
      int length = passage.strips().size();
      for (int i = at; i < at + length; i++) {
        if (i > 0) {
          (i == at ? breaks : joins)[gap(strips.get(i))]++;
        }
        if (passage.kind() == Kind.BODY && i + 1 < at + length) {
          width[i] = i == at && length > 2 ? 0 : strips.get(i).columns();
        }
      }
      at += length;
    }
    double allJoins = Arrays.stream(joins).sum();
    double allBreaks = Arrays.stream(breaks).sum();
    for (int i = 0; i < joins.length; i++) {
      double ratio = Math.log(joins[i] / allJoins) - Math.log(breaks[i] / allBreaks);
      gapJoins[i] = Math.max(-6, Math.min(4, ratio)) / 2;
      gapBreaks[i] = -gapJoins[i];
    }
    int[] near = columns.clone();
    for (int i = 0; i < size; i++) {
      List<Integer> known = new ArrayList<>();
      for (int distance = 0; distance < 40 && known.size() < 9; distance++) {
        for (int j : new int[] {i - distance, i + distance}) {
          if (j >= 0 && j < size && width[j] > 0 && (distance > 0 || j == i)) {
            known.add(width[j]);
          }
        }
      }
      if (known.size() >= 3) {
        Collections.sort(known);
        near[i] = known.get(known.size() / 2);
      }
    }
    columns = near;
    int[] firsts = new int[firstWidths.length];
    int[] laters = new int[laterWidths.length];
    at = 0;
    for (Passage passage : reading) {
      int length = passage.strips().size();
      for (int i = at; passage.kind() == Kind.BODY && i + 1 < at + length; i++) {
        (i == at ? firsts : laters)[missing(i)]++;
      }
      at += length;
    }
    int[] sorted = columns.clone();
    Arrays.sort(sorted);
    double any = sorted[size / 2];
    firstWidths = learned(firsts, usualWidths(true), any);
    laterWidths = learned(laters, usualWidths(false), any);
  }

  /** Where a passage may end, and how it came there. */
  private record Step(int from, Kind kind) {}

  private List<Passage> read() {
    double[] closed = new double[size + 1];
    Step[] steps = new Step[size + 1];
    // The best reading in which the strip before is inside a paragraph, by whether it begins it.
    double[] inFirst = new double[size + 1];
    double[] inLater = new double[size + 1];
    int[] firstFrom = new int[size + 1];
    int[] laterFrom = new int[size + 1];
    Arrays.fill(closed, NEVER);
    Arrays.fill(inFirst, NEVER);
    Arrays.fill(inLater, NEVER);
    closed[0] = 0;
    for (int i = 0; i <= size; i++) {
      // Close the paragraph that the strip before belongs to.
      if (i > 0) {
        double plain = plain(i - 1);
        double first = inFirst[i] + paragraphEnds(i - 1, 1) + plain;
        take(closed, steps, firstFrom[i], i, Kind.BODY, first);
        double later = inLater[i] + paragraphEnds(i - 1, i - laterFrom[i]) + plain;
        take(closed, steps, laterFrom[i], i, Kind.BODY, later);
      }
      if (i == size) {
        break;
      }
      double begin = closed[i] + gapBreaks[gap(strips.get(i))];
      inFirst[i + 1] = begin + paragraphBegins(i);
      firstFrom[i + 1] = i;
      if (i > 0) {
        double early = inFirst[i] + joins(i - 1, true) + plain(i - 1);
        double late = inLater[i] + joins(i - 1, false) + plain(i - 1);
        inLater[i + 1] = Math.max(early, late);
        laterFrom[i + 1] = early >= late ? firstFrom[i] : laterFrom[i];
      }
      offer(closed, steps, begin, i);
    }
    List<Passage> passages = new ArrayList<>();
    for (int end = size; end > 0; end = steps[end].from()) {
      Step step = steps[end];
      passages.add(
          new Passage(
              step.kind(),
              List.copyOf(strips.subList(step.from(), end)),
              step.kind() == Kind.BODY && opens[step.from()]));
    }
    Collections.reverse(passages);
    return passages;
  }

  /** Offers every passage other than a paragraph that begins with a strip. */
  private void offer(double[] closed, Step[] steps, double begin, int i) {
    double inner = 0;
    double caption = 0;
    StringBuilder text = new StringBuilder();
    for (int end = i + 1; end <= Math.min(size, i + CAPTION_LINES); end++) {
      if (end > i + 1) {
        if (opens[end - 1] && !byline[end - 1]) {
          break;
        }
        boolean first = end == i + 2;
        inner += joins(end - 2, false);
        caption += Math.max(joins(end - 2, false), first ? joins(end - 2, true) : NEVER);
      }
      Strip last = strips.get(end - 1);
      text.append(last.text());
      int lines = end - i;
      if (lines <= HEADLINE_LINES && !opens[i]) {
        take(closed, steps, i, end, Kind.HEADLINE, begin + inner + headline(i, end, text));
      }
      if (!opens[i] || byline[i]) {
        take(closed, steps, i, end, Kind.CAPTION, begin + caption + caption(i, end, text));
      }
      if (lines <= 3 && !opens[i]) {
        take(closed, steps, i, end, Kind.MASTHEAD, begin + inner + masthead(i, end, text));
      }
      if (lines == 1 && byline[i]) {
        take(closed, steps, i, end, Kind.BYLINE, begin + OTHER + MARK);
      }
    }
    rows(closed, steps, begin, i);
  }

  private static void take(
      double[] closed, Step[] steps, int from, int end, Kind kind, double score) {
    if (score > closed[end]) {
      closed[end] = score;
      steps[end] = new Step(from, kind);
    }
  }

  private double paragraphBegins(int i) {
    Strip strip = strips.get(i);
    double begins = PARAGRAPH + paragraphBegin(strip.first());
    if (opens[i]) {
      return begins + MARK;
    }
    return begins + (indents ? (strip.indented() ? 3 : -1) : 0);
  }

  private double paragraphBegin(char c) {
    return Math.max(pairs.beginsParagraph(c), pairs.single(c) - 1);
  }

  /** That the strip and the one behind it are of one text. */
  private double joins(int i, boolean first) {
    Strip strip = strips.get(i);
    Strip next = strips.get(i + 1);
    double flow = pairs.follows(strip.last(), next.first());
    if (isInsideLatin(strip.last(), next.first())) {
      flow = Math.max(flow, Math.log(0.3));
    }
    double width = (first ? firstWidths : laterWidths)[missing(i)];
    // Nothing is set so much wider than its column but headlines.
    width -= Math.max(0, Math.min(20, strip.columns() - columns[i] + TOO_WIDE));
    double marks = opens[i + 1] ? -MARK : 0;
    if (indents && next.indented()) {
      marks -= 4;
    }
    if (masthead[i] >= 2 || masthead[i + 1] >= 2) {
      marks -= 2;
    }
    return flow + width + marks + gapJoins[gap(next)];
  }

  /** That a line of a paragraph has no punctuation: headlines piled up are no paragraph. */
  private double plain(int i) {
    String text = strips.get(i).text();
    boolean plain = text.chars().noneMatch(c -> PUNCTUATION.indexOf(c) >= 0);
    return plain ? -PLAIN * text.length() : 0;
  }

  /** The least and the most columns that a line may lack or have too many, for counting. */
  private static final int TOO_WIDE = -8;

  private static final int TOO_SHORT = 16;
  private static final double NEVER_WIDE = -9;

  /** By how many columns a line is too short for its column, as an index; {@code -8} is 0. */
  private int missing(int i) {
    int missing = columns[i] - strips.get(i).columns();
    return Math.max(TOO_WIDE, Math.min(TOO_SHORT, missing)) - TOO_WIDE;
  }

  /**
   * How much likelier a line that goes on lacks so many columns than a line that ends, which may
   * have any width; before anything was learned.
   */
  private static double[] usualWidths(boolean first) {
    double[] widths = new double[TOO_SHORT - TOO_WIDE + 1];
    for (int i = 0; i < widths.length; i++) {
      int missing = i + TOO_WIDE;
      // The first line may lack what it is indented by.
      int over = first ? Math.max(missing - 4, -missing - 3) : Math.abs(missing) - 3;
      widths[i] = 1.5 - 1.0 * Math.max(0, over);
    }
    return widths;
  }

  private static double[] learned(int[] counts, double[] usual, double width) {
    double all = 0;
    for (int count : counts) {
      all += count;
    }
    double[] learned = new double[counts.length];
    double prior = 6;
    double sum = 0;
    for (double of : usual) {
      sum += Math.exp(of);
    }
    for (int i = 0; i < learned.length; i++) {
      if (i == 0 || i + TOO_WIDE > TOO_SHORT / 2) {
        // What is far too short or too wide goes on by a mistake of the reading, not by the page's
        // habit.
        learned[i] = Math.max(NEVER_WIDE, usual[i]);
        continue;
      }
      double rate = (counts[i] + prior * Math.exp(usual[i]) / sum) / (all + prior);
      learned[i] = Math.max(-6, Math.min(3, Math.log(rate * width)));
    }
    return learned;
  }

  private static boolean isInsideLatin(char last, char next) {
    return last < 128
        && next < 128
        && Character.isLetterOrDigit(last)
        && Character.isLetterOrDigit(next);
  }

  /** That a paragraph of so many lines ends with a strip. */
  private double paragraphEnds(int i, int lines) {
    Strip strip = strips.get(i);
    boolean full = columns[i] - strip.columns() <= 3;
    // Hardly more than a headline's length, and no stop at its end.
    double tooShort = lines == 1 ? -4 : lines == 2 ? -3 : lines == 3 ? -1 : 0;
    char last = strip.last();
    if ("”’）)》】".indexOf(last) >= 0) {
      // A stop inside the quotation ends a paragraph; a quotation alone ends a headline as well.
      String text = strip.text();
      boolean stop = text.length() > 1 && isStop(text.charAt(text.length() - 2));
      return stop ? Math.log(0.4) : Math.log(0.003) + tooShort;
    }
    if (isStop(last)) {
      return pairs.endsParagraph(last);
    }
    double ends = last == '：' ? Math.log(0.02) : pairs.endsParagraph(last);
    int over = strip.columns() - columns[i] - 2;
    return (full ? Math.max(ends, CUT) : ends) + tooShort - 0.7 * Math.max(0, Math.min(12, over));
  }

  private static boolean isStop(char c) {
    return "。！？…!?.".indexOf(c) >= 0;
  }

  private double headline(int i, int end, StringBuilder text) {
    Strip first = strips.get(i);
    Strip last = strips.get(end - 1);
    String dense = PageLines.dense(text.toString());
    double style = 0;
    int stops = 0;
    int commas = 0;
    for (int k = 0; k < dense.length(); k++) {
      char c = dense.charAt(k);
      stops += c == '。' ? 1 : 0;
      commas += c == '，' ? 1 : 0;
      style += Math.max(-1.5, Math.min(1.5, pairs.headlineStyle(c)));
    }
    style = Math.max(-2.5, Math.min(3, 0.3 * style)) - 4.0 * stops;
    style -= 2.0 * Math.max(0, commas - 1);
    // About 6 to 26 characters; a line wider than its column may hold two headlines.
    boolean wide = end == i + 1 && last.columns() > columns[i] + 8;
    int most = wide ? 90 : 30;
    double length = -Math.max(0, dense.length() - most) * 0.5;
    length -= Math.max(0, 5 - dense.length()) * 1.5;
    length -= 0.8 * (end - i - 1);
    double ends = Math.log(0.5 * Math.exp(pairs.endsHeadline(last.last())) + 0.5 * HEADLINE_ENDS);
    if (last.last() == '。') {
      ends -= 4;
    }
    if ("，、；：".indexOf(last.last()) >= 0) {
      ends -= 6;
    }
    double begins = paragraphBegin(first.first());
    double asHeadline = pairs.beginsHeadline(first.first()) - begins;
    begins += Math.max(-1, Math.min(1.5, asHeadline));
    double marks = 0;
    if (indents && first.indented()) {
      marks -= 1;
    }
    if (wide) {
      marks += 3;
    }
    if (seldom[gap(first)] && end < size && seldom[gap(strips.get(end))]) {
      // It stands apart.
      marks += 3;
    }
    return HEADLINE + begins + style + length + ends + marks;
  }

  private double caption(int i, int end, StringBuilder text) {
    String whole = text.toString();
    boolean credit = Marks.endsWithCredit(whole);
    boolean picture = Marks.beginsAsCaption(whole);
    if (!credit && !picture) {
      return NEVER;
    }
    char last = strips.get(end - 1).last();
    double ends = credit ? MARK : pairs.endsParagraph(last) + 2;
    return OTHER
        + pairs.beginsParagraph(strips.get(i).first())
        + (picture ? MARK : 0)
        + ends
        - 0.2 * (end - i);
  }

  private double masthead(int i, int end, StringBuilder text) {
    int sure = end == i + 1 ? masthead[i] : Marks.masthead(text.toString());
    for (int k = i; k < end && end > i + 1; k++) {
      if (masthead[k] == 0) {
        return NEVER;
      }
    }
    boolean beside = (i > 0 && masthead[i - 1] >= 2) || (end < size && masthead[end] >= 2);
    String line = text.toString();
    boolean edge = i < 4 || end > size - 4;
    if (end == i + 1 && sure < 2 && (edge || beside)) {
      if (Marks.isPaper(line) && i < 3) {
        sure += 2;
      }
      if ((beside || i < 2) && (Marks.isLatin(line) || Sections.isOne(line))) {
        sure += 3;
      }
    }
    return sure < 2 ? NEVER : OTHER - 4 + sure * 4 - (edge ? 0 : 2) - 2 * (end - i - 1);
  }

  /** Two rows or more with as many cells. */
  private void rows(double[] closed, Step[] steps, double begin, int i) {
    int most = cells[i];
    if (most < 2 || opens[i] || masthead[i] >= 2) {
      return;
    }
    boolean figures = Marks.hasFigure(strips.get(i).text());
    for (int end = i + 2; end <= size; end++) {
      int at = end - 1;
      if (cells[at] < 2 || Math.abs(cells[at] - most) > 1 || opens[at] || masthead[at] >= 2) {
        return;
      }
      figures |= Marks.hasFigure(strips.get(at).text());
      int rows = end - i;
      if (figures && (rows >= 3 || most >= 3)) {
        take(closed, steps, i, end, Kind.TABLE, begin + OTHER + 4.0 * rows + 1.5 * most);
      }
    }
  }
}
