package io.newstide.feed.web;

import com.rometools.rome.feed.WireFeed;
import com.rometools.rome.feed.module.SyModule;
import com.rometools.rome.feed.rss.Channel;
import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.feed.synd.SyndPerson;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.impl.XmlFixerReader;
import io.newstide.feed.SourceException;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.JDOMException;
import org.jdom2.input.JDOMParseException;
import org.jdom2.input.SAXBuilder;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * RSS and Atom in all their versions, by Rome, from XML that cannot hurt: a document type with
 * declarations of its own is refused, so there are no entities to expand or to fetch, and depth and
 * number of elements are bounded. What is commonly wrong in feeds is put right before: characters
 * that XML does not allow, a bare {@code &}, HTML's entities.
 *
 * <p>Dates are read from the elements themselves: Rome knows moments only, and GMT where a feed
 * means its own city.
 */
final class XmlFeed {

  private static final int MOST_DEPTH = 100;
  private static final int MOST_ELEMENTS = 500_000;

  /** A document type by reference only, as RSS 0.91 has it: of no use. */
  private static final Pattern EXTERNAL_TYPE =
      Pattern.compile(
          "<!DOCTYPE\\s+[A-Za-z:]+\\s+(PUBLIC\\s+(\"[^\"]*\"|'[^']*')\\s*|SYSTEM\\s*)(\"[^\"]*\"|'[^']*')?\\s*>");

  private static final Pattern FORBIDDEN =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  /** A section without an end goes to the end of the text: its end is looked for once. */
  private static final Pattern TO_HEAL =
      Pattern.compile(
          "<!\\[CDATA\\[[\\s\\S]*?(?:]]>|\\z)|&#(x[0-9a-fA-F]+|[0-9]+);|&(?![A-Za-z]\\w*;)");

  private static final List<String> DATES =
      List.of("pubDate", "published", "issued", "date", "updated", "modified");

  private XmlFeed() {}

  static Feed parse(String text, URI at, ZoneId zone) {
    Document document = document(text);
    SyndFeed feed = feed(document);
    List<Element> elements = items(document.getRootElement());
    List<SyndEntry> entries = feed.getEntries();
    if (entries.size() != elements.size()) {
      throw new SourceException(
          "its %d items cannot be told apart: %d were understood"
              .formatted(elements.size(), entries.size()));
    }
    List<FeedItem> items = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      items.add(item(entries.get(i), elements.get(i), at, zone));
    }
    return new Feed(HtmlText.title(text(feed.getTitle())), ttl(feed), items);
  }

  private static SyndFeed feed(Document document) {
    try {
      SyndFeedInput input = new SyndFeedInput();
      input.setPreserveWireFeed(true);
      return input.build(document);
    } catch (FeedException | IllegalArgumentException e) {
      throw new SourceException(
          "this XML is no feed: <%s>".formatted(document.getRootElement().getQualifiedName()), e);
    }
  }

  private static Document document(String text) {
    SAXBuilder builder = new SAXBuilder();
    builder.setFeature("http://javax.xml.XMLConstants/feature/secure-processing", true);
    builder.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    builder.setFeature("http://xml.org/sax/features/external-general-entities", false);
    builder.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    builder.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    builder.setExpandEntities(false);
    builder.setXMLFilter(new Bounds());
    try (XmlFixerReader healed = new XmlFixerReader(new StringReader(healed(text)))) {
      return builder.build(healed);
    } catch (JDOMParseException e) {
      throw new SourceException(
          e.getMessage().contains("DOCTYPE")
              ? "it declares a document type with entities of its own, which is refused"
              : "this is no well-formed XML: " + reason(e),
          e);
    } catch (JDOMException | IOException e) {
      throw new SourceException("this XML cannot be read: " + e.getMessage(), e);
    }
  }

  private static String reason(JDOMParseException e) {
    String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    return e.getLineNumber() < 0 ? why : "line %d: %s".formatted(e.getLineNumber(), why);
  }

  private static String healed(String text) {
    String allowed = FORBIDDEN.matcher(text).replaceAll("");
    int head = Math.min(allowed.length(), 4096);
    allowed =
        EXTERNAL_TYPE.matcher(allowed.substring(0, head)).replaceFirst("")
            + allowed.substring(head);
    return TO_HEAL
        .matcher(allowed)
        .replaceAll(
            found -> {
              String what = found.group();
              String healed =
                  what.equals("&")
                      ? "&amp;"
                      : found.group(1) != null && !isAllowed(found.group(1)) ? "" : what;
              return Matcher.quoteReplacement(healed);
            });
  }

  private static boolean isAllowed(String reference) {
    try {
      int point =
          reference.startsWith("x")
              ? Integer.parseInt(reference.substring(1), 16)
              : Integer.parseInt(reference);
      return Character.isValidCodePoint(point)
          && !FORBIDDEN.matcher(Character.toString(point)).matches();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Refuses what no feed has and what would exhaust the memory or the stack. */
  private static final class Bounds extends XMLFilterImpl {
    private int depth;
    private int elements;

    @Override
    public void startElement(String uri, String local, String name, Attributes attributes)
        throws SAXException {
      depth++;
      elements++;
      if (depth > MOST_DEPTH) {
        throw new SAXException("elements are nested more than %d deep".formatted(MOST_DEPTH));
      }
      if (elements > MOST_ELEMENTS) {
        throw new SAXException("there are more than %,d elements".formatted(MOST_ELEMENTS));
      }
      super.startElement(uri, local, name, attributes);
    }

    @Override
    public void endElement(String uri, String local, String name) throws SAXException {
      depth--;
      super.endElement(uri, local, name);
    }
  }

  /** The elements of the items, where each version of RSS and Atom has them. */
  private static List<Element> items(Element root) {
    List<Element> items = new ArrayList<>();
    Element channel =
        root.getChildren().stream()
            .filter(child -> child.getName().equals("channel"))
            .findFirst()
            .orElse(root);
    boolean inside = channel.getChildren().stream().anyMatch(XmlFeed::isItem);
    for (Element child : (inside ? channel : root).getChildren()) {
      if (isItem(child)) {
        items.add(child);
      }
    }
    return items;
  }

  private static boolean isItem(Element element) {
    return element.getName().equals("item") || element.getName().equals("entry");
  }

  private static FeedItem item(SyndEntry entry, Element element, URI at, ZoneId zone) {
    String written = date(element);
    Optional<FeedDate> date = FeedDate.of(written, zone);
    return new FeedItem(
        guid(element),
        FeedParser.absolute(text(entry.getLink()), at),
        title(entry),
        body(entry),
        date,
        date.isPresent() ? "" : written,
        authors(entry),
        entry.getCategories().isEmpty()
            ? ""
            : HtmlText.title(text(entry.getCategories().get(0).getName())));
  }

  /** The id as written: Rome would put the link in the place of one that is missing. */
  private static String guid(Element item) {
    return item.getChildren().stream()
        .filter(child -> child.getName().equals("guid") || child.getName().equals("id"))
        .map(Element::getTextTrim)
        .findFirst()
        .orElse("");
  }

  private static String date(Element item) {
    for (String name : DATES) {
      for (Element child : item.getChildren()) {
        if (child.getName().equals(name) && !child.getTextTrim().isEmpty()) {
          return child.getTextTrim();
        }
      }
    }
    return "";
  }

  private static String title(SyndEntry entry) {
    SyndContent title = entry.getTitleEx();
    if (title == null || title.getValue() == null) {
      return "";
    }
    return isPlain(title)
        ? HtmlText.plainLines(title.getValue()).replace('\n', ' ')
        : HtmlText.title(title.getValue());
  }

  /** The full content; the description where there is none, or where it says more. */
  private static String body(SyndEntry entry) {
    String body = "";
    for (SyndContent content : entry.getContents()) {
      String lines = lines(content);
      body = lines.length() > body.length() ? lines : body;
    }
    String description = entry.getDescription() == null ? "" : lines(entry.getDescription());
    return description.length() > body.length() ? description : body;
  }

  private static String lines(SyndContent content) {
    String value = text(content.getValue());
    return isPlain(content) ? HtmlText.plainLines(value) : HtmlText.lines(value);
  }

  /** Atom says so; in RSS everything may be HTML. */
  private static boolean isPlain(SyndContent content) {
    String type = text(content.getType()).toLowerCase(Locale.ROOT);
    return type.equals("text");
  }

  private static String authors(SyndEntry entry) {
    Set<String> names = new LinkedHashSet<>();
    for (SyndPerson person : entry.getAuthors()) {
      names.add(name(text(person.getName())));
    }
    if (names.isEmpty()) {
      names.add(name(text(entry.getAuthor())));
    }
    names.remove("");
    return String.join(" ", names);
  }

  /** RSS has a mailbox for an author: {@code a@example.org (张三)}. */
  private static String name(String author) {
    return HtmlText.title(author.strip().replaceFirst("^\\S+@\\S+\\s+\\((.+)\\)$", "$1"));
  }

  private static Optional<Duration> ttl(SyndFeed feed) {
    WireFeed wire = feed.originalWireFeed();
    if (wire instanceof Channel channel && channel.getTtl() > 0) {
      return Optional.of(Duration.ofMinutes(channel.getTtl()));
    }
    if (feed.getModule(SyModule.URI) instanceof SyModule updates
        && updates.getUpdatePeriod() != null) {
      Duration period =
          switch (updates.getUpdatePeriod().toLowerCase(Locale.ROOT).strip()) {
            case "hourly" -> Duration.ofHours(1);
            case "daily" -> Duration.ofDays(1);
            case "weekly" -> Duration.ofDays(7);
            case "monthly" -> Duration.ofDays(30);
            case "yearly" -> Duration.ofDays(365);
            default -> Duration.ZERO;
          };
      return Optional.of(period.dividedBy(Math.max(1, updates.getUpdateFrequency())));
    }
    return Optional.empty();
  }

  private static String text(String maybe) {
    return maybe == null ? "" : maybe;
  }
}
