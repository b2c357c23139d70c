package recount;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells stories again, the plain way: every article is compared with every first, all of them in
 * order of time, then id. It shares no code with the job, and knows only what {@code StoriesIT}
 * makes: bodies of fifty characters and more, none behind the watermark, figures in digits.
 */
public final class RecountStories {

  /** An article. */
  public record Article(String id, long publishedAt, String body) {}

  private record Text(Article article, Set<String> shingles, Map<String, Set<String>> figures) {}

  private RecountStories() {}

  /** The story of each article. */
  public static Map<String, String> of(
      List<Article> articles, double containment, Duration timeToLive) {
    List<Article> inOrder = new ArrayList<>(articles);
    inOrder.sort(Comparator.comparingLong(Article::publishedAt).thenComparing(Article::id));
    List<Text> firsts = new ArrayList<>();
    Map<String, String> stories = new HashMap<>();
    for (Article article : inOrder) {
      Text text = text(article);
      Text best = null;
      double alike = 0;
      for (Text first : firsts) {
        long age = article.publishedAt() - first.article().publishedAt();
        double likeness = age < timeToLive.toMillis() ? likeness(text, first, containment) : 0;
        if (likeness > alike) {
          best = first;
          alike = likeness;
        }
      }
      if (best == null) {
        firsts.add(text);
      }
      stories.put(article.id(), best == null ? article.id() : best.article().id());
    }
    return stories;
  }

  private static double likeness(Text one, Text other, double containment) {
    boolean oneIsPart = one.shingles().size() <= other.shingles().size();
    Text part = oneIsPart ? one : other;
    Text whole = oneIsPart ? other : one;
    Set<String> common = new HashSet<>(part.shingles());
    common.retainAll(whole.shingles());
    if (common.size() < containment * part.shingles().size()) {
      return 0;
    }
    for (Map.Entry<String, Set<String>> sentence : part.figures().entrySet()) {
      Set<String> with = whole.figures().get(sentence.getKey());
      if (with != null && !with.containsAll(sentence.getValue())) {
        return 0;
      }
    }
    return (double) common.size()
        / (part.shingles().size() + whole.shingles().size() - common.size());
  }

  private static Text text(Article article) {
    String body =
        Normalizer.normalize(
                article.body().replaceFirst("^(?:本报讯)?(?:（[^）]{1,40}）)*", ""), Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT);
    Map<String, Set<String>> figures = new HashMap<>();
    Arrays.stream(body.split("[。!?;\n]"))
        .filter(sentence -> sentence.matches(".*[0-9].*"))
        .forEach(
            sentence ->
                figures
                    .computeIfAbsent(sentence.replaceAll("[0-9]", "#"), absent -> new HashSet<>())
                    .add(sentence));
    String letters =
        body.replaceAll("\\s", "")
            .replaceAll("(?<=[0-9])[-/:~—–](?=[0-9])", "-")
            .replaceAll("[。!?;]+", "\n")
            .replaceAll("(?<![0-9])[.%-]|[.-](?![0-9])|[^\\p{L}\\p{N}.%\n-]", "");
    Set<String> shingles = new HashSet<>();
    for (int i = 0; i + 4 <= letters.length(); i++) {
      if (letters.substring(i, i + 4).indexOf('\n') < 0) {
        shingles.add(letters.substring(i, i + 4));
      }
    }
    return new Text(article, shingles, figures);
  }
}
