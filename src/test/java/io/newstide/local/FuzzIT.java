package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.article.Rejection;
import io.newstide.article.RejectionReason;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.kafka.RejectionJson;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a record holds, it is an article or a rejection, and is accounted for. {@code
 * -Dnewstide.fuzz=1000000} for so many records, {@code -Dnewstide.seed=S} for the same again; both
 * are printed.
 */
class FuzzIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant ARRIVAL = Instant.parse("2026-07-06T00:00:00Z");

  private final long seed = Long.getLong("newstide.seed", new Random().nextInt(1_000_000));
  private final int records = Integer.getInteger("newstide.fuzz", 40_000);
  private final JobFile job = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());

  private List<byte[]> sample() {
    return JsonLines.all(Path.of("jobs/sample/articles.jsonl"), job.reader()).stream()
        .map(RawRecord::value)
        .toList();
  }

  @Test
  void theReaderMakesAnArticleOrARejectionOfIt() throws Exception {
    System.out.printf("fuzzing the reader: %,d records, seed %d%n", records, seed);
    var mutator = new Mutator(seed, sample(), records);
    Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
    int accepted = 0;
    Duration tolerance = job.settings().time().futureTolerance();
    for (int i = 0; i < records; i++) {
      byte[] value = mutator.next();
      var record = new RawRecord("articles", 0, i, ARRIVAL.toEpochMilli(), value);
      Incoming read;
      try {
        read = job.reader().read(record);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed %d, record %d".formatted(seed, i), e);
      }
      if (read instanceof Incoming.Accepted one) {
        accepted++;
        assertThat(one.article().title()).isNotBlank();
        assertThat(one.article().id().length()).isBetween(1, 512);
        assertThat(one.article().publishedAt())
            // 1970 began in the east fourteen hours before the epoch.
            .isBetween(Instant.EPOCH.minus(Duration.ofHours(14)), ARRIVAL.plus(tolerance));
      } else {
        Rejection rejection = ((Incoming.Rejected) read).rejection();
        reasons.merge(rejection.reason(), 1, Integer::sum);
        if (i % 100 == 0) {
          JsonNode row = JSON.readTree(RejectionJson.row(rejection).value());
          assertThat(row.get("rawLength").asInt()).isEqualTo(value.length);
          assertThat(row.get("offset").asInt()).isEqualTo(i);
        }
      }
    }
    System.out.printf("accepted %,d, rejected %s%n", accepted, reasons);
    assertThat(accepted).isBetween(records / 10, records * 9 / 10);
    assertThat(reasons.keySet())
        .contains(
            RejectionReason.NOT_JSON,
            RejectionReason.NOT_UTF8,
            RejectionReason.MISSING_FIELD,
            RejectionReason.WRONG_TYPE,
            RejectionReason.CONTROL_CHARACTERS,
            RejectionReason.BAD_DATE,
            RejectionReason.FUTURE_DATE,
            RejectionReason.EMPTY);
  }

  /** The whole job, over a part of them: as many come out as went in. */
  @Test
  void theJobLosesNoneOfThem(@TempDir Path folder) throws Exception {
    int lines = records / 25;
    System.out.printf("fuzzing the job: %,d records, seed %d%n", lines, seed);
    var mutator = new Mutator(seed, sample(), lines);
    Path file = folder.resolve("fuzzed.jsonl");
    long written = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      while (written < lines) {
        byte[] value = mutator.next();
        if (isOneLine(value) && !isFuture(value)) {
          out.write(value);
          out.write('\n');
          written++;
        }
      }
    }
    Path out = folder.resolve("out");
    Backtest.run(job, file, out, 1, true, read -> {});
    long enriched = 0;
    long late = 0;
    for (JsonNode row : rows(out, TopicName.ENRICHED)) {
      if (row.get("revision").asInt() == 0) {
        enriched++;
        late += row.get("late").asBoolean() ? 1 : 0;
      }
    }
    long rejected = rows(out, TopicName.REJECTED).size();
    Map<String, Long> counted = new HashMap<>();
    for (JsonNode slice : rows(out, TopicName.SLICES)) {
      if (slice.get("kind").asText().equals("total")) {
        // the last row of a slice is the one that holds
        counted.put(
            slice.get("sliceStart").asText() + slice.get("sliceEnd").asText(),
            slice.get("mentions").asLong());
      }
    }
    long accumulated = counted.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf("accumulated %,d, late %,d, rejected %,d%n", accumulated, late, rejected);
    assertThat(enriched + rejected).isEqualTo(lines);
    assertThat(rows(out, TopicName.LATE)).hasSize((int) late);
    assertThat(accumulated + late + rejected).isEqualTo(lines);
    assertThat(accumulated).isPositive();
  }

  private static List<JsonNode> rows(Path folder, TopicName topic) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(topic.fileName() + ".jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  /** In a file it would be believed, and all that follows be late. */
  private boolean isFuture(byte[] value) {
    return job.reader().read(new RawRecord("articles", 0, 0, ARRIVAL.toEpochMilli(), value))
            instanceof Incoming.Rejected rejected
        && rejected.rejection().reason() == RejectionReason.FUTURE_DATE;
  }

  private static boolean isOneLine(byte[] value) {
    for (byte b : value) {
      if (b == '\n' || b == '\r') {
        return false;
      }
    }
    return value.length > 0;
  }
}
