package io.newstide.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.job.BurstsFile.Burst;
import io.newstide.job.Tried;
import io.newstide.window.Slicing;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Which rows are on the front, which is recommended, and how they are written. */
class TuneTableTest {

  private static final WindowDefinition HOUR =
      WindowShape.parse("hour", "PT1H", new Slicing(ZoneOffset.UTC, Duration.ofMinutes(10)));
  private static final Tried PRESENT = tried(1, 3);

  private final List<TuneRow> rows = new ArrayList<>();

  private static Tried tried(int latenessHours, double threshold) {
    return new Tried(
        Duration.ofMinutes(10),
        Duration.ofHours(latenessHours),
        Duration.ofDays(28),
        Duration.ofDays(7),
        3,
        threshold);
  }

  /** A row with a delay in minutes (-1 for none), so many of 1000 lost, 100 windows, its lags. */
  private TuneRow row(Tried tried, int p95, int lost, int revised, double alerts, long... lags) {
    List<OptionalLong> all = new ArrayList<>();
    for (long lag : lags) {
      all.add(lag < 0 ? OptionalLong.empty() : OptionalLong.of(Duration.ofMinutes(lag).toMillis()));
    }
    TuneRow row =
        new TuneRow(
            HOUR,
            tried,
            tried.equals(PRESENT),
            p95 < 0
                ? Optional.empty()
                : Optional.of(new RunRows.Delay(60_000, Duration.ofMinutes(p95).toMillis())),
            new RunRows.Share(lost, 1000),
            new RunRows.Share(revised, 100),
            (int) alerts,
            alerts,
            all,
            10 + rows.size(),
            2_600_000);
    rows.add(row);
    return row;
  }

  private TuneTable table(Burst... bursts) {
    return new TuneTable(rows, PRESENT, List.of(bursts));
  }

  @Test
  void theFrontHasWhatNoOtherBeatsAndEqualsAreBothOnIt() {
    TuneRow quick = row(PRESENT, 10, 30, 5, 1);
    TuneRow beaten = row(tried(2, 3), 11, 30, 5, 1);
    TuneRow careful = row(tried(3, 3), 20, 0, 9, 1);
    TuneRow same = row(tried(3, 4), 20, 0, 9, 7);
    TuneRow session = row(tried(4, 3), -1, 0, 0, 1);
    assertThat(rows.stream().filter(table()::onFront)).containsExactly(quick, careful, same);
    assertThat(table().onFront(beaten)).isFalse();
    assertThat(table().onFront(session)).isFalse();
  }

  @Test
  void withBurstsTheFrontWeighsWhatIsMissedTheLagAndTheAlerts() {
    TuneRow few = row(PRESENT, 10, 0, 0, 1, 60, -1);
    TuneRow many = row(tried(1, 2), 10, 0, 0, 9, 30, 40);
    TuneRow worst = row(tried(1, 9), 10, 0, 0, 1, -1, -1);
    assertThat(rows.stream().filter(table()::onFront)).containsExactly(few, many);
    assertThat(worst.missed()).isEqualTo(2);
    assertThat(many.meanLag()).isEqualTo(35 * 60_000.0);
  }

  @Test
  void theSmallestDelayThatLosesAtMostOneInAHundredIsRecommended() {
    row(PRESENT, 10, 11, 0, 1);
    TuneRow best = row(tried(2, 3), 12, 10, 0, 1);
    row(tried(2, 4), 12, 10, 0, 0.5);
    row(tried(3, 3), 13, 0, 0, 1);
    // The third is as quick and has fewer alerts, but changes one setting more.
    assertThat(table().recommended()).contains(best);
  }

  @Test
  void whereAllLoseMoreNothingIsRecommended() {
    row(PRESENT, 10, 11, 0, 1);
    row(tried(2, 3), -1, 0, 0, 1);
    assertThat(table().recommended()).isEmpty();
  }

  @Test
  void theTableIsCommaSeparatedAndNamesAreQuotedWhereTheyMustBe() {
    row(PRESENT, 10, 11, 4, 1, 75);
    Burst burst =
        new Burst("a,\"b\"", new Subject(SubjectKind.TOPIC, "t"), Instant.EPOCH, Optional.empty());
    assertThat(table(burst).csv())
        .isEqualTo(
            """
            window,shape,outOfOrderness,allowedLateness,baseline,minHistory,minMentions,threshold,present,pareto,recommended,delayP50Seconds,delayP95Seconds,articles,tooLate,tooLateShare,windows,revised,revisedShare,alerts,alertsPerWeek,rows,stateBytes,"lagSeconds a,""b""\"
            hour,PT1H,PT10M,PT1H,PT672H,PT168H,3,3.0,true,true,false,60,600,1000,11,0.0110,100,4,0.0400,1,1.0000,10,2600000,4500
            """);
  }

  @Test
  void lengthsPartsAndSizesAreSaidAsPeopleReadThem() {
    assertThat(List.of(45_000L, 600_000L, 3_600_000L, 5_400_000L, 97_200_000L, 172_800_000L))
        .extracting(Lengths::brief)
        .containsExactly("45s", "10m", "1h", "1h30m", "1d3h", "2d");
    assertThat(List.of(0.0, 0.00001, 0.0141, 0.5))
        .extracting(Lengths::percent)
        .containsExactly("0.00%", "<0.01%", "1.41%", "50.0%");
    assertThat(Lengths.of(Lang.EN, Duration.ofHours(25).toMillis())).isEqualTo("1 day 1 hour");
    assertThat(Lengths.of(Lang.ZH, Duration.ofDays(2).toMillis())).isEqualTo("2 天");
    assertThat(Lengths.bytes(92_400)).isEqualTo("92 kB");
    assertThat(Lengths.iso(Duration.ofHours(36))).isEqualTo("PT36H");
  }
}
