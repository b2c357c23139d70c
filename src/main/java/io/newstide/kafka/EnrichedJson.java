package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.language.Analysis;
import io.newstide.language.Field;
import io.newstide.language.Keyword;
import io.newstide.language.Mention;
import io.newstide.language.Name;
import io.newstide.language.Person;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The rows of {@code enriched.v1}, as the contract has them. */
public final class EnrichedJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EnrichedJson() {}

  /** The row of an article; its key is the article's id. */
  public static Row row(Enriched enriched) throws IOException {
    return new Row(
        enriched.article().id(),
        Json.bytes(
            json -> {
              json.writeStartObject();
              fields(enriched, json);
              json.writeEndObject();
            }),
        enriched.article().publishedAt().toEpochMilli());
  }

  /** The same with {@code mentions}, their offsets counted in code points of the field as given. */
  public static byte[] withMentions(Enriched enriched) throws IOException {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          fields(enriched, json);
          json.writeArrayFieldStart("mentions");
          for (Mention mention : enriched.analysis().mentions()) {
            if (mention.field() == Field.TITLE || mention.field() == Field.BODY) {
              mention(mention, enriched.article(), json);
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void mention(Mention mention, Article article, JsonGenerator json)
      throws IOException {
    String text = mention.field() == Field.TITLE ? article.title() : article.body();
    json.writeStartObject();
    json.writeStringField("field", mention.field().name().toLowerCase(Locale.ROOT));
    int start = text.codePointCount(0, mention.start());
    json.writeNumberField("start", start);
    json.writeNumberField("end", start + text.codePointCount(mention.start(), mention.end()));
    json.writeStringField("type", mention.type().name().toLowerCase(Locale.ROOT));
    json.writeStringField("text", mention.text());
    json.writeStringField("name", mention.name());
    if (mention.byline()) {
      json.writeBooleanField("byline", true);
    }
    json.writeEndObject();
  }

  static void fields(Enriched enriched, JsonGenerator json) throws IOException {
    Article article = enriched.article();
    json.writeNumberField("schemaVersion", 1);
    json.writeStringField("id", article.id());
    Json.text(json, "source", article.source());
    json.writeStringField("title", article.title());
    Json.text(json, "url", article.url());
    Json.text(json, "author", enriched.analysis().author());
    json.writeStringField("publishedAt", article.publishedAt().toString());
    json.writeStringField("datePrecision", article.datePrecision().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("dateReliable", article.dateReliable());
    json.writeStringField("arrivedAt", article.arrivedAt().toString());
    json.writeBooleanField("late", enriched.late());
    json.writeStringField("storyId", enriched.storyId());
    Json.text(
        json, "duplicateOf", enriched.storyId().equals(article.id()) ? "" : enriched.storyId());
    json.writeNumberField("revision", enriched.revision());
    json.writeArrayFieldStart("keywords");
    for (Keyword keyword : enriched.analysis().keywords()) {
      json.writeStartObject();
      json.writeStringField("term", keyword.term());
      json.writeNumberField("weight", keyword.weight());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("people");
    for (Person person : enriched.analysis().people()) {
      json.writeStartObject();
      json.writeStringField("name", person.name());
      Json.text(json, "post", person.post());
      json.writeNumberField("count", person.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    names("places", enriched.analysis().places(), json);
    names("organisations", enriched.analysis().organisations(), json);
    json.writeArrayFieldStart("topics");
    for (TopicMatch topic : enriched.topics()) {
      write(topic, json);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("analyser");
    json.writeStringField("model", enriched.analyser().model());
    Json.text(json, "lexicon", enriched.analyser().lexicon());
    json.writeStringField("topics", enriched.analyser().topics());
    json.writeEndObject();
  }

  /** A row as a tree. */
  public static JsonNode tree(byte[] row) throws IOException {
    return MAPPER.readTree(row);
  }

  /**
   * Reads a row: all that is counted of an article. What the row does not have is empty: the texts
   * but for the headline, the weights of what was found in them; nor does it say how late it was.
   *
   * @throws IOException if it is no such row
   */
  public static Enriched read(JsonNode row) throws IOException {
    try {
      Instant publishedAt = Instant.parse(row.path("publishedAt").asText());
      return new Enriched(
          new Article(
              required(row, "id"),
              row.path("source").asText(""),
              required(row, "title"),
              "",
              "",
              "",
              publishedAt,
              row.path("datePrecision").asText().equals("day")
                  ? DatePrecision.DAY
                  : DatePrecision.INSTANT,
              row.path("dateReliable").asBoolean(),
              "",
              Instant.parse(row.path("arrivedAt").asText()),
              row.path("url").asText(""),
              "",
              ""),
          required(row, "storyId"),
          "",
          row.path("revision").asInt(),
          Duration.ZERO,
          new Analysis(
              List.of(),
              List.of(),
              each(row, "keywords", k -> new Keyword(k.path("term").asText(), weight(k))),
              each(
                  row,
                  "people",
                  p -> new Person(name(p), p.path("post").asText(""), p.path("count").asInt())),
              each(row, "places", p -> new Name(name(p), p.path("count").asInt())),
              each(row, "organisations", o -> new Name(name(o), o.path("count").asInt())),
              row.path("author").asText("")),
          each(row, "topics", EnrichedJson::topic),
          new Enriched.Versions(
              row.path("analyser").path("model").asText(""),
              row.path("analyser").path("lexicon").asText(""),
              row.path("analyser").path("topics").asText("")));
    } catch (DateTimeParseException e) {
      throw new IOException("a moment of an enriched row cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a topic as rows have it. */
  static TopicMatch topic(JsonNode json) {
    return new TopicMatch(
        json.path("id").asText(),
        json.path("score").asDouble(),
        json.path("inTitle").asBoolean(),
        each(json, "matched", JsonNode::asText));
  }

  private static double weight(JsonNode keyword) {
    return keyword.path("weight").asDouble();
  }

  private static String name(JsonNode json) {
    return json.path("name").asText();
  }

  private static String required(JsonNode row, String field) throws IOException {
    if (!row.path(field).isTextual()) {
      throw new IOException("an enriched row without " + field);
    }
    return row.path(field).textValue();
  }

  private static <T> List<T> each(JsonNode row, String field, Function<JsonNode, T> read) {
    List<T> list = new ArrayList<>();
    row.path(field).forEach(one -> list.add(read.apply(one)));
    return list;
  }

  /** Writes a topic that an article carries. */
  static void write(TopicMatch topic, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", topic.id());
    json.writeNumberField("score", topic.score());
    json.writeBooleanField("inTitle", topic.inTitle());
    json.writeArrayFieldStart("matched");
    for (String clause : topic.matched()) {
      json.writeString(clause);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void names(String field, List<Name> names, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(field);
    for (Name name : names) {
      json.writeStartObject();
      json.writeStringField("name", name.name());
      json.writeNumberField("count", name.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
