package io.newstide.job;

import io.newstide.language.Provinces;
import io.newstide.trend.AlertEpisodes;
import io.newstide.trend.AlertEvent;
import io.newstide.trend.Telling;
import io.newstide.trend.TotalHistory;
import io.newstide.window.Expectation;
import io.newstide.window.SessionWindow;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.WindowDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The current subject's history by stories: what its windows were expected to hold, and its alerts.
 * Kept for every subject, since every row says what was expected; alerts are raised by topics, by
 * topics at places and in provinces, by people and organisations.
 */
final class SubjectWatch {

  private final TrendTerms terms;
  private final KnownTotal total;
  private final DeferredStates.Value<AlertEpisodes.Memory> state;
  private final TrackState stories;

  SubjectWatch(
      TrendTerms terms,
      KnownTotal total,
      DeferredStates.Value<AlertEpisodes.Memory> state,
      TrackState stories) {
    this.terms = terms;
    this.total = total;
    this.state = state;
    this.stories = stories;
  }

  /** Takes up the current subject; {@link Open#close} must be called before the next. */
  Open open(Subject subject) throws Exception {
    AlertEpisodes.Memory known = terms.none() ? null : state.get();
    AlertEpisodes.Memory memory = known == null ? new AlertEpisodes.Memory() : known;
    memory.keepIn(stories);
    return new Open(subject, memory);
  }

  /** One subject, taken up. */
  final class Open {
    private final Subject subject;
    private final AlertEpisodes.Memory memory;
    private final AlertEpisodes episodes;

    private Open(Subject subject, AlertEpisodes.Memory memory) {
      this.subject = subject;
      this.memory = memory;
      this.episodes = new AlertEpisodes(subject, terms.alerts(), terms.baseline(), memory);
    }

    /** Adds what was counted of the subject. */
    void add(SubjectSlice added) {
      if (terms.none()) {
        return;
      }
      TotalHistory history = total.history();
      Span slice = added.slice();
      Map<Telling, Integer> corrections = new LinkedHashMap<>();
      Tellings.of(
          added.tally(),
          alerting(subject),
          (telling, times) -> {
            if (added.isCorrection()) {
              corrections.merge(telling, times, Integer::sum);
            } else {
              episodes.add(slice, telling, times, history);
            }
          });
      if (!corrections.isEmpty()) {
        episodes.correct(slice, corrections, history);
      }
    }

    /** Decides what is to be decided as of now. */
    void advance(Consumer<AlertEvent> alerts) {
      if (total.to() == Long.MIN_VALUE) {
        return;
      }
      if (alerting(subject)) {
        episodes.advance(total.to(), total.history()).forEach(alerts);
      } else {
        episodes.follow(total.to(), total.history());
      }
    }

    /**
     * What was to be expected of a window with so many stories; of the total what was to be
     * expected of a subject that was never seen.
     */
    Optional<Expectation> expectation(WindowDefinition window, Span span, long stories) {
      if (terms.none() || window instanceof SessionWindow) {
        return Optional.empty();
      }
      Duration size = window.longest();
      return subject.kind() == SubjectKind.TOTAL
          ? new AlertEpisodes(subject, terms.alerts(), terms.baseline())
              .expectation(span, size, 0, total.history())
          : episodes.expectation(span, size, stories, total.history());
    }

    /** Whether anything of it is remembered that what is expected goes by. */
    boolean remembers() {
      return !terms.none() && !episodes.isEmpty();
    }

    /** When something is next to be decided, epoch milliseconds. */
    long due() {
      return episodes.due();
    }

    void close() throws Exception {
      if (terms.none()) {
        return;
      }
      if (episodes.isEmpty()) {
        state.update(null);
        stories.clear();
      } else {
        state.update(memory);
      }
    }
  }

  /** A province is watched as such, with all its places, and not as one place among them. */
  static boolean alerting(Subject subject) {
    return switch (subject.kind()) {
      case TOPIC, TOPIC_PROVINCE, PERSON, ORGANISATION -> true;
      case TOPIC_PLACE -> !Provinces.isProvince(subject.place());
      case TOTAL, KEYWORD, PLACE -> false;
    };
  }
}
