package io.newstide.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Tells alerts on all channels, each on a thread of its own, so that none waits for another. It
 * ends when it is closed, or when another process takes one of its channels over.
 */
public final class Notifier implements AutoCloseable {

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_FAILURES = 3;
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final List<Channel> channels;
  private final Routing routing;
  private final Duration maxAge;
  private final AlertLogs logs;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Consumer<String> say;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * What came of telling what was there.
   *
   * @param channel the channel's name
   * @param told how many states of alerts were told
   * @param refused how many the receiver will not have
   * @param old how many were too old when they were first read
   * @param waiting how many wait to be tried again
   * @param held how many a quiet time holds back
   * @param until when that ends
   */
  public record Outcome(
      String channel,
      long told,
      long refused,
      long old,
      int waiting,
      int held,
      Optional<Instant> until) {}

  /**
   * A notifier.
   *
   * @param channels the channels
   * @param routing which alerts go to which
   * @param maxAge how old an alert may be when it is first read, and for how long it is tried
   * @param logs where alerts are read
   * @param clock tells what is due
   * @param random makes tries drift apart
   * @param say told in a line what happens
   */
  public Notifier(
      List<Channel> channels,
      Routing routing,
      Duration maxAge,
      AlertLogs logs,
      InstantSource clock,
      RandomGenerator random,
      Consumer<String> say) {
    this.channels = List.copyOf(channels);
    this.routing = routing;
    this.maxAge = maxAge;
    this.logs = logs;
    this.clock = clock;
    this.random = random;
    this.say = say;
  }

  /**
   * Tells alerts as they come. Returns when it is closed by another thread.
   *
   * @throws TakenOverException when another process takes one of the channels over
   */
  public void run() throws InterruptedException {
    for (Channel channel : channels) {
      threads.execute(() -> follow(channel));
    }
    try {
      ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TakenOverException takenOver) {
        throw takenOver;
      }
      throw new IllegalStateException("notify broke off: " + e.getCause(), e.getCause());
    } finally {
      close();
    }
  }

  /**
   * Tells what is there and ends. A channel that does not take its messages is tried a few times,
   * for half a minute at most; what it has not taken waits for the next time.
   *
   * @throws TakenOverException when another process takes one of the channels over
   */
  public List<Outcome> once() throws InterruptedException {
    return onAll(
        channel -> {
          try (AlertLog log = logs.open(channel.name())) {
            return once(courier(channel, log, say), channel);
          }
        });
  }

  /**
   * Shows what would be told now, and remembers nothing.
   *
   * @param shown given each message by channel
   */
  public List<Outcome> preview(Shown shown) throws InterruptedException {
    return onAll(
        channel -> {
          try (AlertLog log = logs.look(channel.name())) {
            Channel showing = channel.withSender(new ShowingSender(channel, shown));
            return once(courier(showing, log, line -> {}), showing);
          }
        });
  }

  /** Is shown messages; called by several threads, one at a time. */
  public interface Shown {
    void show(Channel channel, Message message);
  }

  private List<Outcome> onAll(Work work) throws InterruptedException {
    List<Future<Outcome>> running = new ArrayList<>();
    for (Channel channel : channels) {
      running.add(threads.submit(work.on(channel)));
    }
    try {
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> outcome : running) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      close();
    }
  }

  private interface Work {
    Outcome with(Channel channel) throws InterruptedException;

    default Callable<Outcome> on(Channel channel) {
      return () -> with(channel);
    }
  }

  private Courier courier(Channel channel, AlertLog log, Consumer<String> say) {
    return new Courier(channel, log, routing, maxAge, clock, random, say);
  }

  private Outcome once(Courier courier, Channel channel) {
    ChannelState before = courier.state();
    int failures = 0;
    do {
      long tried = courier.state().failures();
      courier.round(STEP);
      failures = courier.state().failures() > tried ? failures + 1 : failures;
      if (courier.state().failures() == 0) {
        failures = 0;
      }
    } while (!ended.isDone()
        && !courier.done()
        && failures < MOST_FAILURES
        && !courier.notBefore().isAfter(clock.instant().plus(PATIENCE)));
    List<Waiting> waiting = courier.waiting();
    Optional<Instant> until = courier.quietUntil();
    int held = until.isPresent() ? (int) waiting.stream().filter(Waiting::held).count() : 0;
    return new Outcome(
        channel.name(),
        courier.state().told() - before.told(),
        courier.state().refused() - before.refused(),
        courier.state().old() - before.old(),
        waiting.size() - held,
        held,
        until);
  }

  private void follow(Channel channel) {
    Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1), random);
    int failures = 0;
    while (!ended.isDone()) {
      try (AlertLog log = logs.open(channel.name())) {
        Courier courier = courier(channel, log, say);
        while (!ended.isDone()) {
          courier.round(STEP);
          failures = 0;
        }
      } catch (TakenOverException e) {
        ended.completeExceptionally(e);
      } catch (RuntimeException e) {
        if (!ended.isDone()) {
          failures++;
          say.accept("%s: %s; going on when Kafka does".formatted(channel, e.getMessage()));
          await(backoff.after(failures, Optional.empty()));
        }
      } catch (Error e) {
        ended.completeExceptionally(e);
      }
    }
  }

  /** Waits, or less if it is closed meanwhile. */
  private void await(Duration wait) {
    try {
      ended.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it; a message that is being sent is waited for a little. May be called again. */
  @Override
  public void close() {
    ended.complete(null);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        var unused = threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
