package io.newstide.job;

import io.newstide.window.NamedEntity;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

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

  private static final int KINDS = SubjectKind.values().length; // their codes count them

  private ReadLately() {}

  /** A text as it was written, and what it is the name of, by kind. */
  private static final class Known {
    private final byte[] bytes;
    private final boolean wide;
    private final String text;
    private Subject[] subjects;
    private NamedEntity[] entities;

    Known(byte[] bytes, boolean wide) {
      this.bytes = bytes;
      this.wide = wide;
      this.text = Wire.text(bytes, wide);
    }

    Subject subject(SubjectKind kind) {
      Subject[] known = subjects;
      if (known == null) {
        known = new Subject[KINDS];
        subjects = known;
      }
      Subject subject = known[kind.code()];
      if (subject == null) {
        subject = new Subject(kind, text);
        known[kind.code()] = subject;
      }
      return subject;
    }

    NamedEntity entity(SubjectKind kind) {
      NamedEntity[] known = entities;
      if (known == null) {
        known = new NamedEntity[KINDS];
        entities = known;
      }
      NamedEntity entity = known[kind.code()];
      if (entity == null) {
        entity = new NamedEntity(kind, text);
        known[kind.code()] = entity;
      }
      return entity;
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
    return known(in).subject(kind);
  }

  /** A name of a kind, which comes next. */
  static NamedEntity entity(SubjectKind kind, DataInput in) throws IOException {
    return known(in).entity(kind);
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
