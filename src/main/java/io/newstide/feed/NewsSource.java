package io.newstide.feed;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Where articles come from: a file, a folder, or the address of a feed. Immutable.
 *
 * @param name what it is called; its memory is kept under this name. At most {@value #MOST_NAME}
 *     characters, none of them a control character
 * @param address a path, or an http or https address; may hold a secret, so it is not shown
 * @param every how often it is asked, at least a second
 */
public record NewsSource(String name, String address, Duration every) {

  private static final int MOST_NAME = 1024;

  /**
   * Checks the source.
   *
   * @throws IllegalArgumentException if something is wrong; the message begins with the field
   */
  public NewsSource {
    if (name.isBlank()
        || name.length() > MOST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name: a source has a name, at most %d characters in one line".formatted(MOST_NAME));
    }
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("every: %s is too often; at least PT1S".formatted(every));
    }
    if (address.isBlank()) {
      throw new IllegalArgumentException("url: it is empty");
    }
    if (isWeb(address)) {
      checkAddress(address);
    } else if (address.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
      throw new IllegalArgumentException(
          "url: only http and https addresses, files and folders can be read");
    }
  }

  private static void checkAddress(String address) {
    try {
      if (new URI(address).getHost() == null) {
        throw new IllegalArgumentException("url: the address names no host");
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "url: this is no address: %s at character %d".formatted(e.getReason(), e.getIndex()), e);
    }
  }

  /** Whether an address is one on the web. */
  public static boolean isWeb(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  /** Whether it is on the web, else a file or a folder. */
  public boolean isWeb() {
    return isWeb(address);
  }

  /** Its address on the web. */
  public URI uri() {
    return URI.create(address);
  }

  /** The file or folder it is. */
  public Path path() {
    return Path.of(address);
  }

  /** Without the address, which may hold a secret. */
  @Override
  public String toString() {
    return name;
  }
}
