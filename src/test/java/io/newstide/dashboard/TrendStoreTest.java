package io.newstide.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.Row;
import io.newstide.kafka.RowStream.Placed;
import io.newstide.kafka.TopicName;
import io.newstide.trend.Direction;
import io.newstide.window.Firing;
import io.newstide.window.SubjectKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrendStoreTest {

  private static final long HOUR = 3_600_000;
  private static final long T0 = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();

  private final TrendStore store = new TrendStore(1_000);
  private long offset;

  private void put(String kind, String id, long hour, String firing, int stories, Integer rank)
      throws IOException {
    put(kind, id, hour, firing, stories, rank, "\"expected\":1.5,\"score\":2.25");
  }

  private void put(
      String kind, String id, long hour, String firing, int stories, Integer rank, String more)
      throws IOException {
    long start = T0 + hour * HOUR;
    String json =
        """
        {"schemaVersion":1,"kind":"%s","id":"%s","name":"name of %s","window":"hour",
         "windowStart":"%s","windowEnd":"%s","windowStartMs":%d,"windowEndMs":%d,"revision":3,"firing":"%s",
         "finalAt":"%s","mentions":%d,"uniqueStories":%d,"sources":2,"titleMentions":1,"totalMentions":20,
         "totalStories":10,"previous":4,"expectedLow":0,"expectedHigh":4,"baselineWindows":9,%s,
         "direction":"UP","warmingUp":false,"rank":%d,"topKeywords":[{"term":"雨","count":1}],"evidence":[]}
        """
            .formatted(
                kind,
                id,
                id,
                at(start),
                at(start + HOUR),
                start,
                start + HOUR,
                firing,
                at(start + 25 * HOUR),
                stories + 1,
                stories,
                more,
                rank);
    take(
        placed(
            "%s/%s/hour/%s/%s".formatted(kind, id, at(start), at(start + HOUR)),
            json.getBytes(StandardCharsets.UTF_8)));
  }

  private void take(Placed row) {
    store.put(
        List.of(row),
        (placed, failure) -> {
          throw new AssertionError(placed.row().key(), failure);
        });
  }

  private Placed placed(String key, byte[] value) {
    return new Placed(TopicName.TRENDS, 3, offset++, new Row(key, value, 0));
  }

  private static Instant at(long moment) {
    return Instant.ofEpochMilli(moment);
  }

  @Test
  void keepsTheFiguresOfARowAndItsPlace() throws IOException {
    put("topic", "flood", 0, "LATE", 5, 2);
    TrendPoint point = store.series(SubjectKind.TOPIC, "flood", "hour", 0, Long.MAX_VALUE).get(0);
    assertThat(point.name()).isEqualTo("name of flood");
    assertThat(point.span().start()).isEqualTo(T0);
    assertThat(point.span().end()).isEqualTo(T0 + HOUR);
    assertThat(point.finalAt()).isEqualTo(T0 + 25 * HOUR);
    assertThat(List.of(point.mentions(), point.uniqueStories(), point.sources()))
        .containsExactly(6, 5, 2);
    assertThat(List.of(point.totalMentions(), point.totalStories(), point.previous()))
        .containsExactly(20, 10, 4);
    assertThat(List.of(point.expectedLow(), point.expectedHigh(), point.rank()))
        .containsExactly(0, 4, 2);
    assertThat(point.expected()).isEqualTo(1.5);
    assertThat(point.score()).isEqualTo(2.25);
    assertThat(point.share()).isEqualTo(0.5);
    assertThat(point.firing()).isEqualTo(Firing.LATE);
    assertThat(point.direction()).isEqualTo(Direction.UP);
    assertThat(point.revision()).isEqualTo(3);
    assertThat(point.partition()).isEqualTo(3);
    assertThat(point.offset()).isZero();
  }

  @Test
  void whatIsNotKnownStaysUnknown() throws IOException {
    put("topic", "flood", 0, "ON_TIME", 5, 1, "\"expected\":null,\"score\":null");
    TrendPoint point = store.series(SubjectKind.TOPIC, "flood", "hour", 0, Long.MAX_VALUE).get(0);
    assertThat(point.expected()).isNaN();
    assertThat(point.score()).isNaN();
  }

  @Test
  void whatHasNoRankStandsBehindAllThatHave() throws IOException {
    put("topic", "comets", 0, "LATE", 9, null);
    put("topic", "flood", 0, "ON_TIME", 5, 2);
    put("topic", "robotics", 0, "ON_TIME", 7, 1);
    List<TrendPoint> points = store.ranks("hour", SubjectKind.TOPIC, T0 + HOUR);
    assertThat(points).extracting(TrendPoint::id).containsExactly("robotics", "flood", "comets");
    assertThat(points).extracting(TrendPoint::isRanked).containsExactly(true, true, false);
  }

  @Test
  void aRowReplacesTheOneOfItsKeyAndATombstoneRemovesIt() throws IOException {
    put("topic", "flood", 1, "EARLY", 1, 1);
    put("topic", "flood", 0, "ON_TIME", 2, 1);
    put("topic", "flood", 1, "ON_TIME", 3, 1);
    assertThat(store.series(SubjectKind.TOPIC, "flood", "hour", 0, Long.MAX_VALUE))
        .extracting(TrendPoint::uniqueStories)
        .containsExactly(2, 3);
    assertThat(store.size()).isEqualTo(2);
    take(placed("topic/flood/hour/%s/%s".formatted(at(T0), at(T0 + HOUR)), null));
    assertThat(store.series(SubjectKind.TOPIC, "flood", "hour", 0, Long.MAX_VALUE))
        .extracting(TrendPoint::uniqueStories)
        .containsExactly(3);
    assertThat(store.ranks("hour", SubjectKind.TOPIC, T0 + HOUR)).isEmpty();
  }

  @Test
  void tombstonesOfIdsWithSlashesAndOfTopicsAtPlacesFindTheirRows() throws IOException {
    put("keyword", "a/b", 0, "ON_TIME", 1, 1);
    put("topic-place", "flood@澜江%2F上", 0, "ON_TIME", 1, 1);
    assertThat(store.size()).isEqualTo(2);
    take(placed("keyword/a%%2Fb/hour/%s/%s".formatted(at(T0), at(T0 + HOUR)), null));
    take(placed("topic-place/flood@澜江%%2F上/hour/%s/%s".formatted(at(T0), at(T0 + HOUR)), null));
    assertThat(store.size()).isZero();
  }

  @Test
  void ranksAreInOrderAndOfTheLatestSpanThatIsFinal() throws IOException {
    put("keyword", "b", 0, "ON_TIME", 4, 2);
    put("keyword", "a", 0, "ON_TIME", 5, 1);
    put("topic", "t", 1, "EARLY", 5, 1);
    assertThat(store.latestEnd("hour", SubjectKind.KEYWORD, Long.MAX_VALUE)).contains(T0 + HOUR);
    assertThat(store.latestEnd("hour", SubjectKind.TOPIC, Long.MAX_VALUE)).isEmpty();
    assertThat(store.ranks("hour", SubjectKind.KEYWORD, T0 + HOUR))
        .extracting(TrendPoint::id)
        .containsExactly("a", "b");
    assertThat(store.subjects(Set.of(SubjectKind.TOPIC))).containsEntry("t", "name of t");
    assertThat(store.eventTime()).contains(at(T0 + HOUR));
  }

  @Test
  void aRowThatCannotBeReadIsToldAndTheOthersAreKept() throws IOException {
    put("topic", "a", 0, "ON_TIME", 1, 1);
    List<String> unreadable = new ArrayList<>();
    store.put(
        List.of(
            placed("1", "no json".getBytes(StandardCharsets.UTF_8)),
            placed("2", "{}".getBytes(StandardCharsets.UTF_8))),
        (row, failure) -> unreadable.add(row.row().key()));
    assertThat(unreadable).containsExactly("1", "2");
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void aRangeIsOpenAtItsStartAndClosedAtItsEnd() throws IOException {
    for (int hour = 0; hour < 4; hour++) {
      put("topic", "t", hour, "ON_TIME", hour, 1);
    }
    assertThat(store.series(SubjectKind.TOPIC, "t", "hour", T0 + HOUR, T0 + 3 * HOUR))
        .extracting(TrendPoint::uniqueStories)
        .containsExactly(1, 2);
  }

  @Test
  void beyondTheMostTheOldestAreForgotten() throws IOException {
    for (int hour = 0; hour < 1_050; hour++) {
      put("topic", "t", hour, "ON_TIME", hour, 1);
    }
    assertThat(store.size()).isBetween(900, 1_000);
    List<TrendPoint> kept = store.series(SubjectKind.TOPIC, "t", "hour", 0, Long.MAX_VALUE);
    assertThat(kept).hasSize(store.size());
    assertThat(kept.get(kept.size() - 1).uniqueStories()).isEqualTo(1_049);
    assertThat(store.range("hour").orElseThrow().start()).isEqualTo(kept.get(0).span().end());
  }
}
