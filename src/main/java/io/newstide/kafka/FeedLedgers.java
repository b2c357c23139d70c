package io.newstide.kafka;

import io.newstide.article.ArticleReader;
import io.newstide.article.RawRecord;
import io.newstide.feed.Ledger;
import io.newstide.feed.Ledgers;
import io.newstide.feed.NewsSource;
import io.newstide.feed.TakenOverException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Ledgers in Kafka: articles go to {@code articles} and notes to the compacted {@code feed-state},
 * in one transaction named after deployment and source. Opening a source's ledger ends the
 * transaction that another process, dead or alive, has open for it, and only then reads the notes:
 * what they say is all that was ever committed. Safe for use by several threads.
 */
public final class FeedLedgers implements Ledgers {

  private static final String NOTES = "source";

  /** Longer than a transaction may stay open, and longer than the broker takes to notice. */
  static final Duration PATIENCE = Duration.ofSeconds(100);

  private final KafkaCluster cluster;
  private final String job;
  private final ArticleReader reader;

  /**
   * The ledgers of a deployment.
   *
   * @param cluster where Kafka is; its topics exist
   * @param job the deployment's name
   * @param reader what finds an article's id, the key of its record
   */
  public FeedLedgers(KafkaCluster cluster, String job, ArticleReader reader) {
    this.cluster = cluster;
    this.job = job;
    this.reader = reader;
  }

  @Override
  public List<Ledger> open(List<NewsSource> sources) {
    List<ArticleFeeder> feeders = new ArrayList<>();
    try {
      for (NewsSource source : sources) {
        feeders.add(ArticleFeeder.openAs(cluster, job + "-feed/" + source.name(), reader));
      }
      Map<String, Map<String, byte[]>> notes;
      try (RowReader rows = new RowReader(cluster, TopicName.FEED_STATE)) {
        notes = bySource(rows.toHighWatermark(PATIENCE));
      }
      List<Ledger> ledgers = new ArrayList<>();
      for (int i = 0; i < feeders.size(); i++) {
        String name = sources.get(i).name();
        ledgers.add(new KafkaLedger(name, feeders.get(i), notes.getOrDefault(name, Map.of())));
      }
      return ledgers;
    } catch (RuntimeException e) {
      feeders.forEach(ArticleFeeder::close);
      throw e;
    }
  }

  /**
   * What is noted of every source, as committed up to now; for looking at, not for going on from.
   *
   * @return the notes by name, by source
   */
  public static Map<String, Map<String, byte[]>> notes(KafkaCluster cluster) {
    try (RowReader rows = new RowReader(cluster, TopicName.FEED_STATE)) {
      return bySource(rows.toEnd());
    }
  }

  private static Map<String, Map<String, byte[]>> bySource(List<Row> rows) {
    Map<String, Map<String, byte[]>> notes = new TreeMap<>();
    for (Row row : rows) {
      List<String> parts = Keys.parts(row.key());
      if (parts.size() != 3 || !parts.get(0).equals(NOTES)) {
        continue;
      }
      Map<String, byte[]> ofSource =
          notes.computeIfAbsent(parts.get(1), source -> new LinkedHashMap<>());
      if (row.value() == null) {
        ofSource.remove(parts.get(2));
      } else {
        ofSource.put(parts.get(2), row.value());
      }
    }
    return notes;
  }

  private static final class KafkaLedger implements Ledger {

    private final String source;
    private final ArticleFeeder feeder;
    private final Map<String, byte[]> notes;

    KafkaLedger(String source, ArticleFeeder feeder, Map<String, byte[]> notes) {
      this.source = source;
      this.feeder = feeder;
      this.notes = new LinkedHashMap<>(notes);
    }

    @Override
    public Map<String, byte[]> notes() {
      return Collections.unmodifiableMap(notes);
    }

    @Override
    public void commit(List<RawRecord> articles, Map<String, Optional<byte[]>> changes) {
      try {
        articles.forEach(feeder::send);
        changes.forEach((name, note) -> feeder.note(Keys.join(NOTES, source, name), note));
        feeder.commit();
      } catch (KafkaUnreachableException e) {
        if (e.getCause() instanceof ProducerFencedException
            || e.getCause() instanceof InvalidProducerEpochException) {
          throw new TakenOverException(source, e);
        }
        throw e;
      }
      changes.forEach(
          (name, note) ->
              note.ifPresentOrElse(value -> notes.put(name, value), () -> notes.remove(name)));
    }

    @Override
    public void close() {
      feeder.close();
    }
  }
}
