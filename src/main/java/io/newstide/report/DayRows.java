package io.newstide.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.kafka.Row;
import io.newstide.kafka.TopicName;
import io.newstide.window.Span;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes up the rows of the output topics in their order and keeps what a day's report is made of:
 * the rows of the day and of the day before, the counts of the four weeks up to it, the alerts that
 * were open on it, what emerged on it. Everything else is passed over, however much there is. Not
 * safe for use by several threads.
 */
final class DayRows {

  /** So many days, the day itself among them, make a curve. */
  static final int CURVE_DAYS = 28;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final LocalDate day;
  private final ZoneId zone;
  private final String window;
  private final Span span;
  private final Map<String, JsonNode> today = new LinkedHashMap<>();
  private final Map<String, JsonNode> dayBefore = new HashMap<>();
  private final Map<String, Map<LocalDate, Past>> past = new HashMap<>();
  private final Map<String, List<JsonNode>> alerts = new LinkedHashMap<>();
  private final Map<String, JsonNode> emerging = new LinkedHashMap<>();
  private final Map<String, JsonNode> slices = new HashMap<>();
  private long eventTime = Long.MIN_VALUE;
  private Optional<LocalDate> first = Optional.empty();
  private Optional<LocalDate> last = Optional.empty();
  private long unreadable;

  /**
   * A day of a subject's past.
   *
   * @param stories its stories
   * @param high what was seldom exceeded; -1 if unknown
   */
  record Past(int stories, int high) {}

  /**
   * Nothing taken up yet.
   *
   * @param day the day
   * @param zone whose day it is
   * @param window the name of the window that spans a civil day
   */
  DayRows(LocalDate day, ZoneId zone, String window) {
    this.day = day;
    this.zone = zone;
    this.window = window;
    this.span = new Span(start(day), start(day.plusDays(1)));
  }

  private long start(LocalDate of) {
    return of.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  LocalDate day() {
    return day;
  }

  ZoneId zone() {
    return zone;
  }

  Span span() {
    return span;
  }

  /** The rows of the day, in no order. */
  List<JsonNode> today() {
    return List.copyOf(today.values());
  }

  /** The row of the day before of the same subject. */
  Optional<JsonNode> dayBefore(JsonNode row) {
    return Optional.ofNullable(dayBefore.get(subject(row)));
  }

  /** What a subject had on a day before this one. */
  Optional<Past> past(JsonNode row, LocalDate on) {
    return Optional.ofNullable(past.getOrDefault(subject(row), Map.of()).get(on));
  }

  /** The alerts that were open on the day, each with its states, the strongest first. */
  List<List<JsonNode>> alerts() {
    return alerts.values().stream()
        .sorted(
            Comparator.comparingDouble(
                    (List<JsonNode> states) ->
                        states.get(states.size() - 1).path("peakScore").asDouble())
                .reversed()
                .thenComparing(states -> states.get(0).path("alertId").asText()))
        .toList();
  }

  /** What emerged on the day, each group at its strongest, the strongest first. */
  List<JsonNode> emerging() {
    Map<String, JsonNode> strongest = new TreeMap<>();
    for (JsonNode row : emerging.values()) {
      strongest.merge(
          row.path("group").asText(), row, (one, other) -> score(other) > score(one) ? other : one);
    }
    return strongest.values().stream()
        .sorted(
            Comparator.comparingDouble(DayRows::score)
                .reversed()
                .thenComparing(row -> row.path("group").asText()))
        .toList();
  }

  private static double score(JsonNode row) {
    return row.path("terms").path(0).path("score").asDouble();
  }

  /** The slices of the day, of topics and of all articles. */
  List<JsonNode> slices() {
    return List.copyOf(slices.values());
  }

  /** The greatest end of a window that event time has passed, epoch milliseconds. */
  Optional<Instant> eventTime() {
    return eventTime == Long.MIN_VALUE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(eventTime));
  }

  /** The first and the last day with rows; empty without any. */
  Optional<List<LocalDate>> days() {
    return first.flatMap(from -> last.map(to -> List.of(from, to)));
  }

  /** How many rows could not be read. */
  long unreadable() {
    return unreadable;
  }

  /** Takes up a row, or a tombstone. */
  void take(TopicName topic, Row row) {
    try {
      switch (topic) {
        case TRENDS -> trend(row);
        case ALERTS -> alert(MAPPER.readTree(row.value()));
        case EMERGING -> emerging(row);
        case SLICES -> slice(row);
        default -> {
          // Not read.
        }
      }
    } catch (IOException | RuntimeException e) {
      unreadable++;
    }
  }

  /** By the key alone it is known whether a row matters: few do. */
  private void trend(Row row) throws IOException {
    String[] parts = row.key().split("/", -1);
    if (parts.length != 5) {
      return;
    }
    long end;
    long start;
    try {
      start = Instant.parse(parts[3]).toEpochMilli();
      end = Instant.parse(parts[4]).toEpochMilli();
    } catch (DateTimeParseException e) {
      return;
    }
    boolean days = parts[2].equals(window);
    boolean wanted = days && end <= span.end() && end > start(day.minusDays(CURVE_DAYS));
    if (row.value() == null) {
      if (wanted) {
        remove(parts[0] + "/" + parts[1], start);
      }
      return;
    }
    if (!wanted && end <= eventTime && !days) {
      return;
    }
    JsonNode trend = wanted || end > eventTime ? MAPPER.readTree(row.value()) : null;
    if (trend != null && end > eventTime && !trend.path("firing").asText().equals("EARLY")) {
      eventTime = end;
    }
    if (days) {
      LocalDate of = Instant.ofEpochMilli(start).atZone(zone).toLocalDate();
      first = Optional.of(first.filter(known -> known.isBefore(of)).orElse(of));
      last = Optional.of(last.filter(known -> known.isAfter(of)).orElse(of));
    }
    if (wanted) {
      keep(parts[0] + "/" + parts[1], start, trend);
    }
  }

  private void keep(String subject, long start, JsonNode row) {
    if (start == span.start()) {
      today.put(subject, row);
      return;
    }
    LocalDate of = Instant.ofEpochMilli(start).atZone(zone).toLocalDate();
    past.computeIfAbsent(subject, absent -> new HashMap<>())
        .put(
            of,
            new Past(
                row.path("uniqueStories").asInt(),
                row.path("expectedHigh").isNumber()
                    ? (int) Math.round(row.path("expectedHigh").asDouble())
                    : -1));
    if (of.equals(day.minusDays(1))) {
      dayBefore.put(subject, row);
    }
  }

  private void remove(String subject, long start) {
    if (start == span.start()) {
      today.remove(subject);
      return;
    }
    LocalDate of = Instant.ofEpochMilli(start).atZone(zone).toLocalDate();
    past.getOrDefault(subject, new HashMap<>()).remove(of);
    if (of.equals(day.minusDays(1))) {
      dayBefore.remove(subject);
    }
  }

  private static String subject(JsonNode row) {
    String id = row.path("id").asText();
    String kind = row.path("kind").asText();
    // The id of a topic at a place is encoded in itself and once only.
    return kind
        + "/"
        + (kind.equals("topic-place")
            ? id
            : id.replace("%", "%25").replace("/", "%2F").replace("@", "%40"));
  }

  private void alert(JsonNode row) {
    String id = row.path("alertId").asText();
    if (!alerts.containsKey(id) && at(row, "at") > span.end()) {
      return;
    }
    alerts.computeIfAbsent(id, absent -> new ArrayList<>()).add(row);
    if (row.path("state").asText().equals("CLOSE") && at(row, "at") <= span.start()) {
      alerts.remove(id);
    }
  }

  private void emerging(Row row) throws IOException {
    if (row.value() == null) {
      emerging.remove(row.key());
      return;
    }
    JsonNode group = MAPPER.readTree(row.value());
    long end = at(group, "windowEnd");
    if (end > span.start() && end <= span.end()) {
      emerging.put(row.key(), group);
    } else {
      emerging.remove(row.key());
    }
  }

  private void slice(Row row) throws IOException {
    String[] parts = row.key().split("/", -1);
    if (parts.length != 4 || !(parts[0].equals("total") || parts[0].equals("topic"))) {
      return;
    }
    long start = Instant.parse(parts[2]).toEpochMilli();
    if (start < span.start() || start >= span.end()) {
      return;
    }
    if (row.value() == null) {
      slices.remove(row.key());
    } else {
      slices.put(row.key(), MAPPER.readTree(row.value()));
    }
  }

  /** A moment of a row, epoch milliseconds. */
  static long at(JsonNode row, String field) {
    return Instant.parse(row.path(field).asText()).toEpochMilli();
  }
}
