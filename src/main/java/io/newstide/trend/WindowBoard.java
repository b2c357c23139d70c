package io.newstide.trend;

import io.newstide.article.CodePointOrder;
import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All topics of one span of one window side by side: here they get their total, their share and
 * their rank. A row is written when it differs from the one written before. Mutable, not safe for
 * use by several threads.
 */
public final class WindowBoard {

  /** The topic with the most stories first, then by id. */
  private static final Comparator<WindowCount> RANKING =
      Comparator.comparingLong(WindowCount::uniqueStories)
          .reversed()
          .thenComparing(count -> count.subject().id(), CodePointOrder.CODE_POINTS);

  /**
   * A subject to rank.
   *
   * @param id its id
   * @param name what people call it
   * @param version the version of its definition
   */
  public record RankedTopic(String id, String name, String version)
      implements java.io.Serializable {}

  /**
   * What was last written of a subject.
   *
   * @param count what was counted
   * @param rank its place
   * @param revision the row's revision
   */
  public record Written(WindowCount count, int rank, int revision) {}

  /**
   * All that a board knows.
   *
   * @param total the count of all articles, absent until it is known
   * @param writtenTotal the total as of the last rows written
   * @param counts the latest count by topic
   * @param written what was last written by topic
   */
  public record Saved(
      Optional<WindowCount> total,
      Optional<WindowCount> writtenTotal,
      Map<String, WindowCount> counts,
      Map<String, Written> written) {}

  private Optional<WindowCount> total;
  private Optional<WindowCount> writtenTotal;
  private final Map<String, WindowCount> counts;
  private final Map<String, Written> written;

  /** A board on which nothing stands. */
  public WindowBoard() {
    this(new Saved(Optional.empty(), Optional.empty(), Map.of(), Map.of()));
  }

  /**
   * A board as it was saved.
   *
   * @param saved what {@link #save} gave
   */
  public WindowBoard(Saved saved) {
    this.total = saved.total();
    this.writtenTotal = saved.writtenTotal();
    this.counts = new HashMap<>(saved.counts());
    this.written = new HashMap<>(saved.written());
  }

  /** What is to be remembered of this board. */
  public Saved save() {
    return new Saved(total, writtenTotal, new TreeMap<>(counts), new TreeMap<>(written));
  }

  /** Whether the total is known. */
  public boolean isComplete() {
    return total.isPresent();
  }

  /** Takes a count in place of the subject's earlier one. */
  public void put(WindowCount count) {
    if (count.subject().kind() == SubjectKind.TOTAL) {
      total = Optional.of(count);
    } else {
      counts.put(count.subject().id(), count);
    }
  }

  /**
   * The rows that differ from those written before, in order of rank; none before the total is
   * known. A topic that does not occur has a row of zeros.
   *
   * @param window the window's name
   * @param definitionVersion the version of the window's definition
   * @param span the window's span
   * @param finalAt when lateness ends, epoch milliseconds
   * @param topics the topics to rank
   */
  public List<Trend> settle(
      String window, String definitionVersion, Span span, long finalAt, List<RankedTopic> topics) {
    if (total.isEmpty()) {
      return List.of();
    }
    Map<String, RankedTopic> byId = new HashMap<>();
    List<WindowCount> ranking = new ArrayList<>(topics.size());
    for (RankedTopic topic : topics) {
      byId.put(topic.id(), topic);
      WindowCount count = counts.get(topic.id());
      ranking.add(
          count == null
              ? WindowCount.none(new Subject(SubjectKind.TOPIC, topic.id()), span)
              : count);
    }
    ranking.sort(RANKING);
    boolean totalChanged = !total.equals(writtenTotal);
    List<Trend> rows = new ArrayList<>();
    for (int i = 0; i < ranking.size(); i++) {
      WindowCount count = ranking.get(i);
      int rank = i + 1;
      String id = count.subject().id();
      Written before = written.get(id);
      if (before == null
          || totalChanged
          || before.rank() != rank
          || !before.count().equals(count)) {
        int revision = before == null ? 0 : before.revision() + 1;
        written.put(id, new Written(count, rank, revision));
        rows.add(
            new Trend(
                byId.get(id).name(),
                byId.get(id).version(),
                window,
                definitionVersion,
                revision,
                before == null ? Firing.ON_TIME : Firing.LATE,
                finalAt,
                count,
                total.get().mentions(),
                total.get().uniqueStories(),
                rank));
      }
    }
    writtenTotal = total;
    return rows;
  }
}
