package io.newstide.window;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One article as it is counted: what all of its subjects show of it. It is one object for all of
 * them, and it is written once for all of them. Immutable and safe for use by many threads.
 */
public final class CountedArticle {

  private final String id;
  private final String story;
  private final String title;
  private final String source;
  private final long publishedAt;
  private final String url;
  private final List<String> keywords;
  private final List<NamedEntity> entities;
  private final Delay delay;
  private volatile byte[] written;

  /**
   * An article.
   *
   * @param id the article
   * @param story the story it tells
   * @param title its headline
   * @param source who published it
   * @param publishedAt epoch milliseconds
   * @param url where it can be read, empty if unknown
   * @param keywords its keywords, each once
   * @param entities the names in it, each once
   * @param delay how late it arrived
   */
  public CountedArticle(
      String id,
      String story,
      String title,
      String source,
      long publishedAt,
      String url,
      List<String> keywords,
      List<NamedEntity> entities,
      Delay delay) {
    this.id = Objects.requireNonNull(id, "id");
    this.story = Objects.requireNonNull(story, "story");
    this.title = Objects.requireNonNull(title, "title");
    this.source = Objects.requireNonNull(source, "source");
    this.publishedAt = publishedAt;
    this.url = Objects.requireNonNull(url, "url");
    this.keywords = List.copyOf(keywords);
    this.entities = List.copyOf(entities);
    this.delay = Objects.requireNonNull(delay, "delay");
  }

  public String id() {
    return id;
  }

  public String story() {
    return story;
  }

  public String title() {
    return title;
  }

  public String source() {
    return source;
  }

  public long publishedAt() {
    return publishedAt;
  }

  public String url() {
    return url;
  }

  public List<String> keywords() {
    return keywords;
  }

  public List<NamedEntity> entities() {
    return entities;
  }

  public Delay delay() {
    return delay;
  }

  /**
   * Its written form, which must not be changed: made by the first who asks for it, and kept.
   *
   * @param writer makes it; the same for all who ask
   */
  public byte[] written(Function<CountedArticle, byte[]> writer) {
    byte[] form = written;
    if (form == null) {
      form = writer.apply(this);
      written = form;
    }
    return form;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CountedArticle that
            && publishedAt == that.publishedAt
            && id.equals(that.id)
            && story.equals(that.story)
            && title.equals(that.title)
            && source.equals(that.source)
            && url.equals(that.url)
            && keywords.equals(that.keywords)
            && entities.equals(that.entities)
            && delay.equals(that.delay));
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + story.hashCode();
  }

  @Override
  public String toString() {
    return id + " (" + story + ")";
  }
}
