package io.newstide.notify.send;

import io.newstide.notify.Delivery;

/** Deliveries as tests compare them. */
final class Deliveries {

  private Deliveries() {}

  /** Its kind, and how long to wait where that is said. */
  static String shown(Delivery delivery) {
    return delivery instanceof Delivery.Later later && later.after().isPresent()
        ? "Later " + later.after().get()
        : delivery.getClass().getSimpleName();
  }

  static String why(Delivery delivery) {
    if (delivery instanceof Delivery.Delivered delivered) {
      return delivered.remark();
    }
    if (delivery instanceof Delivery.Later later) {
      return later.why();
    }
    if (delivery instanceof Delivery.Refused refused) {
      return refused.why();
    }
    return ((Delivery.Misconfigured) delivery).why();
  }
}
