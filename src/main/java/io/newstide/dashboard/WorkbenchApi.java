package io.newstide.dashboard;

import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.Reply;
import io.newstide.trend.AlertSettings;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What the workbench is asked and answers. */
final class WorkbenchApi {

  private static final String TRIED = "tried";
  private static final int MOST_SPANS = 30_000;

  /** Whoever tries settings wants an answer at once: what it has no time for is asked for again. */
  static final Duration PATIENCE = Duration.ofMillis(100);

  /** From this part of spans without a story on, a window says little. */
  private static final double MOSTLY_EMPTY = 0.8;

  /** A score wants to be compared with at least so many windows; as the job has it. */
  private static final int LEAST_WINDOWS = 4;

  private final Workbench workbench;
  private final Rows rows;
  private final Deployment deployment;
  private final ArticleIndex articles;

  WorkbenchApi(Workbench workbench, Rows rows, Deployment deployment) {
    this.workbench = workbench;
    this.rows = rows;
    this.deployment = deployment;
    this.articles = rows.articles();
  }

  private Slicing slicing(Asked asked) {
    Optional<String> zone = asked.text("zone");
    try {
      return zone.isEmpty()
          ? deployment.slicing()
          : new Slicing(ZoneId.of(zone.get()), deployment.slicing().slice());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new Asked.BadRequest("zone: " + e.getMessage());
    }
  }

  private static WindowDefinition window(String name, String shape, Slicing slicing) {
    try {
      return WindowShape.parse(TRIED, shape, slicing);
    } catch (IllegalArgumentException e) {
      throw new Asked.BadRequest(name + ": " + e.getMessage());
    }
  }

  private static Duration duration(Asked asked, String name, Duration or) {
    return asked
        .text(name)
        .map(
            value -> {
              try {
                Duration duration = Duration.parse(value);
                if (!duration.isNegative() && duration.compareTo(Duration.ofDays(366)) <= 0) {
                  return duration;
                }
              } catch (DateTimeException e) {
                // Said below.
              }
              throw new Asked.BadRequest(
                  "%s: '%s' is no duration, as in PT10M or P1D".formatted(name, value));
            })
        .orElse(or);
  }

  /**
   * Computes beforehand what is asked for first: the alerts of the present settings.
   *
   * @param goOn asked from time to time
   */
  void prepare(BooleanSupplier goOn) {
    workbench.prepare(goOn);
  }

  private long last() {
    return rows.slices().covered().map(Span::end).orElse(1L);
  }

  private Span range(Asked asked) {
    long last = last();
    long to = Math.min(asked.moment("to", last), last);
    long from = asked.moment("from", to - AlertPasts.USUAL.toMillis());
    if (from >= to) {
      return new Span(to - 1, to);
    }
    return new Span(from, to);
  }

  /** {@code GET workbench}: the curves and delays of a window that is tried. */
  Reply tried(Asked asked) {
    asked.know(Set.of("shape", "present", "zone", "lateness", "id", "from", "to"));
    long began = System.nanoTime();
    Slicing slicing = slicing(asked);
    String shape = asked.required("shape");
    WindowDefinition window = window("shape", shape, slicing);
    Duration lateness =
        duration(asked, "lateness", Duration.ofMillis(deployment.terms().lateness()));
    Span range = range(asked);
    List<Workbench.Curve> curves = workbench.curves(window, range);
    Optional<Workbench.Curve> selected =
        asked
            .text("id")
            .flatMap(id -> curves.stream().filter(curve -> curve.topic().equals(id)).findFirst())
            .or(() -> curves.stream().max(Comparator.comparingLong(Workbench.Curve::withStories)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("shape", window.shape());
    answer.put("from", range.start());
    answer.put("to", range.end());
    Map<String, String> names = rows.trends().subjects(Set.of(SubjectKind.TOPIC));
    List<Map<String, Object>> topics = new ArrayList<>();
    for (Workbench.Curve curve : curves) {
      topics.add(
          Map.of(
              "id", curve.topic(),
              "name", names.getOrDefault(curve.topic(), curve.topic()),
              "spans", curve.ends().length,
              "withStories", curve.withStories(),
              "greatest", curve.greatest()));
    }
    answer.put("topics", topics);
    selected.ifPresent(curve -> answer.put("curve", shown(curve)));
    asked
        .text("present")
        .ifPresent(
            present ->
                selected.ifPresent(
                    curve -> answer.put("present", shown(present(curve.topic(), present, range)))));
    answer.put("delay", workbench.delay(window, range, lateness).orElse(null));
    List<Workbench.SourceDelay> sources = workbench.sources(range, lateness);
    List<Workbench.SourceDelay> now =
        workbench.sources(range, Duration.ofMillis(deployment.terms().lateness()));
    List<Map<String, Object>> delays = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Workbench.SourceDelay source = sources.get(i);
      delays.add(
          Map.of(
              "source", source.source(),
              "articles", source.articles(),
              "p50", source.p50(),
              "p95", source.p95(),
              "tooLate", source.tooLate(),
              "tooLateNow", now.get(i).tooLate(),
              "lost", rows.late().counts().getOrDefault(source.source(), 0L)));
    }
    answer.put("sources", delays);
    answer.put("hints", hints(window, slicing, lateness, range, sources, selected));
    answer.put("serverMs", (System.nanoTime() - began) / 1_000_000);
    return Reply.json(answer);
  }

  private Workbench.Curve present(String topic, String shape, Span range) {
    WindowDefinition window = window("present", shape, deployment.slicing());
    return workbench.curve(new Subject(SubjectKind.TOPIC, topic), window, range);
  }

  private static Map<String, Object> shown(Workbench.Curve curve) {
    if (curve.ends().length > MOST_SPANS) {
      throw new Asked.BadRequest(
          "shape: more than %,d spans: try a shorter time or a longer slide".formatted(MOST_SPANS));
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", curve.topic());
    shown.put("start", curve.starts());
    shown.put("end", curve.ends());
    shown.put("uniqueStories", curve.stories());
    shown.put("mentions", curve.mentions());
    return shown;
  }

  /** What an analyst should know before choosing a window. */
  private List<Map<String, Object>> hints(
      WindowDefinition window,
      Slicing slicing,
      Duration lateness,
      Span range,
      List<Workbench.SourceDelay> sources,
      Optional<Workbench.Curve> selected) {
    List<Map<String, Object>> hints = new ArrayList<>();
    Duration longest = window.longest();
    List<String> daily =
        sources.stream()
            .filter(Workbench.SourceDelay::onceADay)
            .map(Workbench.SourceDelay::source)
            .toList();
    boolean shorterThanADay = longest.compareTo(Duration.ofDays(1)) < 0;
    if (shorterThanADay && !daily.isEmpty()) {
      hints.add(Map.of("code", "once-a-day", "sources", daily));
    }
    double dated = workbench.datedToTheDay(range);
    if (!window.countsDays() && dated > 0) {
      hints.add(Map.of("code", "dated-to-the-day", "part", SeriesApi.rounded(dated)));
    }
    selected.ifPresent(
        curve -> {
          double empty = 1 - (double) curve.withStories() / Math.max(1, curve.ends().length);
          if (empty > MOSTLY_EMPTY) {
            hints.add(Map.of("code", "mostly-empty", "part", SeriesApi.rounded(empty)));
          }
        });
    Duration retention = Duration.ofMillis(deployment.terms().retention());
    Duration least = longest.multipliedBy(LEAST_WINDOWS);
    Duration baseline = deployment.baselines().baseline();
    if (longest.compareTo(retention) > 0) {
      hints.add(Map.of("code", "too-long", "days", retention.toDays()));
    } else if (longest
            .plus(baseline.compareTo(least) > 0 ? baseline : least)
            .plus(lateness)
            .compareTo(retention)
        > 0) {
      hints.add(Map.of("code", "no-score", "days", retention.toDays()));
    }
    if (!slicing.zone().equals(deployment.slicing().zone())) {
      hints.add(Map.of("code", "other-zone", "zone", deployment.slicing().zone().getId()));
    }
    return hints;
  }

  /**
   * {@code GET workbench/alerts}: which alerts other settings would gain and lose, of as many
   * topics as there is time for.
   */
  Reply alerts(Asked asked) {
    asked.know(Set.of("threshold", "minMentions", "watch", "id", "from", "to"));
    long began = System.nanoTime();
    AlertSettings present = deployment.alerts();
    AlertSettings tried =
        AlertSettings.of(
            asked.number("minMentions", present.minMentions(), 1, 1_000_000),
            asked.positive("threshold", present.threshold()));
    Optional<String> watch = asked.text("watch");
    if (watch.isPresent()) {
      Duration size = duration(asked, "watch", Duration.ZERO);
      long slice = deployment.slicing().slice().toMillis();
      if (size.isZero()
          || size.toMillis() % slice != 0
          || size.compareTo(Duration.ofDays(14)) > 0) {
        throw new Asked.BadRequest(
            "watch: %s is no multiple of the slice up to 14 days".formatted(watch.get()));
      }
      tried =
          new AlertSettings(
              tried.minMentions(),
              tried.threshold(),
              List.of(new AlertSettings.Watch(watch.get(), size)),
              tried.hold(),
              tried.quiet(),
              tried.growth(),
              tried.settles());
    }
    List<String> topics = topics(asked.all("id"));
    Workbench.Comparison comparison = workbench.alerts(topics, tried, range(asked), PATIENCE);
    Map<String, String> names = rows.trends().subjects(Set.of(SubjectKind.TOPIC));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("topics", topics.size() - comparison.pending().size());
    answer.put("pending", comparison.pending());
    answer.put(
        "kept",
        comparison.kept().stream()
            .map(
                pair ->
                    Map.of(
                        "before", episode(pair.get(0), names),
                        "after", episode(pair.get(1), names)))
            .toList());
    answer.put("gained", comparison.gained().stream().map(one -> episode(one, names)).toList());
    answer.put("lost", comparison.lost().stream().map(one -> episode(one, names)).toList());
    answer.put("serverMs", (System.nanoTime() - began) / 1_000_000);
    return Reply.json(answer);
  }

  /** Those of some topics, or of all, that have slices: no other has alerts, and none is kept. */
  private List<String> topics(List<String> wanted) {
    List<String> topics =
        rows.slices().subjects(SubjectKind.TOPIC).stream().map(Subject::id).toList();
    if (wanted.isEmpty()) {
      return topics;
    }
    Set<String> known = new HashSet<>(topics);
    return wanted.stream().filter(known::contains).distinct().toList();
  }

  private Map<String, Object> episode(AlertReplay.Episode episode, Map<String, String> names) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", episode.subject().id());
    shown.put("name", names.getOrDefault(episode.subject().id(), episode.subject().id()));
    shown.put("openedAt", episode.opened());
    shown.put("closedAt", episode.closed().orElse(null));
    shown.put("peakScore", SeriesApi.rounded(episode.peak()));
    shown.put("uniqueStories", episode.stories());
    List<Map<String, Object>> evidence = new ArrayList<>();
    for (String story : episode.shown()) {
      articles
          .byId(story)
          .ifPresent(
              found ->
                  evidence.add(
                      Map.of(
                          "title", found.article().title(),
                          "source", found.article().source(),
                          "publishedAt", found.article().publishedAt().toEpochMilli(),
                          "url", found.article().url())));
    }
    shown.put("evidence", evidence);
    return shown;
  }
}
