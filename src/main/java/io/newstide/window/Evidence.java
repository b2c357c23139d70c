package io.newstide.window;

import io.newstide.article.CodePointOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An article that shows a subject.
 *
 * @param id the article
 * @param story the story it tells
 * @param title its headline
 * @param source who published it
 * @param publishedAt epoch milliseconds
 * @param url where it can be read, empty if unknown
 * @param strength how much it is about the subject, comparable within one subject
 */
public record Evidence(
    String id,
    String story,
    String title,
    String source,
    long publishedAt,
    String url,
    double strength) {

  /** The strongest first, then the earliest, then by id. */
  public static final Comparator<Evidence> STRONGEST_FIRST =
      Comparator.comparingDouble(Evidence::strength)
          .reversed()
          .thenComparingLong(Evidence::publishedAt)
          .thenComparing(Evidence::id, CodePointOrder.CODE_POINTS);

  /** The strongest articles, at most one a story. */
  static List<Evidence> strongest(Multiset<Evidence> articles, int most) {
    List<Evidence> all = new ArrayList<>(articles.distinct());
    articles.forEach((article, count) -> all.add(article));
    all.sort(STRONGEST_FIRST);
    Set<String> stories = new HashSet<>();
    List<Evidence> strongest = new ArrayList<>(most);
    for (Evidence article : all) {
      if (strongest.size() == most) {
        break;
      }
      if (stories.add(article.story())) {
        strongest.add(article);
      }
    }
    return strongest;
  }
}
