package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalRankingTest {

  private static final WindowDefinition HOUR =
      WindowShape.parse("hour", "PT1H", new Slicing(ZoneId.of("UTC"), Duration.ofMinutes(10)));
  private static final Span FIRST = new Span(0, 3_600_000);
  private static final Span SECOND = new Span(3_600_000, 7_200_000);

  private final LocalRanking ranking = new LocalRanking(3);

  private void offer(SubjectKind kind, String id, Span span, long stories) {
    Subject subject = new Subject(kind, id);
    if (ranking.wants(HOUR, span, subject, stories)) {
      ranking.put(
          HOUR,
          new WindowCount(
              subject,
              span,
              stories,
              stories,
              1,
              0,
              0,
              List.of(),
              List.of(),
              List.of(),
              Optional.empty()));
    }
  }

  private List<String> drained() {
    List<String> drained = new ArrayList<>();
    ranking.drain(
        (window, count) ->
            drained.add(
                count.subject().id() + ":" + count.uniqueStories() + "@" + count.span().start()));
    return drained;
  }

  @Test
  void keepsTheFirstOfEachWindowAndKindWhateverTheOrder() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(7));
    for (int i : order) {
      offer(SubjectKind.KEYWORD, "k%02d".formatted(i), FIRST, i / 2);
    }
    offer(SubjectKind.PERSON, "p", FIRST, 1);
    offer(SubjectKind.KEYWORD, "k99", SECOND, 1);
    offer(SubjectKind.KEYWORD, "none", SECOND, 0);

    assertThat(drained())
        .containsExactlyInAnyOrder("k48:24@0", "k49:24@0", "k46:23@0", "p:1@0", "k99:1@3600000");
    assertThat(drained()).isEmpty();
  }
}
