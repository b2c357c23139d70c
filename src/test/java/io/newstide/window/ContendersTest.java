package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Contenders.Contender;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContendersTest {

  private static final long SLICE = Duration.ofMinutes(10).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Slicing SLICING = new Slicing(ZONE, Duration.ofMinutes(10));
  private static final FixedWindow HOURLY = window("PT1H");
  private static final FixedWindow TODAY = window("P1D+PT1H");
  private static final Subject FLOOD = new Subject(SubjectKind.KEYWORD, "防汛");
  private static final Subject ROBOT = new Subject(SubjectKind.KEYWORD, "机器人");

  private Contenders contenders = new Contenders();
  private final Map<Subject, SubjectHistory> histories = new HashMap<>();

  private static FixedWindow window(String shape) {
    String name = shape.replaceAll("[^A-Z0-9]", "-");
    return (FixedWindow) WindowShape.parse(name, shape, SLICING);
  }

  private void mention(
      Subject subject, long start, long count, long ended, List<FixedWindow> contested) {
    Span slice = new Span(start, start + SLICE);
    SubjectHistory history =
        histories.computeIfAbsent(
            subject,
            absent ->
                new SubjectHistory(
                    SubjectKind.KEYWORD, new SubjectHistory.Terms(2400 * HOUR, 24 * HOUR)));
    Tally tally =
        Tally.of(
            Multiset.of(count == 0 ? Map.of() : Map.of("story", count)),
            Multiset.empty(),
            Multiset.empty(),
            Multiset.empty(),
            Multiset.empty(),
            Multiset.empty(),
            0);
    history.put(slice, false, tally);
    contenders.put(subject, history, List.of(slice), contested, ended);
  }

  private Map<String, List<Contender>> decided(long ended, long now) {
    Map<String, List<Contender>> decided = new TreeMap<>();
    contenders.decide(
        ended,
        now,
        (window, span, all) -> {
          String key = window.name() + " " + span.start() / HOUR + "-" + span.end() / HOUR;
          assertThat(decided.put(key, all)).as("once").isNull();
        });
    return decided;
  }

  @Test
  void aWindowThatEndedIsGivenOnceWithThoseWhoOccurInItTheMostMentionedFirst() {
    mention(FLOOD, 0, 2, Long.MIN_VALUE, List.of(HOURLY));
    mention(ROBOT, SLICE, 3, Long.MIN_VALUE, List.of(HOURLY));
    mention(FLOOD, HOUR, 1, Long.MIN_VALUE, List.of(HOURLY));

    assertThat(decided(Long.MIN_VALUE, HOUR - 1)).isEmpty();
    assertThat(decided(HOUR - 1, HOUR))
        .containsOnly(
            Map.entry("PT1H 0-1", List.of(new Contender(ROBOT, 3), new Contender(FLOOD, 2))));
    assertThat(decided(HOUR, 9 * HOUR))
        .containsOnly(Map.entry("PT1H 1-2", List.of(new Contender(FLOOD, 1))));
    assertThat(decided(9 * HOUR, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void whoWasMentionedEarlierInAWindowThatGrowsIsInItsLaterStepsUntilThePeriodEnds() {
    // Midnight in Berlin is an hour before that of UTC.
    mention(FLOOD, 20 * HOUR, 1, 20 * HOUR, List.of(TODAY));

    assertThat(decided(20 * HOUR, 21 * HOUR).keySet()).containsExactly("P1D-PT1H -1-21");
    assertThat(decided(21 * HOUR, 22 * HOUR).keySet()).containsExactly("P1D-PT1H -1-22");
    assertThat(decided(22 * HOUR, Long.MAX_VALUE).keySet()).containsExactly("P1D-PT1H -1-23");
  }

  @Test
  void whatIsTakenBackIsOutOfTheContestAndWhatComesForAnEndedWindowIsNotInIt() {
    mention(FLOOD, 0, 2, Long.MIN_VALUE, List.of(HOURLY));
    mention(FLOOD, 0, 0, Long.MIN_VALUE, List.of(HOURLY));
    mention(ROBOT, 0, 1, HOUR, List.of(HOURLY));

    assertThat(decided(Long.MIN_VALUE, 5 * HOUR)).containsOnly(Map.entry("PT1H 0-1", List.of()));
  }

  @Test
  void windowsThatAreGoneAreForgotten() {
    mention(FLOOD, 0, 1, 0, List.of(HOURLY, TODAY));
    contenders.retain(List.of(TODAY));

    assertThat(decided(0, HOUR).keySet()).containsExactly("P1D-PT1H -1-1");
  }

  @ParameterizedTest
  @CsvSource({
    "PT1H,true",
    "PT3H/PT1H,true",
    "P1D,true",
    "P1D+PT1H,true",
    "PT24H/PT1H,false",
    "P1W,false",
    "PT25H,false",
    "~PT6H,false"
  })
  void windowsAreContestedThatAreShortAndDoNotOverlapMuch(String shape, boolean contested) {
    assertThat(Contenders.areIn(WindowShape.parse("w", shape, SLICING))).isEqualTo(contested);
  }

  /**
   * Two days, in one of which the clocks go back; event time moves on by chance, and now and then
   * all is lost but the histories.
   */
  @RepeatedTest(40)
  void givesAllSpansThatHoldAnythingWithAllWhoOccurThere(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<FixedWindow> contested =
        List.of(HOURLY, TODAY, window("PT3H/PT1H"), window("P1D"), window("PT40M/PT10M"));
    long first = ZonedDateTime.of(2024, 10, 26, 0, 0, 0, 0, ZONE).toInstant().toEpochMilli();
    long last = first + 50 * HOUR;
    Map<String, Map<String, Long>> expected = new TreeMap<>();
    Map<String, Map<String, Long>> given = new TreeMap<>();
    long ended = first;
    for (long now = first; ended < last; now += SLICE * (1 + random.nextInt(12))) {
      take(contested, ended, now, given);
      ended = now;
      if (random.nextInt(10) == 0) {
        contenders = new Contenders();
        for (Map.Entry<Subject, SubjectHistory> one : histories.entrySet()) {
          contenders.putAll(one.getKey(), one.getValue(), contested, ended);
        }
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        Subject subject = new Subject(SubjectKind.KEYWORD, "k" + random.nextInt(5));
        // As articles come: not for what has ended, nor far ahead of event time.
        long start = ended + SLICE * random.nextInt(30);
        if (histories.containsKey(subject)
            && histories.get(subject).mentionsOf(new Span(start, start + SLICE)) > 0) {
          continue;
        }
        long count = 1L + random.nextInt(3);
        mention(subject, start, count, ended, contested);
        for (FixedWindow window : contested) {
          // Midnight to midnight, whatever the clocks do, and every span that reaches so far.
          for (Span span = window.endingAfter(start);
              span.start() <= start;
              span = window.endingAfter(span.end())) {
            if (span.end() >= start + SLICE) {
              expected
                  .computeIfAbsent(window + " " + span, absent -> new TreeMap<>())
                  .merge(subject.id(), count, Long::sum);
            }
          }
        }
      }
    }
    take(contested, ended, Long.MAX_VALUE, given);

    assertThat(given.keySet()).containsAll(expected.keySet());
    // Of a window that grows nobody says at which of its steps somebody came.
    assertThat(given.keySet())
        .filteredOn(span -> !expected.containsKey(span))
        .allMatch(span -> span.startsWith(TODAY.toString()));
    // More mentions than there are do no harm, fewer would.
    expected.forEach(
        (span, counts) ->
            counts.forEach(
                (id, count) ->
                    assertThat(given.get(span).get(id))
                        .as("%s in %s", id, span)
                        .isGreaterThanOrEqualTo(count)));
  }

  private void take(
      List<FixedWindow> contested, long ended, long now, Map<String, Map<String, Long>> into) {
    contenders.decide(
        ended,
        now,
        (window, span, all) -> {
          Map<String, Long> of = new TreeMap<>();
          all.forEach(one -> of.put(one.subject().id(), one.mentions()));
          assertThat(contested).contains(window);
          assertThat(into.put(window + " " + span, of)).as("once").isNull();
        });
  }
}
