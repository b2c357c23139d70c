package io.newstide.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.article.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PollerTest {

  private final MemoryLedgers ledgers = new MemoryLedgers();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  private static NewsSource source(String name) {
    return new NewsSource(name, "https://e.org/" + name, Duration.ofSeconds(1));
  }

  /** Each look gives one article: source and number. */
  private SourceReader reader(NewsSource source) {
    return (notes, now) -> {
      int number = asked.computeIfAbsent(source.name(), n -> new AtomicInteger()).incrementAndGet();
      if (source.name().startsWith("broken")) {
        throw new SourceException("HTTP 500");
      }
      if (source.name().startsWith("mad")) {
        throw new IllegalStateException("a bug");
      }
      if (source.name().startsWith("slow")) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new SourceException("it was not waited for", e);
        }
      }
      RawRecord article =
          new RawRecord("x", 0, 0, 0, (source.name() + number).getBytes(StandardCharsets.UTF_8));
      return new SourceReader.Look(
          List.of(new SourceReader.Part(List.of(article), Map.of())).iterator(),
          Optional.empty(),
          "");
    };
  }

  private Poller poller() {
    return new Poller(ledgers, this::reader, InstantSource.system(), new Random(1), said::add);
  }

  private static CompletableFuture<Void> running(Poller poller, NewsSource... sources) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            poller.run(List.of(sources));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void asksEverySourceAgainAndAgainAndABrokenOneKeepsNoOtherWaiting() throws Exception {
    try (Poller poller = poller()) {
      CompletableFuture<Void> ended = running(poller, source("a"), source("broken"), source("b"));
      await(() -> ledgers.sent().containsAll(List.of("a1", "a2", "b1", "b2")));
      assertThat(ended).isNotDone();
      poller.close();
      ended.get(2, TimeUnit.MINUTES);
    }
    assertThat(said).contains("a: sent 1 article").anyMatch(l -> l.startsWith("broken: HTTP 500"));
    assertThat(ledgers.state("broken").lastError()).isEqualTo("HTTP 500");
    assertThat(ledgers.state("broken").lastSuccess()).isEmpty();
    assertThat(ledgers.state("a").lastSuccess()).isPresent();
  }

  @Test
  void whateverASourceBringsAboutIsItsOwnTrouble() {
    try (Poller poller = poller()) {
      assertThatThrownBy(() -> poller.once(source("mad"), sent -> {}))
          .isInstanceOf(SourceException.class)
          .hasMessage("it cannot be read: java.lang.IllegalStateException: a bug");
    }
    assertThat(ledgers.state("mad").failures()).isEqualTo(1);
  }

  @Test
  void whoIsAskedWhileItIsStoppedIsNotToBlame() throws Exception {
    try (Poller poller = poller()) {
      CompletableFuture<Void> ended = running(poller, source("slow"));
      await(() -> asked.containsKey("slow"));
      poller.close();
      ended.get(2, TimeUnit.MINUTES);
    }
    assertThat(ledgers.open(List.of(source("slow"))).get(0).notes()).isEmpty();
  }

  @Test
  void whoeverComesLastHasTheSource() throws Exception {
    try (Poller first = poller();
        Poller second = poller()) {
      CompletableFuture<Void> ended = running(first, source("a"));
      await(() -> ledgers.sent().contains("a1"));
      second.once(source("a"), sent -> {});
      assertThatThrownBy(() -> ended.get(2, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(TakenOverException.class)
          .hasMessageStartingWith("a: another feed of this deployment has taken the source over");
    }
  }

  @Test
  void aLedgerInTroubleIsOpenedAnew() throws Exception {
    ledgers.fail(1);
    try (Poller poller = poller()) {
      CompletableFuture<Void> ended = running(poller, source("a"));
      await(() -> !ledgers.sent().isEmpty());
      poller.close();
      ended.get(2, TimeUnit.MINUTES);
    }
    assertThat(said).contains("a: Kafka is away; going on when Kafka does");
    assertThat(ledgers.sent()).startsWith("a2");
  }

  @Test
  void aSourceThatIsNotDueIsNotAsked() throws Exception {
    NewsSource a = new NewsSource("a", "https://e.org/a", Duration.ofHours(1));
    try (Poller poller = poller()) {
      poller.once(a, sent -> {});
    }
    try (Poller poller = poller()) {
      CompletableFuture<Void> ended = running(poller, a, source("b"));
      await(() -> ledgers.sent().contains("b2"));
      poller.close();
      ended.get(2, TimeUnit.MINUTES);
    }
    assertThat(asked.get("a")).hasValue(1);

    // at another address it is due at once
    NewsSource moved = new NewsSource("a", "https://e.org/new", Duration.ofHours(1));
    assertThat(ledgers.state("a").due(moved, Instant.EPOCH)).isEqualTo(Instant.EPOCH);
    assertThat(ledgers.state("a").due(a, Instant.EPOCH)).isAfter(Instant.now());
  }

  @Test
  void aFolderWithABrokenFileIsReadAgainAfterItsInterval() {
    Instant now = Instant.parse("2026-07-01T08:00:00Z");
    NewsSource folder = new NewsSource("broken-folder", "incoming", Duration.ofMinutes(1));
    try (Poller poller =
        new Poller(ledgers, this::reader, InstantSource.fixed(now), new Random(1), said::add)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> poller.once(folder, sent -> {}))
            .isInstanceOf(SourceException.class);
      }
    }
    assertThat(ledgers.state("broken-folder").failures()).isEqualTo(5);
    assertThat(ledgers.state("broken-folder").due(folder, Instant.EPOCH))
        .isBetween(now.plusSeconds(60), now.plusSeconds(66));
  }

  @Test
  void whatIsForgottenIsUnknown() {
    try (Poller poller = poller()) {
      poller.once(source("a"), sent -> {});
      poller.forget(source("a"));
    }
    assertThat(ledgers.open(List.of(source("a"))).get(0).notes()).isEmpty();
  }
}
