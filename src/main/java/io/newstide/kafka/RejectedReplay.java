package io.newstide.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.ArticleReader;
import io.newstide.article.RawRecord;
import io.newstide.article.RejectionReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends rejected records to the articles topic again, each once: how far was sent is noted for each
 * reason and partition in {@code feed-state}, in the transaction of the records. What is rejected
 * while this runs is left to the next run.
 *
 * <p>A record keeps its arrival, so that an article without a date counts when it came; a record
 * that was dated too far in the future arrives when it is sent again.
 */
public final class RejectedReplay {

  /** What is sent again unless it is asked for: all but repeats, which would be repeats again. */
  public static final Set<RejectionReason> USUAL =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(RejectionReason.REPEATED_ID)));

  private static final String NOTES = "replay";
  private static final int PART = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaCluster cluster;
  private final String job;
  private final ArticleReader reader;
  private final InstantSource clock;

  /**
   * What was done.
   *
   * @param sent how many records were sent again, by reason
   * @param cut those that cannot be: only their beginning was kept. A line each
   */
  public record Replayed(Map<RejectionReason, Long> sent, List<String> cut) {
    public Replayed {
      sent = Map.copyOf(sent);
      cut = List.copyOf(cut);
    }

    /** How many records were sent again. */
    public long all() {
      return sent.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A replay.
   *
   * @param cluster where Kafka is; its topics exist
   * @param job the deployment's name
   * @param reader what finds an article's id, the key of its record
   * @param clock the arrival of what could not arrive before
   */
  public RejectedReplay(
      KafkaCluster cluster, String job, ArticleReader reader, InstantSource clock) {
    this.cluster = cluster;
    this.job = job;
    this.reader = reader;
    this.clock = clock;
  }

  /** Sends what was rejected for one of some reasons and not sent again before. */
  public Replayed send(Set<RejectionReason> reasons) {
    try (ArticleFeeder feeder = ArticleFeeder.openAs(cluster, job + "-replay-rejected", reader)) {
      Progress progress = progress();
      Counts counts = new Counts();
      read(
          progress,
          reasons,
          rejected -> {
            if (counts.add(rejected)) {
              feeder.send(rejected.again(clock.instant()));
            }
          },
          done -> {
            done.forEach((key, offset) -> feeder.note(key, Optional.of(utf8(offset))));
            feeder.commit();
          });
      return counts.replayed();
    }
  }

  /**
   * Looks at what {@link #send} would send.
   *
   * @param row given each row of {@code rejected.v1}, as it is there
   */
  public Replayed preview(Set<RejectionReason> reasons, Consumer<byte[]> row) {
    Counts counts = new Counts();
    read(
        progress(),
        reasons,
        rejected -> {
          if (counts.add(rejected)) {
            row.accept(rejected.row());
          }
        },
        done -> {});
    return counts.replayed();
  }

  private static final class Counts {
    private final Map<RejectionReason, Long> sent = new EnumMap<>(RejectionReason.class);
    private final List<String> cut = new ArrayList<>();

    /** Counts a record, and tells whether it can be sent. */
    boolean add(Rejected rejected) {
      if (rejected.isCut()) {
        cut.add(
            "%s (%s): only the first %,d of its %,d bytes were kept"
                .formatted(
                    rejected.place(),
                    rejected.reason().label(),
                    rejected.raw().length,
                    rejected.rawLength()));
        return false;
      }
      sent.merge(rejected.reason(), 1L, Long::sum);
      return true;
    }

    Replayed replayed() {
      return new Replayed(sent, cut);
    }
  }

  /** How far was sent again: the offset of what is next, by key. */
  private record Progress(Map<String, Long> next) {

    static String key(RejectionReason reason, int partition) {
      return Keys.join(NOTES, reason.label(), Integer.toString(partition));
    }

    long next(RejectionReason reason, int partition) {
      return next.getOrDefault(key(reason, partition), 0L);
    }
  }

  private Progress progress() {
    Map<String, Long> next = new HashMap<>();
    try (RowReader rows = new RowReader(cluster, TopicName.FEED_STATE)) {
      for (Row row : rows.toHighWatermark(FeedLedgers.PATIENCE)) {
        if (row.value() != null && Keys.parts(row.key()).get(0).equals(NOTES)) {
          next.put(row.key(), Long.parseLong(new String(row.value(), StandardCharsets.UTF_8)));
        }
      }
    }
    return new Progress(next);
  }

  private void read(
      Progress progress,
      Set<RejectionReason> reasons,
      Consumer<Rejected> each,
      Consumer<Map<String, Long>> done) {
    try (PlacedRows rows = new PlacedRows(cluster, TopicName.REJECTED)) {
      Map<Integer, Long> starts = new HashMap<>();
      for (int partition : rows.partitions()) {
        starts.put(
            partition,
            reasons.stream().mapToLong(r -> progress.next(r, partition)).min().orElse(0));
      }
      rows.seek(starts);
      Map<String, Long> ahead = new HashMap<>();
      int held = 0;
      while (!rows.atEnd()) {
        for (PlacedRows.Placed placed : rows.poll()) {
          Optional<Rejected> rejected = Rejected.of(placed);
          if (rejected.isPresent()
              && reasons.contains(rejected.get().reason())
              && placed.offset() >= progress.next(rejected.get().reason(), placed.partition())) {
            each.accept(rejected.get());
            held++;
          }
          for (RejectionReason reason : reasons) {
            long next = Math.max(progress.next(reason, placed.partition()), placed.offset() + 1);
            ahead.put(Progress.key(reason, placed.partition()), next);
          }
          if (held >= PART) {
            done.accept(ahead);
            held = 0;
          }
        }
      }
      if (!ahead.isEmpty()) {
        done.accept(ahead);
      }
    }
  }

  private static byte[] utf8(long number) {
    return Long.toString(number).getBytes(StandardCharsets.UTF_8);
  }

  /** A row of {@code rejected.v1}. */
  private record Rejected(
      RejectionReason reason,
      String place,
      long timestamp,
      byte[] raw,
      long rawLength,
      byte[] row) {

    /** The row; empty if its reason is one of a later version. */
    static Optional<Rejected> of(PlacedRows.Placed placed) {
      try {
        JsonNode json = JSON.readTree(placed.value());
        String label = json.path("reason").asText();
        byte[] raw = json.path("raw").binaryValue();
        return Arrays.stream(RejectionReason.values())
            .filter(reason -> reason.label().equals(label))
            .findFirst()
            .map(
                reason ->
                    new Rejected(
                        reason,
                        "%s-%s-%s"
                            .formatted(
                                json.path("topic").asText(),
                                json.path("partition").asText(),
                                json.path("offset").asText()),
                        Instant.parse(json.path("timestamp").asText()).toEpochMilli(),
                        raw,
                        json.path("rawLength").asLong(raw.length),
                        placed.value()));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "rejected.v1, partition %d, offset %d".formatted(placed.partition(), placed.offset()),
            e);
      }
    }

    boolean isCut() {
      return rawLength > raw.length;
    }

    RawRecord again(Instant now) {
      long arrival = reason == RejectionReason.FUTURE_DATE ? now.toEpochMilli() : timestamp;
      return new RawRecord(place, 0, 0, arrival, raw);
    }
  }
}
