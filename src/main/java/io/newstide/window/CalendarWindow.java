package io.newstide.window;

import java.time.Duration;

/**
 * A window of civil days, weeks from Monday, or months in the zone of the slicing; a day may have
 * 23 or 25 hours. One of several periods may slide by fewer.
 */
final class CalendarWindow extends FixedWindow {

  private static final long serialVersionUID = 1;

  private final CivilUnit unit;
  private final int size;
  private final int slide;
  private final Slicing slicing;

  /** The answer given last: working with the calendar takes its time. */
  private transient volatile Answer last;

  private record Answer(long moment, Span span) {}

  CalendarWindow(String name, CivilUnit unit, int size, int slide, Slicing slicing) {
    super(name);
    this.unit = unit;
    this.size = size;
    this.slide = slide;
    this.slicing = slicing;
  }

  @Override
  public Span endingAfter(long moment) {
    Answer known = last;
    if (known != null && moment >= known.moment() && moment < known.span().end()) {
      return known.span();
    }
    long current = unit.indexOf(slicing.local(moment).toLocalDate());
    // The next end is behind the current period; windows start at multiples of the slide.
    long end = current + 1 + Math.floorMod(size - current - 1, slide);
    Span span = periods(end - size, end);
    last = new Answer(slide == size ? span.start() : moment, span);
    return span;
  }

  @Override
  public Span previous(Span span) {
    long start = unit.indexOf(slicing.local(span.start()).toLocalDate());
    return periods(start - size, start);
  }

  private Span periods(long from, long to) {
    return new Span(slicing.midnight(unit.firstDay(from)), slicing.midnight(unit.firstDay(to)));
  }

  @Override
  int overlap() {
    return (size + slide - 1) / slide;
  }

  @Override
  public Duration longest() {
    return Duration.ofDays((long) size * unit.longestDays());
  }

  @Override
  public boolean countsDays() {
    return true;
  }

  @Override
  public String shape() {
    String length = "P" + size + unit.letter();
    return slide == size ? length : length + "/P" + slide + unit.letter();
  }
}
