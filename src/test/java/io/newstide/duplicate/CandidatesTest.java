package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidatesTest {

  private final PostingTable stories = new PostingTable();
  private final Candidates candidates = new Candidates(stories);

  private record Offer(String story, long publishedAt, int count) {}

  private List<String> of(String except, List<Offer> offers) {
    candidates.allBut(except);
    for (Offer offer : offers) {
      int number = stories.add(new Posting(offer.story(), offer.publishedAt(), 9, 99));
      candidates.offer(number, offer.count());
    }
    return IntStream.range(0, candidates.size())
        .mapToObj(place -> stories.storyId(candidates.number(place)))
        .toList();
  }

  @Test
  void thoseThatShareMostThenTheLatestThenById() {
    assertThat(
            of(
                "self",
                List.of(
                    new Offer("c", 5, 2),
                    new Offer("old", 1, 3),
                    new Offer("b", 5, 2),
                    new Offer("self", 9, 40),
                    new Offer("late", 7, 2),
                    new Offer("new", 2, 3))))
        .containsExactly("new", "old", "late", "b", "c");
    assertThat(of("", List.of())).isEmpty();
  }

  @Test
  void theFirstThirtyTwoWhateverTheOrderInWhichTheyCome() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      offers.add(new Offer("s" + i, random.nextInt(5), random.nextInt(6)));
    }
    List<String> expected =
        offers.stream()
            .filter(offer -> !offer.story().equals("s7"))
            .sorted(
                Comparator.comparingInt(Offer::count)
                    .thenComparingLong(Offer::publishedAt)
                    .reversed()
                    .thenComparing(Offer::story))
            .limit(32)
            .map(Offer::story)
            .toList();
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(offers, random);
      assertThat(of("s7", offers)).as("seed %d", seed).containsExactlyElementsOf(expected);
    }
  }
}
