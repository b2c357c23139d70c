package io.newstide.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.kafka.Row;
import io.newstide.kafka.TopicName;
import io.newstide.window.FixedWindow;
import io.newstide.window.Slicing;
import io.newstide.window.WindowDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes up the rows of one run in the order in which they were written and measures them. Not safe
 * for use by several threads.
 */
final class RunRows {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonFactory JSON = new JsonFactory();

  private final Slicing slicing;
  private final List<Counted> counted = new ArrayList<>();
  private final Map<String, Share> sources = new TreeMap<>();
  private final Map<String, JsonNode> tooLate = new LinkedHashMap<>();
  private final Map<String, Long> rows = new HashMap<>();
  private final Map<String, Map<String, Spanned>> windows = new HashMap<>();
  private final Map<String, Episode> episodes = new LinkedHashMap<>();

  /** An article that counts: the end of its slice, whether that is a day, and its arrival. */
  private record Counted(long sliceEnd, boolean day, long arrival) {}

  /**
   * What is known of a span: whether the topic has an article in it, and whether it was corrected.
   */
  private record Spanned(boolean empty, boolean corrected) {}

  /**
   * A part of something.
   *
   * @param part how much
   * @param all of how much
   */
  record Share(long part, long all) {

    static final Share NOTHING = new Share(0, 0);

    Share plus(boolean one) {
      return new Share(part + (one ? 1 : 0), all + 1);
    }

    /** From 0 to 1; 0 of nothing. */
    double value() {
      return all == 0 ? 0 : (double) part / all;
    }
  }

  /**
   * How long articles wait for the first result that has them, from the end of their slice.
   *
   * @param p50 half of them wait no longer, milliseconds
   * @param p95 nineteen in twenty wait no longer
   */
  record Delay(long p50, long p95) {}

  RunRows(Slicing slicing) {
    this.slicing = slicing;
  }

  /** Takes up a row. */
  void take(TopicName topic, Row row) {
    try {
      switch (topic) {
        case ENRICHED -> enriched(MAPPER.readTree(row.value()));
        case TRENDS -> trend(row);
        case ALERTS -> alert(MAPPER.readTree(row.value()));
        default -> throw new IllegalArgumentException("no measure is taken of " + topic);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(topic + ": a row that cannot be read: " + row.key(), e);
    }
  }

  private void enriched(JsonNode row) {
    if (row.path("revision").asInt() > 0) {
      return;
    }
    boolean late = row.path("late").asBoolean();
    sources.merge(
        row.path("source").asText(""),
        Share.NOTHING.plus(late),
        (one, other) -> new Share(one.part() + other.part(), one.all() + other.all()));
    if (late) {
      tooLate.put(row.path("id").asText(), row);
      return;
    }
    long published = DayRows.at(row, "publishedAt");
    boolean day = row.path("datePrecision").asText().equals("day");
    long end = slicing.floor(published) + slicing.slice().toMillis();
    if (day) {
      LocalDate of = Instant.ofEpochMilli(published).atZone(slicing.zone()).toLocalDate();
      end = of.plusDays(1).atStartOfDay(slicing.zone()).toInstant().toEpochMilli();
    }
    counted.add(new Counted(end, day, DayRows.at(row, "arrivedAt")));
  }

  private void trend(Row row) throws IOException {
    String[] parts = row.key().split("/", -1);
    String window = parts[2];
    rows.merge(window, 1L, Long::sum);
    if (!parts[0].equals("topic")) {
      return;
    }
    Map<String, Spanned> of = windows.computeIfAbsent(window, absent -> new HashMap<>());
    if (row.value() == null) {
      of.remove(row.key());
      return;
    }
    boolean late = false;
    boolean empty = true;
    int wanted = 2;
    try (JsonParser json = JSON.createParser(row.value())) {
      json.nextToken();
      while (wanted > 0 && json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("firing")) {
          late = json.getText().equals("LATE");
          wanted--;
        } else if (field.equals("mentions")) {
          empty = json.getLongValue() == 0;
          wanted--;
        } else {
          json.skipChildren();
        }
      }
    }
    of.merge(
        row.key(),
        new Spanned(empty, late),
        (before, now) -> new Spanned(now.empty(), before.corrected() || now.corrected()));
  }

  private void alert(JsonNode row) {
    if (!row.path("reason").asText().equals("burst")) {
      return;
    }
    String id = row.path("alertId").asText();
    long at = DayRows.at(row, "at");
    int stories = row.path("uniqueStories").asInt();
    double peak = row.path("peakScore").asDouble();
    if (row.path("state").asText().equals("OPEN")) {
      List<JsonNode> evidence = new ArrayList<>();
      row.path("evidence").forEach(evidence::add);
      episodes.put(
          id,
          new Episode(
              row.path("kind").asText() + "/" + row.path("id").asText(),
              row.path("name").asText(),
              at,
              Long.MAX_VALUE,
              stories,
              peak,
              evidence));
    } else {
      long end = row.path("state").asText().equals("CLOSE") ? at : Long.MAX_VALUE;
      episodes.computeIfPresent(id, (same, open) -> open.then(end, stories, peak));
    }
  }

  /** What of each source's articles came too late for every window, by the sources' names. */
  Map<String, Share> sources() {
    return sources;
  }

  /** The same of all articles. */
  Share lost() {
    Share all = Share.NOTHING;
    for (Share of : sources.values()) {
      all = new Share(all.part() + of.part(), all.all() + of.all());
    }
    return all;
  }

  /** The articles that came too late, by id. */
  Map<String, JsonNode> tooLate() {
    return tooLate;
  }

  /** The alerts, in the order in which they were opened. */
  List<Episode> episodes() {
    return List.copyOf(episodes.values());
  }

  /** How many rows a window had, every revision and every tombstone. */
  long rows(WindowDefinition window) {
    return rows.getOrDefault(window.name(), 0L);
  }

  /** Of a window's spans with an article of a topic, those that a late article corrected. */
  Share revised(WindowDefinition window) {
    List<Spanned> of =
        windows.getOrDefault(window.name(), Map.of()).values().stream()
            .filter(span -> !span.empty())
            .toList();
    return new Share(of.stream().filter(Spanned::corrected).count(), of.size());
  }

  /** How late results are; empty for a window without fixed ends, and where there is nothing. */
  Optional<Delay> delay(WindowDefinition window, EventClock.Passing passing) {
    if (!(window instanceof FixedWindow fixed)) {
      return Optional.empty();
    }
    NavigableMap<Long, Long> waits = new TreeMap<>();
    long all = 0;
    for (Counted article : counted) {
      if (!article.day() || window.countsDays()) {
        long end = fixed.endingAfter(article.sliceEnd() - 1).end();
        // One that comes when its window has a result is in the correction that it brings about.
        long result = Math.max(passing.of(end), article.arrival());
        waits.merge(Math.max(0, result - article.sliceEnd()), 1L, Long::sum);
        all++;
      }
    }
    return all == 0
        ? Optional.empty()
        : Optional.of(new Delay(quantile(waits, all, 0.5), quantile(waits, all, 0.95)));
  }

  private static long quantile(NavigableMap<Long, Long> counts, long all, double part) {
    long seen = 0;
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= part * all) {
        return entry.getKey();
      }
    }
    return counts.lastKey();
  }
}
