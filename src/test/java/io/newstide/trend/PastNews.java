package io.newstide.trend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.newstide.article.Incoming;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.job.Understanding;
import io.newstide.language.Name;
import io.newstide.language.Provinces;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import io.newstide.window.Evidence;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A file of past news, read as the job reads it (the demo's topics, lexicon and zone), to see what
 * alerts it would have raised. Every article is a story of its own.
 */
final class PastNews {

  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  static final Duration SLICE = Duration.ofMinutes(10);

  private static final Path FOLDER = Path.of("../shared/data/news");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZONE);

  private record Article(Span slice, Telling telling) {}

  private final List<Article> all = new ArrayList<>();
  private final Map<Subject, List<Article>> bySubject = new HashMap<>();

  /** Reads a file of the development data, or skips the test where there is none. */
  static PastNews read(String file) {
    Path path = FOLDER.resolve(file);
    assumeTrue(
        Files.exists(path),
        "skipped: %s is missing; this test measures on past news that is not part of the project"
            .formatted(path.toAbsolutePath().normalize()));
    return new PastNews(path);
  }

  private PastNews(Path path) {
    JobFile job = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());
    Understanding understanding = Understanding.of(job.understanding());
    Slicing slicing = new Slicing(ZONE, SLICE);
    try (JsonLines lines = JsonLines.open(path, job.reader())) {
      while (lines.hasNext()) {
        if (job.reader().read(lines.next()) instanceof Incoming.Accepted accepted) {
          add(understanding.enrich(accepted.article(), Duration.ZERO), slicing);
        }
      }
    }
  }

  private void add(Enriched enriched, Slicing slicing) {
    Span slice = slicing.sliceOf(enriched.article());
    all.add(
        new Article(
            slice, new Telling(enriched.storyId(), enriched.article().source(), Optional.empty())));
    for (TopicMatch topic : enriched.topics()) {
      Evidence evidence =
          new Evidence(
              enriched.article().id(),
              enriched.storyId(),
              enriched.article().title(),
              enriched.article().source(),
              enriched.article().publishedAt().toEpochMilli(),
              "",
              topic.score());
      Article article =
          new Article(
              slice,
              new Telling(enriched.storyId(), enriched.article().source(), Optional.of(evidence)));
      put(new Subject(SubjectKind.TOPIC, topic.id()), article);
      for (String place : places(enriched)) {
        put(new Subject(SubjectKind.TOPIC_PLACE, topic.id() + "@" + place), article);
      }
    }
  }

  private void put(Subject subject, Article article) {
    bySubject.computeIfAbsent(subject, absent -> new ArrayList<>()).add(article);
  }

  /** The places of an article and the provinces they lie in. */
  private static Set<String> places(Enriched enriched) {
    Set<String> places = new LinkedHashSet<>();
    for (Name place : enriched.analysis().places()) {
      places.add(place.name());
      Provinces.of(place.name()).ifPresent(places::add);
    }
    return places;
  }

  /** This without what is older than some days before a moment: a job that was started late. */
  PastNews from(Instant start) {
    PastNews later = new PastNews();
    for (Article article : all) {
      if (article.slice().start() >= start.toEpochMilli()) {
        later.all.add(article);
      }
    }
    bySubject.forEach(
        (subject, articles) -> {
          List<Article> kept =
              articles.stream().filter(a -> a.slice().start() >= start.toEpochMilli()).toList();
          if (!kept.isEmpty()) {
            later.bySubject.put(subject, kept);
          }
        });
    return later;
  }

  private PastNews() {}

  /** The first article's slice. */
  Instant start() {
    return Instant.ofEpochMilli(
        all.stream().mapToLong(article -> article.slice().start()).min().orElseThrow());
  }

  /** The alerts of a topic and of the topic at places, in the order in which they are decided. */
  List<AlertEvent> alerts(String topic, BaselineSettings baseline, AlertSettings settings) {
    StorySlices slices = new StorySlices(settings.reach());
    all.forEach(article -> slices.add(article.slice(), article.telling(), 1));
    TotalHistory total = new TotalHistory(baseline);
    Map<Subject, AlertEpisodes> episodes = new TreeMap<>(Comparator.comparing(Subject::toString));
    Stream.concat(
            Stream.of(new Subject(SubjectKind.TOPIC, topic)),
            bySubject.keySet().stream()
                .filter(s -> s.kind() == SubjectKind.TOPIC_PLACE && s.id().startsWith(topic + "@")))
        .filter(bySubject::containsKey)
        .filter(s -> bySubject.get(s).size() >= settings.minMentions())
        .forEach(
            subject -> {
              AlertEpisodes of = new AlertEpisodes(subject, settings, baseline);
              bySubject
                  .get(subject)
                  .forEach(article -> of.add(article.slice(), article.telling(), 1, total));
              episodes.put(subject, of);
            });
    List<AlertEvent> events = new ArrayList<>();
    for (long end = slices.nextEnd(); end != Long.MAX_VALUE; end = slices.nextEnd()) {
      slices.complete(end, SLICE).forEach(total::add);
      total.expire(end - Duration.ofDays(70).toMillis(), end - settings.reach().toMillis());
      for (AlertEpisodes of : episodes.values()) {
        if (of.due() <= end) {
          events.addAll(of.advance(end, total));
        }
      }
    }
    return events;
  }

  /** The local time at which an alert was decided. */
  static String at(AlertEvent event) {
    return LOCAL.format(Instant.ofEpochMilli(event.at()));
  }

  /** What an alert says, in a line. */
  static String line(AlertEvent event) {
    return "%s %-6s %s %s: %d of %.2f, score %.2f, peak %.1f"
        .formatted(
            at(event),
            event.state(),
            event.id(),
            event.window(),
            event.uniqueStories(),
            event.expected(),
            event.score(),
            event.peakScore());
  }
}
