package io.newstide.duplicate;

import io.newstide.duplicate.Signature.Basis;
import java.util.OptionalDouble;

/**
 * Compares one text with others: a copy has at least the given part of its four-character shingles
 * in the other (of the two, the one with fewer), and no figure or name exchanged. Of texts that are
 * short even with their titles only equal ones are copies. Not safe for use by several threads.
 */
final class CopyCheck {

  private final Signature one;
  private final double containment;
  private final GramIndexes indexes;

  CopyCheck(Signature one, double containment, GramIndexes indexes) {
    this.one = one;
    this.containment = containment;
    this.indexes = indexes;
  }

  /**
   * How alike the texts are, if one is a copy of the other; symmetric.
   *
   * @return common shingles among all of either (Jaccard), over 0 up to 1; empty for no copy
   */
  OptionalDouble against(Signature other) {
    if (one.basis() == Basis.EQUALITY || other.basis() == Basis.EQUALITY) {
      return one.equals(other) ? OptionalDouble.of(1) : OptionalDouble.empty();
    }
    boolean bodies = one.basis() == Basis.BODY && other.basis() == Basis.BODY;
    if (!one.sketch(bodies).mayShare(other.sketch(bodies), containment)) {
      return OptionalDouble.empty();
    }
    if (one.text(bodies).equals(other.text(bodies))) {
      // Neither a figure nor a name differs from itself.
      return one.sketch(bodies).isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(1);
    }
    GramIndex mine = indexes.of(one, bodies);
    GramIndex theirs = indexes.of(other, bodies);
    int fewer = Math.min(mine.distinct(), theirs.distinct());
    int common = mine.common(theirs);
    if (common == 0 || common < containment * fewer) {
      return OptionalDouble.empty();
    }
    boolean mineIsPart = mine.distinct() <= theirs.distinct();
    Signature part = mineIsPart ? one : other;
    Signature whole = mineIsPart ? other : one;
    String partText = part.text(bodies);
    String wholeText = whole.text(bodies);
    if (Figures.differ(partText, wholeText)
        || Renaming.between(
            part.title(), whole.title(), partText, wholeText, mineIsPart ? theirs : mine)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((double) common / (mine.distinct() + theirs.distinct() - common));
  }
}
