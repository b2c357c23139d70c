package io.newstide.feed.page;

import java.util.List;

/**
 * Lines that belong together: a paragraph of a body, a headline, a caption, a line of the masthead,
 * rows of a table.
 *
 * @param kind what it is
 * @param strips its lines, in the page's order; never empty
 * @param opens whether it is a paragraph that begins with a printed opening
 */
record Passage(Kind kind, List<Strip> strips, boolean opens) {

  /** What a passage is. */
  enum Kind {
    /** A paragraph. */
    BODY,
    /** A line that is only a reporter's name, of a body's beginning or end. */
    BYLINE,
    /** Rows of a table. */
    TABLE,
    HEADLINE,
    CAPTION,
    MASTHEAD;

    /** Whether it stands in a story's body. */
    boolean isText() {
      return this == BODY || this == BYLINE || this == TABLE;
    }
  }

  Strip first() {
    return strips.get(0);
  }

  Strip last() {
    return strips.get(strips.size() - 1);
  }

  /** Its characters without blanks. */
  String dense() {
    StringBuilder dense = new StringBuilder();
    strips.forEach(strip -> dense.append(PageLines.dense(strip.text())));
    return dense.toString();
  }

  /** Whether it breaks off in the midst of a sentence. */
  boolean isCut() {
    return kind == Kind.BODY && "。！？…”’）)》】：；.!?".indexOf(last().last()) < 0;
  }
}
