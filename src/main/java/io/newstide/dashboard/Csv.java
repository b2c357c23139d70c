package io.newstide.dashboard;

/** Cells of comma-separated tables (RFC 4180). */
final class Csv {

  private Csv() {}

  /**
   * A text as a cell. What a spreadsheet would take for a formula gets an apostrophe before it:
   * text comes from strangers.
   */
  static String cell(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }
}
