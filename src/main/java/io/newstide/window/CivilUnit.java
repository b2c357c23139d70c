package io.newstide.window;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The periods of the civil calendar. Each counts its periods from the one that holds 1970-01-01.
 */
enum CivilUnit {
  DAY("D", ChronoUnit.DAYS, 1, LocalDate.EPOCH),
  /** From Monday. */
  WEEK("W", ChronoUnit.WEEKS, 7, LocalDate.of(1969, 12, 29)),
  MONTH("M", ChronoUnit.MONTHS, 31, LocalDate.EPOCH);

  private final String letter;
  private final ChronoUnit unit;
  private final int longestDays;
  private final LocalDate origin;

  CivilUnit(String letter, ChronoUnit unit, int longestDays, LocalDate origin) {
    this.letter = letter;
    this.unit = unit;
    this.longestDays = longestDays;
    this.origin = origin;
  }

  /** The letter ISO-8601 has for it. */
  String letter() {
    return letter;
  }

  /** How many days the longest of its periods has. */
  int longestDays() {
    return longestDays;
  }

  /** The number of the period a day lies in. */
  long indexOf(LocalDate day) {
    long whole = unit.between(origin, day);
    return firstDay(whole).isAfter(day) ? whole - 1 : whole;
  }

  /** The first day of a period. */
  LocalDate firstDay(long index) {
    return origin.plus(index, unit);
  }
}
