package io.newstide.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.dashboard.web.Asked;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowStream.Placed;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Curves of more topics than an answer may have. */
class SeriesApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-07-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-07-01T01:00:00Z");

  private final Deployment deployment = WorkbenchSpeed.deployment();
  private final TrendStore trends = new TrendStore(1_000);
  private final SeriesApi api =
      new SeriesApi(
          trends,
          new Workbench(new SliceStore(deployment.slicing()), deployment, id -> Optional.empty()));

  /** Topics by number, the last of which leads. */
  private void topics(int many) {
    List<Placed> rows = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String id = id(i);
      String json =
          """
          {"schemaVersion":1,"kind":"topic","id":"%s","name":"%s","window":"hour",
           "windowStart":"%s","windowEnd":"%s","windowStartMs":%d,"windowEndMs":%d,"revision":0,
           "firing":"ON_TIME","finalAt":"%s","mentions":1,"uniqueStories":1,"sources":1,
           "titleMentions":1,"totalMentions":20,"totalStories":10,"previous":0,"expected":null,
           "expectedLow":null,"expectedHigh":null,"score":null,"baselineWindows":0,
           "direction":"UP","warmingUp":true,"rank":%d,"topKeywords":[],"evidence":[]}
          """
              .formatted(
                  id, id, START, END, START.toEpochMilli(), END.toEpochMilli(), END, many - i);
      rows.add(
          new Placed(
              TopicName.TRENDS,
              0,
              i,
              new Row(
                  "topic/%s/hour/%s/%s".formatted(id, START, END),
                  json.getBytes(StandardCharsets.UTF_8),
                  0)));
    }
    trends.put(
        rows,
        (placed, failure) -> {
          throw new AssertionError(placed.row().key(), failure);
        });
  }

  private static String id(int number) {
    return "t%03d".formatted(number);
  }

  private List<String> ids(Map<String, List<String>> parameters) throws IOException {
    JsonNode answer = JSON.readTree(api.series(new Asked(parameters, new byte[0])).body());
    return answer.path("series").findValuesAsText("id");
  }

  @Test
  void ofMoreTopicsThanAnAnswerMayHaveThoseThatLeadAreGiven() throws IOException {
    topics(203);
    assertThat(ids(Map.of("window", List.of("hour"))))
        .containsExactlyElementsOf(IntStream.range(3, 203).mapToObj(SeriesApiTest::id).toList());
    assertThat(ids(Map.of("window", List.of("hour"), "id", List.of("t000"))))
        .containsExactly("t000");
  }

  @Test
  void moreThatAreNamedAreRefused() {
    topics(203);
    List<String> all = IntStream.range(0, 201).mapToObj(SeriesApiTest::id).toList();
    assertThatThrownBy(() -> ids(Map.of("window", List.of("hour"), "id", all)))
        .isInstanceOf(Asked.BadRequest.class)
        .hasMessage("id: more than 200 subjects");
  }
}
