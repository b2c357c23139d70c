package io.newstide.window;

import java.time.Duration;

/**
 * A window that grows by steps from the beginning of a period to its end: the day so far. The last
 * step of a period ends with it, however long the day is.
 */
final class CumulativeWindow extends FixedWindow {

  private static final long serialVersionUID = 1;

  private final FixedWindow period;
  private final long step;

  CumulativeWindow(String name, FixedWindow period, Duration step) {
    super(name);
    this.period = period;
    this.step = step.toMillis();
  }

  @Override
  public Span endingAfter(long moment) {
    Span whole = period.endingAfter(moment);
    long steps = Math.max(0, Math.floorDiv(moment - whole.start(), step)) + 1;
    return new Span(whole.start(), Math.min(whole.start() + steps * step, whole.end()));
  }

  @Override
  public Span previous(Span span) {
    Span whole = period.endingAfter(span.start());
    Span before = period.previous(whole);
    return span.equals(whole)
        ? before
        : new Span(
            before.start(), Math.min(before.start() + span.end() - span.start(), before.end()));
  }

  @Override
  boolean growsByStep() {
    return true;
  }

  @Override
  int overlap() {
    return period.overlap();
  }

  @Override
  public Duration longest() {
    return period.longest();
  }

  @Override
  public boolean countsDays() {
    return false;
  }

  @Override
  public String shape() {
    return period.shape() + "+" + Duration.ofMillis(step);
  }
}
