package io.newstide.language.names;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Sentences with the names in them, one a line, in either of two forms, told apart line by line:
 *
 * <pre>
 * [北京市|place]的[孔磊|person]      names marked in the text
 * 北京市的孔磊 TAB 0,3,LOC 4,6,PER   names behind a tab, offsets in Unicode code points, end exclusive
 * </pre>
 *
 * <p>Types are {@code person place organisation}, or {@code PER LOC ORG}. A line without marks and
 * without a tab holds no name; empty lines and lines that begin with {@code #} are passed over.
 * Files are UTF-8, also gzipped ({@code .gz}).
 */
public final class NamesCorpus {

  private NamesCorpus() {}

  /**
   * Reads a corpus.
   *
   * @throws CorpusException with file and line for what is wrong in it
   */
  public static List<LabelledSentence> read(Path file) {
    var sentences = new ArrayList<LabelledSentence>();
    var number = 0;
    try (var in = open(file)) {
      var bytes = in.readAllBytes();
      for (var start = 0; start < bytes.length; ) {
        number++;
        var end = start;
        while (end < bytes.length && bytes[end] != '\n') {
          end++;
        }
        var line = line(bytes, start, end);
        if (!line.isBlank() && line.charAt(0) != '#') {
          sentences.add(parse(file, number, line));
        }
        start = end + 1;
      }
    } catch (NoSuchFileException e) {
      throw new CorpusException(file, "there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new CorpusException(file, number, "this is not UTF-8");
    } catch (IOException e) {
      throw new CorpusException(file, "cannot be read: " + e.getMessage(), e);
    }
    return sentences;
  }

  private static InputStream open(Path file) throws IOException {
    var in = Files.newInputStream(file);
    if (!file.toString().endsWith(".gz")) {
      return in;
    }
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Decoded by itself, so that what is no UTF-8 is found in its own line. */
  private static String line(byte[] bytes, int start, int end) throws CharacterCodingException {
    var behind = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
    var line =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, start, behind - start))
            .toString();
    return start == 0 && line.startsWith("\ufeff") ? line.substring(1) : line;
  }

  private static LabelledSentence parse(Path file, int number, String line) {
    var tab = line.indexOf('\t');
    return tab >= 0
        ? withOffsets(file, number, line.substring(0, tab), line.substring(tab + 1))
        : marked(file, number, line);
  }

  private static LabelledSentence withOffsets(Path file, int number, String text, String names) {
    var spans = new ArrayList<Span>();
    var codePoints = text.codePointCount(0, text.length());
    for (var name : names.strip().split("\\s+", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      var parts = name.split(",", -1);
      if (parts.length != 3 || !parts[0].matches("\\d{1,9}") || !parts[1].matches("\\d{1,9}")) {
        throw new CorpusException(file, number, "'" + name + "' is not 'start,end,TYPE'");
      }
      var start = Integer.parseInt(parts[0]);
      var end = Integer.parseInt(parts[1]);
      if (start >= end || end > codePoints) {
        throw new CorpusException(
            file,
            number,
            "'" + name + "' does not lie within the sentence's " + codePoints + " characters");
      }
      spans.add(
          new Span(
              text.offsetByCodePoints(0, start),
              text.offsetByCodePoints(0, end),
              type(file, number, parts[2])));
    }
    spans.sort(Comparator.comparingInt(Span::start));
    for (var i = 1; i < spans.size(); i++) {
      if (spans.get(i).start() < spans.get(i - 1).end()) {
        throw new CorpusException(
            file, number, "two names overlap at character " + spans.get(i).start());
      }
    }
    return new LabelledSentence(text, spans);
  }

  private static LabelledSentence marked(Path file, int number, String line) {
    var text = new StringBuilder(line.length());
    var spans = new ArrayList<Span>();
    var at = 0;
    for (var open = line.indexOf('['); open >= 0; open = line.indexOf('[', at)) {
      var bar = line.indexOf('|', open);
      var close = line.indexOf(']', open);
      if (bar <= open + 1 || close < bar || line.lastIndexOf('[', close) != open) {
        throw new CorpusException(
            file,
            number,
            "'"
                + line.substring(open, Math.min(line.length(), open + 20))
                + "' is not '[name|type]'");
      }
      text.append(line, at, open);
      var start = text.length();
      text.append(line, open + 1, bar);
      spans.add(new Span(start, text.length(), type(file, number, line.substring(bar + 1, close))));
      at = close + 1;
    }
    text.append(line, at, line.length());
    return new LabelledSentence(text.toString(), spans);
  }

  private static NameType type(Path file, int number, String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "PER", "PERSON" -> NameType.PERSON;
      case "LOC", "PLACE" -> NameType.PLACE;
      case "ORG", "ORGANISATION" -> NameType.ORGANISATION;
      default ->
          throw new CorpusException(
              file,
              number,
              "'" + type + "' is no type of name: person, place, organisation (PER, LOC, ORG)");
    };
  }
}
