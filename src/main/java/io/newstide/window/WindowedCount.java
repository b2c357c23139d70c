package io.newstide.window;

/**
 * What one window of a definition shows of one subject.
 *
 * @param window the window's name
 * @param definitionVersion the version of its definition
 * @param count what it shows
 */
public record WindowedCount(String window, String definitionVersion, WindowCount count) {}
