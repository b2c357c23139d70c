package io.newstide.notify.send;

import io.newstide.notify.Delivery;
import java.util.Optional;

/** What the answers of group robots have in common. */
final class Robots {

  private Robots() {}

  /** What a robot says went wrong, if it says so. */
  static String said(Form.Answer answer, String field) {
    return answer.body().path(field).asText("no reason given");
  }

  /**
   * An answer without a robot's code: its status says what there is to say, unless that is good.
   */
  static Optional<Delivery> strange(String robot, Form.Answer answer) {
    if (answer.status() / 100 != 2) {
      return Optional.empty();
    }
    return Optional.of(
        new Delivery.Misconfigured(
            "HTTP %d, but the answer is none of a robot of %s; is its url right?"
                .formatted(answer.status(), robot)));
  }
}
