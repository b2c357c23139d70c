package io.newstide.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;

/**
 * Contenders that do the same to the same things in turns, on the thread that asks: what the
 * neighbours on the machine do meets all of them alike. CPU time and allocation are this thread's;
 * garbage collection is not in the time, which favours whoever allocates much.
 *
 * @param <T> what is worked on
 */
final class SideBySide<T> {

  private record Contender<T>(String name, String does, ToIntFunction<T> work) {}

  /**
   * What was measured of a contender.
   *
   * @param contender its name
   * @param does what it does, in words
   * @param rounds in how many rounds
   * @param units how much work it did
   * @param cpuSeconds in which time
   * @param bytes what it allocated for that
   * @param best its units by CPU second in its best round
   * @param result the sum of what the work gave
   */
  record Figures(
      String contender,
      String does,
      int rounds,
      long units,
      double cpuSeconds,
      long bytes,
      double best,
      long result) {

    double unitsPerCpuSecond() {
      return units / cpuSeconds;
    }

    double bytesPerUnit() {
      return (double) bytes / units;
    }
  }

  private static final class Meter {
    private long units;
    private long nanos;
    private long bytes;
    private double best;
    private long result;

    Figures figures(Contender<?> contender, int rounds) {
      return new Figures(
          contender.name(),
          contender.does(),
          rounds,
          units,
          (double) nanos / NANOS,
          bytes,
          best,
          result);
    }

    void add(long moreUnits, long moreNanos, long moreBytes) {
      units += moreUnits;
      nanos += moreNanos;
      bytes += moreBytes;
      best = Math.max(best, (double) moreUnits * NANOS / Math.max(1, moreNanos));
    }
  }

  private static final long NANOS = 1_000_000_000;
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<Contender<T>> contenders = new ArrayList<>();
  private final List<T> things;
  private final ToIntFunction<T> units;
  private final int turn;
  private int next;

  /**
   * Gets ready.
   *
   * @param things what is worked on, again and again
   * @param units how much work each is
   * @param turn after so many units it is the next contender's turn
   */
  SideBySide(List<T> things, ToIntFunction<T> units, int turn) {
    this.things = List.copyOf(things);
    this.units = units;
    this.turn = turn;
  }

  /**
   * Adds a contender.
   *
   * @param name what it is called in the figures
   * @param does what it does, in words
   * @param work the work; its result must depend on all of it
   */
  SideBySide<T> contender(String name, String does, ToIntFunction<T> work) {
    contenders.add(new Contender<>(name, does, work));
    return this;
  }

  /**
   * Measures, after a third of the time to warm up.
   *
   * @param cpuSeconds how long, all contenders together
   * @param progress is told how many CPU seconds have passed
   * @return a contender's figures each, in the order they were added
   */
  List<Figures> measure(int cpuSeconds, LongConsumer progress) {
    var warmUp = cpuSeconds * NANOS / 3;
    run(warmUp, nanos -> progress.accept(nanos / NANOS));
    return run(cpuSeconds * NANOS, nanos -> progress.accept((warmUp + nanos) / NANOS));
  }

  private List<Figures> run(long atLeast, LongConsumer progress) {
    var meters = new ArrayList<Meter>();
    contenders.forEach(contender -> meters.add(new Meter()));
    var rounds = 0;
    for (var spent = 0L; spent < atLeast; rounds++) {
      var first = next;
      for (var i = 0; i < meters.size(); i++) {
        next = first;
        spent += takeTurn(contenders.get(i), meters.get(i));
      }
      progress.accept(spent);
    }
    var figures = new ArrayList<Figures>();
    for (var i = 0; i < meters.size(); i++) {
      figures.add(meters.get(i).figures(contenders.get(i), rounds));
    }
    return figures;
  }

  private long takeTurn(Contender<T> contender, Meter meter) {
    var done = 0L;
    var cpu = THREAD.getCurrentThreadCpuTime();
    var allocated = THREAD.getCurrentThreadAllocatedBytes();
    for (var i = 0; i < things.size() && done < turn; i++) {
      var thing = things.get(next);
      meter.result += contender.work().applyAsInt(thing);
      done += units.applyAsInt(thing);
      next = (next + 1) % things.size();
    }
    var bytes = THREAD.getCurrentThreadAllocatedBytes() - allocated;
    var nanos = THREAD.getCurrentThreadCpuTime() - cpu;
    meter.add(done, nanos, bytes);
    return nanos;
  }
}
