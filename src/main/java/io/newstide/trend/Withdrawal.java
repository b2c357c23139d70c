package io.newstide.trend;

import io.newstide.window.Span;
import io.newstide.window.Subject;

/**
 * A row of the trends is taken back: its subject fell out of the ranking, its session grew, its
 * window was removed.
 *
 * @param subject the subject
 * @param window the window's name
 * @param span the window's span
 */
public record Withdrawal(Subject subject, String window, Span span) implements TrendRow {}
