package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowCount;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowBoardTest {

  private static final Span SPAN = new Span(0, 3_600_000);
  private static final List<WindowBoard.RankedTopic> TOPICS =
      List.of(
          new WindowBoard.RankedTopic("flood", "防汛", "v1"),
          new WindowBoard.RankedTopic("robot", "机器人", "v2"),
          new WindowBoard.RankedTopic("waste", "垃圾分类", "v3"));

  private static WindowCount count(Subject subject, long mentions, long stories, long previous) {
    return new WindowCount(
        subject, SPAN, mentions, stories, 1, 0, previous, List.of(), List.of(), List.of());
  }

  private static WindowCount topic(String id, long stories, long previous) {
    return count(new Subject(SubjectKind.TOPIC, id), stories, stories, previous);
  }

  private static List<Trend> settle(WindowBoard board) {
    return board.settle("hour", "d1", SPAN, 99, TOPICS);
  }

  @Test
  void givesEachTopicTotalShareAndRank() {
    WindowBoard board = new WindowBoard();
    board.put(topic("robot", 3, 1));
    board.put(count(Subject.TOTAL, 12, 10, 0));

    List<Trend> rows = settle(board);

    assertThat(rows)
        .extracting(row -> row.count().subject().id())
        .containsExactly("robot", "flood", "waste");
    assertThat(rows).extracting(Trend::rank).containsExactly(1, 2, 3);
    assertThat(rows.get(0))
        .returns("机器人", Trend::name)
        .returns("v2", Trend::topicVersion)
        .returns("hour", Trend::window)
        .returns("d1", Trend::definitionVersion)
        .returns(0, Trend::revision)
        .returns(Firing.ON_TIME, Trend::firing)
        .returns(99L, Trend::finalAt)
        .returns(12L, Trend::totalMentions)
        .returns(10L, Trend::totalStories)
        .returns(0.3, Trend::share)
        .returns(Direction.UP, Trend::direction);
    assertThat(rows.get(1)).returns(0L, row -> row.count().mentions()).returns(0.0, Trend::share);
  }

  @Test
  void waitsForTheTotal() {
    WindowBoard board = new WindowBoard();
    board.put(topic("robot", 3, 0));
    assertThat(settle(board)).isEmpty();
  }

  @Test
  void writesAgainOnlyWhatChanged() {
    WindowBoard board = new WindowBoard();
    board.put(count(Subject.TOTAL, 10, 10, 0));
    board.put(topic("robot", 3, 0));
    settle(board);

    assertThat(settle(board)).isEmpty();

    board.put(topic("waste", 1, 0));
    List<Trend> corrections = settle(new WindowBoard(board.save()));
    // flood falls from the second place to the third
    assertThat(corrections)
        .extracting(row -> row.count().subject().id())
        .containsExactly("waste", "flood");
    assertThat(corrections).extracting(Trend::firing).containsOnly(Firing.LATE);
    assertThat(corrections).extracting(Trend::revision).containsOnly(1);
  }

  @Test
  void aNewTotalIsNewForAll() {
    WindowBoard board = new WindowBoard();
    board.put(count(Subject.TOTAL, 10, 10, 0));
    settle(board);
    board.put(count(Subject.TOTAL, 11, 11, 0));
    assertThat(settle(board)).hasSize(3).extracting(Trend::totalStories).containsOnly(11L);
  }
}
