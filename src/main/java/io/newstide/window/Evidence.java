package io.newstide.window;

import io.newstide.article.CodePointOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An article that shows a subject.
 *
 * @param article the article
 * @param strength how much it is about the subject, comparable within one subject
 */
public record Evidence(CountedArticle article, double strength) {

  /** One of which no more is known than what is shown. */
  public Evidence(
      String id,
      String story,
      String title,
      String source,
      long publishedAt,
      String url,
      double strength) {
    this(
        new CountedArticle(
            id, story, title, source, publishedAt, url, List.of(), List.of(), new Delay(source, 0)),
        strength);
  }

  /** The article's id. */
  public String id() {
    return article.id();
  }

  /** The story it tells. */
  public String story() {
    return article.story();
  }

  /** Its headline. */
  public String title() {
    return article.title();
  }

  /** Who published it. */
  public String source() {
    return article.source();
  }

  /** Epoch milliseconds. */
  public long publishedAt() {
    return article.publishedAt();
  }

  /** Where it can be read, empty if unknown. */
  public String url() {
    return article.url();
  }

  /** The strongest first, then the earliest, then by id. */
  public static final Comparator<Evidence> STRONGEST_FIRST =
      Comparator.comparingDouble(Evidence::strength)
          .reversed()
          .thenComparingLong(Evidence::publishedAt)
          .thenComparing(Evidence::id, CodePointOrder.CODE_POINTS);

  /** The strongest articles, at most one a story. */
  static List<Evidence> strongest(Multiset<Evidence> articles, int most) {
    List<Evidence> strongest = new ArrayList<>(most + 1);
    articles.each((article, count) -> offer(article, strongest, most));
    return strongest;
  }

  private static void offer(Evidence article, List<Evidence> strongest, int most) {
    if (strongest.size() == most && STRONGEST_FIRST.compare(article, strongest.get(most - 1)) > 0) {
      return;
    }
    int at = strongest.size();
    while (at > 0 && STRONGEST_FIRST.compare(article, strongest.get(at - 1)) < 0) {
      at--;
    }
    // A stronger article of the same story stands before it: this one shows nothing new.
    for (Evidence before : strongest.subList(0, at)) {
      if (before.story().equals(article.story())) {
        return;
      }
    }
    strongest
        .subList(at, strongest.size())
        .removeIf(weaker -> weaker.story().equals(article.story()));
    strongest.add(at, article);
    if (strongest.size() > most) {
      strongest.remove(most);
    }
  }
}
