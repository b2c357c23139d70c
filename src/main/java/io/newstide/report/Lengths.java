package io.newstide.report;

import java.time.Duration;

/** How long something takes, as people say it. */
final class Lengths {

  private Lengths() {}

  /** In the two greatest units of days, hours and minutes. */
  static String of(Lang lang, long millis) {
    Duration length = Duration.ofMillis(millis);
    if (length.toDays() > 0) {
      return lang.say("span.days", length.toDays(), length.toHoursPart());
    }
    return length.toHours() > 0
        ? lang.say("span.hours", length.toHours(), length.toMinutesPart())
        : lang.say("span.minutes", length.toMinutes());
  }
}
