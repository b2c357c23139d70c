package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the default settings make of past news; skipped where there is none. */
class AlertsOnPastNewsIT {

  private static final BaselineSettings BASELINE =
      BaselineSettings.of(PastNews.ZONE, PastNews.SLICE, Duration.ofDays(28), Duration.ofDays(7));
  private static final AlertSettings ALERTS = AlertSettings.of(3, 3);

  private static List<AlertEvent> opened(PastNews news, String topic) {
    return news.alerts(topic, BASELINE, ALERTS).stream()
        .filter(event -> event.state() == AlertEvent.State.OPEN)
        .toList();
  }

  private static List<String> opened(List<AlertEvent> events, String id) {
    return events.stream().filter(e -> e.id().equals(id)).map(PastNews::at).toList();
  }

  @Test
  void theZhengzhouFloodIsToldBeforeItsEvening() {
    List<AlertEvent> opened =
        opened(PastNews.read("hot-zhengzhou2021.jsonl.gz"), "flood-prevention");

    assertThat(opened(opened, "flood-prevention@河南")).first().isEqualTo("2021-07-20 17:20");
    assertThat(opened(opened, "flood-prevention")).last().isEqualTo("2021-07-20 19:20");
    // Beside it, in five weeks of a summer, one episode: the rains of the north on the 11th.
    assertThat(opened(opened, "flood-prevention"))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("2021-07-11");
  }

  @Test
  void eightDaysOfHistoryAreEnough() {
    List<AlertEvent> opened =
        opened(
            PastNews.read("hot-zhengzhou2021.jsonl.gz")
                .from(LocalDate.of(2021, 7, 12).atStartOfDay(PastNews.ZONE).toInstant()),
            "flood-prevention");
    assertThat(opened(opened, "flood-prevention@河南"))
        .first()
        .asString()
        .isLessThanOrEqualTo("2021-07-20 18:20");
    assertThat(opened).allMatch(event -> PastNews.at(event).compareTo("2021-07-20 16:16") >= 0);
  }

  @Test
  void theRobotsRaceIsToldAtEleven() {
    PastNews news = PastNews.read("hot-robot2025.jsonl.gz");
    assertThat(opened(opened(news, "robotics"), "robotics")).containsExactly("2025-04-19 11:00");
    assertThat(opened(news, "flood-prevention")).isEmpty();
  }

  @Test
  void theEveningNewsOfTwoYearsHasFewAlertsAndTheGreatFloods() {
    List<AlertEvent> opened = opened(PastNews.read("cctv-2022-2024.jsonl.gz"), "flood-prevention");

    // A flood here or abroad, a typhoon or heavy rain is in the news of every summer's day: what
    // stands out are the floods of the north in August 2023, and places.
    assertThat(opened(opened, "flood-prevention")).containsExactly("2023-08-08 19:10");
    assertThat(opened.stream().filter(event -> event.id().contains("@"))).hasSize(12);
    assertThat(opened(opened, "flood-prevention@黑龙江")).containsExactly("2023-08-07 19:10");
    assertThat(opened(opened, "flood-prevention@洞庭湖")).containsExactly("2024-07-08 19:10");
    Set<String> months =
        opened.stream()
            .map(event -> PastNews.at(event).substring(0, 7))
            .collect(Collectors.toSet());
    // Chongqing, the north and northeast in 2023; Dongting and typhoon Gaemi in 2024.
    assertThat(months).containsExactlyInAnyOrder("2023-07", "2023-08", "2024-07");
  }
}
