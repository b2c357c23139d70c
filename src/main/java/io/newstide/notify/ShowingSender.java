package io.newstide.notify;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows messages in place of sending them. */
record ShowingSender(Channel channel, Notifier.Shown shown) implements Sender {

  @Override
  public Delivery send(Message message) {
    synchronized (shown) {
      shown.show(channel, message);
    }
    return new Delivery.Delivered("");
  }

  @Override
  public boolean fits(Message message) {
    return channel.sender().fits(message);
  }

  @Override
  public JsonNode preview(Message message) {
    return channel.sender().preview(message);
  }
}
