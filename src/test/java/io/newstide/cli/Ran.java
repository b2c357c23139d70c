package io.newstide.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** A command that has run. */
public record Ran(int code, String out, String err) {

  /** Runs one in this process: what a process of its own takes is mostly its start. */
  public static Ran run(Object... arguments) {
    return runWith("", arguments);
  }

  /** Runs one in this process that reads a text as its standard input. */
  public static Ran runWith(String input, Object... arguments) {
    InputStream standardIn = System.in;
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code =
          Newstide.commandLine()
              .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
      System.out.flush();
      System.err.flush();
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(standardIn);
      System.setOut(standardOut);
      System.setErr(standardErr);
    }
  }

  /** All of its output: what is meant for a file or a pipe, and then what is meant for a person. */
  public String said() {
    return out + err;
  }
}
