package io.newstide.dashboard;

import io.newstide.language.words.LatticeSegmenter;
import io.newstide.language.words.Normaliser;
import io.newstide.language.words.TextCutter;
import io.newstide.language.words.Words;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Cuts text for the index of articles: fields whose name ends in {@code .words} into the words that
 * HanLP cuts, in their normal form; others into single Chinese characters and whole Latin words, so
 * that whatever stands in a text is found even where the segmentation cuts it otherwise.
 */
final class NewsAnalyzer extends Analyzer {

  private final TextCutter cutter = new TextCutter(new LatticeSegmenter());

  NewsAnalyzer() {
    super(PER_FIELD_REUSE_STRATEGY);
  }

  /** A piece of a text: its normal form and where it stands. */
  record Piece(String text, int start, int end) {}

  @Override
  protected TokenStreamComponents createComponents(String field) {
    boolean words = field.endsWith(".words");
    return new TokenStreamComponents(
        new Pieces() {
          @Override
          List<Piece> cut(String text) {
            return words ? words(text) : characters(text);
          }
        });
  }

  /** The words of a text, signs and spaces left out. */
  List<Piece> words(String text) {
    String normal = Normaliser.normalise(text);
    Words cut = cutter.cut(Normaliser.printed(text));
    List<Piece> pieces = new ArrayList<>(cut.size());
    for (int i = 0; i < cut.size(); i++) {
      if (!cut.tag(i).startsWith("w")) {
        pieces.add(new Piece(normal.substring(cut.start(i), cut.end(i)), cut.start(i), cut.end(i)));
      }
    }
    return pieces;
  }

  /** The characters of a text; letters and digits that stand together are one. */
  static List<Piece> characters(String text) {
    String normal = Normaliser.normalise(text);
    List<Piece> pieces = new ArrayList<>(normal.length());
    int at = 0;
    while (at < normal.length()) {
      int code = normal.codePointAt(at);
      int end = at + Character.charCount(code);
      if (Character.isLetterOrDigit(code)) {
        if (isLatin(code)) {
          while (end < normal.length() && isLatin(normal.charAt(end))) {
            end++;
          }
        }
        pieces.add(new Piece(normal.substring(at, end), at, end));
      }
      at = end;
    }
    return pieces;
  }

  private static boolean isLatin(int code) {
    return code < 0x250 && Character.isLetterOrDigit(code);
  }

  /** Lucene's view of pieces. */
  private abstract static class Pieces extends Tokenizer {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
    private List<Piece> pieces = List.of();
    private int next;
    private int length;

    abstract List<Piece> cut(String text);

    @Override
    public void reset() throws IOException {
      super.reset();
      String text = read(input);
      length = text.length();
      pieces = cut(text);
      next = 0;
    }

    private static String read(Reader reader) throws IOException {
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[4096];
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        text.append(buffer, 0, read);
      }
      return text.toString();
    }

    @Override
    public boolean incrementToken() {
      clearAttributes();
      if (next == pieces.size()) {
        return false;
      }
      Piece piece = pieces.get(next++);
      term.append(piece.text());
      offset.setOffset(correctOffset(piece.start()), correctOffset(piece.end()));
      return true;
    }

    @Override
    public void end() throws IOException {
      super.end();
      offset.setOffset(correctOffset(length), correctOffset(length));
    }
  }
}
