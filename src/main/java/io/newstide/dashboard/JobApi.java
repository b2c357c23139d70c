package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the job fares, by Flink's REST interface; asked at most every two seconds. */
final class JobApi {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final int SHOWN_CHECKPOINTS = 10;

  private final Optional<URI> flink;
  private final String job;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private Map<String, Object> latest = Map.of();
  private long at = System.nanoTime() - FRESH.toNanos();

  JobApi(Optional<URI> flink, String job) {
    this.flink = flink;
    this.job = job;
  }

  /** {@code GET job}. */
  Reply job(Asked asked) {
    asked.know(Set.of());
    return Reply.json(latest());
  }

  private synchronized Map<String, Object> latest() {
    if (flink.isEmpty()) {
      return Map.of("configured", false);
    }
    if (System.nanoTime() - at >= FRESH.toNanos()) {
      latest = ask();
      at = System.nanoTime();
    }
    return latest;
  }

  private Map<String, Object> ask() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("configured", true);
    try {
      JsonNode jobs = get("/jobs/overview").path("jobs");
      Optional<JsonNode> found = choose(jobs);
      if (found.isEmpty()) {
        answer.put("reachable", true);
        answer.put("state", "NONE");
        return answer;
      }
      String id = found.get().path("jid").asText();
      JsonNode detail = get("/jobs/" + id);
      answer.put("reachable", true);
      answer.put("id", id);
      answer.put("name", detail.path("name").asText());
      answer.put("state", detail.path("state").asText());
      answer.put("startedAt", detail.path("start-time").asLong());
      answer.put("runningMs", detail.path("duration").asLong());
      answer.put("steps", steps(detail.path("vertices")));
      answer.put("checkpoints", checkpoints(get("/jobs/" + id + "/checkpoints")));
      JsonNode failure = get("/jobs/" + id + "/exceptions").path("root-exception");
      if (failure.isTextual() && !failure.asText().isEmpty()) {
        answer.put("lastFailure", failure.asText().lines().findFirst().orElse(""));
      }
    } catch (IOException e) {
      answer.put("reachable", false);
      answer.put("error", "Flink does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.put("reachable", false);
    }
    return answer;
  }

  /** The job of the deployment's name; else the one that runs; else the latest. */
  private Optional<JsonNode> choose(JsonNode jobs) {
    JsonNode best = null;
    for (JsonNode one : jobs) {
      if (best == null || worth(one) > worth(best)) {
        best = one;
      }
    }
    return Optional.ofNullable(best);
  }

  private long worth(JsonNode one) {
    return (one.path("state").asText().equals("RUNNING") ? 1L << 60 : 0)
        + (one.path("name").asText().contains(job) ? 1L << 59 : 0)
        + one.path("start-time").asLong();
  }

  private static List<Map<String, Object>> steps(JsonNode vertices) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (JsonNode vertex : vertices) {
      JsonNode metrics = vertex.path("metrics");
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("name", vertex.path("name").asText());
      step.put("parallelism", vertex.path("parallelism").asInt());
      step.put("status", vertex.path("status").asText());
      step.put("recordsIn", metrics.path("read-records").asLong());
      step.put("recordsOut", metrics.path("write-records").asLong());
      step.put("busyMs", metrics.path("accumulated-busy-time").asLong());
      step.put("backPressuredMs", metrics.path("accumulated-backpressured-time").asLong());
      step.put("idleMs", metrics.path("accumulated-idle-time").asLong());
      steps.add(step);
    }
    return steps;
  }

  private static Map<String, Object> checkpoints(JsonNode told) {
    Map<String, Object> checkpoints = new LinkedHashMap<>();
    JsonNode counts = told.path("counts");
    checkpoints.put("completed", counts.path("completed").asLong());
    checkpoints.put("failed", counts.path("failed").asLong());
    checkpoints.put("restored", counts.path("restored").asLong());
    List<Map<String, Object>> last = new ArrayList<>();
    for (JsonNode one : told.path("history")) {
      if (last.size() < SHOWN_CHECKPOINTS) {
        last.add(
            Map.of(
                "id", one.path("id").asLong(),
                "status", one.path("status").asText(),
                "at", one.path("trigger_timestamp").asLong(),
                "durationMs", one.path("end_to_end_duration").asLong(),
                "bytes", one.path("state_size").asLong()));
      }
    }
    checkpoints.put("last", last);
    return checkpoints;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    String base = flink.orElseThrow().toString().replaceAll("/+$", "");
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return MAPPER.readTree(in.readNBytes(MOST_BYTES));
    }
  }
}
