package io.newstide.feed;

import io.newstide.article.RawRecord;
import io.newstide.feed.SourceReader.Look;
import io.newstide.feed.SourceReader.Part;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Asks one source and keeps account of it: what is new goes out together with the note of it. Not
 * safe for use by several threads.
 */
final class SourcePoller {

  private final NewsSource source;
  private final SourceReader reader;
  private final Ledger ledger;
  private final Timetable timetable;
  private final InstantSource clock;

  /**
   * What came of asking a source.
   *
   * @param found how many articles were sent
   * @param trouble why it could not be read, or not all of it
   * @param remark what the operator should know, empty if nothing
   * @param nextDue when to ask again
   */
  record Outcome(long found, Optional<SourceException> trouble, String remark, Instant nextDue) {}

  SourcePoller(
      NewsSource source,
      SourceReader reader,
      Ledger ledger,
      Timetable timetable,
      InstantSource clock) {
    this.source = source;
    this.reader = reader;
    this.ledger = ledger;
    this.timetable = timetable;
    this.clock = clock;
  }

  SourceState state() {
    return SourceState.of(ledger.notes()).orElseGet(() -> SourceState.unknown(source));
  }

  /** When it is due, as was noted. */
  Instant due() {
    return state().due(source, clock.instant());
  }

  /**
   * Asks once.
   *
   * @param sent told after each part how many articles there have been
   * @throws TakenOverException if another process reads this source now
   */
  Outcome poll(LongConsumer sent) {
    long found = 0;
    try {
      Look look = asked(() -> reader.look(ledger.notes(), clock.instant()));
      Iterator<Part> parts = look.parts();
      while (asked(parts::hasNext)) {
        Part part = asked(parts::next);
        commit(part.articles(), part.notes(), state().counted(part.articles().size()));
        found += part.articles().size();
        sent.accept(found);
      }
      Instant now = clock.instant();
      Instant due = timetable.afterAnswer(now, source.every(), look.ttl());
      commit(List.of(), Map.of(), state().answered(source, now, due, found, look.remark()));
      return new Outcome(found, Optional.empty(), look.remark(), due);
    } catch (SourceException e) {
      if (Thread.currentThread().isInterrupted()) {
        // It was we who broke off: nothing is wrong with the source.
        throw e;
      }
      Instant now = clock.instant();
      SourceState before = state();
      Instant due =
          source.isWeb()
              ? timetable.afterFailure(now, source.every(), before.failures() + 1, e.retryAfter())
              // Nobody is spared by waiting, and other files of a folder would wait, too.
              : timetable.afterAnswer(now, source.every(), Optional.empty());
      commit(List.of(), Map.of(), before.failed(source, now, due, e.getMessage()));
      return new Outcome(found, Optional.of(e), "", due);
    }
  }

  /** Whatever a source brings about is trouble with that source, and no more. */
  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (SourceException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SourceException("it cannot be read: " + e, e);
    }
  }

  private void commit(
      List<RawRecord> articles, Map<String, Optional<byte[]>> changes, SourceState state) {
    Map<String, Optional<byte[]>> notes = new HashMap<>(changes);
    notes.putAll(state.note());
    ledger.commit(articles, notes);
  }
}
