package io.newstide.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What waits to be told on one channel, and what of it comes next. The states of one alert are told
 * in their order; a message that fails lets those of other alerts go before it. Not safe for use by
 * several threads.
 */
final class Outbox {

  private final Optional<QuietHours> quiet;
  private final TreeSet<Waiting> waiting = new TreeSet<>(Waiting.IN_ORDER);

  Outbox(Optional<QuietHours> quiet, Map<String, byte[]> notes) {
    this.quiet = quiet;
    notes.forEach(
        (name, note) -> {
          if (Waiting.isName(name)) {
            waiting.add(Waiting.of(name, note));
          }
        });
  }

  Collection<Waiting> all() {
    return List.copyOf(waiting);
  }

  boolean has(Alert alert) {
    return waiting.stream().anyMatch(other -> other.alert().key().equals(alert.key()));
  }

  boolean knows(String alertId) {
    return waiting.stream().anyMatch(other -> other.alert().alertId().equals(alertId));
  }

  void put(Waiting changed) {
    remove(changed);
    waiting.add(changed);
  }

  void remove(Waiting gone) {
    waiting.remove(gone); // by its place: the order knows nothing else
  }

  /** What a quiet time holds back from now on, and did not before. */
  List<Waiting> toHold(Instant now) {
    if (quiet.flatMap(hours -> hours.until(now)).isEmpty()) {
      return List.of();
    }
    Set<String> passing = passing();
    return waiting.stream()
        .filter(entry -> !entry.held() && !passing.contains(entry.alert().alertId()))
        .map(entry -> entry.held(true))
        .toList();
  }

  /**
   * What is told next as one message: one state of an alert, or all that a quiet time held back.
   * Empty if nothing may be told now.
   */
  List<Waiting> next(Instant now) {
    boolean hush = quiet.flatMap(hours -> hours.until(now)).isPresent();
    Set<String> passing = hush ? passing() : Set.of();
    boolean digest = !hush && quiet.filter(QuietHours::digest).isPresent();
    Set<String> seen = new HashSet<>();
    List<List<Waiting>> messages = new ArrayList<>();
    List<Waiting> held = new ArrayList<>();
    for (Waiting entry : waiting) {
      if (hush && !passing.contains(entry.alert().alertId())) {
        continue;
      }
      boolean first = seen.add(entry.alert().alertId());
      if (digest && entry.held()) {
        held.add(entry);
      } else if (first) {
        messages.add(List.of(entry));
      }
    }
    if (!held.isEmpty()) {
      messages.add(0, held);
    }
    return messages.stream().min(Comparator.comparingInt(Outbox::attempts)).orElse(List.of());
  }

  private static int attempts(List<Waiting> message) {
    return message.stream().mapToInt(Waiting::attempts).max().orElse(0);
  }

  /** Alerts of which a state is told whatever the hour; their earlier states go before it. */
  private Set<String> passing() {
    Set<String> passing = new HashSet<>();
    for (Waiting entry : waiting) {
      if (quiet.filter(hours -> hours.passes(entry.alert())).isPresent()) {
        passing.add(entry.alert().alertId());
      }
    }
    return passing;
  }
}
