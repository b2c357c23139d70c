package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SubjectHistoryTest {

  private static final long SLICE = Duration.ofMinutes(10).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Slicing SLICING = new Slicing(ZoneId.of("UTC"), Duration.ofMinutes(10));
  private static final WindowDefinition HOURLY = window("PT1H", null);
  private static final WindowDefinition SLIDING = window("PT3H", "PT1H");
  private static final WindowDefinition DAILY = window("P1D", null);
  private static final List<WindowDefinition> WINDOWS = List.of(HOURLY, SLIDING, DAILY);

  private static WindowDefinition window(String size, String slide) {
    return WindowShape.window(
        size.toLowerCase(java.util.Locale.ROOT),
        size,
        Optional.ofNullable(slide),
        Optional.empty(),
        SLICING);
  }

  private static Span slice(long start) {
    return new Span(start, start + SLICE);
  }

  @Test
  void aWindowIsDueWhenItsEndHasPassedAndOnceMoreWhenItsContentLeft() {
    SubjectHistory history = new SubjectHistory(false);
    history.add(slice(HOUR), false, 2);

    assertThat(history.due(List.of(HOURLY))).isEqualTo(HOUR + SLICE); // the slice itself
    assertThat(history.publish(2 * HOUR)).containsExactly(slice(HOUR));
    assertThat(history.due(List.of(HOURLY))).isEqualTo(2 * HOUR);
    assertThat(history.report(List.of(HOURLY), 2 * HOUR))
        .containsExactlyEntriesOf(Map.of(HOURLY, new TreeSet<>(Set.of(new Span(HOUR, 2 * HOUR)))));
    // one size later its 'previous' is 2: that is a row too
    assertThat(history.due(List.of(HOURLY))).isEqualTo(3 * HOUR);
    assertThat(history.report(List.of(HOURLY), 9 * HOUR).get(HOURLY))
        .containsExactly(new Span(2 * HOUR, 3 * HOUR));
    assertThat(history.due(List.of(HOURLY))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aLateSliceCorrectsEveryWindowThatHoldsItOrComparesWithIt() {
    SubjectHistory history = new SubjectHistory(false);
    history.add(slice(HOUR), false, 1);
    history.publish(10 * HOUR);
    history.report(List.of(SLIDING), 10 * HOUR);

    history.add(slice(2 * HOUR), false, 1);

    assertThat(history.due(List.of(SLIDING))).as("at once").isEqualTo(2 * HOUR + SLICE);
    assertThat(history.report(List.of(SLIDING), 10 * HOUR).get(SLIDING))
        .extracting(Span::end)
        .containsExactly(3 * HOUR, 4 * HOUR, 5 * HOUR, 6 * HOUR, 7 * HOUR, 8 * HOUR);
  }

  @Test
  void ofTheTotalWindowsBetweenItsSlicesAreDueToo() {
    SubjectHistory total = new SubjectHistory(true);
    total.add(slice(HOUR - SLICE), false, 1);
    assertThat(total.report(List.of(HOURLY), 5 * HOUR).get(HOURLY))
        .containsExactly(new Span(0, HOUR));

    total.add(slice(4 * HOUR), false, 1);

    assertThat(total.report(List.of(HOURLY), 5 * HOUR).get(HOURLY))
        .extracting(Span::end)
        .containsExactly(2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR);
  }

  @Test
  void articlesDatedToTheDayCountOnlyInWindowsOfWholeDays() {
    SubjectHistory history = new SubjectHistory(false);
    Span day = new Span(0, 24 * HOUR);
    history.add(day, true, 5);

    assertThat(history.report(WINDOWS, 24 * HOUR)).containsOnlyKeys(DAILY);
    assertThat(history.mentions(DAILY, day)).isEqualTo(5);
    assertThat(history.mentions(SLIDING, new Span(0, 3 * HOUR))).isZero();
    assertThat(history.slicesOf(DAILY, day)).containsExactly(day);
    assertThat(history.slicesOf(HOURLY, new Span(0, HOUR))).isEmpty();
  }

  @Test
  void slicesLeaveWhenTheirTimeHasPassedButNotBeforeTheyWerePublished() {
    SubjectHistory history = new SubjectHistory(false);
    history.add(slice(0), false, 1);
    assertThat(history.expire(10 * HOUR)).isEmpty();
    history.publish(HOUR);
    assertThat(history.expire(SLICE - 1)).isEmpty();
    assertThat(history.expire(SLICE)).containsExactly(slice(0));
    assertThat(history.isEmpty()).isTrue();
  }

  @Test
  void nothingIsDueBehindTheEndOfTime() {
    SubjectHistory history = new SubjectHistory(true);
    history.add(slice(0), false, 1);
    history.publish(Long.MAX_VALUE);
    assertThat(history.report(WINDOWS, Long.MAX_VALUE)).containsOnlyKeys(HOURLY, SLIDING, DAILY);
    assertThat(history.due(WINDOWS)).isEqualTo(Long.MAX_VALUE);
  }

  /**
   * Random articles, in random order of arrival, with event time moving between them: what was
   * reported last of each span is what a recount over all articles gives, and nothing due is left
   * out. The recount walks over all spans, the history over none but those due.
   */
  @RepeatedTest(60)
  void reportsWhatARecountGives(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    boolean continuous = random.nextBoolean();
    SubjectHistory history = new SubjectHistory(continuous);
    List<Span> slices = new ArrayList<>();
    List<Span> days = new ArrayList<>();
    Map<String, String> reported = new HashMap<>();
    long now = 0;
    long most = 4 * 24 * HOUR;
    while (now < most + 4 * 24 * HOUR) {
      for (int i = random.nextInt(4); i > 0 && now < most; i--) {
        long at = Math.max(0, now + (long) ((random.nextDouble() - 0.4) * 12 * HOUR));
        if (random.nextInt(5) == 0) {
          long start = at - at % (24 * HOUR);
          days.add(new Span(start, start + 24 * HOUR));
          history.add(days.get(days.size() - 1), true, 1);
        } else {
          slices.add(slice(at - at % SLICE));
          history.add(slices.get(slices.size() - 1), false, 1);
        }
      }
      now += SLICE * random.nextInt(60);
      if (random.nextInt(3) == 0) {
        history = new SubjectHistory(history.save()); // as after a failure
      }
      if (history.due(WINDOWS) <= now) {
        history.publish(now);
        for (var due : history.report(WINDOWS, now).entrySet()) {
          for (Span span : due.getValue()) {
            String row =
                history.mentions(due.getKey(), span)
                    + " after "
                    + history.mentions(due.getKey(), due.getKey().previous(span));
            assertThat(reported.put(due.getKey().name() + span, row))
                .as("a row is reported again only when it changed")
                .isNotEqualTo(row);
          }
        }
      }
    }
    assertThat(reported)
        .as("seed " + repetition.getCurrentRepetition())
        .isEqualTo(recount(slices, days, continuous, now));
  }

  private static Map<String, String> recount(
      List<Span> slices, List<Span> days, boolean continuous, long now) {
    Map<String, String> rows = new HashMap<>();
    for (WindowDefinition window : WINDOWS) {
      List<Span> content = new ArrayList<>(slices);
      if (window == DAILY) {
        content.addAll(days);
      }
      Set<Span> spans = new LinkedHashSet<>();
      for (long end = HOUR; end <= now; end += HOUR) {
        if (window == HOURLY) {
          spans.add(new Span(end - HOUR, end));
        } else if (window == SLIDING) {
          spans.add(new Span(end - 3 * HOUR, end));
        } else if (end % (24 * HOUR) == 0) {
          spans.add(new Span(end - 24 * HOUR, end));
        }
      }
      long first = content.stream().mapToLong(Span::start).min().orElse(Long.MAX_VALUE);
      long last = content.stream().mapToLong(Span::end).max().orElse(Long.MIN_VALUE);
      for (Span span : spans) {
        long size = span.end() - span.start();
        Span before = new Span(span.start() - size, span.start());
        long mentions = content.stream().filter(span::contains).count();
        long previous = content.stream().filter(before::contains).count();
        boolean due =
            continuous ? span.start() < last && span.end() > first : mentions + previous > 0;
        if (due) {
          rows.put(window.name() + span, mentions + " after " + previous);
        }
      }
    }
    assertThat(new HashSet<>(rows.keySet())).hasSize(rows.size());
    return rows;
  }
}
