package io.newstide.language;

/**
 * A word as the segmenter cut it.
 *
 * @param start its first UTF-16 offset in the text of its passage
 * @param end behind its last UTF-16 offset
 * @param word its normalised form (half width, simplified, lower case)
 * @param tag its part of speech in HanLP's tag set
 */
public record Term(int start, int end, String word, String tag) {}
