package io.newstide.feed.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A feed as it was read.
 *
 * @param title what it calls itself
 * @param ttl how long it says that it stays the same
 * @param items its items, in its order
 */
record Feed(String title, Optional<Duration> ttl, List<FeedItem> items) {
  Feed {
    items = List.copyOf(items);
  }

  /**
   * This feed with days for dates, where it knows no time of day: where all of its dates, two or
   * more, stand at midnight.
   */
  Feed withDaysForMidnights() {
    List<FeedDate> dates = items.stream().flatMap(item -> item.date().stream()).toList();
    if (dates.size() < 2 || !dates.stream().allMatch(FeedDate::atMidnight)) {
      return this;
    }
    return new Feed(
        title,
        ttl,
        items.stream()
            .map(item -> item.date().map(FeedDate::toDay).map(item::withDate).orElse(item))
            .toList());
  }
}
