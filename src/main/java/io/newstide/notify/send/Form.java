package io.newstide.notify.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.notify.Delivery;
import io.newstide.notify.Message;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How a receiver on the web wants messages, and what its answers mean. Immutable. */
interface Form {

  /**
   * A request that posts JSON.
   *
   * @param address where to
   * @param headers further headers
   * @param body what is posted
   */
  record Request(URI address, Map<String, String> headers, byte[] body) {}

  /**
   * What a server answered.
   *
   * @param status of HTTP
   * @param body the beginning of the body as JSON; missing if it is none
   */
  record Answer(int status, JsonNode body) {}

  /** Whether a message is short enough. */
  boolean fits(Message message);

  /** A message as JSON, not signed. */
  ObjectNode body(Message message);

  /** The request that brings a message now. */
  Request request(Message message, Instant now);

  /** What an answer says beyond its status; empty if nothing. */
  Optional<Delivery> meaning(Answer answer);
}
