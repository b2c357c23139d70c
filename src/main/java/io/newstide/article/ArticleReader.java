package io.newstide.article;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Reads records: each becomes an article or a rejection, whatever its bytes are. Immutable and safe
 * for use by many threads; it never throws.
 */
public final class ArticleReader implements Serializable {

  private static final long serialVersionUID = 1;

  /** The most bytes a record may have. */
  public static final int MOST_BYTES = 1024 * 1024;

  /** The most characters an id may have: it is part of keys. */
  static final int MOST_ID = 512;

  private static final JsonFactory JSON = new JsonFactory();

  private final ZoneId zone;
  private final Duration futureTolerance;

  /** The text fields of an article by their names in JSON. */
  private enum Text {
    ID("id"),
    SOURCE("source"),
    TITLE("title"),
    KICKER("kicker"),
    SUBTITLE("subtitle"),
    BODY("body"),
    EVENT_DATE("eventDate"),
    URL("url"),
    AUTHOR("author"),
    SECTION("section");

    private final String field;

    Text(String field) {
      this.field = field;
    }

    private static final Map<String, Text> BY_FIELD = new HashMap<>();

    static {
      for (Text text : values()) {
        BY_FIELD.put(text.field, text);
      }
    }
  }

  /** Why a record is refused, on the way out of reading it. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final RejectionReason reason;

    Refused(RejectionReason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }
  }

  /** What was read so far. */
  private static final class Fields {
    private final Map<Text, String> texts = new EnumMap<>(Text.class);
    private Optional<PublicationDate> publishedAt = Optional.empty();
    private Optional<PublicationDate> arrivedAt = Optional.empty();
    private String publishedAtAsGiven = "";
    private boolean day;
    private boolean dateReliable = true;

    String text(Text text) {
      return texts.getOrDefault(text, "");
    }
  }

  /**
   * A reader.
   *
   * @param zone in which days begin and end
   * @param futureTolerance how much later than its arrival an article may be dated
   */
  public ArticleReader(ZoneId zone, Duration futureTolerance) {
    this.zone = zone;
    this.futureTolerance = futureTolerance;
  }

  /** Reads a record. */
  public Incoming read(RawRecord record) {
    try {
      Article article = article(fields(record.value()), record);
      return new Incoming.Accepted(article, record);
    } catch (Refused refused) {
      return new Incoming.Rejected(Rejection.of(refused.reason, refused.getMessage(), record));
    }
  }

  /**
   * The arrival that a record itself names in {@code arrivedAt}, else its date, for records from
   * files.
   *
   * @return the arrival and the date, each empty if the record has none or cannot be read
   */
  public Dates dates(byte[] value) {
    try {
      Fields fields = fields(value);
      return new Dates(
          fields.arrivedAt.map(PublicationDate::at), fields.publishedAt.map(PublicationDate::at));
    } catch (Refused refused) {
      return new Dates(Optional.empty(), Optional.empty());
    }
  }

  /**
   * The dates in a record.
   *
   * @param arrivedAt when it says it arrived
   * @param publishedAt when it says it was published
   */
  public record Dates(Optional<Instant> arrivedAt, Optional<Instant> publishedAt) {}

  private Article article(Fields fields, RawRecord record) throws Refused {
    if (fields.text(Text.TITLE).isBlank()) {
      throw new Refused(RejectionReason.MISSING_FIELD, "title: an article has a title");
    }
    Instant arrival = Instant.ofEpochMilli(record.timestamp());
    Optional<PublicationDate> published = fields.publishedAt;
    if (published.isPresent() && published.get().at().isAfter(arrival.plus(futureTolerance))) {
      throw new Refused(
          RejectionReason.FUTURE_DATE,
          "publishedAt: %s is later than its arrival, %s, by more than %s"
              .formatted(fields.publishedAtAsGiven, arrival, futureTolerance));
    }
    PublicationDate date = published.orElse(new PublicationDate(arrival, DatePrecision.INSTANT));
    if (fields.day && date.precision() == DatePrecision.INSTANT) {
      date = date.toDay(zone);
    }
    String id = fields.text(Text.ID);
    return new Article(
        id.isBlank() ? derivedId(fields) : id,
        fields.text(Text.SOURCE),
        fields.text(Text.TITLE),
        fields.text(Text.KICKER),
        fields.text(Text.SUBTITLE),
        fields.text(Text.BODY),
        date.at(),
        date.precision(),
        fields.dateReliable && published.isPresent(),
        fields.text(Text.EVENT_DATE),
        arrival,
        fields.text(Text.URL),
        fields.text(Text.AUTHOR),
        fields.text(Text.SECTION));
  }

  private static String derivedId(Fields fields) {
    String of =
        String.join(
            "\n", fields.text(Text.SOURCE), fields.text(Text.TITLE), fields.publishedAtAsGiven);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
      return "sha-" + HexFormat.of().formatHex(digest, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Fields fields(byte[] value) throws Refused {
    if (value.length == 0) {
      throw new Refused(RejectionReason.EMPTY, "the record has no value");
    }
    if (value.length > MOST_BYTES) {
      throw new Refused(
          RejectionReason.TOO_LARGE,
          "%,d bytes, an article has at most %,d".formatted(value.length, MOST_BYTES));
    }
    CharBuffer text = utf8(value);
    if (text.chars().allMatch(Character::isWhitespace)) {
      throw new Refused(RejectionReason.EMPTY, "the record is blank");
    }
    try (JsonParser json = JSON.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Refused(RejectionReason.NOT_JSON, "an article is a JSON object");
      }
      Fields fields = object(json);
      if (json.nextToken() != null) {
        throw new Refused(RejectionReason.NOT_JSON, "there is more behind the JSON object");
      }
      return fields;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset();
      throw new Refused(RejectionReason.NOT_JSON, e.getOriginalMessage() + where);
    } catch (IOException e) {
      throw new IllegalStateException("a string can always be read", e);
    }
  }

  private static CharBuffer utf8(byte[] value) throws Refused {
    boolean marked =
        value.length >= 3
            && value[0] == (byte) 0xEF
            && value[1] == (byte) 0xBB
            && value[2] == (byte) 0xBF;
    int from = marked ? 3 : 0;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value, from, value.length - from));
    } catch (CharacterCodingException e) {
      throw new Refused(
          RejectionReason.NOT_UTF8, "the bytes are no UTF-8; other encodings must be converted");
    }
  }

  private Fields object(JsonParser json) throws IOException, Refused {
    Fields fields = new Fields();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      Text text = Text.BY_FIELD.get(name);
      if (text != null) {
        fields.texts.put(text, text(name, value, json, text == Text.ID));
        continue;
      }
      switch (name) {
        case "publishedAt" -> {
          fields.publishedAtAsGiven = value == JsonToken.VALUE_NULL ? "" : json.getText();
          fields.publishedAt = date(name, value, json);
        }
        case "arrivedAt" -> fields.arrivedAt = date(name, value, json);
        case "datePrecision" -> fields.day = precision(text(name, value, json, false));
        case "dateReliable" -> fields.dateReliable = reliable(value);
        default -> json.skipChildren();
      }
    }
    return fields;
  }

  private static String text(String name, JsonToken value, JsonParser json, boolean id)
      throws IOException, Refused {
    if (value == JsonToken.VALUE_NULL) {
      return "";
    }
    if (value != JsonToken.VALUE_STRING) {
      throw new Refused(
          RejectionReason.WRONG_TYPE, "%s: text is wanted, found %s".formatted(name, kind(value)));
    }
    String text = json.getText();
    if (id && text.length() > MOST_ID) {
      throw new Refused(
          RejectionReason.TOO_LARGE,
          "id: %,d characters, an id has at most %,d".formatted(text.length(), MOST_ID));
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
        throw new Refused(
            RejectionReason.CONTROL_CHARACTERS,
            "%s: the control character U+%04X at character %d".formatted(name, (int) c, i));
      }
    }
    return whole(text);
  }

  /** The text with U+FFFD for half characters, which no UTF-8 can hold. */
  private static String whole(String text) {
    StringBuilder whole = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      whole = whole == null ? new StringBuilder(text) : whole;
      whole.setCharAt(i, '\uFFFD');
    }
    return whole == null ? text : whole.toString();
  }

  private Optional<PublicationDate> date(String name, JsonToken value, JsonParser json)
      throws IOException, Refused {
    Optional<PublicationDate> date;
    switch (value) {
      case VALUE_NULL -> {
        return Optional.empty();
      }
      case VALUE_STRING -> {
        String written = json.getText().strip();
        if (written.isEmpty()) {
          return Optional.empty();
        }
        date = PublicationDate.of(written, zone);
      }
      case VALUE_NUMBER_INT -> {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          date = Optional.empty();
        } else {
          date = PublicationDate.of(json.getLongValue());
        }
      }
      default ->
          throw new Refused(
              RejectionReason.BAD_DATE,
              "%s: a date is wanted, found %s".formatted(name, kind(value)));
    }
    if (date.isEmpty()) {
      throw new Refused(
          RejectionReason.BAD_DATE,
          "%s: '%s' is no date since 1970, as in 2025-05-09T08:00:00+08:00, 2025-05-09, or epoch milliseconds"
              .formatted(name, shortened(json.getText())));
    }
    return date;
  }

  private static boolean precision(String precision) throws Refused {
    return switch (precision) {
      case "day" -> true;
      case "instant", "" -> false;
      default ->
          throw new Refused(
              RejectionReason.WRONG_TYPE,
              "datePrecision: '%s' is neither instant nor day".formatted(shortened(precision)));
    };
  }

  private static boolean reliable(JsonToken value) throws Refused {
    return switch (value) {
      case VALUE_TRUE, VALUE_NULL -> true;
      case VALUE_FALSE -> false;
      default ->
          throw new Refused(
              RejectionReason.WRONG_TYPE,
              "dateReliable: true or false is wanted, found " + kind(value));
    };
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      default -> "text";
    };
  }
}
