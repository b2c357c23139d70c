package io.newstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.trend.Trend;
import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowCount;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What rows of trends say of a rank. */
class TrendJsonTest {

  private static JsonNode rank(int rank) throws IOException {
    WindowCount count =
        WindowCount.none(new Subject(SubjectKind.TOPIC, "comets"), new Span(0, 3_600_000));
    Trend trend =
        new Trend("彗星", "v1", "hour", "d1", 2, Firing.LATE, 90_000_000, count, 12, 10, rank);
    return new ObjectMapper().readTree(TrendJson.row(trend).value()).get("rank");
  }

  @Test
  void aRankThatNobodyKnowsIsNull() throws IOException {
    assertThat(rank(3).intValue()).isEqualTo(3);
    assertThat(rank(Trend.UNRANKED).isNull()).isTrue();
  }
}
