package io.newstide.notify;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.newstide.notify.Message.Line;
import io.newstide.notify.Message.Piece;
import io.newstide.trend.AlertEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes messages of alerts by a Mustache template, whose first line is the title. Values are always
 * escaped. Immutable; safe for use by several threads.
 */
public final class MessageTemplate {

  private static final int MOST_OF_A_NAME = 60;
  private static final int MOST_OF_A_HEADLINE = 120;
  private static final int MOST_OF_A_TITLE = 200;
  private static final int MOST_OF_AN_ADDRESS = 1000;
  private static final Pattern UNESCAPED = Pattern.compile("\\{\\{\\s*[{&>=]");

  private final Template template;
  private final Language language;
  private final ZoneId zone;
  private final Optional<String> link;

  private MessageTemplate(
      Template template, Language language, ZoneId zone, Optional<String> link) {
    this.template = template;
    this.language = language;
    this.zone = zone;
    this.link = link;
  }

  /**
   * The template of a language.
   *
   * @param zone in which times are told
   * @param link where people can read on
   */
  public static MessageTemplate of(Language language, ZoneId zone, Optional<String> link) {
    String name = "alert." + language.label() + ".mustache";
    try (InputStream in = MessageTemplate.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return of(name, text, language, zone, link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A template of someone's own.
   *
   * @param file its name, for what is wrong with it
   * @param text what it says
   * @param language of the words that are filled in
   * @param zone in which times are told
   * @param link where people can read on
   * @throws TemplateException if it cannot be read, or names a value that does not exist
   */
  public static MessageTemplate of(
      String file, String text, Language language, ZoneId zone, Optional<String> link) {
    var unescaped = UNESCAPED.matcher(text);
    if (unescaped.find()) {
      long line = text.substring(0, unescaped.start()).lines().count();
      throw new TemplateException(
          "%s:%d: '%s' is not for templates of messages: values are always escaped, and there are no partials; write {{name}}"
              .formatted(file, Math.max(1, line), unescaped.group()),
          null);
    }
    try {
      Template template =
          Mustache.compiler()
              .withEscaper(Markup::escaped)
              .strictSections(true)
              .emptyStringIsFalse(true)
              .compile(text);
      var made = new MessageTemplate(template, language, zone, link);
      for (Alert example : List.of(example(true), example(false))) {
        if (made.message(example).title().isBlank()) {
          throw new TemplateException(file + ":1: the first line is the title; it is empty", null);
        }
      }
      return made;
    } catch (MustacheException e) {
      throw new TemplateException(
          "%s: %s; values are %s".formatted(file, e.getMessage(), String.join(", ", VALUES)), e);
    }
  }

  /** The names of the values, in the order of the documentation. */
  static final List<String> VALUES =
      List.of(
          "state",
          "open",
          "update",
          "close",
          "kind",
          "reason",
          "burst",
          "silence",
          "id",
          "name",
          "alertId",
          "window",
          "from",
          "to",
          "at",
          "mentions",
          "articles",
          "uniqueStories",
          "stories",
          "expected",
          "score",
          "peakScore",
          "evidence (title, source, publishedAt, url)",
          "link");

  /** The message about one state of an alert. */
  public Message message(Alert alert) {
    List<Line> lines = Markup.lines(template.execute(values(alert)));
    String title = lines.isEmpty() ? "" : Markup.plain(lines.get(0).text(), MOST_OF_A_TITLE);
    return new Message(
        alert.key(),
        title,
        trimmed(lines.subList(Math.min(1, lines.size()), lines.size())),
        language,
        List.of(alert));
  }

  /** One message about several, in their order; of one it is the message about that. */
  public Message digest(List<Alert> alerts) {
    if (alerts.size() == 1) {
      return message(alerts.get(0));
    }
    List<Line> lines = new ArrayList<>();
    MessageDigest key = sha256();
    for (Alert alert : alerts) {
      Message one = message(alert);
      if (!lines.isEmpty()) {
        lines.add(new Line(List.of()));
      }
      lines.add(new Line(List.of(new Piece(one.title(), true, Optional.empty()))));
      one.lines().stream().filter(line -> !line.pieces().isEmpty()).forEach(lines::add);
      key.update((alert.key() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return new Message(
        "digest/" + HexFormat.of().formatHex(key.digest(), 0, 16),
        language.digest(alerts.size()),
        lines,
        language,
        alerts);
  }

  /** A message that tells of nothing but that messages come through. */
  public Message test(String deployment, Instant now) {
    Message example = message(example(true));
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(List.of(new Piece(example.title(), true, Optional.empty()))));
    lines.addAll(example.lines());
    return new Message("test/" + now, language.test(deployment), lines, language, List.of());
  }

  private static List<Line> trimmed(List<Line> lines) {
    List<Line> trimmed = new ArrayList<>();
    for (Line line : lines) {
      boolean again = trimmed.isEmpty() || trimmed.get(trimmed.size() - 1).pieces().isEmpty();
      if (!line.pieces().isEmpty() || !again) {
        trimmed.add(line);
      }
    }
    while (!trimmed.isEmpty() && trimmed.get(trimmed.size() - 1).pieces().isEmpty()) {
      trimmed.remove(trimmed.size() - 1);
    }
    return trimmed;
  }

  private Map<String, Object> values(Alert alert) {
    Map<String, Object> values = new HashMap<>();
    values.put("state", language.state(alert.state()));
    values.put("open", alert.state() == AlertEvent.State.OPEN);
    values.put("update", alert.state() == AlertEvent.State.UPDATE);
    values.put("close", alert.state() == AlertEvent.State.CLOSE);
    values.put("kind", language.kind(alert.kind()));
    values.put("reason", alert.reason().name().toLowerCase(Locale.ROOT));
    values.put("burst", alert.reason() == AlertEvent.Reason.BURST);
    values.put("silence", alert.reason() == AlertEvent.Reason.SILENCE);
    values.put("id", Markup.plain(alert.id(), MOST_OF_A_NAME));
    values.put("name", Markup.plain(alert.name(), MOST_OF_A_NAME));
    values.put("alertId", Markup.plain(alert.alertId(), MOST_OF_A_TITLE));
    values.put("window", Markup.plain(alert.window(), MOST_OF_A_NAME));
    values.put("from", time(alert.from()));
    values.put("to", time(alert.to()));
    values.put("at", time(alert.at()));
    values.put("mentions", alert.mentions());
    values.put("articles", language.articles(alert.mentions()));
    values.put("uniqueStories", alert.uniqueStories());
    values.put("stories", language.stories(alert.uniqueStories()));
    values.put("expected", tenths(alert.expected()));
    values.put("score", tenths(alert.score()));
    values.put("peakScore", tenths(alert.peakScore()));
    values.put("link", link.orElse(""));
    values.put("evidence", alert.evidence().stream().map(this::values).toList());
    return values;
  }

  private Map<String, Object> values(Alert.Headline article) {
    return Map.of(
        "title", Markup.plain(article.title(), MOST_OF_A_HEADLINE),
        "source", Markup.plain(article.source(), MOST_OF_A_NAME),
        "publishedAt", time(article.publishedAt()),
        "url", address(article.url()));
  }

  /** An address that may be followed, or nothing: it might be shown as it is. */
  private static String address(String url) {
    return url.length() > MOST_OF_AN_ADDRESS ? "" : Markup.web(url).map(URI::toString).orElse("");
  }

  private String time(Instant moment) {
    return language.time().withZone(zone).format(moment);
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static Alert example(boolean burst) {
    Instant now = Instant.parse("2026-07-20T10:00:00Z");
    return new Alert(
        "topic/flood-prevention/2026-07-20T10:00:00Z",
        AlertEvent.State.OPEN,
        burst ? "topic" : "source",
        burst ? "flood-prevention" : "etown",
        burst ? "防汛" : "亦城时报",
        burst ? "3h" : "silence",
        now.minus(Duration.ofHours(3)),
        now,
        now,
        burst ? 9 : 0,
        burst ? 6 : 0,
        0.8,
        5.2,
        5.2,
        burst ? AlertEvent.Reason.BURST : AlertEvent.Reason.SILENCE,
        burst
            ? List.of(
                new Alert.Headline(
                    "暴雨致城区内涝，防汛应急响应启动",
                    "亦城时报",
                    now.minus(Duration.ofHours(1)),
                    "https://example.org/1"))
            : List.of(),
        Alert.JSON.createObjectNode());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
