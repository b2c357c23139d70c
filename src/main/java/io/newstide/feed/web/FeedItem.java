package io.newstide.feed.web;

import java.util.Optional;

/**
 * An item of a feed; what it lacks is empty.
 *
 * @param guid its id as given
 * @param link where it can be read, absolute
 * @param title in one line
 * @param body its text, a line a paragraph
 * @param date when it was published
 * @param unreadableDate the date as given, where it cannot be read
 * @param author who wrote it
 * @param section its first category
 */
record FeedItem(
    String guid,
    String link,
    String title,
    String body,
    Optional<FeedDate> date,
    String unreadableDate,
    String author,
    String section) {

  FeedItem withDate(FeedDate other) {
    return new FeedItem(
        guid, link, title, body, Optional.of(other), unreadableDate, author, section);
  }
}
