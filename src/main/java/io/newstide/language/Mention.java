package io.newstide.language;

import io.newstide.language.names.NameType;

/**
 * A place in the text where a name stands.
 *
 * @param field the part of the article
 * @param start first UTF-16 offset in that part as it was given
 * @param end behind the last UTF-16 offset
 * @param type what it names
 * @param text the characters as printed
 * @param name the name it stands for (the long form of a short one)
 * @param byline whether it belongs to the byline: a reporter, not news
 */
public record Mention(
    Field field, int start, int end, NameType type, String text, String name, boolean byline) {}
