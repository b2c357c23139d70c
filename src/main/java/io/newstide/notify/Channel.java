package io.newstide.notify;

import io.newstide.trend.AlertEvent;
import java.util.Optional;
import java.util.Set;

/**
 * A place where alerts are told.
 *
 * @param name what it is called; what was told there is remembered under it
 * @param sender what sends to it
 * @param template what makes its messages
 * @param states which states of an alert are told
 * @param perMinute how many messages it gets within any minute at most
 * @param quiet when it is left alone
 */
public record Channel(
    String name,
    Sender sender,
    MessageTemplate template,
    Set<AlertEvent.State> states,
    int perMinute,
    Optional<QuietHours> quiet) {

  public Channel {
    states = Set.copyOf(states);
  }

  Channel withSender(Sender other) {
    return new Channel(name, other, template, states, Integer.MAX_VALUE, quiet);
  }

  @Override
  public String toString() {
    return name;
  }
}
