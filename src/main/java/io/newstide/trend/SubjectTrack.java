package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.Expectation;
import io.newstide.window.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * One subject's stories over time: slices that have not ended, ended ones as far back as windows
 * reach, and counts by hour as far back as baselines do. What comes for a slice that had been
 * completed changes baselines only, never a window that may have been decided on. Mutable, not safe
 * for use by several threads.
 */
public final class SubjectTrack {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final BaselineSettings settings;
  private final Duration reach;
  private final Memory memory;
  private Optional<Fitted> fitted = Optional.empty();

  /** A baseline at hand, for as long as neither the history nor who is established changes. */
  private record Fitted(Span span, int established, long version, Baseline baseline) {}

  /**
   * All that it knows, as it is written.
   *
   * @param slices what has not ended, and the memory of stories
   * @param recent slices that have ended, as far back as windows reach
   * @param hours stories that began, by hour and source, in order
   * @param completed up to where slices are completed, epoch milliseconds
   */
  public record Saved(
      StorySlices.Saved slices,
      Collection<StorySlice> recent,
      List<HourCount> hours,
      long completed) {}

  /**
   * What a track knows, apart from how it is set: what lies in state. Mutable, so that whoever
   * keeps it beside one that goes on must copy it. Not safe for use by several threads.
   */
  public static final class Memory {
    private final StorySlices slices;

    /** In the order of their ends; empty where they lie elsewhere. */
    private final List<StorySlice> own;

    private final HourCounts hours;
    private long completed;
    private TrackStore elsewhere;

    /** Of the recent slices; absent until it is needed. */
    private RecentStories stories;

    /** When the last of the recent slices ended, so that they need not be read for it. */
    private long lastEnd = NOT_KNOWN;

    private static final long NOT_KNOWN = Long.MAX_VALUE;

    /** Of a subject that was never seen. */
    public Memory() {
      this(
          new Saved(
              new StorySlices.Saved(Map.of(), Map.of()), List.of(), List.of(), Long.MIN_VALUE));
    }

    /** As it was written; nothing of that is kept. */
    public Memory(Saved saved) {
      slices = StorySlices.of(saved.slices());
      own = new ArrayList<>(saved.recent());
      hours = HourCounts.of(saved.hours());
      completed = saved.completed();
    }

    private Memory(Memory other) {
      slices = other.slices.copy();
      own = new ArrayList<>(other.own);
      hours = other.hours.copy();
      completed = other.completed;
      elsewhere = other.elsewhere;
      stories = other.stories == null ? null : other.stories.copy();
      lastEnd = other.lastEnd;
    }

    /** One that knows the same and goes on without this, but for what lies elsewhere. */
    public Memory copy() {
      return new Memory(this);
    }

    /** All of it that does not lie elsewhere, as a view that changes with this. */
    public Saved view() {
      return new Saved(slices.view(), own, hours.view(), completed);
    }

    /**
     * Keeps the memory of stories and the slices that have ended elsewhere, where those that are
     * here go first.
     */
    public void keepIn(TrackStore where) {
      slices.keepToldIn(where);
      if (!own.isEmpty()) {
        where.replace(List.copyOf(own));
        own.clear();
      }
      elsewhere = where;
    }

    private List<StorySlice> recent() {
      return elsewhere == null ? own : elsewhere.recent();
    }

    private RecentStories stories() {
      if (stories == null) {
        stories = new RecentStories(recent());
      }
      return stories;
    }

    /** When the last of the recent slices ended; long ago if there is none. */
    private long lastEnd() {
      if (lastEnd == NOT_KNOWN) {
        List<StorySlice> recent = recent();
        lastEnd = recent.isEmpty() ? Long.MIN_VALUE : recent.get(recent.size() - 1).slice().end();
      }
      return lastEnd;
    }

    private void add(StorySlice slice) {
      lastEnd = slice.slice().end();
      if (stories != null) {
        stories.add(slice);
      }
      if (elsewhere == null) {
        own.add(slice);
      } else {
        elsewhere.add(slice);
      }
    }

    /**
     * Has all slices up to a moment completed. What lies elsewhere and is old then is forgotten,
     * but slices only when half of them are old, since the others are written anew for it; nor is
     * it looked for more than twice in their time.
     */
    private void complete(long moment, long reach) {
      if (elsewhere != null
          && completed != Long.MIN_VALUE
          && 2 * completed / reach < 2 * moment / reach) {
        slices.forgetTold(moment);
        List<StorySlice> all = elsewhere.recent();
        int old = after(all, moment - reach);
        if (old > 0 && 2 * old >= all.size()) {
          elsewhere.replace(List.copyOf(all.subList(old, all.size())));
          lastEnd = NOT_KNOWN;
        }
      }
      completed = Math.max(completed, moment);
    }

    /** Forgets the slices here that end at a moment or before. */
    private void forget(long moment) {
      if (!own.isEmpty()) {
        own.subList(0, after(own, moment)).clear();
        lastEnd = NOT_KNOWN;
      }
      if (stories != null) {
        stories.forget(moment);
      }
    }

    /** The first of slices that ends after a moment. */
    private static int after(List<StorySlice> slices, long moment) {
      int low = 0;
      int high = slices.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (slices.get(middle).slice().end() <= moment) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /**
   * A window's stories.
   *
   * @param span the window
   * @param stories by id, those that began in it and were told by an established source
   * @param sources the established sources that told them
   * @param mentions articles of any source, copies included
   * @param evidence articles that show them
   */
  public record Window(
      Span span,
      Set<String> stories,
      Set<String> sources,
      long mentions,
      List<Evidence> evidence) {}

  /** Over what is known; {@code reach} is the length of the longest window. */
  SubjectTrack(BaselineSettings settings, Duration reach, Memory memory) {
    this.settings = settings;
    this.reach = reach;
    this.memory = memory;
    memory.slices.remembering(reach);
  }

  /**
   * Adds an article, or takes it away.
   *
   * @param count how many times; negative to take away
   */
  void add(Span slice, Telling article, int count, TotalHistory total) {
    if (slice.end() > memory.completed) {
      memory.slices.add(slice, article, count);
    } else {
      correct(slice, Map.of(article, count), total);
    }
  }

  /**
   * The same for a slice that event time has passed: only baselines change. A story that several
   * sources tell in it counts for the one known longest, as in a slice that is completed, and is
   * taken away once, however many articles tell it. What one article is evidence of changes
   * nothing.
   */
  void correct(Span slice, Map<Telling, Integer> articles, TotalHistory total) {
    fitted = Optional.empty();
    boolean day = slice.end() - slice.start() > settings.slice().toMillis();
    long hour = HourCounts.hourOf(slice.start());
    Map<String, Map<String, Integer>> told = new TreeMap<>();
    articles.forEach(
        (article, count) ->
            told.computeIfAbsent(article.story(), absent -> new TreeMap<>())
                .merge(article.source(), count, Integer::sum));
    told.forEach(
        (story, counts) -> {
          List<String> more = sources(counts, count -> count > 0);
          List<String> less = sources(counts, count -> count < 0);
          if (more.isEmpty() && !less.isEmpty()) {
            memory.hours.takeAway(hour, total.stratum(less, day));
            memory.slices.remember(story, slice.end());
          } else if (less.isEmpty()
              && !more.isEmpty()
              && !memory.slices.remembers(story, slice.end())) {
            memory.hours.add(hour, total.stratum(more, day), 1);
            memory.slices.remember(story, slice.end());
          }
        });
  }

  private static List<String> sources(Map<String, Integer> counts, IntPredicate such) {
    return counts.entrySet().stream()
        .filter(source -> such.test(source.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The end of the slice that ends next; {@link Long#MAX_VALUE} if there is none. */
  long nextEnd() {
    return memory.slices.nextEnd();
  }

  /**
   * Completes the slices that end at a moment.
   *
   * @param watched whether {@link #window windows} are asked for, for which slices are kept
   * @return whether a story began in them
   */
  boolean complete(long end, boolean watched, TotalHistory total) {
    boolean fresh = false;
    for (StorySlice slice : memory.slices.complete(end, settings.slice())) {
      for (StorySlice.Story story : slice.fresh()) {
        memory.hours.add(
            HourCounts.hourOf(slice.slice().start()),
            total.stratum(story.tellers(), slice.day()),
            1);
        fresh = true;
      }
      if (watched) {
        memory.add(slice);
      }
    }
    memory.complete(end, reach.toMillis());
    return fresh;
  }

  /** Forgets what neither a window nor a baseline at or after a moment needs. */
  void expire(long moment, Duration kept) {
    memory.complete(moment, reach.toMillis());
    memory.forget(moment - reach.toMillis());
    memory.hours.expire(moment - kept.toMillis());
  }

  /** The recent slices that end within a span. */
  private List<StorySlice> ending(Span span) {
    List<StorySlice> recent = memory.recent();
    return recent.subList(Memory.after(recent, span.start()), Memory.after(recent, span.end()));
  }

  /** Whether nothing is left to remember. */
  boolean isEmpty() {
    return memory.hours.isEmpty()
        && memory.slices.nextEnd() == Long.MAX_VALUE
        && memory.lastEnd() <= memory.completed - reach.toMillis();
  }

  /**
   * When {@link #expire} forgets the last of what is completed, unless something is added; epoch
   * milliseconds, {@link Long#MAX_VALUE} if nothing is.
   */
  long forgotten(Duration kept) {
    long last = memory.lastEnd();
    if (last == Long.MIN_VALUE && memory.hours.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long slices = last == Long.MIN_VALUE ? last : last + reach.toMillis();
    // An hour is forgotten when all that is kept has begun behind it.
    long hours =
        memory.hours.isEmpty()
            ? Long.MIN_VALUE
            : HourCounts.hourOf(memory.hours.lastHour() + kept.toMillis()) + HOUR;
    return Math.max(slices, hours);
  }

  /** How many stories at most began in completed slices of a span, whoever told them. */
  int storiesAtMost(Span span) {
    return memory.stories().endingIn(span);
  }

  /** The stories of a window that ends where slices are completed. */
  Window window(Span span, TotalHistory total) {
    boolean wholeDays = total.endsADay(span);
    Set<String> stories = new TreeSet<>();
    Set<String> sources = new TreeSet<>();
    List<Evidence> evidence = new ArrayList<>();
    long mentions = 0;
    for (StorySlice slice : ending(span)) {
      if (!span.contains(slice.slice()) || (slice.day() && !wholeDays)) {
        continue;
      }
      for (int articles : slice.mentions().values()) {
        mentions += articles;
      }
      for (StorySlice.Story story : slice.fresh()) {
        for (String source : story.tellers()) {
          if (total.isEstablished(source, span.end())) {
            stories.add(story.id());
            sources.add(source);
          }
        }
      }
      evidence.addAll(slice.evidence());
    }
    evidence.removeIf(article -> !stories.contains(article.story()));
    return new Window(span, stories, sources, mentions, evidence);
  }

  /**
   * How much a window holds: all that is asked of most windows.
   *
   * @param stories as in {@link Window}
   * @param sources as in {@link Window}, 2 standing for more
   */
  record Size(int stories, int sources) {}

  /**
   * The sizes of windows that end at a moment up to which slices are completed, in one pass.
   *
   * @param lengths milliseconds
   */
  List<Size> sizes(long end, long[] lengths, TotalHistory total) {
    boolean wholeDays = total.endsADay(new Span(end - 1, end));
    RecentStories recent = memory.stories();
    if (!recent.knowsTellers()) {
      return sizesBySlices(end, lengths, wholeDays, total);
    }
    String[] known = recent.sources();
    long established = 0;
    for (int i = 0; i < known.length; i++) {
      established |= total.isEstablished(known[i], end) ? 1L << i : 0;
    }
    int[] stories = new int[lengths.length];
    long[] sources = new long[lengths.length];
    recent.count(
        end, lengths, settings.slice().toMillis(), wholeDays, established, stories, sources);
    List<Size> sizes = new ArrayList<>(lengths.length);
    for (int i = 0; i < lengths.length; i++) {
      sizes.add(new Size(stories[i], Math.min(2, Long.bitCount(sources[i]))));
    }
    return sizes;
  }

  /** The same where many sources tell of the subject. */
  private List<Size> sizesBySlices(
      long end, long[] lengths, boolean wholeDays, TotalHistory total) {
    List<Size> sizes = new ArrayList<>(lengths.length);
    for (long length : lengths) {
      int stories = 0;
      Set<String> sources = new HashSet<>();
      for (StorySlice slice : ending(new Span(end - length, end))) {
        if ((slice.day() && !wholeDays) || slice.slice().start() < end - length) {
          continue;
        }
        for (StorySlice.Story story : slice.fresh()) {
          int before = stories;
          for (String source : story.tellers()) {
            if (total.isEstablished(source, end)) {
              stories = before + 1;
              sources.add(source);
            }
          }
        }
      }
      sizes.add(new Size(stories, Math.min(2, sources.size())));
    }
    return sizes;
  }

  /** What was to be expected of a window, see {@link AlertEpisodes#expectation}. */
  Optional<Expectation> expectation(Span span, Duration size, long stories, TotalHistory total) {
    Span past =
        total.baseline(
            Math.min(span.end(), span.start() + settings.lag().toMillis()),
            settings.lengthFor(size));
    if (!total.reachesBackTo(past.start())) {
      return Optional.empty();
    }
    long history = past.end() - Math.max(past.start(), total.start());
    boolean warmingUp =
        total.isWarmingUp(span.end())
            || span.start() - total.start() < settings.minHistory().toMillis();
    Exposure all = total.window(span, span.end());
    // A story that began before the window and is told in it once more, or by a source that is
    // new, is none of the total's.
    long more = Math.max(0, stories - all.stories());
    return Optional.of(
        baseline(past, span.end(), total)
            .expect(all, more, span.start())
            .expectation(stories, (int) Math.max(0, history / size.toMillis()), warmingUp));
  }

  /** What is expected of the subject, compared with a baseline. */
  Baseline baseline(Span span, long moment, TotalHistory total) {
    int established = total.established(HourCounts.hourOf(moment));
    Fitted at =
        fitted
            .filter(
                f ->
                    f.span().equals(span)
                        && f.established() == established
                        && f.version() == total.version())
            .orElseGet(
                () ->
                    new Fitted(
                        span,
                        established,
                        total.version(),
                        Baseline.of(
                            settings, total.exposure(span, moment), memory.hours.in(span), span)));
    fitted = Optional.of(at);
    return at.baseline();
  }
}
