package io.newstide.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.window.Slicing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Slices of ten minutes; after an hour without an article event time goes on by itself. */
class EventClockTest {

  private final EventClock clock =
      new EventClock(new Slicing(ZoneOffset.UTC, Duration.ofMinutes(10)), Duration.ofHours(1));

  private static long at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z").toEpochMilli();
  }

  private void article(String published, boolean reliable, String arrived) {
    Instant date = Instant.ofEpochMilli(at(published));
    clock.add(
        new Article(
            "id",
            "source",
            "title",
            "",
            "",
            "",
            date,
            DatePrecision.INSTANT,
            reliable,
            "",
            Instant.ofEpochMilli(at(arrived)),
            "",
            "",
            ""));
  }

  private String passed(String moment, int outOfOrderMinutes) {
    long time = clock.with(Duration.ofMinutes(outOfOrderMinutes)).of(at(moment));
    return Instant.ofEpochMilli(time).toString().substring(11, 16);
  }

  @Test
  void theFirstArticleThatBringsEventTimeSoFarPassesAMoment() {
    article("08:05", true, "08:06");
    article("08:29", true, "08:30");
    article("08:31", true, "08:32");
    // 08:29 less ten minutes is 08:19, whose slice begins at 08:10.
    assertThat(passed("08:10", 10)).isEqualTo("08:30");
    assertThat(passed("08:20", 10)).isEqualTo("08:32");
    assertThat(passed("08:20", 1)).isEqualTo("08:30");
    assertThat(passed("07:00", 10)).isEqualTo("08:06");
  }

  @Test
  void inSilenceEventTimeGoesOnAtTheClocksPace() {
    article("08:05", true, "08:06");
    article("12:35", true, "12:36");
    // From 09:06 on, one hour later: from 07:50 at a slice every ten minutes.
    assertThat(passed("08:00", 10)).isEqualTo("09:16");
    assertThat(passed("10:00", 10)).isEqualTo("11:16");
    // The article comes before the clock would have got there: 11:20 at 12:36.
    assertThat(passed("12:20", 10)).isEqualTo("12:36");
    // Behind the last article the clock goes on for ever: 13:36 and 40 minutes.
    assertThat(passed("13:00", 10)).isEqualTo("14:16");
  }

  @Test
  void whatIsDatedUnreliablyDoesNotMoveEventTimeButEndsTheSilence() {
    article("08:05", true, "08:06");
    article("09:00", false, "09:00");
    article("09:45", true, "09:46");
    assertThat(passed("08:30", 10)).isEqualTo("09:46");
  }

  @Test
  void withoutAnyDateAMomentPassesWhenItIs() {
    assertThat(passed("08:00", 10)).isEqualTo("08:00");
    assertThat(clock.length()).isZero();
  }
}
