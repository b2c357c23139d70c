package io.newstide.window;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;

/**
 * How time is cut into slices, the unit in which everything is counted. Slices are aligned to local
 * midnight of 1970-01-01 by the zone's offset at that moment, and the zone's offsets since then are
 * multiples of the slice; so every local midnight is the border of a slice. Immutable.
 */
public final class Slicing implements Serializable {

  private static final long serialVersionUID = 1;

  private final ZoneId zone;
  private final long slice;
  private final long origin;

  /**
   * Cuts the time of a zone.
   *
   * @param zone the zone whose days are counted
   * @param slice from one second to one day, dividing the day
   * @throws IllegalArgumentException if the slice does not divide the day, or an offset of the zone
   *     since 1970 is not a multiple of it
   */
  public Slicing(ZoneId zone, Duration slice) {
    this.zone = zone;
    this.slice = slice.toMillis();
    if (this.slice < 1000 || Duration.ofDays(1).toMillis() % this.slice != 0) {
      throw new IllegalArgumentException(
          "a slice is at least a second and divides the day: " + slice);
    }
    ZoneRules rules = zone.getRules();
    refuseUnaligned(rules.getOffset(Instant.EPOCH), rules.getOffset(Instant.EPOCH));
    for (ZoneOffsetTransition transition : rules.getTransitions()) {
      if (transition.getInstant().isAfter(Instant.EPOCH)) {
        refuseUnaligned(rules.getOffset(Instant.EPOCH), transition.getOffsetAfter());
      }
    }
    for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
      refuseUnaligned(rules.getOffset(Instant.EPOCH), rule.getOffsetAfter());
    }
    this.origin = -rules.getOffset(Instant.EPOCH).getTotalSeconds() * 1000L;
  }

  private void refuseUnaligned(ZoneOffset then, ZoneOffset offset) {
    if (offset.getTotalSeconds() * 1000L % slice != 0
        || then.getTotalSeconds() * 1000L % slice != 0) {
      throw new IllegalArgumentException(
          "the zone %s has been at %s since 1970, which is no multiple of the slice %s: choose a slice that divides it"
              .formatted(zone, offset, Duration.ofMillis(slice)));
    }
  }

  /** The zone whose days are counted. */
  public ZoneId zone() {
    return zone;
  }

  /** The length of a slice. */
  public Duration slice() {
    return Duration.ofMillis(slice);
  }

  /** Local midnight of 1970-01-01 by the zone's offset then, from which durations are counted. */
  long origin() {
    return origin;
  }

  /** The greatest border of slices that is not after a moment (epoch milliseconds). */
  public long floor(long moment) {
    return moment - Math.floorMod(moment - origin, slice);
  }

  /** The slice an article counts in: for one dated to the day, the whole local day. */
  public Span sliceOf(Article article) {
    long moment = article.publishedAt().toEpochMilli();
    if (article.datePrecision() == DatePrecision.DAY) {
      LocalDate day = article.publishedAt().atZone(zone).toLocalDate();
      return new Span(midnight(day), midnight(day.plusDays(1)));
    }
    long start = floor(moment);
    return new Span(start, start + slice);
  }

  /** Whether a slice holds what was dated to the day, not to the instant. */
  public boolean isDay(Span slice) {
    return slice.end() - slice.start() > this.slice;
  }

  /** The first moment of a local day: midnight, or the end of the gap where there is none. */
  long midnight(LocalDate day) {
    return day.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** The local time at a moment. */
  LocalDateTime local(long moment) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(moment), zone);
  }
}
