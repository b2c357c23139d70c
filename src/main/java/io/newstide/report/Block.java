package io.newstide.report;

import java.util.List;

/** A part of a report, from top to bottom. */
sealed interface Block {

  /** A heading, of level 2 or 3. */
  record Heading(int level, List<Inline> text) implements Block {
    public Heading {
      text = List.copyOf(text);
    }
  }

  /** A paragraph; a note is what must be known to read the rest. */
  record Paragraph(List<Inline> text, boolean note) implements Block {
    public Paragraph {
      text = List.copyOf(text);
    }
  }

  /** Lines below each other, each a point. */
  record Points(List<List<Inline>> lines) implements Block {
    public Points {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A drawing.
   *
   * @param svg what is drawn
   * @param caption what it shows
   * @param text the same in a line of characters; empty if there is no such thing
   */
  record Drawing(String svg, String caption, String text) implements Block {}

  /**
   * A table.
   *
   * @param columns the heads
   * @param numbers whether each column holds numbers
   * @param rows the cells
   * @param chosen the rows that stand out
   */
  record Table(
      List<String> columns,
      List<Boolean> numbers,
      List<List<List<Inline>>> rows,
      List<Integer> chosen)
      implements Block {
    public Table {
      columns = List.copyOf(columns);
      numbers = List.copyOf(numbers);
      rows = List.copyOf(rows);
      chosen = List.copyOf(chosen);
    }
  }

  /** Text as it is, to be copied. */
  record Code(String text) implements Block {}

  /** What belongs together and is not torn apart where pages end. */
  record Card(List<Block> blocks) implements Block {
    public Card {
      blocks = List.copyOf(blocks);
    }
  }

  static Block heading(int level, Inline... text) {
    return new Heading(level, Inline.line(text));
  }

  static Block paragraph(Inline... text) {
    return new Paragraph(Inline.line(text), false);
  }

  static Block note(String text) {
    return new Paragraph(List.of(Inline.words(text)), true);
  }
}
