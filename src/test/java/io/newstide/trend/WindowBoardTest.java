package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Expectation;
import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowBoardTest {

  private static final Span SPAN = new Span(0, 3_600_000);
  private static final WindowBoard BOARD =
      new WindowBoard(
          List.of(
              new WindowBoard.RankedTopic("flood", "防汛", "v1"),
              new WindowBoard.RankedTopic("robot", "机器人", "v2"),
              new WindowBoard.RankedTopic("waste", "垃圾分类", "v3")),
          2);

  private final Map<Subject, WindowCount> counts = new HashMap<>();
  private final Map<Subject, WindowBoard.Written> written = new HashMap<>();
  private WindowCount total = count(Subject.TOTAL, 12, 10, 0);

  private static WindowCount count(Subject subject, long mentions, long stories, long previous) {
    return new WindowCount(
        subject,
        SPAN,
        mentions,
        stories,
        1,
        0,
        previous,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  private void put(SubjectKind kind, String id, long stories) {
    Subject subject = new Subject(kind, id);
    counts.put(subject, count(subject, stories, stories, 1));
  }

  private List<TrendRow> settle(Firing firing) {
    return settle(firing, false);
  }

  private List<TrendRow> settle(Firing firing, boolean session) {
    return BOARD.settle(
        new WindowBoard.Heading("hour", "d1", session, 99, firing, total), counts, written);
  }

  private static String text(TrendRow row) {
    return row instanceof Trend trend
        ? "%s %d. r%d %s"
            .formatted(trend.subject().id(), trend.rank(), trend.revision(), trend.firing())
        : row.subject().id() + " withdrawn";
  }

  @Test
  void givesEachTopicTotalShareAndRank() {
    put(SubjectKind.TOPIC, "robot", 3);

    List<TrendRow> rows = settle(Firing.ON_TIME);

    assertThat(rows)
        .extracting(WindowBoardTest::text)
        .containsExactly("robot 1. r0 ON_TIME", "flood 2. r0 ON_TIME", "waste 3. r0 ON_TIME");
    assertThat((Trend) rows.get(0))
        .returns("机器人", Trend::name)
        .returns("v2", Trend::topicVersion)
        .returns("hour", Trend::window)
        .returns("d1", Trend::definitionVersion)
        .returns(99L, Trend::finalAt)
        .returns(12L, Trend::totalMentions)
        .returns(10L, Trend::totalStories)
        .returns(0.3, Trend::share)
        .returns(Direction.UP, Trend::direction);
    assertThat((Trend) rows.get(1))
        .returns(0L, row -> row.count().mentions())
        .returns(0.0, Trend::share);
  }

  @Test
  void ranksTheFirstOfEveryOtherKindByStoriesAndThenById() {
    put(SubjectKind.KEYWORD, "水位", 2);
    put(SubjectKind.KEYWORD, "河道", 2);
    put(SubjectKind.KEYWORD, "暴雨", 1);
    put(SubjectKind.PLACE, "澜江市", 1);
    put(SubjectKind.PERSON, "梁若兰", 0);

    assertThat(settle(Firing.ON_TIME).subList(3, 6))
        .extracting(WindowBoardTest::text)
        .containsExactly("水位 1. r0 ON_TIME", "河道 2. r0 ON_TIME", "澜江市 1. r0 ON_TIME");
  }

  @Test
  void whatFallsOutOfTheRankingIsWithdrawn() {
    put(SubjectKind.KEYWORD, "水位", 2);
    put(SubjectKind.KEYWORD, "河道", 2);
    put(SubjectKind.KEYWORD, "暴雨", 1);
    settle(Firing.ON_TIME);

    put(SubjectKind.KEYWORD, "暴雨", 3);

    assertThat(settle(Firing.LATE))
        .extracting(WindowBoardTest::text)
        .containsExactly("暴雨 1. r0 LATE", "水位 2. r1 LATE", "河道 withdrawn");
    assertThat(settle(Firing.LATE)).isEmpty();
  }

  @Test
  void aTopicAtAPlaceIsNamedAfterBoth() {
    Subject there = Subject.topicAt("flood", "郑州/东");
    counts.put(there, count(there, 1, 1, 0));
    assertThat(settle(Firing.ON_TIME).get(3))
        .isInstanceOfSatisfying(
            Trend.class,
            row ->
                assertThat(row)
                    .returns("flood@郑州%2F东", trend -> trend.subject().id())
                    .returns("郑州/东 · 防汛", Trend::name)
                    .returns("v1", Trend::topicVersion));
  }

  @Test
  void whileTheWindowIsOpenOnlyTopicsWhoseOwnCountChangedHaveRows() {
    put(SubjectKind.TOPIC, "robot", 3);
    put(SubjectKind.KEYWORD, "水位", 2);
    assertThat(settle(Firing.EARLY))
        .extracting(WindowBoardTest::text)
        .containsExactly("robot 1. r0 EARLY");

    total = count(Subject.TOTAL, 20, 20, 0);
    assertThat(settle(Firing.EARLY)).as("others' articles").isEmpty();

    put(SubjectKind.TOPIC, "flood", 4);
    assertThat(settle(Firing.EARLY))
        .extracting(WindowBoardTest::text)
        .containsExactly("flood 1. r0 EARLY");
    assertThat(settle(Firing.ON_TIME))
        .extracting(WindowBoardTest::text)
        .containsExactly(
            "flood 1. r1 ON_TIME",
            "robot 2. r1 ON_TIME",
            "waste 3. r0 ON_TIME",
            "水位 1. r0 ON_TIME");
  }

  @Test
  void writesAgainOnlyWhatChanged() {
    put(SubjectKind.TOPIC, "robot", 3);
    settle(Firing.ON_TIME);

    assertThat(settle(Firing.LATE)).isEmpty();

    put(SubjectKind.TOPIC, "waste", 1);
    // flood falls from the second place to the third
    assertThat(settle(Firing.LATE))
        .extracting(WindowBoardTest::text)
        .containsExactly("waste 2. r1 LATE", "flood 3. r1 LATE");
  }

  @Test
  void aNewTotalIsNewForAll() {
    settle(Firing.ON_TIME);
    total = count(Subject.TOTAL, 11, 11, 0);
    assertThat(settle(Firing.LATE))
        .hasSize(3)
        .allSatisfy(row -> assertThat(((Trend) row).totalStories()).isEqualTo(11));
  }

  @Test
  void inASessionOnlyTheTopicsThatOccurHaveRows() {
    put(SubjectKind.TOPIC, "robot", 3);
    assertThat(settle(Firing.ON_TIME, true))
        .extracting(WindowBoardTest::text)
        .containsExactly("robot 1. r0 ON_TIME");
  }

  @Test
  void aTopicThatIsNotFollowedHasNoRow() {
    put(SubjectKind.TOPIC, "gone", 3);
    assertThat(settle(Firing.ON_TIME)).noneMatch(row -> row.subject().id().equals("gone"));
  }

  @Test
  void aTopicThatDoesNotOccurShowsWhatWasExpectedOfOneThatWasNeverSeen() {
    var expected = Optional.of(new Expectation(0.02, 0, 0, 28, OptionalDouble.of(0)));
    total = total.expecting(expected);
    put(SubjectKind.TOPIC, "robot", 3);

    List<TrendRow> rows = settle(Firing.ON_TIME);

    assertThat(rows)
        .filteredOn(row -> !row.subject().id().equals("robot"))
        .hasSize(2)
        .allSatisfy(row -> assertThat(((Trend) row).count().expectation()).isEqualTo(expected));
    assertThat(((Trend) rows.get(0)).count().expectation()).isEmpty();
  }

  @Test
  void aPausedTopicHasNoRowOfNothing() {
    Subject robot = new Subject(SubjectKind.TOPIC, "robot");
    var resting =
        new WindowBoard(
            List.of(
                new WindowBoard.RankedTopic("flood", "防汛", "v1"),
                new WindowBoard.RankedTopic("robot", "机器人", "v2")),
            Set.of("robot"),
            2);
    var heading = new WindowBoard.Heading("hour", "d1", false, 99, Firing.ON_TIME, total);
    counts.put(robot, WindowCount.none(robot, SPAN));

    assertThat(resting.settle(heading, counts, written))
        .extracting(WindowBoardTest::text)
        .containsExactly("flood 1. r0 ON_TIME");

    // One that it has goes on, down to nothing.
    written.put(robot, new WindowBoard.Written(count(robot, 1, 1, 0), 12, 10, 1, 0));
    assertThat(resting.settle(heading, counts, written))
        .extracting(WindowBoardTest::text)
        .contains("robot 2. r1 ON_TIME");
  }
}
