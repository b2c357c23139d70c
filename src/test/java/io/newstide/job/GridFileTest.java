package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code tune} is given: a grid, and bursts. */
class GridFileTest {

  @TempDir private Path folder;
  private JobFile job;

  @BeforeEach
  void aJob() throws IOException {
    Path file = folder.resolve("job.yaml");
    Files.writeString(
        file,
        "name: t\ntopics: ''\nwindows:\n  - {name: hour, size: PT1H}\n  - {name: day, size: P1D}\n");
    job = JobFile.read(file, Map.of("topics", ""), Map.of());
  }

  private GridFile read(String yaml) throws IOException {
    return GridFile.read(Files.writeString(folder.resolve("grid.yaml"), yaml), job);
  }

  @Test
  void everyValueIsTriedWithEveryOtherAndThePresentOnesFirst() throws IOException {
    GridFile grid =
        read(
            """
            windows: [PT3H/PT1H, PT60M, P1D+PT1H, ~PT6H]
            time:
              outOfOrderness:
                - PT10M
                - PT30M
              allowedLateness: [P2D]
            trends: {threshold: [3, 2.5]}
            """);
    assertThat(grid.windows())
        .extracting(Object::toString)
        // PT60M is the job's hour and keeps its name.
        .containsExactly("PT3H-PT1H=PT3H/PT1H", "hour=PT1H", "P1D_PT1H=P1D+PT1H", "gap-PT6H=~PT6H");
    assertThat(grid.settings())
        .extracting(
            tried ->
                "%s %s %s"
                    .formatted(tried.outOfOrderness(), tried.allowedLateness(), tried.threshold()))
        .containsExactly(
            "PT10M PT24H 3.0",
            "PT10M PT48H 3.0",
            "PT10M PT48H 2.5",
            "PT30M PT48H 3.0",
            "PT30M PT48H 2.5");
    assertThat(job.with(grid.settings().get(4)).settings().trends().threshold()).isEqualTo(2.5);
    assertThat(job.with(grid.settings().get(4)).settings().time().outOfOrderness())
        .isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void anEmptyGridIsThePresentSettings() throws IOException {
    GridFile grid = read("{}\n");
    assertThat(grid.windows()).isEqualTo(job.windows());
    assertThat(grid.settings()).containsExactly(Tried.of(job));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time: {latenes: [P1D]}|1: time.latenes: there is no such setting; Here one of outOfOrderness, allowedLateness can be set",
        "window: [PT1H]|1: window: there is no such setting; did you mean 'windows'? Here one of windows, time, trends can be set",
        "time:\\n  allowedLateness: [P1D, soon]|2: time.allowedLateness[1]: 'soon' is no duration, as in PT10M or P1D",
        "time:\\n  allowedLateness: P1D|2: time.allowedLateness: a list is wanted, each entry behind a '-', found 'P1D'",
        "trends: {threshold: [0]}|1: trends.threshold[0]: 0 is out of range: above 0, at most 300",
        "trends: {minMentions: [2.5]}|1: trends.minMentions[0]: '2.5' is no whole number",
        "windows: [PT1H,\\n PT3H/PT4H]|2: windows[1]: the slide PT4H is greater than the size PT3H: what lies between would be in no window",
        "windows: [{size: PT1H}]|1: windows[0]: one value is wanted, found a mapping",
        "windows: [P90D]|1: windows[0]: 'tried=P90D' is longer than time.retention, PT1680H, for which slices are kept",
      })
  void whatIsUnknownOrWrongIsRefusedWithFileAndLine(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml.replace("\\n", "\n") + "\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(folder.resolve("grid.yaml") + ":" + message);
  }

  @Test
  void aGridThatIsTooLargeIsRefusedBeforeAnythingIsRead() {
    String many =
        IntStream.rangeClosed(1, 51).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    assertThatThrownBy(
            () ->
                read("time: {allowedLateness: [PT1H, PT2H]}\ntrends: {threshold: [" + many + "]}"))
        .hasMessage(
            "%s:1: 102 combinations of settings (windows not counted) are too many: at most 100, since each is a run over all articles; give fewer values"
                .formatted(folder.resolve("grid.yaml")));
  }

  @Test
  void aGridThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> GridFile.read(folder.resolve("none.yaml"), job))
        .hasMessage(folder.resolve("none.yaml") + ": there is no such grid file");
  }

  @Test
  void burstsAreOfATopicOrOfWhateverHasAlerts() throws IOException {
    String list =
        """
        - {name: 洪水, subject: flood, from: "2026-03-11T09:00:00+08:00"}
        - name: 河南
          subject: topic-place/flood@河南
          from: "2026-03-11T09:00:00+08:00"
          until: "2026-03-12T00:00:00Z"
        """;
    assertThat(BurstsFile.read(Files.writeString(folder.resolve("b.yaml"), list)))
        .containsExactly(
            new BurstsFile.Burst(
                "洪水",
                new Subject(SubjectKind.TOPIC, "flood"),
                Instant.parse("2026-03-11T01:00:00Z"),
                Optional.empty()),
            new BurstsFile.Burst(
                "河南",
                new Subject(SubjectKind.TOPIC_PLACE, "flood@河南"),
                Instant.parse("2026-03-11T01:00:00Z"),
                Optional.of(Instant.parse("2026-03-12T00:00:00Z"))));
    assertThat(
            BurstsFile.read(
                Files.writeString(
                    folder.resolve("c.yaml"), "bursts:\n" + list.replace("- name", "- name"))))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subject: x, from: '2026-03-11T09:00:00+08:00'|1: bursts[0].name: must be given: What people call it",
        "name: n, subject: x, from: '2026-03-11 09:00'|1: bursts[0].from: '2026-03-11 09:00' is no moment with its offset, as in 2021-07-20T08:51:00+08:00",
        "name: n, subject: keyword/x, from: '2026-03-11T09:00:00+08:00'|1: bursts[0].subject: 'keyword' is no kind of subject that has alerts; there are topic, topic-place, person, organisation",
        "name: n, subject: x, from: '2026-03-11T09:00:00Z', until: '2026-03-11T09:00:00Z'|1: bursts[0].until: '2026-03-11T09:00:00Z' is not after from",
      },
      quoteCharacter = '~')
  void wrongBurstsAreRefusedWithFileAndLine(String burst, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("b.yaml"), "- {" + burst + "}\n");
    assertThatThrownBy(() -> BurstsFile.read(file))
        .isInstanceOf(SettingsException.class)
        .hasMessage(file + ":" + message);
  }
}
