package io.newstide.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.newstide.notify.Notifier.Outcome;
import io.newstide.trend.AlertEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several channels at once. */
@Timeout(300)
class NotifierTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final MemoryLogs logs = new MemoryLogs();
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  private static Channel channel(String name, Sender sender, Optional<QuietHours> quiet) {
    return new Channel(
        name,
        sender,
        MessageTemplate.of(Language.EN, ZONE, Optional.empty()),
        EnumSet.allOf(AlertEvent.State.class),
        1000,
        quiet);
  }

  private static Channel channel(String name, Sender sender) {
    return channel(name, sender, Optional.empty());
  }

  private Notifier notifier(Channel... channels) {
    Instant now = AlertRows.OPENED.plusSeconds(60);
    return new Notifier(
        List.of(channels),
        new Routing(List.of(), Set.of("a", "b")),
        Duration.ofDays(1),
        logs,
        () -> now,
        new Random(1),
        said::add);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A receiver that does not answer before it is let. */
  private record Slow(CountDownLatch asked, CountDownLatch let) implements Sender {
    @Override
    public Delivery send(Message message) {
      asked.countDown();
      try {
        let.await();
      } catch (InterruptedException e) {
        return new Delivery.Later("interrupted", Optional.empty());
      }
      return new Delivery.Delivered("");
    }

    @Override
    public boolean fits(Message message) {
      return true;
    }

    @Override
    public JsonNode preview(Message message) {
      return TextNode.valueOf("");
    }
  }

  @Test
  void aSlowChannelKeepsNoOtherWaiting() throws Exception {
    logs.add(AlertRows.burst("floods", "F", "OPEN", 0), AlertRows.burst("floods", "F", "CLOSE", 9));
    var slow = new Slow(new CountDownLatch(1), new CountDownLatch(1));
    var quick = new Receiver();
    Notifier notifier = notifier(channel("a", slow), channel("b", quick));
    var ended =
        CompletableFuture.runAsync(
            () -> {
              try {
                notifier.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(slow.asked().await(2, TimeUnit.MINUTES)).isTrue();
    await(() -> quick.got().size() == 2);
    slow.let().countDown();
    await(() -> said.contains("a: told: Over: F (topic)"));
    notifier.close();
    ended.get(2, TimeUnit.MINUTES);
  }

  @Test
  void onceTellsWhatIsThereTriesAgainAFewTimesAndEnds() throws Exception {
    logs.add(AlertRows.burst("floods", "F", "OPEN", 0), AlertRows.burst("floods", "F", "CLOSE", 9));
    var wrong = new Receiver().answers(new Delivery.Misconfigured("the key is wrong"));
    var fine = new Receiver();
    List<Outcome> outcomes = notifier(channel("a", wrong), channel("b", fine)).once();
    assertThat(outcomes)
        .containsExactly(
            new Outcome("a", 0, 0, 0, 2, 0, Optional.empty()),
            new Outcome("b", 2, 0, 0, 0, 0, Optional.empty()));

    // The next time nothing is left for b.
    assertThat(notifier(channel("a", wrong), channel("b", fine)).once())
        .containsExactly(
            new Outcome("a", 2, 0, 0, 0, 0, Optional.empty()),
            new Outcome("b", 0, 0, 0, 0, 0, Optional.empty()));
    assertThat(fine.got()).hasSize(2);
  }

  @Test
  void onceLeavesWhatQuietHoursHoldBack() throws Exception {
    logs.add(AlertRows.burst("floods", "F", "OPEN", 0));
    // 08:01Z is 16:01 there.
    var quiet =
        new QuietHours(LocalTime.of(16, 0), LocalTime.of(17, 0), ZONE, Optional.empty(), true);
    var receiver = new Receiver();
    assertThat(notifier(channel("a", receiver, Optional.of(quiet))).once())
        .containsExactly(
            new Outcome("a", 0, 0, 0, 0, 1, Optional.of(Instant.parse("2026-03-26T09:00:00Z"))));
    assertThat(receiver.got()).isEmpty();
  }

  @Test
  void aPreviewShowsAllAndRemembersNothing() throws Exception {
    logs.add(AlertRows.burst("floods", "F", "OPEN", 0), AlertRows.burst("floods", "F", "CLOSE", 9));
    var receiver = new Receiver();
    for (int i = 0; i < 2; i++) {
      List<String> shown = new ArrayList<>();
      notifier(channel("a", receiver))
          .preview((channel, message) -> shown.add(channel + " " + message.title()));
      assertThat(shown).containsExactly("a Alert: F (topic)", "a Over: F (topic)");
    }
    assertThat(receiver.got()).isEmpty();
    assertThat(logs.notes("a")).isEmpty();
  }

  @Test
  void whoIsTakenOverEnds() {
    logs.add(AlertRows.burst("floods", "F", "OPEN", 0));
    var taking =
        new Receiver() {
          @Override
          public synchronized Delivery send(Message message) {
            logs.open("a").close(); // as another process does
            return super.send(message);
          }
        };
    assertThatThrownBy(() -> notifier(channel("a", taking)).run())
        .isInstanceOf(TakenOverException.class)
        .hasMessageContaining("channel 'a': another process of this deployment");
  }

  @Test
  void troubleWithKafkaIsWaitedOut() throws Exception {
    logs.add(AlertRows.burst("floods", "F", "OPEN", 0));
    logs.endAfter(1);
    var receiver = new Receiver();
    Notifier notifier = notifier(channel("a", receiver));
    var ended =
        CompletableFuture.runAsync(
            () -> {
              try {
                notifier.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    await(() -> receiver.got().size() == 1);
    assertThat(said).contains("a: the process has ended; going on when Kafka does");
    notifier.close();
    ended.get(2, TimeUnit.MINUTES);
  }
}
