package io.newstide.window;

import java.time.Duration;

/** A window of a fixed duration, tumbling (slide = size) or sliding. */
final class DurationWindow extends FixedWindow {

  private static final long serialVersionUID = 1;

  private final long size;
  private final long slide;
  private final long origin;

  DurationWindow(String name, Duration size, Duration slide, Slicing slicing) {
    super(name);
    this.size = size.toMillis();
    this.slide = slide.toMillis();
    this.origin = slicing.origin();
  }

  @Override
  public Span endingAfter(long moment) {
    // Starts are multiples of the slide from the origin, so ends are too, moved by the size.
    long end = moment + slide - Math.floorMod(moment - origin - size, slide);
    return new Span(end - size, end);
  }

  @Override
  public Span previous(Span span) {
    return new Span(span.start() - size, span.end() - size);
  }

  @Override
  int overlap() {
    return (int) ((size + slide - 1) / slide);
  }

  @Override
  public Duration longest() {
    return Duration.ofMillis(size);
  }

  @Override
  public boolean countsDays() {
    return false;
  }

  @Override
  public String shape() {
    return Duration.ofMillis(size) + (slide == size ? "" : "/" + Duration.ofMillis(slide));
  }
}
