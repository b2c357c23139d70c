package io.newstide.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A receiver that answers as it is told, and else takes everything. */
class Receiver implements Sender {

  private final List<Message> got = new ArrayList<>();
  private final Deque<Delivery> answers = new ArrayDeque<>();
  private int most = Integer.MAX_VALUE;

  synchronized Receiver answers(Delivery... next) {
    answers.addAll(List.of(next));
    return this;
  }

  /** Takes no more alerts in one message. */
  Receiver holding(int alerts) {
    most = alerts;
    return this;
  }

  /** What was sent to it, whatever it answered. */
  synchronized List<Message> got() {
    return List.copyOf(got);
  }

  /** The keys of what was sent to it. */
  List<String> keys() {
    return got().stream().map(Message::key).toList();
  }

  @Override
  public synchronized Delivery send(Message message) {
    got.add(message);
    return answers.isEmpty() ? new Delivery.Delivered("") : answers.removeFirst();
  }

  @Override
  public boolean fits(Message message) {
    return message.alerts().size() <= most;
  }

  @Override
  public JsonNode preview(Message message) {
    return TextNode.valueOf(message.title());
  }
}
