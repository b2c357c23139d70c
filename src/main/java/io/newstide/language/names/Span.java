package io.newstide.language.names;

/**
 * A name in a text.
 *
 * @param start its first UTF-16 offset
 * @param end behind its last UTF-16 offset
 * @param type what it names
 */
public record Span(int start, int end, NameType type) {}
