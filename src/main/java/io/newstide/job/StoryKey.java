package io.newstide.job;

/**
 * Under what {@link FindStories} keeps its state: a story, or a moment at which articles are
 * settled.
 *
 * @param kind {@code 's'} or {@code 'm'}; {@code 'f'} for a fingerprint, in older savepoints
 * @param number the moment (epoch milliseconds); 0 for a story
 * @param story the story; empty for a moment
 */
record StoryKey(char kind, long number, String story) {

  static StoryKey story(String id) {
    return new StoryKey('s', 0, id);
  }

  static StoryKey moment(long moment) {
    return new StoryKey('m', moment, "");
  }

  boolean isMoment() {
    return kind == 'm';
  }
}
