package io.newstide.feed.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out in which encoding a document is. A byte order mark decides. Else headers and
 * declarations are often wrong, so what they say is tried and not believed: the encoding is the one
 * in which the bytes make text, of what the header and the declaration agree on, UTF-8 (in which
 * other text practically never happens to be), the header, the declaration, and GB 18030, in that
 * order. If the bytes are whole text in none, the one with the fewest broken characters. GB 2312
 * and GBK are read as GB 18030, which contains them.
 */
final class Encoding {

  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Pattern DECLARED =
      Pattern.compile("^\\s*<\\?xml[^>]*?\\bencoding\\s*=\\s*[\"']([A-Za-z0-9._:-]+)[\"']");
  private static final int MOST_PROLOG = 256;

  private Encoding() {}

  /** The text of a document. */
  static String text(byte[] bytes, Optional<String> header) {
    Optional<Marked> marked = marked(bytes);
    if (marked.isPresent()) {
      Marked mark = marked.get();
      return new String(bytes, mark.length(), bytes.length - mark.length(), mark.charset());
    }
    Optional<Charset> said = header.flatMap(Encoding::charset);
    Optional<Charset> declared = declared(bytes);
    List<Charset> candidates = new ArrayList<>();
    if (said.isPresent() && said.equals(declared)) {
      candidates.add(said.get());
    }
    candidates.add(StandardCharsets.UTF_8);
    // An encoding in which all bytes are text says nothing by succeeding: after the others.
    said.filter(charset -> !isSingleByte(charset)).ifPresent(candidates::add);
    declared.filter(charset -> !isSingleByte(charset)).ifPresent(candidates::add);
    declared.filter(Encoding::isSingleByte).ifPresent(candidates::add);
    candidates.add(GB18030);
    for (Charset candidate : candidates) {
      Optional<String> whole = whole(bytes, candidate);
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    said.filter(Encoding::isSingleByte).ifPresent(candidates::add);
    String best = "";
    long fewest = Long.MAX_VALUE;
    for (Charset candidate : candidates) {
      String text = new String(bytes, candidate);
      long broken = text.chars().filter(c -> c == '\uFFFD').count();
      if (broken < fewest) {
        fewest = broken;
        best = text;
      }
    }
    return best;
  }

  private record Marked(Charset charset, int length) {}

  private static Optional<Marked> marked(byte[] bytes) {
    int first = bytes.length < 2 ? 0 : ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    if (first == 0xEFBB && bytes.length > 2 && bytes[2] == (byte) 0xBF) {
      return Optional.of(new Marked(StandardCharsets.UTF_8, 3));
    }
    return switch (first) {
      case 0xFEFF -> Optional.of(new Marked(StandardCharsets.UTF_16BE, 2));
      case 0xFFFE -> Optional.of(new Marked(StandardCharsets.UTF_16LE, 2));
      // A document begins with '<' or '{'.
      case 0x003C, 0x007B -> Optional.of(new Marked(StandardCharsets.UTF_16BE, 0));
      case 0x3C00, 0x7B00 -> Optional.of(new Marked(StandardCharsets.UTF_16LE, 0));
      default -> Optional.empty();
    };
  }

  private static Optional<Charset> declared(byte[] bytes) {
    String prolog =
        new String(bytes, 0, Math.min(bytes.length, MOST_PROLOG), StandardCharsets.ISO_8859_1);
    Matcher declaration = DECLARED.matcher(prolog);
    return declaration.find() ? charset(declaration.group(1)) : Optional.empty();
  }

  private static Optional<Charset> charset(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("gb2312") || lower.equals("gbk") || lower.equals("gb_2312-80")) {
      return Optional.of(GB18030);
    }
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private static boolean isSingleByte(Charset charset) {
    return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1.0f;
  }

  private static Optional<String> whole(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
