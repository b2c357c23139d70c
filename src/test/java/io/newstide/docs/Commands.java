package io.newstide.docs;

import java.util.ArrayList;
import java.util.List;

/** The command lines that stand in the documents. */
final class Commands {

  /**
   * A command line.
   *
   * @param where file and line
   * @param words the program first
   * @param whole whether it is to be typed as it stands; within the text it may be a mention
   */
  record Command(String where, List<String> words, boolean whole) {

    String program() {
      return words.get(0);
    }

    /** What follows the program. */
    String[] arguments() {
      return words.subList(1, words.size()).toArray(String[]::new);
    }

    @Override
    public String toString() {
      return where + ": " + String.join(" ", words);
    }
  }

  private Commands() {}

  /** The lines of a code block that are commands, and code within the text that begins like one. */
  static List<Command> in(Markdown document) {
    List<Command> commands = new ArrayList<>();
    for (Markdown.Block block : document.blocks()) {
      if (block.kind().isEmpty() || block.kind().equals("sh")) {
        int line =
            Integer.parseInt(block.where().replaceFirst(".*:", ""))
                + (block.kind().isEmpty() ? 0 : 1);
        StringBuilder joined = new StringBuilder();
        int start = line;
        for (String one : block.text().lines().toList()) {
          if (joined.isEmpty()) {
            start = line;
          }
          line++;
          if (one.endsWith("\\")) {
            joined.append(one, 0, one.length() - 1);
            continue;
          }
          add(commands, document.file() + ":" + start, joined.append(one).toString(), true);
          joined.setLength(0);
        }
      }
    }
    for (Markdown.Piece span : document.spans()) {
      add(commands, span.where(), span.text(), false);
    }
    return commands;
  }

  private static void add(List<Command> commands, String where, String line, boolean whole) {
    for (String one : line.replaceFirst("(^|\\s+)#.*", "").split("&&|\\|", -1)) {
      List<String> words = words(one);
      // NAME=VALUE before a command is its environment.
      while (!words.isEmpty() && words.get(0).matches("[A-Z_]+=.*")) {
        words.remove(0);
      }
      if (!words.isEmpty()) {
        commands.add(new Command(where, words, whole));
      }
    }
  }

  /** The words as a shell takes them; brackets around what may be left out are no part of them. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        word = word == null ? new StringBuilder() : word;
      } else if (Character.isWhitespace(c)) {
        if (word != null) {
          words.add(word.toString());
        }
        word = null;
      } else if (c != '[' && c != ']') {
        word = (word == null ? new StringBuilder() : word).append(c);
      }
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }
}
