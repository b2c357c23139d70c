package io.newstide.window;

import java.time.Duration;

/**
 * A window for as long as a subject is mentioned: from its first slice to the end of its last and a
 * gap behind it. Slices between which a whole gap is empty belong to different sessions. Which
 * spans there are depends on the subject, see {@link Sessions}.
 */
public final class SessionWindow extends WindowDefinition {

  private static final long serialVersionUID = 1;

  private final long gap;

  SessionWindow(String name, Duration gap) {
    super(name);
    this.gap = gap.toMillis();
  }

  /** How long a subject is not mentioned before its session is over, in milliseconds. */
  public long gap() {
    return gap;
  }

  @Override
  public Span previous(Span span) {
    return new Span(2 * span.start() - span.end(), span.start());
  }

  @Override
  public Duration longest() {
    return Duration.ofMillis(gap);
  }

  @Override
  public boolean countsDays() {
    return false;
  }

  @Override
  public String shape() {
    return "~" + Duration.ofMillis(gap);
  }
}
