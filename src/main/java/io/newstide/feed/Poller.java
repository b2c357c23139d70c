package io.newstide.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Asks sources, each when it is due, up to {@value #MOST_AT_ONCE} at once but no source twice at
 * once. A source in trouble is asked less and less often; a ledger in trouble is opened anew. It
 * ends when it is closed, or when another process takes one of its sources over.
 */
public final class Poller implements AutoCloseable {

  private static final int MOST_AT_ONCE = 16;
  private static final Duration LEDGER_PATIENCE = Duration.ofSeconds(5);

  private final Ledgers ledgers;
  private final Function<NewsSource, SourceReader> readers;
  private final Consumer<String> say;
  private final InstantSource clock;
  private final Timetable timetable;
  private final List<Source> sources = new ArrayList<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private ScheduledExecutorService threads;

  /** A source at work; used by one thread at a time. */
  private final class Source {
    private final NewsSource name;
    private final SourceReader reader;
    private Optional<Ledger> ledger;
    private int ledgerFailures;
    private String lastRemark = "";

    Source(NewsSource name, Ledger ledger) {
      this.name = name;
      this.reader = readers.apply(name);
      this.ledger = Optional.of(ledger);
    }

    private SourcePoller poller(Ledger open) {
      return new SourcePoller(name, reader, open, timetable, clock);
    }

    private void run() {
      try {
        schedule(poll());
      } catch (TakenOverException e) {
        ended.completeExceptionally(e);
      } catch (RuntimeException e) {
        if (!ended.isDone()) {
          say.accept("%s: %s; going on when Kafka does".formatted(name, e.getMessage()));
          closeLedger();
          ledgerFailures++;
          schedule(
              timetable.afterFailure(
                  clock.instant(), LEDGER_PATIENCE, ledgerFailures, Optional.empty()));
        }
      } catch (Error e) {
        ended.completeExceptionally(e);
      }
    }

    private Instant poll() {
      if (ledger.isEmpty()) {
        ledger = Optional.of(ledgers.open(List.of(name)).get(0));
      }
      SourcePoller.Outcome outcome = poller(ledger.get()).poll(sent -> {});
      ledgerFailures = 0;
      report(outcome);
      return outcome.nextDue();
    }

    private void report(SourcePoller.Outcome outcome) {
      if (outcome.found() > 0) {
        say.accept(
            "%s: sent %,d article%s"
                .formatted(name, outcome.found(), outcome.found() == 1 ? "" : "s"));
      }
      if (!outcome.remark().isEmpty() && !outcome.remark().equals(lastRemark)) {
        say.accept("%s: %s".formatted(name, outcome.remark()));
      }
      lastRemark = outcome.remark();
      outcome
          .trouble()
          .ifPresent(
              trouble ->
                  say.accept(
                      "%s: %s; next try %s"
                          .formatted(
                              name,
                              trouble.getMessage(),
                              outcome.nextDue().truncatedTo(ChronoUnit.SECONDS))));
    }

    private void schedule(Instant due) {
      long wait = Math.max(0, Duration.between(clock.instant(), due).toMillis());
      try {
        var unused = threads.schedule(this::run, wait, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // Closed meanwhile.
        ended.complete(null);
      }
    }

    private synchronized void closeLedger() {
      ledger.ifPresent(Ledger::close);
      ledger = Optional.empty();
    }
  }

  /**
   * A poller.
   *
   * @param ledgers where articles go
   * @param readers how a source is read
   * @param clock tells what is due
   * @param random makes many sources drift apart
   * @param say told in a line what happens
   */
  public Poller(
      Ledgers ledgers,
      Function<NewsSource, SourceReader> readers,
      InstantSource clock,
      RandomGenerator random,
      Consumer<String> say) {
    this.ledgers = ledgers;
    this.readers = readers;
    this.clock = clock;
    this.timetable = new Timetable(random);
    this.say = say;
  }

  /**
   * Asks a source now, whether it is due or not, and no more.
   *
   * @param source the source
   * @param sent told after each part how many articles there have been
   * @return how many articles were sent
   * @throws SourceException if it could not be read, or not all of it
   * @throws TakenOverException if another process reads it meanwhile
   */
  public long once(NewsSource source, LongConsumer sent) {
    try (Ledger ledger = ledgers.open(List.of(source)).get(0)) {
      SourcePoller.Outcome outcome =
          new SourcePoller(source, readers.apply(source), ledger, timetable, clock).poll(sent);
      if (outcome.trouble().isPresent()) {
        throw outcome.trouble().get();
      }
      if (!outcome.remark().isEmpty()) {
        say.accept("%s: %s".formatted(source, outcome.remark()));
      }
      return outcome.found();
    }
  }

  /** Forgets what of a source was read, so that all of it is sent again. */
  public void forget(NewsSource source) {
    try (Ledger ledger = ledgers.open(List.of(source)).get(0)) {
      Map<String, Optional<byte[]>> all = new HashMap<>();
      ledger.notes().keySet().forEach(name -> all.put(name, Optional.empty()));
      ledger.commit(List.of(), all);
    }
  }

  /**
   * Asks sources whenever they are due, files and folders at once. Returns when it is closed by
   * another thread.
   *
   * @throws TakenOverException when another process takes one of the sources over
   */
  public void run(List<NewsSource> all) throws InterruptedException {
    List<Ledger> open = ledgers.open(all);
    synchronized (this) {
      if (ended.isDone()) {
        open.forEach(Ledger::close);
        return;
      }
      threads = Executors.newScheduledThreadPool(Math.min(all.size(), MOST_AT_ONCE));
      for (int i = 0; i < all.size(); i++) {
        sources.add(new Source(all.get(i), open.get(i)));
      }
    }
    for (Source source : sources) {
      Instant due = source.poller(source.ledger.orElseThrow()).due();
      source.schedule(source.name.isWeb() ? due : clock.instant());
    }
    try {
      ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TakenOverException takenOver) {
        throw takenOver;
      }
      throw new IllegalStateException("the poller broke off: " + e.getCause(), e.getCause());
    } finally {
      close();
    }
  }

  /** Ends it; what is not committed is given up. May be called by any thread, and again. */
  @Override
  public void close() {
    ended.complete(null);
    ScheduledExecutorService running;
    synchronized (this) {
      running = threads;
    }
    if (running == null) {
      return;
    }
    running.shutdownNow();
    try {
      if (running.awaitTermination(10, TimeUnit.SECONDS)) {
        sources.forEach(Source::closeLedger);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
