package io.newstide.language;

/**
 * A person in the news.
 *
 * @param name the name
 * @param post the post the text gives (管委会主任), empty if none
 * @param count how often the article mentions the person
 */
public record Person(String name, String post, int count) {}
