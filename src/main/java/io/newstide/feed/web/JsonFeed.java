package io.newstide.feed.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.feed.SourceException;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** JSON Feed, version 1 and 1.1 (https://www.jsonfeed.org/version/1.1/). */
final class JsonFeed {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFeed() {}

  static Feed parse(String text, URI at, ZoneId zone) {
    JsonNode feed;
    try {
      feed = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SourceException(
          "this is no JSON: %s (line %d)"
              .formatted(
                  e.getOriginalMessage(),
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    }
    if (!feed.path("version").asText("").contains("jsonfeed.org/version/")
        || !feed.path("items").isArray()) {
      throw new SourceException("this JSON is no JSON Feed: it has no version and items of one");
    }
    List<FeedItem> items = new ArrayList<>();
    for (JsonNode item : feed.get("items")) {
      items.add(item(item, at, zone));
    }
    return new Feed(HtmlText.title(feed.path("title").asText("")), Optional.empty(), items);
  }

  private static FeedItem item(JsonNode item, URI at, ZoneId zone) {
    String written = first(item, "date_published", "date_modified");
    Optional<FeedDate> date = FeedDate.of(written, zone);
    return new FeedItem(
        item.path("id").asText("").strip(),
        FeedParser.absolute(first(item, "url", "external_url"), at),
        HtmlText.title(item.path("title").asText("")),
        body(item),
        date,
        date.isPresent() ? "" : written,
        authors(item),
        HtmlText.title(item.path("tags").path(0).asText("")));
  }

  private static String body(JsonNode item) {
    String html = HtmlText.lines(item.path("content_html").asText(""));
    String text = HtmlText.plainLines(item.path("content_text").asText(""));
    String content = html.isEmpty() ? text : html;
    return content.isEmpty() ? HtmlText.plainLines(item.path("summary").asText("")) : content;
  }

  private static String authors(JsonNode item) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode author : item.path("authors")) {
      names.add(HtmlText.title(author.path("name").asText("")));
    }
    names.add(HtmlText.title(item.path("author").path("name").asText("")));
    names.remove("");
    return String.join(" ", names);
  }

  private static String first(JsonNode item, String... fields) {
    for (String field : fields) {
      if (item.hasNonNull(field)) {
        return item.get(field).asText("").strip();
      }
    }
    return "";
  }
}
