package io.newstide.job;

import io.newstide.window.WindowDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The grid that {@code tune} goes over: windows and settings to try, each with each. What is not in
 * the file stays as the job has it.
 *
 * @param windows the windows, in the file's order; those of the job without any
 * @param settings the settings beside windows, each combination once, the present ones first
 */
public record GridFile(List<WindowDefinition> windows, List<Tried> settings) {

  /** So many combinations of settings are tried, and each takes a run over all articles. */
  public static final int MOST_SETTINGS = 100;

  /** So many rows a table has. */
  public static final int MOST_ROWS = 1000;

  public GridFile {
    windows = List.copyOf(windows);
    settings = List.copyOf(settings);
  }

  /** What the file may hold. */
  record Grid(
      @Setting(doc = "Windows: SIZE, SIZE/SLIDE, SIZE+STEP or ~GAP, as in PT3H/PT1H")
          List<String> windows,
      @Setting(doc = "As in the job file, with lists of values") TimeGrid time,
      @Setting(doc = "As in the job file, with lists of values") TrendsGrid trends) {}

  /** How time is read. */
  record TimeGrid(
      @Setting(doc = "Values of time.outOfOrderness") List<Duration> outOfOrderness,
      @Setting(doc = "Values of time.allowedLateness") List<Duration> allowedLateness) {}

  /** How trends are scored. */
  record TrendsGrid(
      @Setting(doc = "Values of trends.baseline") List<Duration> baseline,
      @Setting(doc = "Values of trends.minHistory") List<Duration> minHistory,
      @Setting(doc = "Values of trends.minMentions", min = 1, max = 1_000_000)
          List<Integer> minMentions,
      @Setting(doc = "Values of trends.threshold", min = 0, max = 300, above = true)
          List<Double> threshold) {}

  /**
   * Reads a grid.
   *
   * @param path the file
   * @param job the deployment it is about
   * @throws SettingsException if a setting is unknown or wrong, with file and line, or if the grid
   *     is too large
   */
  public static GridFile read(Path path, JobFile job) {
    SettingsReader reader = new SettingsReader(path.toString(), Map.of());
    Grid grid = reader.read(JobFile.parse(path, "grid file"), Grid.class);
    Tried present = Tried.of(job);
    LinkedHashSet<Tried> settings = new LinkedHashSet<>();
    settings.add(present);
    List<Duration> orders = or(grid.time().outOfOrderness(), present.outOfOrderness());
    List<Duration> latenesses = or(grid.time().allowedLateness(), present.allowedLateness());
    List<Duration> baselines = or(grid.trends().baseline(), present.baseline());
    List<Duration> histories = or(grid.trends().minHistory(), present.minHistory());
    List<Integer> mentions = or(grid.trends().minMentions(), present.minMentions());
    List<Double> thresholds = or(grid.trends().threshold(), present.threshold());
    long all =
        (long) orders.size()
            * latenesses.size()
            * baselines.size()
            * histories.size()
            * mentions.size()
            * thresholds.size();
    if (all > MOST_SETTINGS) {
      throw reader.refuse(
          "",
          "%,d combinations of settings (windows not counted) are too many: at most %d, since each is a run over all articles; give fewer values"
              .formatted(all, MOST_SETTINGS));
    }
    for (Duration order : orders) {
      for (Duration lateness : latenesses) {
        for (Duration baseline : baselines) {
          for (Duration history : histories) {
            for (int least : mentions) {
              for (double threshold : thresholds) {
                settings.add(new Tried(order, lateness, baseline, history, least, threshold));
              }
            }
          }
        }
      }
    }
    List<WindowDefinition> windows = windows(grid.windows(), job, reader);
    if ((long) windows.size() * settings.size() > MOST_ROWS) {
      throw reader.refuse(
          "windows",
          "%d windows under %d combinations of settings are too many for a table: at most %,d together; give fewer"
              .formatted(windows.size(), settings.size(), MOST_ROWS));
    }
    return new GridFile(windows, List.copyOf(settings));
  }

  private static <T> List<T> or(List<T> values, T present) {
    return values.isEmpty() ? List.of(present) : List.copyOf(new LinkedHashSet<>(values));
  }

  /** A window that the job has keeps its name; another is called by its shape. */
  private static List<WindowDefinition> windows(
      List<String> shapes, JobFile job, SettingsReader reader) {
    if (shapes.isEmpty()) {
      return job.windows();
    }
    List<WindowDefinition> windows = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      WindowDefinition window;
      try {
        window = window(shapes.get(i), job);
      } catch (IllegalArgumentException e) {
        throw reader.refuse("windows[" + i + "]", e.getMessage());
      }
      if (!windows.contains(window)) {
        windows.add(window);
      }
    }
    return windows;
  }

  private static WindowDefinition window(String written, JobFile job) {
    WindowRules rules = WindowRules.of(job.settings(), job.slicing());
    String shape = rules.window("tried", written).shape();
    return job.windows().stream()
        .filter(known -> known.shape().equals(shape))
        .findFirst()
        .orElseGet(() -> rules.window(name(shape, job), shape));
  }

  private static String name(String shape, JobFile job) {
    String name = shape.replace("~", "gap-").replace('/', '-').replace('+', '_');
    while (taken(name, job)) {
      name = name + "-tried";
    }
    return name;
  }

  private static boolean taken(String name, JobFile job) {
    return job.windows().stream().anyMatch(window -> window.name().equals(name));
  }
}
