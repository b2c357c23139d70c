package io.newstide.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.trend.AlertEvent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which alerts go where. */
class RoutingTest {

  private static final Routing ROUTING =
      new Routing(
          List.of(
              new Route(Set.of("robotics"), Set.of(), Set.of(), 0, Set.of()),
              new Route(Set.of("floods"), Set.of(), Set.of(), 7, Set.of("chief", "desk")),
              new Route(
                  Set.of("floods", "a/b"), Set.of("topic-place"), Set.of(), 0, Set.of("local")),
              new Route(Set.of("floods"), Set.of(), Set.of(), 0, Set.of("desk")),
              new Route(
                  Set.of(), Set.of(), Set.of(AlertEvent.Reason.SILENCE), 0, Set.of("operators")),
              new Route(Set.of(), Set.of("person"), Set.of(), 0, Set.of("people"))),
          Set.of("everyone"));

  private static Set<String> channels(ObjectNode row) {
    return ROUTING.channels(AlertRows.alert(row));
  }

  private static ObjectNode of(String kind, String id) {
    return AlertRows.burst(id, id, "OPEN", 0).put("kind", kind);
  }

  @Test
  void theFirstRouteThatMatchesCounts() {
    assertThat(channels(of("topic", "floods"))).containsExactly("desk");
    assertThat(channels(of("topic", "floods").put("peakScore", 7.0)))
        .as("the greatest score so far counts, so that an alert is told to its end")
        .containsExactlyInAnyOrder("chief", "desk");
    assertThat(channels(of("topic", "floods").put("score", 9.0))).containsExactly("desk");
    assertThat(channels(of("topic-place", "floods@澜江市"))).containsExactly("local");
    assertThat(channels(of("topic-place", "a%2Fb@澜江市"))).containsExactly("local");
    assertThat(channels(AlertRows.silence("亦城时报", "OPEN"))).containsExactly("operators");
    assertThat(channels(of("person", "floods")))
        .as("a person of the same name is no topic")
        .containsExactly("people");
  }

  @Test
  void whatMatchesNoneGoesWhereItIsSaidOtherwise() {
    assertThat(channels(of("topic", "traffic"))).containsExactly("everyone");
    assertThat(channels(of("topic-place", "traffic@澜江市"))).containsExactly("everyone");
  }

  @Test
  void aRouteToNobodyEndsThere() {
    assertThat(channels(of("topic", "robotics"))).isEmpty();
  }
}
