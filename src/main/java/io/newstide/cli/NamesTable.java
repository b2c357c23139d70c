package io.newstide.cli;

import io.newstide.language.names.NameType;
import io.newstide.language.names.NamesScore;
import java.io.PrintStream;
import java.util.Locale;

/** How well names were found, for people to read. */
final class NamesTable {

  private NamesTable() {}

  /** F1 of each type and overall on one line. */
  static String line(NamesScore score) {
    var line = new StringBuilder("  F1");
    for (var type : NameType.values()) {
      line.append(String.format(Locale.ROOT, "  %s %.4f", name(type), score.of(type).f1()));
    }
    return line.append(String.format(Locale.ROOT, "  overall %.4f", score.overall().f1()))
        .toString();
  }

  static void print(NamesScore score, PrintStream out) {
    out.printf(
        "%-14s%10s%10s%10s%10s%10s%10s%n",
        "", "precision", "recall", "F1", "gold", "found", "right");
    for (var type : NameType.values()) {
      row(name(type), score.of(type), out);
    }
    row("overall", score.overall(), out);
  }

  private static void row(String name, NamesScore.Figures figures, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%-14s%10.4f%10.4f%10.4f%,10d%,10d%,10d%n",
        name,
        figures.precision(),
        figures.recall(),
        figures.f1(),
        figures.gold(),
        figures.found(),
        figures.right());
  }

  static String name(NameType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
