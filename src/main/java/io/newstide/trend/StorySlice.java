package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.util.List;
import java.util.Map;

/**
 * A slice whose end event time has passed: which stories began in it. A story begins where it is
 * first told; told again within the memory of {@link StorySlices} it is a mention, not a story, so
 * that the stories of slices can be added up.
 *
 * @param slice the slice
 * @param day whether it is the slice of articles dated to the day
 * @param fresh the stories that began in it, each once
 * @param mentions articles by source, copies included
 * @param evidence the strongest articles of the fresh stories
 */
public record StorySlice(
    Span slice,
    boolean day,
    List<Story> fresh,
    Map<String, Integer> mentions,
    List<Evidence> evidence) {

  /**
   * A story that began.
   *
   * @param id the story
   * @param tellers the sources that told it in the slice, in the order of their characters
   */
  public record Story(String id, List<String> tellers) {

    public Story {
      tellers = List.copyOf(tellers);
    }
  }

  public StorySlice {
    fresh = List.copyOf(fresh);
    mentions = Map.copyOf(mentions);
    evidence = List.copyOf(evidence);
  }
}
