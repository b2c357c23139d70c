package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.Reply;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.TopicName;
import io.newstide.topic.TopicDefinition;
import io.newstide.window.Span;
import io.newstide.window.WindowDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** How the deployment is set up, how fresh its rows are, what is open. */
final class StatusApi {

  private final Deployment deployment;
  private final Rows rows;
  private final DoubleSupplier progress;
  private final boolean writable;

  StatusApi(Deployment deployment, Rows rows, DoubleSupplier progress, boolean writable) {
    this.deployment = deployment;
    this.rows = rows;
    this.progress = progress;
    this.writable = writable;
  }

  /** {@code GET deployment}: with the topics there are now. */
  Reply deployment(Asked asked) {
    asked.know(Set.of());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", deployment.name());
    answer.put("zone", deployment.slicing().zone().getId());
    answer.put("sliceMs", deployment.slicing().slice().toMillis());
    answer.put("outOfOrdernessMs", deployment.outOfOrderness().toMillis());
    answer.put("latenessMs", deployment.terms().lateness());
    answer.put("retentionMs", deployment.terms().retention());
    answer.put("threshold", deployment.alerts().threshold());
    answer.put("minMentions", deployment.alerts().minMentions());
    answer.put("writable", writable);
    answer.put("windows", windows());
    List<Map<String, Object>> topics = new ArrayList<>();
    for (TopicDefinition topic : rows.topics()) {
      topics.add(
          Map.of(
              "id", topic.id(),
              "name", topic.name(),
              "query", topic.query(),
              "threshold", topic.threshold()));
    }
    answer.put("topics", topics);
    return Reply.json(answer);
  }

  /** {@code GET windows}: those of the job file, and whichever else have rows. */
  Reply windows(Asked asked) {
    asked.know(Set.of());
    return Reply.json(Map.of("windows", windows()));
  }

  private List<Map<String, Object>> windows() {
    Map<String, Map<String, Object>> windows = new LinkedHashMap<>();
    for (WindowDefinition window : deployment.windows()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", window.name());
      one.put("shape", window.shape());
      one.put("longestMs", window.longest().toMillis());
      windows.put(window.name(), one);
    }
    for (String name : rows.trends().windows()) {
      Map<String, Object> one =
          windows.computeIfAbsent(name, absent -> new LinkedHashMap<>(Map.of("name", name)));
      Optional<Span> range = rows.trends().range(name);
      range.ifPresent(
          span -> {
            one.put("firstEnd", span.start());
            one.put("lastEnd", span.end());
          });
    }
    return List.copyOf(windows.values());
  }

  /** {@code GET freshness}. */
  Reply freshness(Asked asked) {
    asked.know(Set.of());
    return Reply.json(freshness());
  }

  /** How far event time has come, when the last rows came, what was not counted. */
  Map<String, Object> freshness() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("now", System.currentTimeMillis());
    answer.put("loading", Math.round(progress.getAsDouble() * 1000) / 1000.0);
    answer.put("eventTime", millis(rows.trends().eventTime()));
    answer.put("latestArticle", millis(rows.latestArticle()));
    answer.put("latestArrival", millis(rows.latestArrival()));
    answer.put("lastRow", millis(rows.lastRow()));
    answer.put("articles", rows.enriched().total());
    answer.put("late", rows.late().total());
    answer.put("rejected", rows.rejected().total());
    answer.put("openAlerts", rows.alerts().all().stream().filter(AlertStore.Alert::open).count());
    answer.put("unreadable", rows.unreadable());
    answer.put("versions", rows.versions());
    return answer;
  }

  private static Long millis(Optional<Instant> moment) {
    return moment.map(Instant::toEpochMilli).orElse(null);
  }

  /** {@code GET alerts}. */
  Reply alerts(Asked asked) {
    asked.know(Set.of("state", "kind", "id", "from", "to", "limit"));
    String state = asked.text("state").orElse("all");
    if (!Set.of("open", "closed", "all").contains(state)) {
      throw new Asked.BadRequest("state: '%s' is none of open, closed, all".formatted(state));
    }
    Optional<String> kind = asked.text("kind");
    Optional<String> id = asked.text("id");
    long from = asked.moment("from", Long.MIN_VALUE);
    long to = asked.moment("to", Long.MAX_VALUE);
    int limit = asked.number("limit", 200, 1, 5_000);
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (AlertStore.Alert alert : rows.alerts().all()) {
      boolean wanted =
          (state.equals("all") || alert.open() == state.equals("open"))
              && kind.map(alert.kind()::equals).orElse(true)
              && id.map(alert.subject()::equals).orElse(true)
              && moment(alert.first().path("at")) < to
              && (alert.open() || moment(alert.last().path("at")) >= from);
      if (wanted && alerts.size() < limit) {
        alerts.add(alert(alert));
      }
    }
    return Reply.json(Map.of("alerts", alerts));
  }

  private static long moment(JsonNode instant) {
    return Instant.parse(instant.asText()).toEpochMilli();
  }

  private static Map<String, Object> alert(AlertStore.Alert alert) {
    JsonNode last = alert.last();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("alertId", alert.id());
    answer.put("kind", alert.kind());
    answer.put("id", alert.subject());
    answer.put("name", last.path("name").asText(alert.subject()));
    answer.put("reason", last.path("reason").asText());
    answer.put("open", alert.open());
    answer.put("openedAt", moment(alert.first().path("at")));
    answer.put("closedAt", alert.open() ? null : moment(last.path("at")));
    answer.put("window", last.path("window").asText());
    answer.put("mentions", last.path("mentions").asLong());
    answer.put("uniqueStories", last.path("uniqueStories").asLong());
    answer.put("expected", last.path("expected").asDouble());
    answer.put("score", last.path("score").asDouble());
    answer.put("peakScore", last.path("peakScore").asDouble());
    List<Map<String, Object>> states = new ArrayList<>();
    for (JsonNode state : alert.states()) {
      states.add(
          Map.of(
              "state", state.path("state").asText(),
              "at", moment(state.path("at")),
              "score", state.path("score").asDouble(),
              "uniqueStories", state.path("uniqueStories").asLong()));
    }
    answer.put("states", states);
    JsonNode evidence = alert.first().path("evidence");
    for (JsonNode state : alert.states()) {
      evidence = state.path("evidence").isEmpty() ? evidence : state.path("evidence");
    }
    answer.put("evidence", evidence);
    return answer;
  }

  /** {@code GET emerging}. */
  Reply emerging(Asked asked) {
    asked.know(Set.of("window", "limit"));
    Optional<String> window = asked.text("window");
    return Reply.json(
        Map.of(
            "emerging",
            rows.emerging().all().stream()
                .filter(row -> window.map(row.path("window").asText()::equals).orElse(true))
                .limit(asked.number("limit", 20, 1, 500))
                .toList()));
  }

  /** {@code GET uncounted}: what was rejected and what came too late, with reasons. */
  Reply uncounted(Asked asked) {
    asked.know(Set.of("limit"));
    int limit = asked.number("limit", 20, 1, 200);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rejected", rows.rejected().total());
    answer.put("rejectedByReason", rows.rejected().counts());
    answer.put("late", rows.late().total());
    answer.put("lateBySource", rows.late().counts());
    answer.put("lastRejected", rows.rejected().last(limit));
    answer.put("lastLate", rows.late().last(limit));
    return Reply.json(answer);
  }

  /** {@code GET acknowledgements}: what became of changes, the latest first. */
  Reply acknowledgements(Asked asked) {
    asked.know(Set.of());
    return Reply.json(
        Map.of("acknowledgements", rows.acks().stream().map(StatusApi::acknowledgement).toList()));
  }

  static Map<String, Object> acknowledgement(ControlAck ack) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("requestId", ack.requestId());
    answer.put("kind", ack.kind().label());
    answer.put("id", ack.id());
    answer.put("accepted", ack.accepted());
    answer.put("reason", ack.reason());
    answer.put("version", ack.version());
    answer.put("checkpoint", ack.checkpoint() == 0 ? null : ack.checkpoint());
    return answer;
  }

  /** {@code GET throughput}: rows taken up, by topic, and articles a minute. */
  Reply throughput(Asked asked) {
    asked.know(Set.of());
    Map<String, Object> topics = new LinkedHashMap<>();
    for (TopicName topic : TopicName.values()) {
      if (rows.count(topic) > 0) {
        topics.put(topic.fileName(), rows.count(topic));
      }
    }
    return Reply.json(
        Map.of(
            "rows", topics,
            "articlesByMinute", rows.enriched().minutes(),
            "minuteMs", Duration.ofMinutes(1).toMillis()));
  }
}
