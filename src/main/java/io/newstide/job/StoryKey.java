package io.newstide.job;

/**
 * Under what {@link FindStories} keeps its state: a fingerprint, a story, or a moment at which
 * articles are settled.
 *
 * @param kind {@code 'f'}, {@code 's'} or {@code 'm'}
 * @param number the fingerprint or the moment (epoch milliseconds); 0 for a story
 * @param story the story; empty for the others
 */
record StoryKey(char kind, long number, String story) {

  static StoryKey fingerprint(int fingerprint) {
    return new StoryKey('f', fingerprint, "");
  }

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
