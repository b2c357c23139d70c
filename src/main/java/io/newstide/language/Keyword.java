package io.newstide.language;

/**
 * A word or phrase the article is about.
 *
 * @param term the word or phrase
 * @param weight above 0, comparable within one article, at most 1
 */
public record Keyword(String term, double weight) {}
