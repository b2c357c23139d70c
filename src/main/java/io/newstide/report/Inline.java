package io.newstide.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A part of a line of a report. */
sealed interface Inline {

  /** The reports' own words. */
  record Words(String text) implements Inline {}

  /** What others wrote: it may hold anything and must come out as text. */
  record News(String text) implements Inline {}

  /** What stands out. */
  record Strong(Inline of) implements Inline {}

  /** What is said by the way. */
  record Muted(Inline of) implements Inline {}

  /** A short word on a coloured ground. */
  record Mark(String text, Tone tone) implements Inline {}

  /** A headline that leads to its article; without an address that can be trusted it is text. */
  record Link(News text, Optional<String> address) implements Inline {}

  /** What a colour means. */
  enum Tone {
    UP,
    DOWN,
    OPEN,
    CLOSED,
    CHOSEN
  }

  static Inline words(String text) {
    return new Words(text);
  }

  static Inline news(String text) {
    return new News(text);
  }

  static Inline link(String text, String address) {
    return new Link(new News(text), SafeText.address(address));
  }

  static List<Inline> line(Inline... parts) {
    return Arrays.asList(parts);
  }
}
