package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SubjectHistoryTest {

  private static final long SLICE = Duration.ofMinutes(10).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Slicing SLICING = new Slicing(ZoneId.of("UTC"), Duration.ofMinutes(10));
  private static final WindowDefinition HOURLY = window("PT1H");
  private static final WindowDefinition SLIDING = window("PT3H/PT1H");
  private static final WindowDefinition DAILY = window("P1D");
  private static final WindowDefinition TODAY = window("P1D+PT1H");
  private static final WindowDefinition VISIT = window("~PT2H");
  private static final List<WindowDefinition> FIXED = List.of(HOURLY, SLIDING, DAILY);
  private static final List<WindowDefinition> ALL = List.of(HOURLY, SLIDING, DAILY, VISIT);
  private static final SubjectHistory.Terms TERMS =
      new SubjectHistory.Terms(100 * 24 * HOUR, 24 * HOUR);

  private static WindowDefinition window(String shape) {
    return WindowShape.parse(shape.replaceAll("[^A-Z0-9]", "-").replace("-P", "P"), shape, SLICING);
  }

  private static Span slice(long start) {
    return new Span(start, start + SLICE);
  }

  private static Tally mentions(int count) {
    return Tally.of(
        Multiset.of(count == 0 ? Map.of() : Map.of("s", (long) count)),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        Multiset.empty(),
        0);
  }

  private static SubjectHistory history(SubjectKind kind) {
    return new SubjectHistory(kind, TERMS);
  }

  private static Due closed(WindowDefinition window, long start, long end) {
    return new Due(window, new Span(start, end), Standing.CLOSED);
  }

  private static Due open(WindowDefinition window, long start, long end) {
    return new Due(window, new Span(start, end), Standing.OPEN);
  }

  private static Due gone(WindowDefinition window, long start, long end) {
    return new Due(window, new Span(start, end), Standing.GONE);
  }

  private static SubjectHistory.Saved frozen(SubjectHistory history) {
    SubjectHistory.Saved now = history.view();
    Map<String, Map<Span, Boolean>> told = new TreeMap<>();
    now.told().forEach((window, sessions) -> told.put(window, Map.copyOf(sessions)));
    return new SubjectHistory.Saved(
        now.kind(),
        Map.copyOf(now.slices()),
        Map.copyOf(now.days()),
        List.copyOf(now.touched()),
        now.reported(),
        now.covered(),
        now.coveredWithDays(),
        told);
  }

  @Test
  void aCopyKnowsTheSameAndGoesOnByItself() {
    SubjectHistory history = history(SubjectKind.TOPIC);
    history.put(slice(0), false, mentions(2));
    history.put(slice(SLICE), false, mentions(1));
    history.put(new Span(0, 24 * HOUR), true, mentions(1));
    history.report(ALL, 2 * HOUR);
    history.put(slice(3 * HOUR), false, mentions(3));
    SubjectHistory copy = history.copy();
    SubjectHistory.Saved before = frozen(history);
    assertThat(frozen(copy)).isEqualTo(before);
    assertThat(before.told().get(VISIT.toString())).hasSize(1);

    copy.put(slice(0), false, mentions(0));
    copy.put(slice(4 * HOUR), false, mentions(7));
    copy.report(ALL, 30 * HOUR);
    assertThat(frozen(history)).isEqualTo(before);
    assertThat(copy.holds(slice(0))).isFalse();
    assertThat(history.holds(slice(0))).isTrue();
    assertThat(history.holds(new Span(0, 24 * HOUR))).isTrue();
    assertThat(history.report(ALL, 4 * HOUR).slices()).containsExactly(slice(3 * HOUR));
  }

  @Test
  void aTopicsWindowIsDueWhenItsEndHasPassedAndOnceMoreWhenItsContentLeft() {
    SubjectHistory history = history(SubjectKind.TOPIC);
    history.put(slice(HOUR), false, mentions(2));
    List<WindowDefinition> hourly = List.of(HOURLY);

    assertThat(history.due(hourly)).as("the slice itself").isEqualTo(HOUR + SLICE);
    assertThat(history.report(hourly, HOUR + SLICE))
        .isEqualTo(
            new SubjectHistory.Report(List.of(slice(HOUR)), List.of(open(HOURLY, HOUR, 2 * HOUR))));
    assertThat(history.due(hourly)).isEqualTo(2 * HOUR);
    assertThat(history.report(hourly, 2 * HOUR).windows())
        .containsExactly(closed(HOURLY, HOUR, 2 * HOUR));
    // one size later its 'previous' is 2: that is a row too
    assertThat(history.due(hourly)).isEqualTo(3 * HOUR);
    assertThat(history.report(hourly, 9 * HOUR).windows())
        .containsExactly(closed(HOURLY, 2 * HOUR, 3 * HOUR));
    assertThat(history.due(hourly)).as("its retention").isEqualTo(HOUR + SLICE + 2400 * HOUR);
  }

  @Test
  void aRankedSubjectsWindowIsDueOnlyWhereItOccursAndNeverBeforeItsEnd() {
    SubjectHistory history = history(SubjectKind.KEYWORD);
    history.put(slice(HOUR), false, mentions(2));
    assertThat(history.report(List.of(HOURLY), HOUR + SLICE).windows()).isEmpty();
    assertThat(history.report(List.of(HOURLY), 9 * HOUR).windows())
        .containsExactly(closed(HOURLY, HOUR, 2 * HOUR));
  }

  @Test
  void whatSlidesIsOpenInSeveralSpansAndTheDaySoFarInTheOneThatEndsNext() {
    SubjectHistory history = history(SubjectKind.TOPIC);
    history.put(slice(5 * HOUR), false, mentions(1));
    assertThat(history.report(List.of(SLIDING, TODAY), 5 * HOUR + SLICE).windows())
        .containsExactly(
            open(SLIDING, 3 * HOUR, 6 * HOUR),
            open(SLIDING, 4 * HOUR, 7 * HOUR),
            open(SLIDING, 5 * HOUR, 8 * HOUR),
            open(TODAY, 0, 6 * HOUR));
  }

  @Test
  void aLateSliceCorrectsEveryWindowThatHoldsItOrComparesWithIt() {
    SubjectHistory history = history(SubjectKind.TOPIC);
    history.put(slice(HOUR), false, mentions(1));
    history.report(List.of(SLIDING), 10 * HOUR);

    history.put(slice(2 * HOUR), false, mentions(1));

    assertThat(history.due(List.of(SLIDING))).as("at once").isEqualTo(10 * HOUR);
    assertThat(history.report(List.of(SLIDING), 10 * HOUR).windows())
        .extracting(due -> due.span().end())
        .containsExactly(3 * HOUR, 4 * HOUR, 5 * HOUR, 6 * HOUR, 7 * HOUR, 8 * HOUR);
  }

  @Test
  void whatIsTakenAwayAgainIsReportedWhereItHadBeen() {
    SubjectHistory history = history(SubjectKind.KEYWORD);
    history.put(slice(HOUR), false, mentions(1));
    history.report(List.of(HOURLY), 3 * HOUR);
    history.put(slice(HOUR), false, mentions(0));
    assertThat(history.report(List.of(HOURLY), 3 * HOUR).windows())
        .containsExactly(closed(HOURLY, HOUR, 2 * HOUR));
    assertThat(history.isEmpty()).isTrue();
  }

  @Test
  void ofTheTotalWindowsBetweenItsSlicesAreDueToo() {
    SubjectHistory total = history(SubjectKind.TOTAL);
    total.put(slice(HOUR - SLICE), false, mentions(1));
    assertThat(total.report(List.of(HOURLY), 5 * HOUR).windows())
        .containsExactly(closed(HOURLY, 0, HOUR));

    total.put(slice(4 * HOUR), false, mentions(1));

    assertThat(total.report(List.of(HOURLY), 5 * HOUR).windows())
        .extracting(due -> due.span().end())
        .containsExactly(2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR);
  }

  @Test
  void articlesDatedToTheDayCountOnlyInWindowsOfWholeDays() {
    SubjectHistory history = history(SubjectKind.TOPIC);
    Span day = new Span(0, 24 * HOUR);
    history.put(day, true, mentions(5));

    assertThat(history.report(ALL, 24 * HOUR).windows())
        .containsExactly(closed(DAILY, 0, 24 * HOUR));
    assertThat(history.mentions(DAILY, day)).isEqualTo(5);
    assertThat(history.mentions(SLIDING, new Span(0, 3 * HOUR))).isZero();
    assertThat(history.slicesOf(DAILY, day)).containsExactly(day);
    assertThat(history.slicesOf(HOURLY, new Span(0, HOUR))).isEmpty();
  }

  @Test
  void aSessionEndsAGapBehindItsLastSlice() {
    SubjectHistory history = history(SubjectKind.TOPIC);
    history.put(slice(HOUR), false, mentions(1));
    history.put(slice(3 * HOUR), false, mentions(1));
    history.put(slice(5 * HOUR + SLICE), false, mentions(1)); // behind an empty gap

    assertThat(history.report(List.of(VISIT), HOUR + SLICE).windows())
        .containsExactly(open(VISIT, HOUR, 3 * HOUR + SLICE));
    assertThat(history.report(List.of(VISIT), 3 * HOUR + SLICE).windows())
        .as("it grows: the old key goes")
        .containsExactly(gone(VISIT, HOUR, 3 * HOUR + SLICE), open(VISIT, HOUR, 5 * HOUR + SLICE));
    assertThat(history.report(List.of(VISIT), 5 * HOUR + SLICE).windows())
        .containsExactly(closed(VISIT, HOUR, 5 * HOUR + SLICE));
    assertThat(history.report(List.of(VISIT), 9 * HOUR).windows())
        .containsExactly(closed(VISIT, 5 * HOUR + SLICE, 7 * HOUR + 2 * SLICE));
  }

  @Test
  void aLateSliceJoinsTwoSessions() {
    SubjectHistory history = history(SubjectKind.PLACE);
    history.put(slice(HOUR), false, mentions(1));
    history.put(slice(4 * HOUR), false, mentions(1));
    assertThat(history.report(List.of(VISIT), 7 * HOUR).windows())
        .containsExactly(
            closed(VISIT, HOUR, 3 * HOUR + SLICE), closed(VISIT, 4 * HOUR, 6 * HOUR + SLICE));

    history.put(slice(2 * HOUR + SLICE), false, mentions(1));

    assertThat(history.report(List.of(VISIT), 7 * HOUR).windows())
        .containsExactly(
            gone(VISIT, HOUR, 3 * HOUR + SLICE),
            gone(VISIT, 4 * HOUR, 6 * HOUR + SLICE),
            closed(VISIT, HOUR, 6 * HOUR + SLICE));
  }

  @Test
  void whatIsTakenAwayPartsASession() {
    SubjectHistory history = history(SubjectKind.PLACE);
    history.put(slice(HOUR), false, mentions(1));
    history.put(slice(2 * HOUR + SLICE), false, mentions(1));
    history.put(slice(4 * HOUR), false, mentions(1));
    history.report(List.of(VISIT), 7 * HOUR);

    history.put(slice(2 * HOUR + SLICE), false, mentions(0));

    assertThat(history.report(List.of(VISIT), 7 * HOUR).windows())
        .containsExactly(
            gone(VISIT, HOUR, 6 * HOUR + SLICE),
            closed(VISIT, HOUR, 3 * HOUR + SLICE),
            closed(VISIT, 4 * HOUR, 6 * HOUR + SLICE));
  }

  @Test
  void aSessionThatDoesNotEndIsCutWhenItIsAsLongAsSlicesAreKept() {
    var history = new SubjectHistory(SubjectKind.TOPIC, new SubjectHistory.Terms(3 * HOUR, HOUR));
    for (int hour = 1; hour <= 6; hour++) {
      history.put(slice(hour * HOUR), false, mentions(1));
    }
    assertThat(history.report(List.of(VISIT), 20 * HOUR).windows())
        .containsExactly(
            closed(VISIT, HOUR, 5 * HOUR + SLICE), closed(VISIT, 4 * HOUR, 8 * HOUR + SLICE));
  }

  @Test
  void slicesLeaveWhenTheirTimeHasPassedUnlessASessionStillNeedsThem() {
    var terms = new SubjectHistory.Terms(3 * HOUR, HOUR);
    var history = new SubjectHistory(SubjectKind.TOPIC, terms);
    history.put(slice(0), false, mentions(1));
    assertThat(history.expire(FIXED, 10 * HOUR)).as("not yet reported").isEmpty();
    history.report(FIXED, HOUR);
    assertThat(history.expire(FIXED, 3 * HOUR + SLICE - 1)).isEmpty();
    assertThat(history.expire(List.of(VISIT), 3 * HOUR + SLICE - 1)).isEmpty();
    assertThat(history.due(List.of(VISIT))).isEqualTo(2 * HOUR + SLICE);
    history.report(List.of(VISIT), 2 * HOUR + SLICE);
    assertThat(history.due(List.of(VISIT)))
        .as("the session may change until its lateness ends")
        .isEqualTo(3 * HOUR + SLICE);
    assertThat(history.expire(List.of(VISIT), 3 * HOUR + SLICE)).containsExactly(slice(0));
    assertThat(history.isEmpty()).isTrue();
  }

  @Test
  void nothingIsDueBehindTheEndOfTime() {
    SubjectHistory history = history(SubjectKind.TOTAL);
    history.put(slice(0), false, mentions(1));
    assertThat(history.report(ALL, Long.MAX_VALUE).windows())
        .extracting(due -> due.window().name())
        .containsOnly(HOURLY.name(), SLIDING.name(), DAILY.name());
    assertThat(history.report(ALL, Long.MAX_VALUE).windows()).isEmpty();
  }

  @Test
  void aWindowThatIsNewIsDueOverAllSlicesThereAre() {
    SubjectHistory history = history(SubjectKind.TOPIC);
    history.put(slice(HOUR), false, mentions(1));
    history.put(slice(5 * HOUR), false, mentions(1));
    history.report(List.of(DAILY), 5 * HOUR + SLICE);
    assertThat(history.all(HOURLY, 5 * HOUR + SLICE))
        .containsExactly(
            closed(HOURLY, HOUR, 2 * HOUR),
            closed(HOURLY, 2 * HOUR, 3 * HOUR),
            open(HOURLY, 5 * HOUR, 6 * HOUR));
    assertThat(history.all(VISIT, 5 * HOUR + SLICE))
        .containsExactly(
            closed(VISIT, HOUR, 3 * HOUR + SLICE), open(VISIT, 5 * HOUR, 7 * HOUR + SLICE));
  }

  /**
   * Random slices come and go, in random order, with event time moving between: what was reported
   * last of each span is what a recount gives, and nothing due is left out. The recount walks over
   * all spans, the history over none but those due.
   */
  @RepeatedTest(200)
  void reportsWhatARecountGives(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    SubjectKind kind =
        List.of(SubjectKind.TOTAL, SubjectKind.TOPIC, SubjectKind.PERSON).get(random.nextInt(3));
    SubjectHistory history = history(kind);
    NavigableCounts slices = new NavigableCounts();
    NavigableCounts days = new NavigableCounts();
    Map<String, String> reported = new HashMap<>();
    long now = 0;
    long most = 4 * 24 * HOUR;
    while (now < most + 4 * 24 * HOUR) {
      for (int i = random.nextInt(4); i > 0 && now < most; i--) {
        long at = Math.max(0, now + (long) ((random.nextDouble() - 0.4) * 12 * HOUR));
        boolean day = random.nextInt(5) == 0;
        long length = day ? 24 * HOUR : SLICE;
        Span span = new Span(at - at % length, at - at % length + length);
        NavigableCounts of = day ? days : slices;
        // the total only grows: an article is corrected, never taken away
        int change =
            kind != SubjectKind.TOTAL && of.containsKey(span) && random.nextInt(3) == 0 ? -1 : 1;
        history.put(span, day, mentions(of.change(span, change)));
      }
      now += SLICE * random.nextInt(60);
      if (random.nextInt(3) == 0) {
        history = new SubjectHistory(history.view()).under(TERMS); // as after a failure
      }
      if (history.due(ALL) <= now) {
        for (Due due : history.report(ALL, now).windows()) {
          String key = due.window().name() + due.span();
          if (due.standing() == Standing.CLOSED) {
            reported.put(
                key,
                history.mentions(due.window(), due.span())
                    + " after "
                    + history.mentions(due.window(), due.window().previous(due.span())));
          } else if (due.standing() == Standing.GONE) {
            reported.remove(key);
          }
        }
      }
    }
    // what says that nothing was there is no row
    reported.values().removeIf("0 after 0"::equals);
    if (kind == SubjectKind.PERSON) {
      reported.values().removeIf(row -> row.startsWith("0 "));
    }
    Map<String, String> expected = recount(slices, days, kind, now);
    if (kind == SubjectKind.TOTAL) {
      expected.values().removeIf("0 after 0"::equals);
    }
    Map<String, String> surplus = new TreeMap<>(reported);
    surplus.entrySet().removeAll(expected.entrySet());
    expected.entrySet().removeAll(reported.entrySet());
    assertThat(surplus + " but " + expected)
        .as("seed " + repetition.getCurrentRepetition() + ", " + kind)
        .isEqualTo("{} but {}");
  }

  private static final class NavigableCounts extends TreeMap<Span, Integer> {
    private static final long serialVersionUID = 1;

    int change(Span span, int by) {
      int now = getOrDefault(span, 0) + by;
      if (now == 0) {
        remove(span);
      } else {
        put(span, now);
      }
      return now;
    }

    long within(Span span) {
      return entrySet().stream()
          .filter(slice -> span.contains(slice.getKey()))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  private static Map<String, String> recount(
      NavigableCounts slices, NavigableCounts days, SubjectKind kind, long now) {
    Map<String, String> rows = new HashMap<>();
    for (WindowDefinition window : FIXED) {
      NavigableCounts content = new NavigableCounts();
      content.putAll(slices);
      if (window.equals(DAILY)) {
        content.putAll(days);
      }
      Set<Span> spans = new TreeSet<>();
      for (long end = HOUR; end <= now; end += HOUR) {
        if (window.equals(HOURLY)) {
          spans.add(new Span(end - HOUR, end));
        } else if (window.equals(SLIDING)) {
          spans.add(new Span(end - 3 * HOUR, end));
        } else if (end % (24 * HOUR) == 0) {
          spans.add(new Span(end - 24 * HOUR, end));
        }
      }
      long first = content.keySet().stream().mapToLong(Span::start).min().orElse(Long.MAX_VALUE);
      long last = content.keySet().stream().mapToLong(Span::end).max().orElse(Long.MIN_VALUE);
      for (Span span : spans) {
        long size = span.end() - span.start();
        long mentions = content.within(span);
        long previous = content.within(new Span(span.start() - size, span.start()));
        boolean due =
            switch (kind) {
              case TOTAL -> span.start() < last && span.end() > first;
              case TOPIC -> mentions + previous > 0;
              default -> mentions > 0;
            };
        if (due) {
          rows.put(window.name() + span, mentions + " after " + previous);
        }
      }
    }
    if (kind != SubjectKind.TOTAL) {
      List<Span> run = new ArrayList<>(slices.keySet());
      for (int from = 0; from < run.size(); ) {
        int to = from;
        while (to + 1 < run.size() && run.get(to + 1).start() - run.get(to).end() < 2 * HOUR) {
          to++;
        }
        Span session = new Span(run.get(from).start(), run.get(to).end() + 2 * HOUR);
        long size = session.end() - session.start();
        rows.put(
            VISIT.name() + session,
            slices.within(session)
                + " after "
                + slices.within(new Span(session.start() - size, session.start())));
        from = to + 1;
      }
    }
    return rows;
  }
}
