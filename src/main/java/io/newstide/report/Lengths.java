package io.newstide.report;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time, parts and sizes, as people read them. */
final class Lengths {

  private Lengths() {}

  /** In the two greatest units of days, hours and minutes, in words. */
  static String of(Lang lang, long millis) {
    Duration length = Duration.ofMillis(millis);
    if (length.toDays() > 0) {
      return lang.say("span.days", length.toDays(), length.toHoursPart());
    }
    return length.toHours() > 0
        ? lang.say("span.hours", length.toHours(), length.toMinutesPart())
        : lang.say("span.minutes", length.toMinutes());
  }

  /** The same in signs: {@code 2d3h}, {@code 1h10m}, {@code 20m}, {@code 45s}. */
  static String brief(long millis) {
    Duration length = Duration.ofMillis(millis);
    if (length.toDays() > 0) {
      return length.toDays() + "d" + part(length.toHoursPart(), "h");
    }
    if (length.toHours() > 0) {
      return length.toHours() + "h" + part(length.toMinutesPart(), "m");
    }
    return length.toMinutes() > 0 ? length.toMinutes() + "m" : length.toSeconds() + "s";
  }

  private static String part(int count, String unit) {
    return count == 0 ? "" : count + unit;
  }

  /** As the job file has it, whole days as days. */
  static String iso(Duration duration) {
    return !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()))
        ? "P" + duration.toDays() + "D"
        : duration.toString();
  }

  /** A part as a percentage that is 0% for nothing only. */
  static String percent(double part) {
    double percent = 100 * part;
    if (percent > 0 && percent < 0.01) {
      return "<0.01%";
    }
    return String.format(Locale.ROOT, percent < 10 ? "%.2f%%" : "%.1f%%", percent);
  }

  /** Bytes in kB or MB of a thousand. */
  static String bytes(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
