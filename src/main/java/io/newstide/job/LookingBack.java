package io.newstide.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.newstide.article.Article;
import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.EnrichedJson;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.LookBackLog;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicName;
import io.newstide.language.LanguageSettings;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicMatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Lets topics that the job has accepted look back over recent articles: reads these again, with the
 * job's own code, and sends what is found to the job, each topic's as a whole. The articles are
 * those the job has read and counted, as {@code enriched.v1} has them, so that what they counted
 * and the story they tell is known. Not safe for use by several threads.
 */
public final class LookingBack implements AutoCloseable {

  /** An article: an id can come again when it is forgotten. */
  private record Arrival(String id, String at) {
    static Arrival of(Article article) {
      return new Arrival(article.id(), article.arrivedAt().toString());
    }
  }

  /** So many records of each partition of {@code enriched.v1} say how far the job has come. */
  private static final long LAST = 5_000;

  private final JobFile job;
  private final Map<String, TopicDefinition> topics = new LinkedHashMap<>();
  private final Map<String, LookBackLog> logs = new LinkedHashMap<>();
  private final Map<String, List<LookBack.Found>> found = new LinkedHashMap<>();
  private long from;

  /**
   * What was looked at.
   *
   * @param from articles published from here on were
   * @param articles how many there are
   * @param retained whether that is as far back as was asked for, and not only as far as slices are
   *     kept
   */
  public record Looked(Instant from, long articles, boolean retained) {}

  /**
   * Opens the look-backs of topics. A process that looks back for one of them is shut out.
   *
   * @param job the deployment
   * @param definitions by id the definitions that the job has accepted, as {@link
   *     DefinitionsInEffect#readTopics} gives them
   */
  public LookingBack(JobFile job, Map<String, String> definitions) {
    this.job = job;
    try {
      definitions.forEach(
          (id, definition) -> {
            topics.put(id, TopicControl.topic(definition));
            logs.put(id, LookBackLog.open(job.cluster(), job.settings().name(), id, patience()));
          });
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The job's own transactions end with its checkpoints, those of a dead one with their time. */
  private Duration patience() {
    return job.cluster().transactionTimeout().plusMinutes(1);
  }

  /**
   * Looks for the topics in recent articles.
   *
   * @param back how far back from the newest article the job has read
   * @param accepted what the job has accepted, for the lexicon in effect
   * @param progress told how many of how many records have been read
   * @return empty if the job has read no article
   */
  public Optional<Looked> look(
      Duration back, List<ControlRecord> accepted, BiConsumer<Long, Long> progress) {
    OptionalLong newest = newest();
    if (newest.isEmpty()) {
      topics.keySet().forEach(topic -> found.put(topic, List.of()));
      return Optional.empty();
    }
    Duration retention = job.settings().time().retention();
    boolean retained = back.compareTo(retention) <= 0;
    long wanted = newest.getAsLong() - (retained ? back : retention).toMillis();
    from = job.slicing().floor(wanted);
    Map<Arrival, List<TopicMatch>> matches = readArticles(accepted, progress);
    Map<String, Enriched> counted = new LinkedHashMap<>();
    long read = readCounted(matches, counted);
    for (String topic : topics.keySet()) {
      found.put(topic, found(topic, matches, counted));
    }
    return Optional.of(new Looked(Instant.ofEpochMilli(from), read, retained));
  }

  /**
   * When the newest was published of the articles that the job read last, epoch milliseconds. One
   * without a date of its own says nothing about that.
   */
  private OptionalLong newest() {
    long[] newest = {Long.MIN_VALUE};
    try (RowReader rows = new RowReader(job.cluster(), TopicName.ENRICHED)) {
      rows.seekBack(LAST);
      rows.toEnd(
          part -> {
            for (Row row : part) {
              if (row.value() != null && json(row).path("dateReliable").asBoolean()) {
                newest[0] = Math.max(newest[0], row.timestamp());
              }
            }
          });
    }
    return newest[0] == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(newest[0]);
  }

  /** What there is to say of a topic: whatever changes, and whatever was said before. */
  private List<LookBack.Found> found(
      String topic, Map<Arrival, List<TopicMatch>> matches, Map<String, Enriched> counted) {
    Set<String> sent = logs.get(topic).sent();
    List<LookBack.Found> all = new ArrayList<>();
    counted.forEach(
        (id, article) -> {
          Optional<TopicMatch> was = of(topic, article.topics());
          Optional<TopicMatch> is = of(topic, matches.get(Arrival.of(article.article())));
          if (was.isPresent() || is.isPresent() || sent.contains(id)) {
            all.add(new LookBack.Found(topic, article, was, is));
          }
        });
    return all;
  }

  private static Optional<TopicMatch> of(String topic, List<TopicMatch> topics) {
    return topics.stream().filter(match -> match.id().equals(topic)).findFirst();
  }

  /** The topics of the articles there are, the empty ones of those that carry none included. */
  private Map<Arrival, List<TopicMatch>> readArticles(
      List<ControlRecord> accepted, BiConsumer<Long, Long> progress) {
    Map<Arrival, List<TopicMatch>> matches = new HashMap<>();
    LanguageSettings language = DefinitionsInEffect.language(job, accepted);
    Understanding understanding =
        Understanding.of(new Understanding.Settings(language, List.copyOf(topics.values())));
    ArticleReader reader = job.reader();
    try (RowReader articles = new RowReader(job.cluster(), job.articlesTopic())) {
      // An article comes after it was published, but for the clocks of others.
      articles.seek(from - job.settings().time().futureTolerance().toMillis());
      long all = articles.left();
      articles.toEnd(
          part -> {
            part.parallelStream()
                .map(row -> understood(understanding, reader, row))
                .flatMap(Optional::stream)
                .toList()
                // The first of several at once is the one that counted.
                .forEach(
                    article ->
                        matches.putIfAbsent(Arrival.of(article.article()), article.topics()));
            progress.accept(all - articles.left(), all);
          });
    }
    return matches;
  }

  private Optional<Enriched> understood(
      Understanding understanding, ArticleReader reader, Row row) {
    byte[] value = row.value() == null ? new byte[0] : row.value();
    if (reader.read(new RawRecord("", 0, 0, row.timestamp(), value))
        instanceof Incoming.Accepted accepted) {
      Article article = accepted.article();
      if (article.publishedAt().toEpochMilli() >= from) {
        return Optional.of(understanding.enrich(article, Duration.ZERO).withoutText());
      }
    }
    return Optional.empty();
  }

  /**
   * Reads what the job has counted, as far as it matters here.
   *
   * @return how many articles it has counted, whatever they are about
   */
  private long readCounted(Map<Arrival, List<TopicMatch>> matches, Map<String, Enriched> counted) {
    Set<String> all = new HashSet<>();
    try (RowReader rows = new RowReader(job.cluster(), TopicName.ENRICHED)) {
      rows.seek(from);
      rows.toHighWatermark(
          patience(),
          part -> {
            for (Row row : part) {
              counted.remove(row.key());
              all.remove(row.key());
              if (row.value() == null) {
                continue;
              }
              JsonNode json = json(row);
              List<TopicMatch> carried =
                  matches.get(new Arrival(row.key(), json.path("arrivedAt").asText()));
              if (carried == null || json.path("late").asBoolean()) {
                continue; // Whose text is no longer there is left as it is.
              }
              all.add(row.key());
              if (!carried.isEmpty() || concerns(row.key(), json)) {
                counted.put(row.key(), article(row, json));
              }
            }
          });
    }
    return all.size();
  }

  /** Whether one of the topics was found in it before, by the stream or in looking back. */
  private boolean concerns(String id, JsonNode row) {
    for (JsonNode topic : row.path("topics")) {
      if (topics.containsKey(topic.path("id").asText())) {
        return true;
      }
    }
    return logs.values().stream().anyMatch(log -> log.sent().contains(id));
  }

  private static JsonNode json(Row row) {
    try {
      return EnrichedJson.tree(row.value());
    } catch (IOException e) {
      throw new UncheckedIOException("enriched.v1: the row of '" + row.key() + "' is no JSON", e);
    }
  }

  private static Enriched article(Row row, JsonNode json) {
    try {
      return EnrichedJson.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException("enriched.v1: the row of '" + row.key() + "'", e);
    }
  }

  /** How many articles carry a topic. */
  public long carrying(String topic) {
    return found.get(topic).stream().filter(one -> one.is().isPresent()).count();
  }

  /**
   * Sends to the job what was found.
   *
   * @param requests by topic the request that the acknowledgement is to name
   */
  public void send(Map<String, String> requests) {
    requests.forEach(
        (topic, request) ->
            logs.get(topic)
                .send(
                    found.get(topic),
                    new LookBack.End(
                        request, topic, topics.get(topic).version(), from, carrying(topic))));
  }

  @Override
  public void close() {
    logs.values().forEach(LookBackLog::close);
  }
}
