package io.newstide.window;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person writes to define a window: size, and slide or step, or a gap, in ISO-8601. {@code
 * P1D}, {@code P1W} and {@code P1M} are periods of the civil calendar, {@code PT24H} is a duration.
 */
public final class WindowShape {

  private static final Pattern CIVIL = Pattern.compile("P([1-9][0-9]{0,3})([DWM])");

  /** More than a hundred years of milliseconds are added to nothing here. */
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private WindowShape() {}

  /**
   * Makes a window of what was written.
   *
   * @param name the window's name: letters, digits, hyphens, underscores, dots
   * @param size its length
   * @param slide how far the next one starts behind it; absent for tumbling windows
   * @param step by how much it grows within its size; absent unless cumulative
   * @param slicing the slices it is a view of
   * @throws IllegalArgumentException whose message says what is wrong and what would be right
   */
  public static FixedWindow window(
      String name, String size, Optional<String> slide, Optional<String> step, Slicing slicing) {
    checkName(name);
    if (slide.isPresent() && step.isPresent()) {
      throw new IllegalArgumentException(
          "a window slides or grows: give slide or step, not both, to '%s'".formatted(name));
    }
    Matcher civil = CIVIL.matcher(size);
    if (civil.matches()) {
      return calendar(name, civil, size, slide, step, slicing);
    }
    Duration length = duration("size", size, slicing);
    if (step.isPresent()) {
      return new CumulativeWindow(
          name,
          new DurationWindow(name, length, length, slicing),
          within("step", duration("step", step.get(), slicing), length));
    }
    Duration every =
        slide.isPresent()
            ? within("slide", duration("slide", slide.get(), slicing), length)
            : length;
    return new DurationWindow(name, length, every, slicing);
  }

  /**
   * Makes a session window.
   *
   * @param name the window's name
   * @param gap how long a subject is not mentioned before its session is over
   * @param slicing the slices it is a view of
   * @throws IllegalArgumentException whose message says what is wrong and what would be right
   */
  public static SessionWindow session(String name, String gap, Slicing slicing) {
    checkName(name);
    return new SessionWindow(name, duration("gap", gap, slicing));
  }

  /**
   * Makes a window of its shape in one word: {@code SIZE}, {@code SIZE/SLIDE}, {@code SIZE+STEP} or
   * {@code ~GAP}, what {@link WindowDefinition#shape} gives.
   *
   * @throws IllegalArgumentException whose message says what is wrong and what would be right
   */
  public static WindowDefinition parse(String name, String shape, Slicing slicing) {
    if (shape.startsWith("~")) {
      return session(name, shape.substring(1), slicing);
    }
    int slide = shape.indexOf('/');
    int step = shape.indexOf('+');
    int cut = slide >= 0 ? slide : step;
    Optional<String> rest = cut < 0 ? Optional.empty() : Optional.of(shape.substring(cut + 1));
    return window(
        name,
        cut < 0 ? shape : shape.substring(0, cut),
        slide >= 0 ? rest : Optional.empty(),
        slide < 0 ? rest : Optional.empty(),
        slicing);
  }

  private static void checkName(String name) {
    if (!name.matches("[\\p{IsAlphabetic}0-9][\\p{IsAlphabetic}0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "'%s' is no window name: letters, digits, '.', '_' and '-', at most 64".formatted(name));
    }
  }

  private static FixedWindow calendar(
      String name,
      Matcher civil,
      String size,
      Optional<String> slide,
      Optional<String> step,
      Slicing slicing) {
    CivilUnit unit = unit(civil);
    int length = Integer.parseInt(civil.group(1));
    int every = length;
    if (slide.isPresent()) {
      Matcher written = CIVIL.matcher(slide.get());
      if (!written.matches() || unit(written) != unit) {
        throw new IllegalArgumentException(
            "'%s' is no slide for a window of %s: give it in the same unit, as in P1%s"
                .formatted(slide.get(), size, unit.letter()));
      }
      every = Integer.parseInt(written.group(1));
      if (every > length) {
        throw new IllegalArgumentException(
            "the slide %s is greater than the size %s: what lies between would be in no window"
                .formatted(slide.get(), size));
      }
    }
    if (step.isPresent()) {
      FixedWindow period = new CalendarWindow(name, unit, length, length, slicing);
      return new CumulativeWindow(
          name, period, within("step", duration("step", step.get(), slicing), period.longest()));
    }
    return new CalendarWindow(name, unit, length, every, slicing);
  }

  private static CivilUnit unit(Matcher civil) {
    return switch (civil.group(2)) {
      case "D" -> CivilUnit.DAY;
      case "W" -> CivilUnit.WEEK;
      default -> CivilUnit.MONTH;
    };
  }

  private static Duration duration(String what, String written, Slicing slicing) {
    Duration duration;
    try {
      duration = Duration.parse(written);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'%s' is no %s: a duration as in PT1H or PT30M, or for a size P1D, P1W, P1M"
              .formatted(written, what),
          e);
    }
    if (!written.startsWith("PT")) {
      throw new IllegalArgumentException(
          "'%s' is no %s: calendar periods have one unit, as in P1D, P1W, P1M; durations begin with PT"
              .formatted(written, what));
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the %s %s is longer than %,d days".formatted(what, written, LONGEST.toDays()));
    }
    long slice = slicing.slice().toMillis();
    if (duration.compareTo(slicing.slice()) < 0 || duration.toMillis() % slice != 0) {
      throw new IllegalArgumentException(
          "the %s %s is no multiple of the slice %s".formatted(what, written, slicing.slice()));
    }
    return duration;
  }

  private static Duration within(String what, Duration part, Duration size) {
    if (part.compareTo(size) > 0) {
      throw new IllegalArgumentException(
          "the %s %s is greater than the size %s: what lies between would be in no window"
              .formatted(what, part, size));
    }
    return part;
  }
}
