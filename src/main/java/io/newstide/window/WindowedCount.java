package io.newstide.window;

/**
 * What one window of a definition shows of one subject.
 *
 * @param window the window's name
 * @param definitionVersion the version of its definition
 * @param generation greater for a definition that came later under the same name
 * @param session whether the window is a session window
 * @param after the watermark that was passed on before it; what it follows has been settled when
 *     that is reached
 * @param standing how the span stands; what is gone has a count of nothing
 * @param count what it shows
 */
public record WindowedCount(
    String window,
    String definitionVersion,
    long generation,
    boolean session,
    long after,
    Standing standing,
    WindowCount count) {}
