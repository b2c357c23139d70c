package io.newstide.trend;

import java.util.List;

/**
 * Where the larger parts of what is known of a subject lie when they are no part of its {@link
 * SubjectTrack.Memory}: so that of what grows with its history only what is new is written. Not
 * safe for use by several threads.
 */
public interface TrackStore {

  /** The end of the slice in which a story was last told; null if none is known. */
  Long told(String story);

  /** Remembers the end of the slice in which a story was last told. */
  void tell(String story, long end);

  /** Forgets the stories last told at a moment or before. */
  void forgetTold(long until);

  /** Slices that have ended, in the order of their ends; not to be changed. */
  List<StorySlice> recent();

  /** Adds a slice that ended after all others. */
  void add(StorySlice slice);

  /** Replaces all slices. */
  void replace(List<StorySlice> recent);
}
