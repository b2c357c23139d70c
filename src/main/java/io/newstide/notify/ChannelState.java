package io.newstide.notify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a channel fares, as noted. Moments are texts in ISO 8601, empty if there was none.
 *
 * @param told states of alerts that were told
 * @param refused states that the receiver will not have
 * @param givenUp states that were tried for too long
 * @param old states that were too old when they were first read
 * @param failures failures in a row
 * @param misconfigured whether someone has to put something right
 * @param lastTold when something was last told
 * @param lastError what went wrong last
 * @param lastErrorAt when that was
 * @param next when it is tried again
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ChannelState(
    long told,
    long refused,
    long givenUp,
    long old,
    int failures,
    boolean misconfigured,
    String lastTold,
    String lastError,
    String lastErrorAt,
    String next) {

  static final ChannelState NEW = new ChannelState(0, 0, 0, 0, 0, false, "", "", "", "");

  static final String NOTE = "state";

  /**
   * A channel as its notes tell.
   *
   * @param state how it fares
   * @param waiting how many states wait, those held back included
   * @param held how many of them a quiet time holds back
   */
  public record Noted(ChannelState state, int waiting, int held) {}

  /** What notes tell of their channel; empty if nothing. */
  public static Optional<Noted> of(Map<String, byte[]> notes) {
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    var waiting =
        notes.entrySet().stream()
            .filter(note -> Waiting.isName(note.getKey()))
            .map(note -> Waiting.of(note.getKey(), note.getValue()))
            .toList();
    return Optional.of(
        new Noted(
            read(notes), waiting.size(), (int) waiting.stream().filter(Waiting::held).count()));
  }

  static ChannelState read(Map<String, byte[]> notes) {
    byte[] note = notes.get(NOTE);
    if (note == null) {
      return NEW;
    }
    try {
      return Alert.JSON.readValue(note, ChannelState.class);
    } catch (IOException e) {
      throw new IllegalStateException("the note of a channel's state is damaged", e);
    }
  }

  byte[] note() {
    try {
      return Alert.JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
  }

  ChannelState skipped(int count) {
    return new ChannelState(
        told,
        refused,
        givenUp,
        old + count,
        failures,
        misconfigured,
        lastTold,
        lastError,
        lastErrorAt,
        next);
  }

  ChannelState told(int count, Instant now) {
    return new ChannelState(
        told + count, refused, givenUp, old, 0, false, now.toString(), lastError, lastErrorAt, "");
  }

  ChannelState refused(int count, Instant now, String why) {
    return new ChannelState(
        told, refused + count, givenUp, old, 0, false, lastTold, why, now.toString(), "");
  }

  ChannelState gaveUp(int count) {
    return new ChannelState(
        told,
        refused,
        givenUp + count,
        old,
        failures,
        misconfigured,
        lastTold,
        lastError,
        lastErrorAt,
        next);
  }

  ChannelState failed(boolean wrong, Instant now, String why, Instant again) {
    return new ChannelState(
        told,
        refused,
        givenUp,
        old,
        failures + 1,
        wrong,
        lastTold,
        why,
        now.toString(),
        again.toString());
  }
}
