package io.newstide.window;

/**
 * A span of a window that is to be reported of a subject.
 *
 * @param window the window
 * @param span the span
 * @param standing how it stands
 */
public record Due(WindowDefinition window, Span span, Standing standing) {}
