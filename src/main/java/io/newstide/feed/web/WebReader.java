package io.newstide.feed.web;

import io.newstide.article.RawRecord;
import io.newstide.feed.ArticleJson;
import io.newstide.feed.Fingerprint;
import io.newstide.feed.NewsSource;
import io.newstide.feed.SourceReader;
import io.newstide.feed.web.FeedClient.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a feed on the web: RSS, Atom, or JSON Feed. An item that was not there before becomes an
 * article, the oldest first; one that has changed is the same item.
 *
 * <p>An article's id is the item's where that is an address of its own (a URL, a tag, a urn), else
 * source and id together; without an id it is the link. An item without either is known by its
 * title and text, and its article's id is derived by the job.
 */
public final class WebReader implements SourceReader {

  private static final int MOST_ID = 500;
  private static final int MOST_TITLE = 40;

  private final NewsSource source;
  private final boolean named;
  private final ZoneId zone;
  private final FeedClient client;

  private WebReader(NewsSource source, boolean named, ZoneId zone, FeedClient client) {
    this.source = source;
    this.named = named;
    this.zone = zone;
    this.client = client;
  }

  /**
   * Makes readers that share their connections.
   *
   * @param zone in which dates without an offset are
   * @param clock by which a server's dates are compared
   */
  public static Function<NewsSource, SourceReader> readers(ZoneId zone, InstantSource clock) {
    return readers(zone, new FeedClient(FeedClient.Limits.USUAL, clock));
  }

  static Function<NewsSource, SourceReader> readers(ZoneId zone, FeedClient client) {
    return source -> new WebReader(source, !source.name().equals(source.address()), zone, client);
  }

  @Override
  public Look look(Map<String, byte[]> notes, Instant now) {
    FeedNote before = FeedNote.of(Optional.ofNullable(notes.get(FeedNote.NAME)));
    String address = Fingerprint.of(source.address());
    Answer answer =
        client.get(
            source.uri(),
            before.address().equals(address) ? before.validators() : FeedClient.Validators.NONE);
    if (!(answer instanceof Answer.Document document)) {
      return new Look(Collections.emptyIterator(), before.ttl(), "");
    }
    Feed feed = FeedParser.parse(document, zone);
    String publisher =
        named ? source.name() : feed.title().isEmpty() ? source.uri().getHost() : feed.title();
    Set<String> seen = new HashSet<>(before.seen());
    List<String> present = new ArrayList<>();
    List<FeedItem> fresh = new ArrayList<>();
    for (FeedItem item : feed.items()) {
      String known = Fingerprint.of(identity(item));
      present.add(known);
      if (seen.add(known)) {
        fresh.add(item);
      }
    }
    FeedNote after =
        new FeedNote(address, document.validators(), feed.ttl(), before.seenWith(present));
    Part part =
        new Part(
            articles(fresh, publisher, now),
            after.equals(before) ? Map.of() : Map.of(FeedNote.NAME, Optional.of(after.note())));
    boolean nothing = part.articles().isEmpty() && part.notes().isEmpty();
    return new Look(
        nothing ? Collections.emptyIterator() : List.of(part).iterator(),
        feed.ttl(),
        remark(document, feed));
  }

  private static String remark(Answer.Document document, Feed feed) {
    List<String> remarks = new ArrayList<>();
    document
        .movedTo()
        .ifPresent(
            to ->
                remarks.add(
                    "it has moved for good, to %s on %s; change the job file"
                        .formatted(to.getPath(), to.getHost())));
    List<String> unreadable =
        feed.items().stream().map(FeedItem::unreadableDate).filter(d -> !d.isEmpty()).toList();
    if (!unreadable.isEmpty()) {
      remarks.add(
          "%d of %d items have a date that cannot be read, as '%s'"
              .formatted(unreadable.size(), feed.items().size(), unreadable.get(0)));
    }
    return String.join("; ", remarks);
  }

  private String identity(FeedItem item) {
    String id = id(item);
    return id.isEmpty() ? item.title() + "\n" + item.body() : id;
  }

  private String id(FeedItem item) {
    String id = item.guid();
    if (id.isEmpty()) {
      id = item.link();
    } else if (!id.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S+")) {
      id = source.name() + "/" + id;
    }
    return id.length() <= MOST_ID ? id : "item-" + Fingerprint.of(id);
  }

  private List<RawRecord> articles(List<FeedItem> items, String publisher, Instant now) {
    List<FeedItem> oldestFirst = new ArrayList<>(items);
    // Feeds begin with the newest; of items of one date the last is the oldest.
    Collections.reverse(oldestFirst);
    oldestFirst.sort(
        Comparator.comparing(
            item -> item.date().map(date -> date.at().toInstant()).orElse(Instant.MAX)));
    List<RawRecord> articles = new ArrayList<>();
    for (FeedItem item : oldestFirst) {
      articles.add(
          new RawRecord(
              source.name(),
              0,
              articles.size() + 1L,
              now.toEpochMilli(),
              json(item, publisher, now)));
    }
    return articles;
  }

  private byte[] json(FeedItem item, String publisher, Instant now) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", id(item));
    fields.put("source", publisher);
    fields.put("title", item.title().isEmpty() ? beginning(item.body()) : item.title());
    fields.put("body", item.body());
    fields.put("publishedAt", item.date().map(FeedDate::publishedAt).orElse(""));
    fields.put("datePrecision", item.date().filter(FeedDate::day).isPresent() ? "day" : "");
    fields.put("arrivedAt", now.toString());
    fields.put("url", item.link());
    fields.put("author", item.author());
    fields.put("section", item.section());
    return ArticleJson.bytes(fields);
  }

  /** What stands for the title of an item without one: the beginning of its text. */
  private static String beginning(String body) {
    String line = body.lines().findFirst().orElse("");
    return line.codePointCount(0, line.length()) <= MOST_TITLE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MOST_TITLE)) + "…";
  }
}
