package io.newstide.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.Article;
import io.newstide.article.ArticleReader;
import io.newstide.article.DatePrecision;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.article.RejectionReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sample feed is what it says it is. */
class SampleTest {

  private static final ArticleReader READER =
      new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofHours(1));
  private static final int SHINGLE = 8;
  private static final List<Article> ARTICLES = new ArrayList<>();
  private static final List<RejectionReason> REJECTED = new ArrayList<>();

  @BeforeAll
  static void read() {
    for (RawRecord line : JsonLines.all(Path.of("jobs/sample/articles.jsonl"), READER)) {
      if (READER.read(line) instanceof Incoming.Accepted accepted) {
        ARTICLES.add(accepted.article());
      } else if (READER.read(line) instanceof Incoming.Rejected rejected) {
        REJECTED.add(rejected.rejection().reason());
      }
    }
  }

  @Test
  void isNineWeeksOfFiveSources() {
    assertThat(ARTICLES).hasSizeBetween(135, 165).extracting(Article::id).doesNotHaveDuplicates();
    assertThat(ARTICLES.stream().map(Article::source).distinct()).hasSize(5);
    Instant first =
        ARTICLES.stream().map(Article::publishedAt).min(Instant::compareTo).orElseThrow();
    Instant last =
        ARTICLES.stream().map(Article::publishedAt).max(Instant::compareTo).orElseThrow();
    assertThat(Duration.between(first, last)).isBetween(Duration.ofDays(61), Duration.ofDays(63));
    int median =
        ARTICLES.stream().map(a -> a.body().length()).sorted().toList().get(ARTICLES.size() / 2);
    assertThat(median).isBetween(390, 420);
  }

  @Test
  void hasLateDayDatedAndBrokenOnes() {
    assertThat(ARTICLES)
        .filteredOn(a -> a.datePrecision() == DatePrecision.DAY)
        .hasSizeGreaterThan(15);
    assertThat(ARTICLES)
        .filteredOn(a -> Duration.between(a.publishedAt(), a.arrivedAt()).toHours() > 48)
        .isNotEmpty();
    assertThat(REJECTED)
        .containsExactlyInAnyOrder(
            RejectionReason.NOT_JSON,
            RejectionReason.MISSING_FIELD,
            RejectionReason.BAD_DATE,
            RejectionReason.WRONG_TYPE,
            RejectionReason.FUTURE_DATE);
  }

  @Test
  void noTwoArticlesShareTextUnlessTheyAreMeantAsCopies() {
    List<Set<String>> shingles =
        ARTICLES.stream().map(article -> shingles(article.title() + article.body())).toList();
    List<String> shared = new ArrayList<>();
    for (int i = 0; i < ARTICLES.size(); i++) {
      for (int j = 0; j < i; j++) {
        double part = shared(shingles.get(i), shingles.get(j));
        boolean copy =
            ARTICLES.get(i).id().startsWith("lj-copy")
                || ARTICLES.get(j).id().startsWith("lj-copy");
        if (part > 0.2 && !copy) {
          shared.add("%s %s %.2f".formatted(ARTICLES.get(i).id(), ARTICLES.get(j).id(), part));
        }
      }
    }
    assertThat(shared).isEmpty();
    assertThat(ARTICLES).filteredOn(a -> a.id().startsWith("lj-copy")).hasSize(10);
  }

  @Test
  void everyCopyIsOne() {
    for (Article copy : ARTICLES) {
      if (copy.id().startsWith("lj-copy")) {
        Set<String> own = shingles(copy.body());
        assertThat(ARTICLES)
            .filteredOn(other -> !other.id().startsWith("lj-copy"))
            .anyMatch(other -> shared(own, shingles(other.body())) > 0.9);
      }
    }
  }

  private static Set<String> shingles(String text) {
    String dense = text.replaceAll("\\s", "");
    Set<String> shingles = new HashSet<>();
    for (int i = 0; i + SHINGLE <= dense.length(); i++) {
      shingles.add(dense.substring(i, i + SHINGLE));
    }
    return shingles;
  }

  private static double shared(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return (double) both.size() / Math.max(1, Math.min(one.size(), other.size()));
  }
}
