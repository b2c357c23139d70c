package io.newstide.notify;

import io.newstide.trend.AlertEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * A time of every day in which a channel is left alone, by the clock on the wall of a zone. A time
 * that the clock skips (daylight saving) stands for the moment at which it skips; one that it shows
 * twice for the first. So a quiet time is one span of moments for each day it begins on, whatever
 * the clock does meanwhile. Immutable.
 *
 * @param from when it begins, inclusive
 * @param to when it ends, exclusive; not after {@code from}: on the next day
 * @param zone whose clock
 * @param passAbove the score from which an alert is told even so
 * @param digest whether what was held back is told as one message
 */
public record QuietHours(
    LocalTime from, LocalTime to, ZoneId zone, Optional<Double> passAbove, boolean digest) {

  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("a quiet time begins and ends at different times");
    }
  }

  /** If a moment lies in a quiet time: when that ends. */
  public Optional<Instant> until(Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    // One that began yesterday may still go on; clocks never change by a whole day's length.
    for (LocalDate day : new LocalDate[] {today.minusDays(1), today}) {
      Instant start = moment(day.atTime(from));
      Instant end = moment((to.isAfter(from) ? day : day.plusDays(1)).atTime(to));
      if (!now.isBefore(start) && now.isBefore(end)) {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }

  /** Whether an alert is told even so. What is over can wait for the morning. */
  boolean passes(Alert alert) {
    return alert.state() != AlertEvent.State.CLOSE
        && passAbove.filter(least -> alert.score() >= least).isPresent();
  }

  private Instant moment(LocalDateTime wall) {
    ZoneOffsetTransition change = zone.getRules().getTransition(wall);
    return change != null && change.isGap() ? change.getInstant() : wall.atZone(zone).toInstant();
  }
}
