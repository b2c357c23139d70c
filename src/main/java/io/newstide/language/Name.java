package io.newstide.language;

/**
 * A place or an organisation in the news.
 *
 * @param name the name, in its long form where it is known
 * @param count how often the article mentions it
 */
public record Name(String name, int count) {}
