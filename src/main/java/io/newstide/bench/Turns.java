package io.newstide.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Contenders measured by turns: one takes a round of the articles while the others are halted. How
 * fast a machine is changes from one minute to the next, where it is shared with others, by more
 * than what is to be told apart; so each has its part of every minute.
 */
final class Turns implements AutoCloseable {

  /** Without a single article. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Rounds to warm up. */
  private static final int LEAST_WARM_UP = 4;

  /** It goes on until no more than this part of a round's CPU time is the compiler's. */
  private static final double COMPILED = 0.05;

  /**
   * A contender at work.
   *
   * @param process its process
   * @param done how many articles it has done so far
   * @param end ends what counts them
   */
  record Running(OwnProcess process, LongSupplier done, Runnable end) {}

  /** How a contender is started: not before its first turn. */
  interface Start {
    Running start() throws Exception;
  }

  /** One round of a contender. */
  record Round(long articles, CpuTime cpu, Duration wall) {

    double articlesPerCpuSecond() {
      return articles / (cpu.all().toNanos() / 1e9);
    }
  }

  /**
   * What was measured of a contender.
   *
   * @param warmUp articles before
   * @param rounds one by one
   */
  record Measured(long warmUp, List<Round> rounds) {}

  private final class Taker {
    private final String name;
    private final Start start;
    private final List<Round> measured = new ArrayList<>();
    private Running running;
    private long warmUp;

    /** What it had done at the end of its last turn. */
    private long before;

    Taker(String name, Start start) {
      this.name = name;
      this.start = start;
    }

    Round take() throws Exception {
      if (running == null) {
        running = start.start();
      } else {
        running.process().goOn();
      }
      OwnProcess process = running.process();
      CpuTime spent = process.cpu();
      long begin = System.nanoTime();
      await(process, running.done(), before + round, check);
      // What comes to light after its turn is counted in the next, and that of the next behind it.
      long done = running.done().getAsLong();
      Round taken =
          new Round(
              done - before,
              process.cpu().since(spent),
              Duration.ofNanos(System.nanoTime() - begin));
      before = done;
      process.halt();
      return taken;
    }
  }

  private final int round;
  private final int warmUps;
  private final Runnable check;
  private final Consumer<String> say;
  private final List<Taker> takers = new ArrayList<>();

  /**
   * Of nobody.
   *
   * @param round how many articles are a round
   * @param warmUps how many times as long as it has to be a warm-up is at most
   * @param check fails when there is no use in waiting
   * @param say told what is being done
   */
  Turns(int round, int warmUps, Runnable check, Consumer<String> say) {
    this.round = round;
    this.warmUps = warmUps;
    this.check = check;
    this.say = say;
  }

  /** How many rounds each contender takes at most. */
  static int most(int measured, int warmUps) {
    return warmUps * warmUp(measured) + measured;
  }

  /** As many rounds to warm up as are measured, and no fewer than the compiler needs. */
  static int warmUp(int measured) {
    return Math.max(LEAST_WARM_UP, measured);
  }

  /** Has one more take part. */
  void add(String name, Start start) {
    takers.add(new Taker(name, start));
  }

  /**
   * Has all of them take turns until each has warmed up, and then so many more. Nobody is measured
   * before the others: what some keep grows with the articles that they have behind them, and so
   * does what has to be collected.
   */
  void take(int measuredRounds) throws Exception {
    int least = warmUp(measuredRounds);
    List<Taker> cold = new ArrayList<>(takers);
    for (int number = 1; !cold.isEmpty(); number++) {
      List<String> figures = new ArrayList<>();
      for (Taker taker : takers) {
        Round taken = taker.take();
        taker.warmUp += taken.articles();
        figures.add("%s %.0f%%".formatted(taker.name, 100 * taken.cpu().compilerShare()));
        if (number >= least
            && (taken.cpu().compilerShare() <= COMPILED || number >= warmUps * least)) {
          cold.remove(taker);
        }
      }
      say.accept(
          "warming up, round %d, of which the compiler took: %s"
              .formatted(number, String.join(", ", figures)));
    }
    for (int number = 1; number <= measuredRounds; number++) {
      List<String> figures = new ArrayList<>();
      for (Taker taker : takers) {
        Round taken = taker.take();
        taker.measured.add(taken);
        figures.add("%s %,.0f".formatted(taker.name, taken.articlesPerCpuSecond()));
      }
      say.accept(
          "round %d of %d, articles a CPU second: %s"
              .formatted(number, measuredRounds, String.join(", ", figures)));
    }
  }

  /** What was measured, by name, in the order in which they were added. */
  Map<String, Measured> measured() {
    return takers.stream()
        .collect(
            Collectors.toMap(
                taker -> taker.name,
                taker -> new Measured(taker.warmUp, List.copyOf(taker.measured)),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /** Ends all of them. */
  @Override
  public void close() {
    for (Taker taker : takers) {
      if (taker.running != null) {
        taker.running.process().close();
        taker.running.end().run();
      }
    }
  }

  /** Waits until a process has done enough. */
  static void await(OwnProcess process, LongSupplier done, long enough, Runnable check) {
    long last = -1;
    long since = System.nanoTime();
    for (long now = done.getAsLong(); now < enough; now = done.getAsLong()) {
      process.check();
      check.run();
      if (now > last) {
        last = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "%s stands still at %,d articles".formatted(process.does(), now));
      }
    }
  }
}
