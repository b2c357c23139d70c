package io.newstide.dashboard.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the page, read from the class path once and kept compressed. What is not in the list
 * is not there, whatever a path says: there is no folder to get out of. Immutable.
 */
public final class StaticFiles {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json; charset=utf-8");

  private final Map<String, StaticFile> files = new HashMap<>();

  /**
   * A file.
   *
   * @param type its content type
   * @param bytes it
   * @param compressed it, by gzip
   * @param tag changes with it
   */
  record StaticFile(String type, byte[] bytes, byte[] compressed, String tag) {}

  /**
   * Reads files.
   *
   * @param beside the class they lie beside
   * @param names their paths from there, below {@code page/}
   */
  public StaticFiles(Class<?> beside, List<String> names) {
    for (String name : names) {
      try (InputStream in = beside.getResourceAsStream("page/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the page lacks its file " + name + "; build it anew");
        }
        byte[] bytes = in.readAllBytes();
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        files.put(name, new StaticFile(type, bytes, compress(bytes), tag(bytes)));
      } catch (IOException e) {
        throw new UncheckedIOException(name, e);
      }
    }
  }

  Optional<StaticFile> get(String name) {
    return Optional.ofNullable(files.get(name));
  }

  static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(bytes.length > 20_000 ? Deflater.BEST_COMPRESSION : 5);
          }
        }) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(digest, 0, 10) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
