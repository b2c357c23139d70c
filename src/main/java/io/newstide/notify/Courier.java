package io.newstide.notify;

import io.newstide.notify.Delivery.Delivered;
import io.newstide.notify.Delivery.Later;
import io.newstide.notify.Delivery.Misconfigured;
import io.newstide.notify.Delivery.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Tells one channel its alerts. What it reads is noted as waiting before it is tried, each try
 * before it is made, and what became of it afterwards. So nothing is lost, and a message can go out
 * twice only where the process ends, or Kafka does not answer, between the receiver's answer and
 * the note of it; it then has the same key. Not safe for use by several threads.
 */
final class Courier {

  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Duration FIRST_WAIT_FOR_SOMEONE = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT_FOR_SOMEONE = Duration.ofHours(1);

  private final Channel channel;
  private final AlertLog log;
  private final Routing routing;
  private final Duration maxAge;
  private final InstantSource clock;
  private final Consumer<String> say;
  private final Backoff backoff;
  private final Backoff backoffForSomeone;
  private final Outbox outbox;
  private final Told told;
  private final Pace pace;
  private ChannelState state;
  private Instant notBefore = Instant.MIN;

  Courier(
      Channel channel,
      AlertLog log,
      Routing routing,
      Duration maxAge,
      InstantSource clock,
      RandomGenerator random,
      Consumer<String> say) {
    this.channel = channel;
    this.log = log;
    this.routing = routing;
    this.maxAge = maxAge;
    this.clock = clock;
    this.say = say;
    this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    this.backoffForSomeone = new Backoff(FIRST_WAIT_FOR_SOMEONE, LONGEST_WAIT_FOR_SOMEONE, random);
    Map<String, byte[]> notes = log.notes();
    this.outbox = new Outbox(channel.quiet(), notes);
    this.told = new Told(notes);
    this.state = ChannelState.read(notes);
    this.pace = new Pace(channel.perMinute());
  }

  ChannelState state() {
    return state;
  }

  /** What waits. */
  List<Waiting> waiting() {
    return List.copyOf(outbox.all());
  }

  /** When the quiet time ends, if it is one now. */
  Optional<Instant> quietUntil() {
    return channel.quiet().flatMap(hours -> hours.until(clock.instant()));
  }

  /** Whether all there is has been read, and nothing may be told now. */
  boolean done() {
    return log.caughtUp() && outbox.next(clock.instant()).isEmpty();
  }

  /** When the next message may go out, as far as that hangs on failures. */
  Instant notBefore() {
    return notBefore;
  }

  /**
   * Reads what has come, and tells one message if one may be told now.
   *
   * @param wait how long to wait for what comes
   */
  void round(Duration wait) {
    read(wait);
    Instant now = clock.instant();
    hold(now);
    giveUp(now);
    if (now.isBefore(notBefore) || now.isBefore(pace.free(now))) {
      return;
    }
    List<Waiting> next = outbox.next(now);
    if (!next.isEmpty()) {
      tell(next, now);
    }
  }

  private void read(Duration wait) {
    List<AlertLog.Placed> rows = log.poll(wait);
    if (rows.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    int old = 0;
    Instant oldest = now.minus(maxAge);
    for (AlertLog.Placed row : rows) {
      Alert alert;
      try {
        alert = Alert.read(row.value());
      } catch (IllegalArgumentException e) {
        say(
            "partition %d, offset %d of alerts.v1 holds no alert and is left out: %s"
                .formatted(row.partition(), row.offset(), e.getMessage()));
        continue;
      }
      if (!concerns(alert) || told.has(alert) || outbox.has(alert)) {
        continue;
      }
      if (alert.at().isBefore(oldest)) {
        old++;
        continue;
      }
      var waiting = new Waiting(row.partition(), row.offset(), alert, now, 0, false);
      outbox.put(waiting);
      changes.put(waiting.name(), Optional.of(waiting.note()));
    }
    if (old > 0) {
      state = state.skipped(old);
      changes.put(ChannelState.NOTE, Optional.of(state.note()));
      say(
          "left out %,d state%s of alerts older than %s (notify.maxAge)"
              .formatted(old, old == 1 ? "" : "s", maxAge));
    }
    log.commit(changes);
  }

  /** An alert that began to be told here is told to its end, whatever the routes say by now. */
  private boolean concerns(Alert alert) {
    return channel.states().contains(alert.state())
        && (routing.channels(alert).contains(channel.name())
            || told.knows(alert.alertId())
            || outbox.knows(alert.alertId()));
  }

  private void hold(Instant now) {
    List<Waiting> held = outbox.toHold(now);
    if (!held.isEmpty()) {
      commit(noted(held), Map.of());
    }
  }

  private void tell(List<Waiting> next, Instant now) {
    List<Waiting> batch = next;
    Message message = message(batch);
    while (batch.size() > 1 && !channel.sender().fits(message)) {
      batch = batch.subList(0, batch.size() - 1);
      message = message(batch);
    }
    List<Waiting> tried = batch.stream().map(Waiting::tried).toList();
    commit(noted(tried), Map.of());
    pace.took(now);
    Delivery delivery = channel.sender().send(message);
    Instant then = clock.instant();
    if (delivery instanceof Delivered delivered) {
      notBefore = Instant.MIN;
      state = state.told(tried.size(), then);
      commit(gone(tried), states());
      say("told: " + message.title());
      if (!delivered.remark().isEmpty()) {
        say(delivered.remark());
      }
    } else if (delivery instanceof Later later) {
      failed(false, then, later.why(), backoff.after(state.failures() + 1, later.after()));
    } else if (delivery instanceof Misconfigured wrong) {
      failed(
          true, then, wrong.why(), backoffForSomeone.after(state.failures() + 1, Optional.empty()));
    } else if (delivery instanceof Refused refused) {
      refused(tried, message, then, refused.why());
    }
  }

  private Message message(List<Waiting> batch) {
    return channel.template().digest(batch.stream().map(Waiting::alert).toList());
  }

  private void failed(boolean wrong, Instant now, String why, Duration wait) {
    notBefore = now.plus(wait);
    state = state.failed(wrong, now, why, notBefore);
    commit(states(), Map.of());
    int left = outbox.all().size();
    say(
        "%s; %,d message%s wait%s, next try %s"
            .formatted(
                why,
                left,
                left == 1 ? "" : "s",
                left == 1 ? "s" : "",
                notBefore.truncatedTo(ChronoUnit.SECONDS)));
  }

  /** Gives up what has waited for too long; what a quiet time held back may wait a day more. */
  private void giveUp(Instant now) {
    List<Waiting> over =
        outbox.all().stream()
            .filter(
                entry ->
                    entry.since().plus(entry.held() ? maxAge.plusDays(1) : maxAge).isBefore(now))
            .toList();
    if (over.isEmpty()) {
      return;
    }
    state = state.gaveUp(over.size());
    commit(gone(over), states());
    say(
        "gave up %,d state%s of alerts after %s (notify.maxAge), the first %s"
            .formatted(
                over.size(), over.size() == 1 ? "" : "s", maxAge, over.get(0).alert().key()));
  }

  private void refused(List<Waiting> tried, Message message, Instant now, String why) {
    if (tried.size() > 1) {
      // One of them may be at fault: they are told one by one.
      commit(noted(tried.stream().map(entry -> entry.held(false)).toList()), Map.of());
      say("the digest was refused, its alerts are told one by one: " + why);
      return;
    }
    state = state.refused(tried.size(), now, why);
    commit(gone(tried), states());
    say("'%s' was refused and is not told here: %s".formatted(message.title(), why));
  }

  private Map<String, Optional<byte[]>> states() {
    return Map.of(ChannelState.NOTE, Optional.of(state.note()));
  }

  private Map<String, Optional<byte[]>> noted(List<Waiting> changed) {
    Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    for (Waiting entry : changed) {
      outbox.put(entry);
      changes.put(entry.name(), Optional.of(entry.note()));
    }
    return changes;
  }

  private Map<String, Optional<byte[]>> gone(List<Waiting> gone) {
    List<Alert> alerts = new ArrayList<>();
    Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    for (Waiting entry : gone) {
      outbox.remove(entry);
      changes.put(entry.name(), Optional.empty());
      alerts.add(entry.alert());
    }
    changes.putAll(told.add(alerts));
    return changes;
  }

  private void commit(Map<String, Optional<byte[]>> changes, Map<String, Optional<byte[]>> more) {
    Map<String, Optional<byte[]>> all = new LinkedHashMap<>(changes);
    all.putAll(more);
    log.commit(all);
  }

  private void say(String line) {
    say.accept(channel + ": " + line);
  }
}
