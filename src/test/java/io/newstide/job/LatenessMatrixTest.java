package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.topic.Enriched;
import io.newstide.trend.Trend;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.SubjectHistory;
import io.newstide.window.WindowShape;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How late an article can be, for each kind of window: the matrix of Beam's LeaderBoard example.
 * The first article comes at 10:05 UTC, a Saturday's evening in Shanghai; watched is the span that
 * ends first.
 */
class LatenessMatrixTest {

  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
  private static final Duration LATENESS = Duration.ofHours(6);

  private static EngineHarness engine(String shape) throws Exception {
    return new EngineHarness(
        new EngineHarness.Settings(
            List.of(WindowShape.parse("w", shape, SLICING)),
            SLICING,
            new SubjectHistory.Terms(Duration.ofDays(70).toMillis(), LATENESS.toMillis()),
            List.of(new WindowBoard.RankedTopic("flood", "防汛", "v1")),
            20),
        2);
  }

  private static Enriched article(String id, Duration lateBy) {
    Enriched in = Samples.enriched(Samples.article(id, "2026-07-04T10:05:00Z"), "flood");
    return new Enriched(in.article(), id, "", 0, lateBy, in.analysis(), in.topics(), in.analyser());
  }

  /** The rows of the span since the last call. */
  private static List<String> rows(EngineHarness engine, Span span) {
    List<String> rows = new ArrayList<>();
    for (var row : engine.newRows()) {
      if (row.subject().id().equals("flood") && row.span().equals(span)) {
        Trend trend = (Trend) row;
        rows.add(
            "%d %s%s"
                .formatted(
                    trend.count().mentions(),
                    trend.firing(),
                    trend.finalAt() == span.end() + LATENESS.toMillis() ? "" : " final?"));
      }
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "PT1H,      2026-07-04T10:00:00Z, 2026-07-04T11:00:00Z",
    "PT3H/PT1H, 2026-07-04T08:00:00Z, 2026-07-04T11:00:00Z",
    "P1D,       2026-07-03T16:00:00Z, 2026-07-04T16:00:00Z",
    "P1D+PT1H,  2026-07-03T16:00:00Z, 2026-07-04T11:00:00Z",
    "P1W,       2026-06-28T16:00:00Z, 2026-07-05T16:00:00Z",
    "P1M,       2026-06-30T16:00:00Z, 2026-07-31T16:00:00Z",
    "~PT2H,     2026-07-04T10:00:00Z, 2026-07-04T12:10:00Z",
  })
  void forEachKindOfWindow(String shape, String start, String end) throws Exception {
    Span span = new Span(Instant.parse(start).toEpochMilli(), Instant.parse(end).toEpochMilli());
    long slice = Instant.parse("2026-07-04T10:10:00Z").toEpochMilli();
    try (var engine = engine(shape)) {
      engine.article(article("on time", Duration.ZERO));
      engine.watermark(slice - 1);
      assertThat(rows(engine, span)).as("speculative").containsExactly("1 EARLY");

      engine.watermark(slice + Duration.ofMinutes(10).toMillis() - 1);
      assertThat(rows(engine, span)).as("nothing new, no row").isEmpty();

      engine.article(article("behind the watermark, before the end", Duration.ZERO));
      engine.watermark(slice + Duration.ofMinutes(20).toMillis() - 1);
      assertThat(rows(engine, span)).as("speculative once more").containsExactly("2 EARLY");

      engine.article(article("unobservably late", Duration.ZERO));
      engine.watermark(span.end() - 1);
      assertThat(rows(engine, span)).as("on time, the late one in it").containsExactly("3 ON_TIME");

      engine.article(article("observably late", Duration.ZERO));
      engine.watermark(span.end() + Duration.ofMinutes(10).toMillis() - 1);
      assertThat(rows(engine, span)).as("a correction").containsExactly("4 LATE");

      engine.article(article("droppably late", Duration.ofMinutes(10)));
      engine.watermark(span.end() + LATENESS.toMillis());
      assertThat(rows(engine, span)).as("in late.v1, in no window").isEmpty();
    }
  }
}
