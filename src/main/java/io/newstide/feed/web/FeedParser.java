package io.newstide.feed.web;

import io.newstide.feed.SourceException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Reads a document as what it is: RSS, Atom, or JSON Feed. Safe for use by several threads. */
final class FeedParser {

  private static final int MOST_ITEMS = 10_000;

  private FeedParser() {}

  /**
   * Reads a feed.
   *
   * @param document as the server gave it
   * @param zone in which dates without an offset are
   * @throws SourceException if it is none
   */
  static Feed parse(FeedClient.Answer.Document document, ZoneId zone) {
    String text = Encoding.text(document.bytes(), document.charset());
    String begin = text.substring(0, Math.min(text.length(), 1024)).strip();
    if (begin.isEmpty()) {
      throw new SourceException("the document is empty");
    }
    Feed feed;
    if (begin.startsWith("{")) {
      feed = JsonFeed.parse(text, document.at(), zone);
    } else if (begin
        .toLowerCase(Locale.ROOT)
        .matches("(?s)(<!--.*?-->\\s*)?<(!doctype html|html).*")) {
      throw webPage(text, document.at());
    } else {
      feed = XmlFeed.parse(text, document.at(), zone);
    }
    if (feed.items().size() > MOST_ITEMS) {
      throw new SourceException("it has more than %,d items".formatted(MOST_ITEMS));
    }
    return feed.withDaysForMidnights();
  }

  private static SourceException webPage(String text, URI at) {
    Element feed =
        Jsoup.parse(text, at.toString())
            .selectFirst(
                "link[rel=alternate][type=application/rss+xml],"
                    + "link[rel=alternate][type=application/atom+xml],"
                    + "link[rel=alternate][type=application/feed+json]");
    return new SourceException(
        "this is a web page and no feed"
            + Optional.ofNullable(feed)
                .map(link -> "; it names " + link.absUrl("href"))
                .orElse(""));
  }

  /** A link as an absolute http or https address; empty if it is none. */
  static String absolute(String link, URI base) {
    if (link.isBlank()) {
      return "";
    }
    try {
      URL url = new URL(base.toURL(), link.strip());
      return url.getProtocol().matches("https?") ? url.toExternalForm() : "";
    } catch (MalformedURLException | IllegalArgumentException e) {
      return "";
    }
  }
}
