package io.newstide.feed.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How well pages were taken apart, added up over pages. Each gold story is compared with the story
 * found that shares most with it, each at most once ({@link Assignment}).
 *
 * <ul>
 *   <li>A headline is right if it stands among the headlines of the right story; one that is
 *       printed on two lines may be one headline or two.
 *   <li>A body line is right if it is in the body of the right story.
 *   <li>A body is exact if it is equal to the character.
 *   <li>A leftover line is right if it is left over, with its kind.
 * </ul>
 *
 * White space never counts. Not safe for use by several threads.
 */
public final class PageScores {

  private final Score headlines = new Score();
  private final Score bodyLines = new Score();
  private final Score bodies = new Score();
  private final Score leftovers = new Score();
  private final List<String> wrong = new ArrayList<>();
  private int pages;

  /** Precision, recall and F1 of one kind of thing. */
  public static final class Score {
    private int gold;
    private int found;
    private int right;

    private void add(int inGold, int inFound, int inBoth) {
      gold += inGold;
      found += inFound;
      right += inBoth;
    }

    /** How many there should be. */
    public int gold() {
      return gold;
    }

    /** How many were found. */
    public int found() {
      return found;
    }

    /** How many of those are right. */
    public int right() {
      return right;
    }

    /** Right of found; 1 if none was found. */
    public double precision() {
      return found == 0 ? 1 : (double) right / found;
    }

    /** Right of gold; 1 if there should be none. */
    public double recall() {
      return gold == 0 ? 1 : (double) right / gold;
    }

    /** The harmonic mean of both. */
    public double f1() {
      return gold + found == 0 ? 1 : 2.0 * right / (gold + found);
    }
  }

  /** Headlines in the right story. */
  public Score headlines() {
    return headlines;
  }

  /** Lines of bodies in the right story. */
  public Score bodyLines() {
    return bodyLines;
  }

  /** Bodies that are exact. */
  public Score bodies() {
    return bodies;
  }

  /** Leftover lines by kind, of the pages whose gold says them. */
  public Score leftovers() {
    return leftovers;
  }

  /** How many pages there were. */
  public int pages() {
    return pages;
  }

  /** What is wrong, a line each, for a person: page, what, text. */
  public List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Takes a page apart and adds how well. */
  public void add(PageGold gold) {
    add(gold, NewspaperPage.of(gold.text(), gold.date()));
  }

  /**
   * Adds a page that was taken apart.
   *
   * @throws IllegalArgumentException if a gold body is not made of lines of the page
   */
  void add(PageGold gold, NewspaperPage page) {
    pages++;
    List<Set<Integer>> goldLines = new ArrayList<>();
    List<Strip> lines = PageLines.of(gold.text());
    boolean[] used = new boolean[lines.size()];
    for (PageGold.Story story : gold.stories()) {
      goldLines.add(lines(gold, story, lines, used));
    }
    List<PageArticle> articles = page.articles();
    double[][] shared = new double[gold.stories().size()][articles.size()];
    for (int g = 0; g < shared.length; g++) {
      for (int a = 0; a < articles.size(); a++) {
        shared[g][a] =
            common(goldLines.get(g), articles.get(a).lines())
                + 0.5 * rightOf(gold.stories().get(g).headlines(), articles.get(a).headlines());
      }
    }
    int[] of = Assignment.best(shared);
    Set<PageArticle> matched = new HashSet<>();
    for (int g = 0; g < of.length; g++) {
      PageGold.Story story = gold.stories().get(g);
      Optional<PageArticle> article =
          of[g] == Assignment.NONE ? Optional.empty() : Optional.of(articles.get(of[g]));
      List<String> found = article.map(PageArticle::headlines).orElse(List.of());
      List<Integer> foundLines = article.map(PageArticle::lines).orElse(List.of());
      int right = rightOf(story.headlines(), found);
      int wrongOnes = found.size() - rightOf(found, story.headlines());
      headlines.add(story.headlines().size(), right + wrongOnes, right);
      matched.addAll(article.stream().toList());
      bodyLines.add(goldLines.get(g).size(), 0, common(goldLines.get(g), foundLines));
      boolean exact = article.map(a -> dense(a.body()).equals(dense(story.body()))).orElse(false);
      bodies.add(1, 0, exact ? 1 : 0);
      tell(gold, story, goldLines.get(g), article, exact);
    }
    for (PageArticle article : articles) {
      headlines.add(0, matched.contains(article) ? 0 : article.headlines().size(), 0);
      bodyLines.add(0, article.lines().size(), 0);
      bodies.add(0, 1, 0);
    }
    gold.leftovers().ifPresent(left -> addLeftovers(left, page.leftovers()));
  }

  private void tell(
      PageGold gold,
      PageGold.Story story,
      Set<Integer> lines,
      Optional<PageArticle> article,
      boolean exact) {
    String name = story.headlines().isEmpty() ? "(untitled)" : story.headlines().get(0);
    if (article.isEmpty()) {
      wrong.add("%s: %s: not found".formatted(gold.name(), name));
      return;
    }
    for (String headline : story.headlines()) {
      if (rightOf(List.of(headline), article.get().headlines()) == 0) {
        wrong.add(
            "%s: headline '%s': not among %s"
                .formatted(gold.name(), headline, article.get().headlines()));
      }
    }
    if (!exact) {
      Set<Integer> missing = new HashSet<>(lines);
      missing.removeAll(new HashSet<>(article.get().lines()));
      Set<Integer> more = new HashSet<>(article.get().lines());
      more.removeAll(lines);
      wrong.add(
          "%s: %s: lines missing %s, lines of others %s"
              .formatted(gold.name(), name, missing, more));
    }
  }

  private void addLeftovers(List<PageGold.Left> gold, List<Leftover> found) {
    List<String> left = new ArrayList<>();
    found.forEach(of -> left.add(of.kind().label() + dense(of.text())));
    int all = left.size();
    int right = 0;
    for (PageGold.Left of : gold) {
      right += left.remove(of.kind() + dense(of.text())) ? 1 : 0;
    }
    leftovers.add(gold.size(), all, right);
  }

  /** How many headlines stand, whole, among others. */
  private static int rightOf(List<String> headlines, List<String> among) {
    String all = dense(String.join("", among));
    return (int) headlines.stream().filter(headline -> all.contains(dense(headline))).count();
  }

  private static int common(Set<Integer> lines, List<Integer> others) {
    return (int) others.stream().filter(lines::contains).count();
  }

  private static String dense(String text) {
    return PageLines.dense(text);
  }

  /** The lines of the page that a gold body is made of. */
  private static Set<Integer> lines(
      PageGold gold, PageGold.Story story, List<Strip> lines, boolean[] used) {
    String body = dense(story.body());
    List<String> texts = lines.stream().map(line -> dense(line.text())).toList();
    int[] path = new int[lines.size()];
    int[] furthest = new int[1];
    int length = follow(body, 0, -1, texts, used, path, 0, furthest);
    if (length < 0) {
      int at = Math.min(furthest[0], Math.max(0, body.length() - 1));
      throw new IllegalArgumentException(
          "gold: %s: the body of '%s' is not made of lines of the page: no line goes on with '%s'"
              .formatted(
                  gold.name(),
                  story.headlines().isEmpty() ? "(untitled)" : story.headlines().get(0),
                  body.substring(at, Math.min(body.length(), at + 20))));
    }
    Set<Integer> numbers = new HashSet<>();
    for (int i = 0; i < length; i++) {
      used[path[i]] = body.contains(texts.get(path[i]));
      numbers.add(lines.get(path[i]).line());
    }
    return numbers;
  }

  /** Finds lines that make up the rest of a body, the next line first; -1 if there are none. */
  private static int follow(
      String body,
      int from,
      int before,
      List<String> texts,
      boolean[] used,
      int[] path,
      int length,
      int[] furthest) {
    furthest[0] = Math.max(furthest[0], from);
    if (from == body.length()) {
      return length;
    }
    int size = texts.size();
    for (int step = 0; step < size && length < path.length; step++) {
      int i = (before + 1 + step) % size;
      String text = texts.get(i);
      int taken = used[i] ? 0 : taken(body, from, text);
      if (taken == 0) {
        continue;
      }
      path[length] = i;
      boolean was = used[i];
      used[i] = true;
      int end = follow(body, from + taken, i, texts, used, path, length + 1, furthest);
      used[i] = was;
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }

  /** How many characters of the body a line holds; the first and last line may hold more. */
  private static int taken(String body, int from, String text) {
    if (body.startsWith(text, from)) {
      return text.length();
    }
    if (from == 0) {
      for (int start = 1; start + 4 <= text.length(); start++) {
        if (body.startsWith(text.substring(start))) {
          return text.length() - start;
        }
      }
    }
    String rest = body.substring(from);
    return rest.length() >= 2 && text.startsWith(rest) ? rest.length() : 0;
  }
}
