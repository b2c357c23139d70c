package io.newstide.topic;

import io.newstide.language.Field;
import io.newstide.language.names.NameType;
import java.util.List;
import java.util.Set;

/** A node of a topic's query. */
sealed interface Clause {

  /**
   * Clauses of which one must be matched, and which are matched each by itself: those of a group
   * that has no others, else this one alone. None is matched where none of the texts and names that
   * it must or should have is found.
   */
  default List<Clause> alternatives() {
    return this instanceof Group group && group.must().isEmpty() && group.mustNot().isEmpty()
        ? group.should()
        : List.of(this);
  }

  /** A clause that matches text or a name, and by that earns a part of the score. */
  sealed interface Leaf extends Clause {

    /** How much it counts, above 0: the product of the weights around it. */
    double weight();

    /** The clause as people write it, without its weight. */
    String label();
  }

  /**
   * Text as it stands in the article.
   *
   * @param text in its dense form, see {@link DenseText}
   * @param fields where it may stand
   */
  record Literal(String text, Set<Field> fields, double weight, String label) implements Leaf {}

  /**
   * Texts near each other within one part of the article.
   *
   * @param texts in their dense form, at least two
   * @param slop by how many words in all they may be apart; to stand in the reverse order costs two
   * @param fields where they may stand
   */
  record Near(List<String> texts, int slop, Set<Field> fields, double weight, String label)
      implements Leaf {

    public Near {
      texts = List.copyOf(texts);
    }
  }

  /**
   * A name the language pass found.
   *
   * @param type what it names
   * @param text the normal form of what is looked for: a person's whole name, a part of another
   */
  record Named(NameType type, String text, double weight, String label) implements Leaf {}

  /**
   * Clauses together. All that must be matched are, none that must not is, and if none must be, one
   * of the others is.
   */
  record Group(List<Clause> must, List<Clause> should, List<Clause> mustNot) implements Clause {

    public Group {
      must = List.copyOf(must);
      should = List.copyOf(should);
      mustNot = List.copyOf(mustNot);
    }
  }
}
