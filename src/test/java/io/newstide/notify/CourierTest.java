package io.newstide.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.trend.AlertEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one channel is told, when, and how often, with a clock that is moved by hand. */
class CourierTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Delivery DOWN = new Delivery.Later("it is down", Optional.empty());
  private static final Delivery NOT_THIS = new Delivery.Refused("not this one");
  private static final Delivery WRONG = new Delivery.Misconfigured("the key is wrong");

  private final MemoryLogs logs = new MemoryLogs();
  private final Receiver receiver = new Receiver();
  private final List<String> said = new ArrayList<>();
  private Instant now = AlertRows.OPENED.plusSeconds(60);

  private Courier courier(Optional<QuietHours> quiet, int perMinute, AlertEvent.State... states) {
    var channel =
        new Channel(
            "desk",
            receiver,
            MessageTemplate.of(Language.ZH, ZONE, Optional.empty()),
            states.length == 0 ? EnumSet.allOf(AlertEvent.State.class) : Set.of(states),
            perMinute,
            quiet);
    // The longest wait that jitter can make.
    RandomGenerator random = () -> -1L;
    return new Courier(
        channel,
        logs.open("desk"),
        new Routing(
            List.of(
                new Route(Set.of("robotics"), Set.of(), Set.of(), 8, Set.of("desk")),
                new Route(Set.of("robotics"), Set.of(), Set.of(), 0, Set.of())),
            Set.of("desk")),
        Duration.ofDays(1),
        () -> now,
        random,
        said::add);
  }

  private Courier courier() {
    return courier(Optional.empty(), 1000);
  }

  private static Optional<QuietHours> quiet(boolean digest, double passAbove) {
    return Optional.of(
        new QuietHours(
            LocalTime.of(22, 0),
            LocalTime.of(7, 0),
            ZONE,
            passAbove > 0 ? Optional.of(passAbove) : Optional.empty(),
            digest));
  }

  private void rounds(Courier courier, int rounds) {
    for (int i = 0; i < rounds; i++) {
      courier.round(Duration.ZERO);
    }
  }

  private static ObjectNode floods(String state, long minutes) {
    return AlertRows.burst("floods", "防汛", state, minutes);
  }

  private static String key(ObjectNode row) {
    return AlertRows.alert(row).key();
  }

  @Test
  void everyStateIsToldOnceAndInOrder() {
    ObjectNode[] rows = {floods("OPEN", 0), floods("UPDATE", 10), floods("CLOSE", 20)};
    logs.add(rows);
    Courier courier = courier();
    rounds(courier, 6);
    assertThat(receiver.keys()).containsExactly(key(rows[0]), key(rows[1]), key(rows[2]));
    assertThat(courier.state().told()).isEqualTo(3);
    assertThat(courier.waiting()).isEmpty();
  }

  @Test
  void aRestartTellsNothingTwiceAndLosesNothing() {
    logs.add(floods("OPEN", 0), floods("UPDATE", 10));
    rounds(courier(), 1); // reads both, tells the first
    rounds(courier(), 1); // another process
    logs.add(floods("CLOSE", 20));
    rounds(courier(), 3);
    assertThat(receiver.keys())
        .containsExactly(
            key(floods("OPEN", 0)), key(floods("UPDATE", 10)), key(floods("CLOSE", 20)));
  }

  /**
   * Commits: the rows read, the try, what became of it. A process that ends before the message was
   * sent sends it later; one that ends before the answer was noted sends it again, with the same
   * key. None sends it never.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aProcessThatEndsAtAnyCommitLosesNothing(int commits) {
    logs.add(floods("OPEN", 0));
    logs.endAfter(commits);
    assertThatThrownBy(() -> rounds(courier(), 1)).hasMessage("the process has ended");
    assertThat(receiver.got()).hasSize(commits == 2 ? 1 : 0);
    rounds(courier(), 3);
    assertThat(receiver.keys()).hasSize(commits == 2 ? 2 : 1).containsOnly(key(floods("OPEN", 0)));
  }

  @Test
  void whoWasTakenOverSendsNothingMore() {
    Courier first = courier();
    rounds(first, 1);
    Courier second = courier();
    logs.add(floods("OPEN", 0));
    assertThatThrownBy(() -> rounds(first, 1)).isInstanceOf(TakenOverException.class);
    assertThat(receiver.got()).isEmpty();
    rounds(second, 2);
    assertThat(receiver.got()).hasSize(1);
  }

  /** After a rollback of the job its alerts of that time stand in the topic twice. */
  @Test
  void aRowThatIsThereTwiceIsToldOnce() {
    logs.add(floods("OPEN", 0), floods("OPEN", 0), floods("CLOSE", 20));
    rounds(courier(), 4);
    logs.add(floods("OPEN", 0), floods("CLOSE", 20), floods("CLOSE", 30));
    rounds(courier(), 4);
    assertThat(receiver.keys())
        .containsExactly(
            key(floods("OPEN", 0)), key(floods("CLOSE", 20)), key(floods("CLOSE", 30)));
  }

  @Test
  void aMessageThatFailsIsTriedLessAndLessOften() {
    logs.add(floods("OPEN", 0));
    receiver.answers(DOWN, DOWN, DOWN);
    Courier courier = courier();
    rounds(courier, 3);
    assertThat(receiver.got()).hasSize(1);
    assertThat(courier.state().lastError()).isEqualTo("it is down");
    // Just below the whole of 5 s, then of 10 s, then of 20 s.
    for (int wait : new int[] {5, 10, 20}) {
      int before = receiver.got().size();
      now = now.plusSeconds(wait - 1);
      rounds(courier, 1);
      assertThat(receiver.got()).hasSize(before);
      now = now.plusSeconds(1);
      rounds(courier, 1);
      assertThat(receiver.got()).hasSize(before + 1);
    }
    assertThat(receiver.keys()).containsOnly(key(floods("OPEN", 0)));
    assertThat(courier.state().failures()).isZero();
    assertThat(courier.state().told()).isEqualTo(1);
    assertThat(said.get(0))
        .startsWith("desk: it is down; 1 message waits, next try 2026-03-26T08:01:");
  }

  @Test
  void theReceiverSaysHowLongToWait() {
    logs.add(floods("OPEN", 0));
    receiver.answers(new Delivery.Later("slowly", Optional.of(Duration.ofMinutes(3))));
    Courier courier = courier();
    rounds(courier, 1);
    now = now.plusSeconds(179);
    rounds(courier, 1);
    assertThat(receiver.got()).hasSize(1);
    now = now.plusSeconds(1);
    rounds(courier, 1);
    assertThat(receiver.got()).hasSize(2);
  }

  @Test
  void aMessageThatFailsLetsThoseOfOtherAlertsGoBeforeIt() {
    ObjectNode other = AlertRows.burst("traffic", "交通", "OPEN", 1);
    logs.add(floods("OPEN", 0), floods("UPDATE", 10), other);
    receiver.answers(DOWN);
    Courier courier = courier();
    rounds(courier, 1);
    now = now.plusSeconds(10);
    rounds(courier, 3);
    assertThat(receiver.keys())
        .containsExactly(
            key(floods("OPEN", 0)), key(other), key(floods("OPEN", 0)), key(floods("UPDATE", 10)));
  }

  @Test
  void aMessageThatIsRefusedIsNotTriedAgainAndSaid() {
    logs.add(floods("OPEN", 0), floods("CLOSE", 20));
    receiver.answers(NOT_THIS);
    Courier courier = courier();
    rounds(courier, 3);
    assertThat(receiver.keys()).containsExactly(key(floods("OPEN", 0)), key(floods("CLOSE", 20)));
    assertThat(courier.state().refused()).isEqualTo(1);
    assertThat(courier.state().told()).isEqualTo(1);
    assertThat(said).contains("desk: '【提醒】防汛（主题）' was refused and is not told here: not this one");
    rounds(courier(), 3);
    assertThat(receiver.got()).hasSize(2);
  }

  @Test
  void whatSomeoneHasToPutRightWaitsAndIsTriedAtOnceAfterARestart() {
    logs.add(floods("OPEN", 0));
    receiver.answers(WRONG);
    Courier courier = courier();
    rounds(courier, 1);
    now = now.plusSeconds(50);
    rounds(courier, 1);
    assertThat(receiver.got()).hasSize(1);
    assertThat(courier.state().misconfigured()).isTrue();
    rounds(courier(), 1); // with the key put right
    assertThat(receiver.got()).hasSize(2);
    assertThat(ChannelState.of(logs.notes("desk")).orElseThrow().state().misconfigured()).isFalse();
  }

  @Test
  void whatCannotBeDeliveredForTooLongIsGivenUp() {
    logs.add(floods("OPEN", 0));
    logs.add(AlertRows.burst("traffic", "交通", "OPEN", 0));
    receiver.answers(DOWN, DOWN);
    Courier courier = courier();
    rounds(courier, 1);
    now = now.plus(Duration.ofDays(1));
    rounds(courier, 1);
    assertThat(receiver.got()).hasSize(2);
    now = now.plusSeconds(1);
    rounds(courier, 3);
    assertThat(receiver.got()).hasSize(2);
    assertThat(courier.state().givenUp()).isEqualTo(2);
    assertThat(courier.waiting()).isEmpty();
    assertThat(said)
        .contains(
            "desk: gave up 2 states of alerts after PT24H (notify.maxAge), the first "
                + key(floods("OPEN", 0)));
  }

  @Test
  void whatIsTooOldWhenItIsReadIsNotTold() {
    now = AlertRows.OPENED.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(5));
    logs.add(floods("OPEN", 0), floods("UPDATE", 10));
    Courier courier = courier();
    rounds(courier, 3);
    assertThat(receiver.keys()).containsExactly(key(floods("UPDATE", 10)));
    assertThat(courier.state().old()).isEqualTo(1);
    assertThat(said).contains("desk: left out 1 state of alerts older than PT24H (notify.maxAge)");
  }

  @Test
  void noMoreThanSoManyAMinute() {
    for (int i = 0; i < 5; i++) {
      logs.add(AlertRows.burst("t" + i, "T", "OPEN", 0));
    }
    Courier courier = courier(Optional.empty(), 2);
    rounds(courier, 5);
    assertThat(receiver.got()).hasSize(2);
    now = now.plusSeconds(59);
    rounds(courier, 2);
    assertThat(receiver.got()).hasSize(2);
    now = now.plusSeconds(1);
    rounds(courier, 5);
    assertThat(receiver.got()).hasSize(4);
  }

  @Test
  void onlyTheStatesThatAreWanted() {
    logs.add(floods("OPEN", 0), floods("UPDATE", 10), floods("CLOSE", 20));
    rounds(courier(Optional.empty(), 1000, AlertEvent.State.OPEN, AlertEvent.State.CLOSE), 4);
    assertThat(receiver.keys()).containsExactly(key(floods("OPEN", 0)), key(floods("CLOSE", 20)));
  }

  /** The route wants a score of 8: reached by the update, and never unlearnt. */
  @Test
  void anAlertThatBeganToBeToldIsToldToItsEnd() {
    ObjectNode open = AlertRows.burst("robotics", "机器人", "OPEN", 0);
    ObjectNode update = AlertRows.burst("robotics", "机器人", "UPDATE", 10).put("peakScore", 8.1);
    ObjectNode close = AlertRows.burst("robotics", "机器人", "CLOSE", 20);
    logs.add(open, update, close);
    rounds(courier(), 4);
    assertThat(receiver.keys()).containsExactly(key(update), key(close));
  }

  @Test
  void whatIsNoAlertIsSaidAndLeftOut() {
    logs.addBytes("{\"alertId\": 7}".getBytes(StandardCharsets.UTF_8));
    logs.addBytes("not json".getBytes(StandardCharsets.UTF_8));
    logs.add(floods("OPEN", 0));
    rounds(courier(), 3);
    assertThat(receiver.got()).hasSize(1);
    assertThat(said)
        .contains(
            "desk: partition 0, offset 0 of alerts.v1 holds no alert and is left out: it has no alertId",
            "desk: partition 0, offset 1 of alerts.v1 holds no alert and is left out: this is no JSON");
  }

  // Quiet hours: from 22:00 to 07:00 in Shanghai, 14:00Z to 23:00Z.

  private static final Instant NIGHT = Instant.parse("2026-03-26T15:00:00Z");
  private static final Instant MORNING = Instant.parse("2026-03-26T23:00:00Z");

  @Test
  void theNightsAlertsAreOneDigestInTheMorning() {
    now = NIGHT;
    logs.add(floods("OPEN", 0), floods("UPDATE", 10), AlertRows.silence("亦城时报", "OPEN"));
    Courier courier = courier(quiet(true, 0), 1000);
    rounds(courier, 3);
    assertThat(receiver.got()).isEmpty();
    assertThat(courier.quietUntil()).contains(MORNING);
    assertThat(ChannelState.of(logs.notes("desk")).orElseThrow().held()).isEqualTo(3);

    now = MORNING.minusSeconds(1);
    rounds(courier, 2);
    assertThat(receiver.got()).isEmpty();
    Courier restarted = courier(quiet(true, 0), 1000);
    now = MORNING;
    logs.add(AlertRows.burst("traffic", "交通", "OPEN", 500));
    rounds(restarted, 5);
    assertThat(receiver.got())
        .extracting(Message::title)
        .containsExactly("静默时段共有3条提醒", "【提醒】交通（主题）");
    assertThat(receiver.got().get(0).alerts())
        .extracting(Alert::key)
        .containsExactly(
            key(floods("OPEN", 0)),
            key(floods("UPDATE", 10)),
            key(AlertRows.silence("亦城时报", "OPEN")));
    assertThat(restarted.waiting()).isEmpty();
    assertThat(restarted.state().told()).isEqualTo(4);
  }

  @Test
  void orEachByItselfInOrder() {
    now = NIGHT;
    logs.add(floods("OPEN", 0), floods("UPDATE", 10));
    Courier courier = courier(quiet(false, 0), 1000);
    rounds(courier, 2);
    now = MORNING;
    rounds(courier, 3);
    assertThat(receiver.keys()).containsExactly(key(floods("OPEN", 0)), key(floods("UPDATE", 10)));
  }

  @Test
  void oneAlertOfTheNightIsNoDigest() {
    now = NIGHT;
    logs.add(floods("OPEN", 0));
    Courier courier = courier(quiet(true, 0), 1000);
    rounds(courier, 2);
    now = MORNING;
    rounds(courier, 2);
    assertThat(receiver.keys()).containsExactly(key(floods("OPEN", 0)));
  }

  @Test
  void whatIsStrongEnoughWakesSomeoneWithWhatCameBeforeIt() {
    now = NIGHT;
    ObjectNode strong = floods("UPDATE", 10).put("score", 9.5).put("peakScore", 9.5);
    logs.add(floods("OPEN", 0), AlertRows.silence("亦城时报", "OPEN"));
    Courier courier = courier(quiet(true, 9), 1000);
    rounds(courier, 3);
    assertThat(receiver.got()).isEmpty();
    logs.add(strong);
    rounds(courier, 3);
    assertThat(receiver.keys()).containsExactly(key(floods("OPEN", 0)), key(strong));
    logs.add(floods("CLOSE", 30).put("score", 9.5));
    rounds(courier, 2);
    assertThat(receiver.got()).as("what is over can wait").hasSize(2);
    now = MORNING;
    rounds(courier, 3);
    assertThat(receiver.got().get(2).alerts())
        .extracting(Alert::key)
        .containsExactly(key(AlertRows.silence("亦城时报", "OPEN")), key(floods("CLOSE", 30)));
  }

  @Test
  void aDigestThatIsTooLongComesInParts() {
    now = NIGHT;
    for (int i = 0; i < 5; i++) {
      logs.add(AlertRows.burst("t" + i, "T" + i, "OPEN", 0));
    }
    receiver.holding(2);
    Courier courier = courier(quiet(true, 0), 1000);
    rounds(courier, 1);
    now = MORNING;
    rounds(courier, 5);
    assertThat(receiver.got())
        .extracting(message -> message.alerts().size())
        .containsExactly(2, 2, 1);
  }

  @Test
  void aDigestThatFailsIsTriedAgainAsOne() {
    now = NIGHT;
    logs.add(floods("OPEN", 0), AlertRows.silence("亦城时报", "OPEN"));
    Courier courier = courier(quiet(true, 0), 1000);
    rounds(courier, 1);
    receiver.answers(DOWN);
    now = MORNING;
    rounds(courier, 2);
    now = now.plusSeconds(10);
    rounds(courier, 2);
    assertThat(receiver.got()).hasSize(2);
    assertThat(receiver.keys().get(0)).isEqualTo(receiver.keys().get(1)).startsWith("digest/");
  }

  @Test
  void aDigestThatIsRefusedIsToldOneByOne() {
    now = NIGHT;
    logs.add(floods("OPEN", 0), AlertRows.silence("亦城时报", "OPEN"));
    Courier courier = courier(quiet(true, 0), 1000);
    rounds(courier, 1);
    receiver.answers(NOT_THIS, NOT_THIS);
    now = MORNING;
    rounds(courier, 4);
    assertThat(receiver.got()).hasSize(3);
    assertThat(receiver.keys().subList(1, 3))
        .containsExactly(key(floods("OPEN", 0)), key(AlertRows.silence("亦城时报", "OPEN")));
    assertThat(courier.state().refused()).isEqualTo(1);
    assertThat(courier.state().told()).isEqualTo(1);
  }

  @Test
  void alertsAreForgottenNinetyDaysAfterTheirLastState() {
    logs.add(floods("OPEN", 0));
    rounds(courier(), 2);
    now = AlertRows.OPENED.plus(Duration.ofDays(91));
    logs.add(AlertRows.burst("traffic", "交通", "OPEN", Duration.ofDays(91).toMinutes()));
    rounds(courier(), 2);
    assertThat(logs.notes("desk").keySet())
        .containsExactlyInAnyOrder("state", "alert/topic/traffic/2026-03-26T08:00:00Z");
  }
}
