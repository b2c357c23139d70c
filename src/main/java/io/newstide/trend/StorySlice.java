package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A slice whose end event time has passed: which stories began in it. A story begins where it is
 * first told; told again within the memory of {@link StorySlices} it is a mention, not a story, so
 * that the stories of slices can be added up. Immutable.
 *
 * <p>In most slices of most subjects one source tells one story. Such a slice is one object ({@link
 * One}), which makes no difference to what it says.
 */
public abstract sealed class StorySlice {

  private final Span slice;
  private final boolean day;

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

  private StorySlice(Span slice, boolean day) {
    this.slice = Objects.requireNonNull(slice, "slice");
    this.day = day;
  }

  /**
   * A slice.
   *
   * @param slice the slice
   * @param day whether it is the slice of articles dated to the day
   * @param fresh the stories that began in it, each once
   * @param mentions articles by source, copies included
   * @param evidence the strongest articles of the fresh stories
   */
  public static StorySlice of(
      Span slice,
      boolean day,
      List<Story> fresh,
      Map<String, Integer> mentions,
      List<Evidence> evidence) {
    if (mentions.size() == 1 && fresh.size() <= 1 && evidence.size() <= fresh.size()) {
      Map.Entry<String, Integer> only = mentions.entrySet().iterator().next();
      if (fresh.isEmpty() || fresh.get(0).tellers().equals(List.of(only.getKey()))) {
        return new One(
            slice,
            day,
            fresh.isEmpty() ? null : fresh.get(0).id(),
            only.getKey(),
            only.getValue(),
            evidence.isEmpty() ? null : evidence.get(0));
      }
    }
    return new Several(slice, day, fresh, mentions, evidence);
  }

  /** The slice in which a source told a story that had begun before, in so many articles. */
  static StorySlice again(Span slice, boolean day, Telling telling, int articles) {
    return new One(slice, day, null, telling.source(), articles, null);
  }

  /** The slice in which a story began that one source told, in so many articles. */
  static StorySlice begun(Span slice, boolean day, Telling telling, int articles) {
    return new One(
        slice, day, telling.story(), telling.source(), articles, telling.evidence().orElse(null));
  }

  /** The slice. */
  public final Span slice() {
    return slice;
  }

  /** Whether it is the slice of articles dated to the day. */
  public final boolean day() {
    return day;
  }

  /** The stories that began in it, each once. */
  public abstract List<Story> fresh();

  /** Articles by source, copies included. */
  public abstract Map<String, Integer> mentions();

  /** The strongest articles of the fresh stories. */
  public abstract List<Evidence> evidence();

  @Override
  public final boolean equals(Object other) {
    return other instanceof StorySlice that
        && slice.equals(that.slice)
        && day == that.day
        && fresh().equals(that.fresh())
        && mentions().equals(that.mentions())
        && evidence().equals(that.evidence());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(slice, day, fresh(), mentions(), evidence());
  }

  @Override
  public final String toString() {
    return "%s: %s, %s, %s".formatted(slice, fresh(), mentions(), evidence());
  }

  /** One source tells one story. */
  private static final class One extends StorySlice {
    /** Null if it began before. */
    private final String story;

    private final String source;
    private final int articles;

    /** Null if there is none. */
    private final Evidence evidence;

    One(Span slice, boolean day, String story, String source, int articles, Evidence evidence) {
      super(slice, day);
      this.story = story;
      this.source = Objects.requireNonNull(source, "source");
      this.articles = articles;
      this.evidence = evidence;
    }

    @Override
    public List<Story> fresh() {
      return story == null ? List.of() : List.of(new Story(story, List.of(source)));
    }

    @Override
    public Map<String, Integer> mentions() {
      return Map.of(source, articles);
    }

    @Override
    public List<Evidence> evidence() {
      return evidence == null ? List.of() : List.of(evidence);
    }
  }

  /** Any others. */
  private static final class Several extends StorySlice {
    private final List<Story> fresh;
    private final Map<String, Integer> mentions;
    private final List<Evidence> evidence;

    Several(
        Span slice,
        boolean day,
        List<Story> fresh,
        Map<String, Integer> mentions,
        List<Evidence> evidence) {
      super(slice, day);
      this.fresh = List.copyOf(fresh);
      this.mentions = Map.copyOf(mentions);
      this.evidence = List.copyOf(evidence);
    }

    @Override
    public List<Story> fresh() {
      return fresh;
    }

    @Override
    public Map<String, Integer> mentions() {
      return mentions;
    }

    @Override
    public List<Evidence> evidence() {
      return evidence;
    }
  }
}
