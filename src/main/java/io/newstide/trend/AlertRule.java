package io.newstide.trend;

import io.newstide.trend.AlertEpisodes.Episode;
import io.newstide.trend.Readings.Reading;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import java.util.List;
import java.util.Optional;

/**
 * When an alert of a subject opens, is updated and closes, moment by moment; see {@link
 * AlertEpisodes}. Keeps nothing itself.
 */
final class AlertRule {

  /** How many headlines an alert shows. */
  private static final int SHOWN = 5;

  private final Subject subject;
  private final AlertSettings settings;
  private final SubjectTrack track;
  private final Readings readings;

  /**
   * What becomes of the alert.
   *
   * @param episode the one that is open from now on
   * @param event what is to be told
   */
  record Decision(Optional<Episode> episode, Optional<AlertEvent> event) {

    private static Decision silent(Optional<Episode> episode) {
      return new Decision(episode, Optional.empty());
    }
  }

  AlertRule(Subject subject, AlertSettings settings, SubjectTrack track, Readings readings) {
    this.subject = subject;
    this.settings = settings;
    this.track = track;
    this.readings = readings;
  }

  /**
   * Decides at the end of a slice.
   *
   * @param open the alert that is open
   * @param fresh whether a story began in the slice
   */
  Decision decide(Optional<Episode> open, long at, boolean fresh, TotalHistory total) {
    // The cheap question before the dear one.
    if (open.isEmpty() && (!fresh || !readings.reach(at, settings.minMentions(), total))) {
      return Decision.silent(open);
    }
    boolean frozen = open.isPresent() && at - open.get().start() < settings.settles().toMillis();
    Reading strongest = strongest(readings.read(at, frozen ? open.get().start() : at, total));
    boolean enough = strongest.isEnough(settings.minMentions());
    if (open.isEmpty()) {
      if (!enough || strongest.level() < settings.threshold()) {
        return Decision.silent(open);
      }
      var opened = new Episode(at, at, strongest.score(), strongest.score());
      return told(opened, AlertEvent.State.OPEN, at, strongest, total);
    }
    Episode before = open.get();
    boolean holds = strongest.level() >= settings.hold() * settings.threshold();
    boolean grown = fresh && enough && strongest.score() >= settings.growth() * before.told();
    var now =
        new Episode(
            before.start(),
            holds ? at : before.held(),
            grown ? strongest.score() : before.told(),
            Math.max(before.peak(), strongest.score()));
    if (grown) {
      return told(now, AlertEvent.State.UPDATE, at, strongest, total);
    }
    if (!holds && at - before.held() >= settings.quiet().toMillis()) {
      return new Decision(
          Optional.empty(), told(now, AlertEvent.State.CLOSE, at, strongest, total).event());
    }
    return Decision.silent(Optional.of(now));
  }

  /** The strongest window; one that holds enough stories before one that does not. */
  private Reading strongest(List<Reading> all) {
    Reading strongest = all.get(0);
    for (Reading reading : all) {
      boolean enough = reading.isEnough(settings.minMentions());
      boolean enoughBefore = strongest.isEnough(settings.minMentions());
      if (enough == enoughBefore ? reading.level() > strongest.level() : enough) {
        strongest = reading;
      }
    }
    return strongest;
  }

  private Decision told(
      Episode of, AlertEvent.State state, long at, Reading strongest, TotalHistory total) {
    Span span = new Span(at - strongest.watch().size().toMillis(), at);
    SubjectTrack.Window window = track.window(span, total);
    return new Decision(
        Optional.of(of),
        Optional.of(
            new AlertEvent(
                subject.kind().label(),
                subject.id(),
                subject.id(),
                of.start(),
                state,
                AlertEvent.Reason.BURST,
                strongest.watch().name(),
                window.span(),
                at,
                window.mentions(),
                window.stories().size(),
                strongest.expected().mean(),
                strongest.score(),
                of.peak(),
                Headlines.pick(window.evidence(), SHOWN))));
  }
}
