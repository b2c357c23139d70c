package io.newstide.trend;

import io.newstide.window.Span;
import io.newstide.window.Subject;

/** What happens to a row of the trends: it is written, or taken back. */
public sealed interface TrendRow permits Trend, Withdrawal {

  /** The subject the row is about. */
  Subject subject();

  /** The window's name. */
  String window();

  /** The window's span. */
  Span span();
}
