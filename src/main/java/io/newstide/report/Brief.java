package io.newstide.report;

import io.newstide.kafka.KafkaCluster;
import io.newstide.kafka.RowStream;
import io.newstide.kafka.TopicAdmin;
import io.newstide.kafka.TopicName;
import io.newstide.kafka.TopicState;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** The report of a day: one HTML file, and the same text as Markdown. */
public final class Brief {

  private static final List<TopicName> READ =
      List.of(TopicName.TRENDS, TopicName.ALERTS, TopicName.EMERGING, TopicName.SLICES);
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Report report;

  private Brief(Report report) {
    this.report = report;
  }

  /**
   * What a report is made of.
   *
   * @param name the deployment's name
   * @param cluster where its rows are
   * @param sliceRetention how long slices are kept
   * @param zone whose days are meant
   * @param window the name of the window that spans a civil day
   */
  public record Of(
      String name, KafkaCluster cluster, Duration sliceRetention, ZoneId zone, String window) {}

  /**
   * Reads the committed rows there are and writes a day's report of them.
   *
   * @param of what it is made of
   * @param day the day
   * @param lang its language
   * @param progress told now and then how much has been read, from 0 to 1
   * @throws IllegalStateException if the deployment's topics are not there, or Kafka falls silent
   * @throws io.newstide.kafka.KafkaUnreachableException if Kafka does not answer
   */
  public static Brief read(Of of, LocalDate day, Lang lang, DoubleConsumer progress) {
    List<String> missing =
        TopicAdmin.look(of.cluster(), of.sliceRetention()).stream()
            .filter(topic -> READ.contains(topic.topic()) && !topic.exists())
            .map(TopicState::name)
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Kafka at %s has no %s; is kafka.prefix right? `newstide kafka-topics --apply` creates topics, a running job fills them"
              .formatted(of.cluster(), String.join(", ", missing)));
    }
    Map<TopicName, Integer> all = new EnumMap<>(TopicName.class);
    READ.forEach(topic -> all.put(topic, Integer.MAX_VALUE));
    DayRows rows = new DayRows(day, of.zone(), of.window());
    try (RowStream stream = new RowStream(of.cluster(), all)) {
      double done = 0;
      long moved = System.nanoTime();
      while (done < 1) {
        stream.poll(WAIT).forEach(placed -> rows.take(placed.topic(), placed.row()));
        double now = stream.progress();
        if (now > done) {
          moved = System.nanoTime();
        } else if (now < 1 && System.nanoTime() - moved > PATIENCE.toNanos()) {
          throw new IllegalStateException(
              "Kafka at %s has given no row for %d s, %.0f%% were read"
                  .formatted(of.cluster(), PATIENCE.toSeconds(), 100 * done));
        }
        done = now;
        progress.accept(done);
      }
    }
    return of(of.name(), rows, lang);
  }

  static Brief of(String name, DayRows rows, Lang lang) {
    return new Brief(new BriefText(name, rows, lang).report());
  }

  /** As one HTML file that needs nothing else. */
  public String html() {
    return HtmlPage.of(report);
  }

  /** As Markdown. */
  public String markdown() {
    return Markdown.of(report);
  }
}
