package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {

  private static Observation observation(String story, String source, boolean inTitle) {
    CountedArticle article =
        new CountedArticle(
            story + source,
            story,
            "t",
            source,
            0,
            "",
            List.of("防汛", story),
            List.of(new NamedEntity(SubjectKind.PLACE, "澜江")),
            new Delay(source, 4));
    return new Observation(article, inTitle ? 2 : 1, inTitle);
  }

  private static Tally tally(Observation... observations) {
    Tally.Sum sum = new Tally.Sum();
    for (Observation observation : observations) {
      sum.add(observation);
    }
    return sum.total();
  }

  @Test
  void countsArticlesStoriesSourcesAndHeadlines() {
    Tally tally =
        tally(
            observation("s1", "daily", true),
            observation("s1", "evening", false),
            observation("s2", "daily", false));

    assertThat(tally.mentions()).isEqualTo(3);
    assertThat(tally.uniqueStories()).isEqualTo(2);
    assertThat(tally.sources().count("daily")).isEqualTo(2);
    assertThat(tally.titleMentions()).isEqualTo(1);
    assertThat(Multiset.top(tally.keywords(), 2))
        .containsExactly(new Multiset.Count<>("防汛", 3), new Multiset.Count<>("s1", 2));
  }

  @Test
  void showsOneArticleAStoryTheStrongestFirst() {
    Tally tally =
        tally(
            observation("s1", "daily", false),
            observation("s1", "evening", true),
            observation("s2", "daily", false));

    WindowCount count = WindowCount.of(Subject.TOTAL, new Span(0, 1), tally, 7);

    assertThat(count.evidence()).extracting(Evidence::id).containsExactly("s1evening", "s2daily");
    assertThat(count.previous()).isEqualTo(7);
    assertThat(count.sources()).isEqualTo(2);
  }

  /** One sum after another in the same tables: few, many, and so many that they are given up. */
  @Test
  void aSumThatIsClearedIsOneOfNothing() {
    Tally.Sum sum = new Tally.Sum();
    List<Tally> totals = new ArrayList<>();
    for (int articles : List.of(3, 40, 2, 400, 9, 0, 1)) {
      for (int i = 0; i < articles; i++) {
        sum.add(observation("s" + articles + "-" + i, "daily", true));
      }
      totals.add(sum.total());
      sum.clear();
      assertThat(sum.total()).isEqualTo(Tally.zero());
    }
    assertThat(totals).extracting(Tally::mentions).containsExactly(3L, 40L, 2L, 400L, 9L, 0L, 1L);
    assertThat(totals).extracting(Tally::uniqueStories).containsExactly(3, 40, 2, 400, 9, 0, 1);
    assertThat(totals)
        .extracting(tally -> tally.keywords().count("防汛"))
        .containsExactly(3L, 40L, 2L, 400L, 9L, 0L, 1L);
    assertThat(totals)
        .extracting(Tally::titleMentions)
        .containsExactly(3L, 40L, 2L, 400L, 9L, 0L, 1L);
    assertThat(totals.get(1).stories().count("s40-7")).isEqualTo(1);
    assertThat(totals.get(3).stories().count("s40-7")).isZero();
  }

  /** A commutative group: what it takes for corrections to be exact. */
  @RepeatedTest(20)
  void addsAndSubtractsExactly(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Tally a = random(random);
    Tally b = random(random);
    Tally c = random(random);

    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.plus(Tally.zero())).isEqualTo(a);
    assertThat(a.minus(a)).isEqualTo(Tally.zero());
    assertThat(a.minus(b).plus(b)).isEqualTo(a);
    assertThat(Tally.zero().minus(a).plus(a)).isEqualTo(Tally.zero());
  }

  /** 64 articles are kept as they are, more are added up: it is the same for whoever looks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 64, 65})
  void saysTheSameWhetherArticlesAreKeptOrAddedUp(int articles) {
    Tally.Sum sum = new Tally.Sum();
    for (int i = 0; i < articles; i++) {
      sum.add(observation("s" + i % 5, "p" + i % 3, i % 2 == 0));
    }
    Tally tally = sum.total();
    Tally addedUp =
        Tally.of(
            tally.stories(),
            tally.sources(),
            tally.keywords(),
            tally.entities(),
            tally.evidence(),
            tally.delays(),
            tally.titleMentions());

    assertThat(tally.few().isPresent()).isEqualTo(articles <= 64);
    assertThat(addedUp.few()).isEmpty();
    assertThat(tally).isEqualTo(addedUp).hasSameHashCodeAs(addedUp);
    assertThat(tally.mentions()).isEqualTo(articles).isEqualTo(addedUp.mentions());
    assertThat(tally.uniqueStories())
        .isEqualTo(Math.min(articles, 5))
        .isEqualTo(addedUp.uniqueStories());
    assertThat(tally.titleMentions()).isEqualTo((articles + 1) / 2);
    assertThat(tally.keywords().count("防汛")).isEqualTo(articles);
    assertThat(tally.takesAway()).isFalse();
    assertThat(Tally.zero().minus(tally).takesAway()).isTrue();
    assertThat(tally.minus(addedUp).isZero()).isTrue();
  }

  private static Tally random(Random random) {
    Tally.Sum sum = new Tally.Sum();
    for (int i = random.nextInt(6); i > 0; i--) {
      sum.add(observation("s" + random.nextInt(3), "p" + random.nextInt(3), random.nextBoolean()));
    }
    return sum.total();
  }

  @ParameterizedTest
  @CsvSource({"-5, 0", "0, 0", "1, 1", "1001, 2", "2000, 2", "2001, 4", "64000, 64", "65000, 128"})
  void delaysAreRoundedUpToPowersOfTwo(long millis, long seconds) {
    assertThat(Delay.of("daily", Duration.ofMillis(millis)).seconds()).isEqualTo(seconds);
  }

  @Test
  void whatWasAddedUpIsWrittenOnce() {
    Tally one = tally(observation("s1", "daily", true));
    Tally.Sum sum = new Tally.Sum();
    for (int i = 0; i < 100; i++) {
      sum.add(observation("s" + i, "daily", false));
    }
    Tally merged = sum.total();
    assertThat(one.few()).isPresent();
    assertThat(merged.few()).isEmpty();
    List<Tally> made = new ArrayList<>();
    Function<Tally, byte[][]> writer =
        tally -> {
          made.add(tally);
          return new byte[][] {{1}, {2}};
        };

    byte[][] form = merged.written(writer);

    assertThat(form).isDeepEqualTo(new byte[][] {{1}, {2}});
    assertThat(merged.written(writer)).isSameAs(form);
    assertThat(made).containsExactly(merged);
    // One article is not worth the memory: its own form is kept.
    one.written(writer);
    one.written(writer);
    assertThat(made).hasSize(3);
  }
}
