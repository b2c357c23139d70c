package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlJson;
import io.newstide.kafka.RowStream.Placed;
import io.newstide.kafka.TopicName;
import io.newstide.topic.TopicDefinition;
import io.newstide.window.SubjectKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the output topics hold, by key, as far as it is followed: everything the page shows comes
 * from here. A row that cannot be read is counted and passed over. Safe for use by many threads;
 * rows of one topic are taken up by one of them.
 */
final class Rows {

  private static final Logger LOG = LoggerFactory.getLogger(Rows.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TAIL = 200;
  private static final int MOST_STORIES = 300_000;

  /** Of rejected raw bytes so much is kept to be shown. */
  private static final int SHOWN_RAW = 2_000;

  private final TrendStore trends;
  private final SliceStore slices;
  private final AlertStore alerts = new AlertStore();
  private final EmergingStore emerging = new EmergingStore();
  private final Tail late = new Tail(TAIL, row -> row.path("source").asText(""));
  private final Tail rejected = new Tail(TAIL, row -> row.path("reason").asText("unknown"));
  private final ArticleIndex articles;
  private final Deque<ControlAck> acks = new ArrayDeque<>();
  private final TopicsInForce topics;
  private final Map<TopicName, AtomicLong> counts = new EnumMap<>(TopicName.class);
  private final AtomicLong unreadable = new AtomicLong();
  private final Throughput enriched = new Throughput();
  private final Map<Place, Long> read = new ConcurrentHashMap<>();
  private volatile Instant latestArticle = Instant.MIN;
  private volatile Instant latestArrival = Instant.MIN;
  private volatile Instant lastRow = Instant.MIN;

  /** Which source told a story first; of the latest stories. */
  private final Map<String, String> storySources =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MOST_STORIES;
            }
          });

  private record Place(TopicName topic, int partition) {}

  Rows(Deployment deployment, DashboardSettings settings, ArticleIndex articles) {
    this.trends = new TrendStore(settings.rows());
    this.slices = new SliceStore(deployment.slicing());
    this.articles = articles;
    this.topics = new TopicsInForce(deployment.topics());
    for (TopicName topic : TopicName.values()) {
      counts.put(topic, new AtomicLong());
    }
  }

  TrendStore trends() {
    return trends;
  }

  SliceStore slices() {
    return slices;
  }

  AlertStore alerts() {
    return alerts;
  }

  EmergingStore emerging() {
    return emerging;
  }

  Tail late() {
    return late;
  }

  Tail rejected() {
    return rejected;
  }

  ArticleIndex articles() {
    return articles;
  }

  Throughput enriched() {
    return enriched;
  }

  /** How many rows of a topic were taken up. */
  long count(TopicName topic) {
    return counts.get(topic).get();
  }

  /** How many rows could not be read. */
  long unreadable() {
    return unreadable.get();
  }

  /** When the latest article was published, and when the latest arrived. */
  Optional<Instant> latestArticle() {
    return known(latestArticle);
  }

  Optional<Instant> latestArrival() {
    return known(latestArrival);
  }

  /** By the clock, when the last row came. */
  Optional<Instant> lastRow() {
    return known(lastRow);
  }

  private static Optional<Instant> known(Instant moment) {
    return moment.equals(Instant.MIN) ? Optional.empty() : Optional.of(moment);
  }

  /** The source that told a story first, if it is one of the latest. */
  Optional<String> sourceOf(String story) {
    return Optional.ofNullable(storySources.get(story));
  }

  /** The topics there are now. */
  List<TopicDefinition> topics() {
    return topics.all();
  }

  /** The last acknowledgements, the latest first. */
  List<ControlAck> acks() {
    synchronized (acks) {
      return List.copyOf(acks);
    }
  }

  /**
   * Takes up rows, each unless it was before: a stream that was opened anew begins at the
   * beginning.
   */
  void put(List<Placed> placed) {
    List<Placed> fresh = placed.stream().filter(this::isFresh).toList();
    if (fresh.isEmpty()) {
      return;
    }
    lastRow = Instant.now();
    List<Placed> trendRows = fresh.stream().filter(row -> row.topic() == TopicName.TRENDS).toList();
    if (!trendRows.isEmpty()) {
      trends.put(trendRows, this::unreadable);
    }
    for (Placed row : fresh) {
      counts.get(row.topic()).incrementAndGet();
      try {
        take(row);
      } catch (IOException | RuntimeException e) {
        unreadable(row, e);
      }
    }
  }

  private boolean isFresh(Placed placed) {
    Place place = new Place(placed.topic(), placed.partition());
    Long before = read.get(place);
    if (before != null && placed.offset() <= before) {
      return false;
    }
    read.put(place, placed.offset());
    return true;
  }

  private void unreadable(Placed placed, Exception e) {
    if (unreadable.incrementAndGet() <= 10) {
      LOG.warn(
          "{}-{} at {}: a row that cannot be read: {}",
          placed.topic(),
          placed.partition(),
          placed.offset(),
          e.toString());
    }
  }

  private void take(Placed placed) throws IOException {
    byte[] value = placed.row().value();
    switch (placed.topic()) {
      case SLICES -> slices.put(placed.row());
      case ALERTS -> alerts.put(MAPPER.readTree(value));
      case EMERGING -> {
        if (value == null) {
          emerging.remove(placed.row().key());
        } else {
          emerging.put(placed.row().key(), MAPPER.readTree(value));
        }
      }
      case LATE -> late.put(MAPPER.readTree(value), placed.row().timestamp());
      case REJECTED -> rejected.put(shortened(MAPPER.readTree(value)), placed.row().timestamp());
      case CONTROL -> {
        if (value != null) {
          topics.ask(ControlJson.read(placed.row().key(), value));
        }
      }
      case CONTROL_ACKS -> acknowledge(ControlJson.readAck(value));
      case ARTICLES -> articles.putArticle(placed);
      case ENRICHED -> {
        if (value != null) {
          enriched(MAPPER.readTree(value));
        }
      }
      default -> {
        // Not followed.
      }
    }
  }

  private void enriched(JsonNode row) throws IOException {
    enriched.count();
    Instant published = Instant.parse(row.path("publishedAt").asText());
    Instant arrived = Instant.parse(row.path("arrivedAt").asText());
    if (row.path("dateReliable").asBoolean(true) && published.isAfter(latestArticle)) {
      latestArticle = published;
    }
    if (arrived.isAfter(latestArrival)) {
      latestArrival = arrived;
    }
    String story = row.path("storyId").asText();
    if (story.equals(row.path("id").asText())) {
      storySources.put(story, row.path("source").asText(""));
    }
    articles.putEnriched(row);
  }

  private void acknowledge(ControlAck ack) {
    topics.answer(ack);
    synchronized (acks) {
      acks.addFirst(ack);
      if (acks.size() > TAIL) {
        acks.removeLast();
      }
    }
  }

  private static JsonNode shortened(JsonNode rejected) {
    String raw = rejected.path("raw").asText("");
    if (raw.length() > SHOWN_RAW && rejected instanceof ObjectNode row) {
      row.put("raw", raw.substring(0, SHOWN_RAW - SHOWN_RAW % 4));
    }
    return rejected;
  }

  /** What has changed is told by what differs between two of these. */
  Map<String, Long> versions() {
    Map<String, Long> versions = new HashMap<>();
    versions.put("trends", trends.version());
    versions.put("slices", slices.version());
    versions.put("alerts", alerts.version());
    versions.put("emerging", emerging.version());
    versions.put("late", late.total());
    versions.put("rejected", rejected.total());
    versions.put("articles", count(TopicName.ARTICLES) + count(TopicName.ENRICHED));
    versions.put("acks", count(TopicName.CONTROL_ACKS) + count(TopicName.CONTROL));
    return versions;
  }

  /** The parts of a key, decoded. */
  static List<String> keyParts(String key) {
    return Arrays.stream(key.split("/", -1))
        .map(part -> part.replace("%2F", "/").replace("%40", "@").replace("%25", "%"))
        .toList();
  }

  /** The kind of a label, as in {@code topic-place}. */
  static Optional<SubjectKind> kind(String label) {
    return Optional.ofNullable(KINDS.get(label));
  }

  private static final Map<String, SubjectKind> KINDS = new HashMap<>();

  static {
    for (SubjectKind kind : SubjectKind.values()) {
      if (kind.counted()) {
        KINDS.put(kind.label(), kind);
      }
    }
  }
}
