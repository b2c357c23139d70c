package io.newstide.trend;

import java.util.List;
import java.util.Map;

/**
 * Where the larger parts of what is known of a subject lie when they are no part of its {@link
 * SubjectTrack.Memory}: so that of what grows with its history only what is new is written. Not
 * safe for use by several threads.
 */
public interface TrackStore {

  /** By story, the end of the slice in which it was last told; changes go through. */
  Map<String, Long> told();

  /** Slices that have ended, in the order of their ends; not to be changed. */
  List<StorySlice> recent();

  /** Adds a slice that ended after all others. */
  void add(StorySlice slice);

  /** Replaces all slices. */
  void replace(List<StorySlice> recent);
}
