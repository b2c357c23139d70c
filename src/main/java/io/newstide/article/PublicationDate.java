package io.newstide.article;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/**
 * When an article was published, as its source wrote it: ISO-8601 with an offset, a date alone, or
 * epoch milliseconds.
 *
 * @param at the moment; the local midnight it begins with for a day
 * @param precision to the instant or to the day
 */
record PublicationDate(Instant at, DatePrecision precision) {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  /** The last moment a date may name: the end of the year 9999. */
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  /** Reads ISO-8601; empty if it is none, or a moment before 1970. */
  static Optional<PublicationDate> of(String written, ZoneId zone) {
    try {
      if (written.length() == 10) {
        return day(LocalDate.parse(written, DAY), zone);
      }
      return instant(OffsetDateTime.parse(written).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Reads epoch milliseconds; empty before 1970. */
  static Optional<PublicationDate> of(long epochMillis) {
    return instant(Instant.ofEpochMilli(epochMillis));
  }

  /** This date to its local day. */
  PublicationDate toDay(ZoneId zone) {
    return new PublicationDate(
        at.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant(), DatePrecision.DAY);
  }

  private static Optional<PublicationDate> day(LocalDate day, ZoneId zone) {
    return day.isBefore(LocalDate.EPOCH)
        ? Optional.empty()
        : checked(day.atStartOfDay(zone).toInstant(), DatePrecision.DAY);
  }

  private static Optional<PublicationDate> instant(Instant at) {
    return at.isBefore(Instant.EPOCH) ? Optional.empty() : checked(at, DatePrecision.INSTANT);
  }

  private static Optional<PublicationDate> checked(Instant at, DatePrecision precision) {
    return at.isAfter(LAST)
        ? Optional.empty()
        : Optional.of(new PublicationDate(Instant.ofEpochMilli(at.toEpochMilli()), precision));
  }
}
