package io.newstide.trend;

import io.newstide.article.CodePointOrder;
import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowCount;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The subjects of one span of one window side by side, the last stage of the ranking: here they get
 * their total, their share and their rank, each kind for itself. A row is written when it differs
 * from the one before, and withdrawn when its subject no longer has one.
 *
 * <p>Every topic has a row when the window has closed, zeros included; while it is open a topic has
 * one when its own count changed. Of every other kind the first have one when the window has
 * closed. Immutable, safe for use by many threads.
 */
public final class WindowBoard implements Serializable {

  private static final long serialVersionUID = 1;

  /** By id in the order of code points. */
  static final Comparator<Subject> BY_ID =
      Comparator.comparing(Subject::id, CodePointOrder.CODE_POINTS);

  /** The subject with the most stories first, then by id. */
  private static final Comparator<WindowCount> RANKING =
      Comparator.comparingLong(WindowCount::uniqueStories)
          .reversed()
          .thenComparing(WindowCount::subject, BY_ID);

  /**
   * A topic that is followed.
   *
   * @param id its id
   * @param name what people call it
   * @param version the version of its definition
   */
  public record RankedTopic(String id, String name, String version) implements Serializable {}

  /**
   * What was last written of a subject.
   *
   * @param count what was counted
   * @param totalMentions all articles of the window
   * @param totalStories all stories of the window
   * @param rank its place
   * @param revision the row's revision; -1 for a row of which no more is known than that it exists
   */
  public record Written(
      WindowCount count, long totalMentions, long totalStories, int rank, int revision) {

    /** A row that somebody wrote once. */
    public static Written unknown(Subject subject, Span span) {
      return new Written(WindowCount.none(subject, span), 0, 0, 0, -1);
    }
  }

  /**
   * What a board is about.
   *
   * @param window the window's name
   * @param definitionVersion the version of its definition
   * @param session whether only the topics that occur in it have rows
   * @param finalAt when lateness ends, epoch milliseconds
   * @param firing what its rows are now
   * @param total all articles of the window, with what was to be expected of a topic that was never
   *     seen
   */
  public record Heading(
      String window,
      String definitionVersion,
      boolean session,
      long finalAt,
      Firing firing,
      WindowCount total) {}

  private final Map<String, RankedTopic> topics = new LinkedHashMap<>();
  private final Set<String> paused;
  private final int ranked;

  /**
   * A board.
   *
   * @param topics the topics that are followed
   * @param ranked how many of each other kind have rows
   */
  public WindowBoard(List<RankedTopic> topics, int ranked) {
    this(topics, Set.of(), ranked);
  }

  /**
   * A board on which some topics rest.
   *
   * @param topics the topics that are followed
   * @param paused the ids of those that keep the rows they have and get no others
   * @param ranked how many of each other kind have rows
   */
  public WindowBoard(List<RankedTopic> topics, Set<String> paused, int ranked) {
    this.paused = Set.copyOf(paused);
    topics.forEach(topic -> this.topics.put(topic.id(), topic));
    this.ranked = ranked;
  }

  /** The topics that are followed. */
  public Set<String> topics() {
    return topics.keySet();
  }

  /**
   * The rows that differ from those written before, each kind in order of rank, and the
   * withdrawals.
   *
   * @param heading what the board is about
   * @param counts the latest counts
   * @param written what was written before; brought up to date
   */
  public List<TrendRow> settle(
      Heading heading, Map<Subject, WindowCount> counts, Map<Subject, Written> written) {
    Map<SubjectKind, List<WindowCount>> rankings = new HashMap<>();
    for (WindowCount count : counts.values()) {
      SubjectKind kind = count.subject().kind();
      boolean known =
          kind.ranked()
              ? count.uniqueStories() > 0
              : topics.containsKey(count.subject().id())
                  && !(rests(count) && !written.containsKey(count.subject()));
      if (known && !(kind.ranked() && heading.firing() == Firing.EARLY)) {
        rankings.computeIfAbsent(kind, absent -> new ArrayList<>()).add(count);
      }
    }
    if (!heading.session()) {
      addTopicsThatDoNotOccur(
          heading.total(),
          counts,
          rankings.computeIfAbsent(SubjectKind.TOPIC, absent -> new ArrayList<>()));
    }
    List<TrendRow> rows = new ArrayList<>();
    Set<Subject> withRow = new LinkedHashSet<>();
    for (SubjectKind kind : SubjectKind.values()) {
      List<WindowCount> ranking = rankings.getOrDefault(kind, new ArrayList<>());
      ranking.sort(RANKING);
      int most = kind.ranked() ? Math.min(ranked, ranking.size()) : ranking.size();
      for (int i = 0; i < most; i++) {
        WindowCount count = ranking.get(i);
        boolean provisional = heading.firing() == Firing.EARLY;
        if (!provisional || counts.containsKey(count.subject())) {
          withRow.add(count.subject());
          write(heading, count, i + 1, written, rows);
        }
      }
    }
    written
        .keySet()
        .removeIf(
            subject -> {
              if (withRow.contains(subject) || paused.contains(subject.id())) {
                return false;
              }
              rows.add(new Withdrawal(subject, heading.window(), heading.total().span()));
              return true;
            });
    return rows;
  }

  /**
   * The row of a topic in a window of which nothing else is known any more.
   *
   * @param heading what the board was about
   * @param count what the topic has in it now
   * @param revision the row's revision
   * @return empty if the topic is not followed, or paused
   */
  public Optional<TrendRow> past(Heading heading, WindowCount count, int revision) {
    RankedTopic topic = topics.get(count.subject().id());
    if (topic == null || paused.contains(topic.id())) {
      return Optional.empty();
    }
    return Optional.of(
        new Trend(
            topic.name(),
            topic.version(),
            heading.window(),
            heading.definitionVersion(),
            revision,
            heading.firing(),
            heading.finalAt(),
            count,
            heading.total().mentions(),
            heading.total().uniqueStories(),
            Trend.UNRANKED));
  }

  /** Whether a topic is paused and has nothing to say. */
  private boolean rests(WindowCount count) {
    return paused.contains(count.subject().id()) && count.mentions() == 0 && count.previous() == 0;
  }

  private void addTopicsThatDoNotOccur(
      WindowCount total, Map<Subject, WindowCount> counts, List<WindowCount> ranking) {
    for (String id : topics.keySet()) {
      Subject topic = new Subject(SubjectKind.TOPIC, id);
      if (!counts.containsKey(topic) && !paused.contains(id)) {
        ranking.add(WindowCount.none(topic, total.span()).expecting(total.expectation()));
      }
    }
  }

  private void write(
      Heading heading,
      WindowCount count,
      int rank,
      Map<Subject, Written> written,
      List<TrendRow> rows) {
    Written before = written.get(count.subject());
    WindowCount total = heading.total();
    Written now =
        new Written(
            count,
            total.mentions(),
            total.uniqueStories(),
            rank,
            before == null ? 0 : before.revision() + 1);
    if (before != null && before.revision() >= 0 && heading.firing() != Firing.ON_TIME) {
      boolean same =
          heading.firing() == Firing.EARLY
              ? count.showsTheSameAs(before.count())
              : count.showsTheSameAs(before.count())
                  && rank == before.rank()
                  && now.totalMentions() == before.totalMentions()
                  && now.totalStories() == before.totalStories();
      if (same) {
        return;
      }
    }
    written.put(count.subject(), now);
    SubjectKind kind = count.subject().kind();
    RankedTopic topic =
        kind == SubjectKind.TOPIC || kind == SubjectKind.TOPIC_PLACE
            ? topics.get(count.subject().topic())
            : null;
    rows.add(
        new Trend(
            name(count.subject(), topic),
            topic == null ? "" : topic.version(),
            heading.window(),
            heading.definitionVersion(),
            now.revision(),
            heading.firing(),
            heading.finalAt(),
            count,
            now.totalMentions(),
            now.totalStories(),
            rank));
  }

  private static String name(Subject subject, RankedTopic topic) {
    if (subject.kind() == SubjectKind.TOPIC_PLACE) {
      return subject.place() + " · " + (topic == null ? subject.topic() : topic.name());
    }
    return topic == null ? subject.id() : topic.name();
  }
}
