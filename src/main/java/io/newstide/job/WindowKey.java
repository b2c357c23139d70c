package io.newstide.job;

import io.newstide.window.Span;

/**
 * One span of one window.
 *
 * @param window the window's name
 * @param span the span
 */
record WindowKey(String window, Span span) {}
