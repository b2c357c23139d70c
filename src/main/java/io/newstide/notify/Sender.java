package io.newstide.notify;

import com.fasterxml.jackson.databind.JsonNode;

/** Sends messages to one receiver. What it says of failures holds no secret. */
public interface Sender {

  /** Sends a message and waits for what becomes of it. */
  Delivery send(Message message);

  /** Whether a message goes through whole; else its end is cut off. */
  boolean fits(Message message);

  /** What would be sent, without signatures and secrets. */
  JsonNode preview(Message message);
}
