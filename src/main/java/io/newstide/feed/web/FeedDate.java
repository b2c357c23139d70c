package io.newstide.feed.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date as feeds write it: RFC 822 with the years and zones found in practice, RFC 3339, and what
 * Chinese sites write instead. Without an offset it is in the zone of the reader. Immutable.
 *
 * @param at the moment; the day's midnight for a date alone
 * @param day whether only the day was given
 */
record FeedDate(OffsetDateTime at, boolean day) {

  private static final String TIME =
      "(?:[T\\s]\\s*(\\d{1,2})[:时](\\d{2})(?:[:分](\\d{2})(?:[.,]\\d+)?秒?|分)?\\s*([A-Za-z0-9:+-]*))?";
  private static final Pattern ISO =
      Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?" + TIME);
  private static final Pattern RFC_822 =
      Pattern.compile(
          "(?:\\p{L}+\\.?,?\\s*)?(\\d{1,2})[\\s-](\\p{Alpha}{3,9})\\.?[\\s-](\\d{4}|\\d{2})"
              + TIME);
  private static final Pattern OFFSET =
      Pattern.compile("(?:GMT|UTC|UT)?([+-])(\\d{1,2}):?(\\d{2})?");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /** RFC 822, 5.1. */
  private static final Map<String, Integer> HOURS =
      Map.of(
          "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8, "PDT", -7);

  /** Systems that know no date write the beginning of their time: no news is older than this. */
  private static final int FIRST_YEAR = 1990;

  private static final int LAST_YEAR = 9999;
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  /**
   * Reads a date.
   *
   * @param zone in which it is if it has no offset; CST is China's where that is the zone's offset,
   *     else America's as in RFC 822
   * @return empty if it cannot be read or is before 1990
   */
  static Optional<FeedDate> of(String written, ZoneId zone) {
    String text = written.strip();
    try {
      Matcher iso = ISO.matcher(text);
      if (iso.matches()) {
        return date(number(iso, 1), number(iso, 2), number(iso, 3), iso, zone);
      }
      Matcher rfc = RFC_822.matcher(text);
      if (rfc.matches()) {
        int month = MONTHS.indexOf(rfc.group(2).substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
        int year = number(rfc, 3);
        return date(
            rfc.group(3).length() == 2 ? year + (year < 70 ? 2000 : 1900) : year,
            month,
            number(rfc, 1),
            rfc,
            zone);
      }
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  private static Optional<FeedDate> date(
      int year, int month, int day, Matcher matcher, ZoneId zone) {
    LocalDate date = LocalDate.of(year, month, day);
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      return Optional.empty();
    }
    if (matcher.group(4) == null) {
      return Optional.of(new FeedDate(date.atStartOfDay(zone).toOffsetDateTime(), true));
    }
    LocalDateTime at =
        date.atTime(LocalTime.of(number(matcher, 4), number(matcher, 5), number(matcher, 6)));
    return offset(matcher.group(7).toUpperCase(Locale.ROOT), at, zone)
        .map(offset -> new FeedDate(at.atOffset(offset), false));
  }

  private static Optional<ZoneOffset> offset(String written, LocalDateTime at, ZoneId zone) {
    ZoneOffset here = zone.getRules().getOffset(at);
    switch (written) {
      case "" -> {
        return Optional.of(here);
      }
      case "Z", "UT", "UTC", "GMT" -> {
        return Optional.of(ZoneOffset.UTC);
      }
      case "CST" -> {
        return Optional.of(here.equals(CHINA) ? CHINA : ZoneOffset.ofHours(HOURS.get("CST")));
      }
      default -> {
        Matcher offset = OFFSET.matcher(written);
        if (offset.matches()) {
          int sign = offset.group(1).equals("-") ? -1 : 1;
          return Optional.of(
              ZoneOffset.ofHoursMinutes(sign * number(offset, 2), sign * number(offset, 3)));
        }
        return Optional.ofNullable(HOURS.get(written)).map(ZoneOffset::ofHours);
      }
    }
  }

  /** Whether it stands at midnight as it was written. */
  boolean atMidnight() {
    return at.toLocalTime().equals(LocalTime.MIDNIGHT);
  }

  /** The date alone, as it was written. */
  FeedDate toDay() {
    return new FeedDate(at, true);
  }

  /** As an article's {@code publishedAt}. */
  String publishedAt() {
    return day ? at.toLocalDate().toString() : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at);
  }
}
