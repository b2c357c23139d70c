package io.newstide.language.names;

/**
 * How well names were found: precision, recall and their harmonic mean F1, by type and overall. A
 * name is found when its extent and its type are right.
 */
public final class NamesScore {

  private final long[] found = new long[3];
  private final long[] gold = new long[3];
  private final long[] right = new long[3];

  /** Counts names that were found. */
  public void found(NameType type, long names) {
    found[type.number()] += names;
  }

  /** Counts names that are to be found. */
  public void gold(NameType type, long names) {
    gold[type.number()] += names;
  }

  /** Counts names that were found rightly. */
  public void right(NameType type, long names) {
    right[type.number()] += names;
  }

  /** The figures of one type. */
  public Figures of(NameType type) {
    return new Figures(found[type.number()], gold[type.number()], right[type.number()]);
  }

  /** The figures of all types together (micro-average). */
  public Figures overall() {
    return new Figures(
        found[0] + found[1] + found[2],
        gold[0] + gold[1] + gold[2],
        right[0] + right[1] + right[2]);
  }

  /**
   * Counts, and what follows from them.
   *
   * @param found how many names were found
   * @param gold how many there are
   * @param right how many of those found are right
   */
  public record Figures(long found, long gold, long right) {

    /** The share of those found that are right; 0 where none was found. */
    public double precision() {
      return found == 0 ? 0 : (double) right / found;
    }

    /** The share of those there are that were found; 0 where there is none. */
    public double recall() {
      return gold == 0 ? 0 : (double) right / gold;
    }

    /** 2PR / (P + R); 0 where nothing is right. */
    public double f1() {
      return right == 0 ? 0 : 2.0 * right / (found + gold);
    }
  }
}
