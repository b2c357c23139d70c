package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import io.newstide.article.Article;
import io.newstide.language.Field;
import io.newstide.language.Keyword;
import io.newstide.language.Mention;
import io.newstide.language.Name;
import io.newstide.language.Person;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The rows of {@code enriched.v1}, as the contract has them. */
public final class EnrichedJson {

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
      json.writeStartObject();
      json.writeStringField("id", topic.id());
      json.writeNumberField("score", topic.score());
      json.writeArrayFieldStart("matched");
      for (String clause : topic.matched()) {
        json.writeString(clause);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("analyser");
    json.writeStringField("model", enriched.analyser().model());
    Json.text(json, "lexicon", enriched.analyser().lexicon());
    json.writeStringField("topics", enriched.analyser().topics());
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
