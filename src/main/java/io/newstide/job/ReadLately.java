package io.newstide.job;

import io.newstide.window.NamedEntity;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BiFunction;

/**
 * Texts, names, subjects and spans that were read lately. An article's keywords and names come once
 * for each of its thirty subjects, a subject once for each of its slices and states: kept once,
 * they take a fraction of the memory, and what was read before is found by its bytes. Safe for use
 * by several threads: places are overwritten without a lock, at worst something is kept twice.
 */
final class ReadLately {

  private static final Known[] TEXTS = new Known[1 << 16];

  private static final Span[] SPANS = new Span[1 << 12];

  /** Longer texts are no names, and come once. */
  private static final int LONGEST = 256;

  /** Their codes count them. */
  private static final int KINDS = SubjectKind.values().length;

  private ReadLately() {}

  /** A text as it was written, and what it is the name of, by kind. */
  private static final class Known {
    private final byte[] bytes;
    private final boolean wide;
    private final String text;
    private final Subject[] subjects = new Subject[KINDS];
    private final NamedEntity[] entities = new NamedEntity[KINDS];

    Known(byte[] bytes, boolean wide) {
      this.bytes = bytes;
      this.wide = wide;
      this.text = Wire.text(bytes, wide);
    }

    /** What it is the name of as a kind, of those known or made now. */
    <T> T as(SubjectKind kind, T[] known, BiFunction<SubjectKind, String, T> make) {
      T one = known[kind.code()];
      if (one == null) {
        one = make.apply(kind, text);
        known[kind.code()] = one;
      }
      return one;
    }
  }

  /** What {@link Wire#writeText} wrote. */
  private static Known known(DataInput in) throws IOException {
    long head = Wire.readNumber(in);
    boolean wide = (head & 1) != 0;
    int size = Wire.size(head);
    byte[] bytes = new byte[size];
    in.readFully(bytes);
    if (size > LONGEST) {
      return new Known(bytes, wide);
    }
    int hash = size;
    for (byte one : bytes) {
      hash = 31 * hash + one;
    }
    int place = (hash ^ (hash >>> 16)) & (TEXTS.length - 1);
    Known known = TEXTS[place];
    if (known == null || known.wide != wide || !Arrays.equals(known.bytes, bytes)) {
      known = new Known(bytes, wide);
      TEXTS[place] = known;
    }
    return known;
  }

  /** A text that comes often. */
  static String text(DataInput in) throws IOException {
    return known(in).text;
  }

  /** A subject of a kind, of which the id comes next. */
  static Subject subject(SubjectKind kind, DataInput in) throws IOException {
    Known id = known(in);
    return id.as(kind, id.subjects, Subject::new);
  }

  /** A name of a kind, which comes next. */
  static NamedEntity entity(SubjectKind kind, DataInput in) throws IOException {
    Known name = known(in);
    return name.as(kind, name.entities, NamedEntity::new);
  }

  /** A span that comes often: a slice, or a window. */
  static Span span(long start, long end) {
    long mixed = (31 * start + end) * 0x9E3779B97F4A7C15L;
    int place = (int) (mixed >>> 40) & (SPANS.length - 1);
    Span known = SPANS[place];
    if (known == null || known.start() != start || known.end() != end) {
      known = new Span(start, end);
      SPANS[place] = known;
    }
    return known;
  }
}
