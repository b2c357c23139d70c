package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.feed.NewsSource;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.names.NamesModel;
import io.newstide.topic.TopicDefinition;
import io.newstide.window.WindowDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFileTest {

  private static final String MINIMAL = "name: test\nwindows:\n  - {name: hour, size: PT1H}\n";

  @TempDir private Path folder;

  @BeforeEach
  void aTopic() throws IOException {
    Files.createDirectory(folder.resolve("topics"));
    Files.writeString(
        folder.resolve("topics/robotics.yaml"),
        "id: robotics\nname: 机器人\nquery: 机器人^3\nthreshold: 2\n");
  }

  private JobFile read(String yaml, Map<String, String> set, Map<String, String> environment)
      throws IOException {
    Path file = folder.resolve("job.yaml");
    Files.writeString(file, yaml);
    return JobFile.read(file, set, environment);
  }

  private JobFile read(String yaml) throws IOException {
    return read(yaml, Map.of(), Map.of());
  }

  @Test
  void hasTheContractsDefaults() throws IOException {
    JobSettings settings = read(MINIMAL).settings();

    assertThat(settings.kafka().bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(settings.kafka().prefix()).isEqualTo("newstide");
    assertThat(settings.time().zone().getId()).isEqualTo("Asia/Shanghai");
    assertThat(settings.time().slice()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.time().outOfOrderness()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.time().allowedLateness()).isEqualTo(Duration.ofDays(1));
    assertThat(settings.time().idleness()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.time().futureTolerance()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.time().retention()).isEqualTo(Duration.ofDays(70));
    assertThat(settings.time().sliceRetention()).isEqualTo(Duration.ofDays(400));
    assertThat(settings.duplicates().ttl()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.language().keywords()).isEqualTo(10);
  }

  @Test
  void enrichedRowsAreDeliveredExactlyOnceUnlessToldOtherwise() throws IOException {
    assertThat(read(MINIMAL).settings().kafka().enriched()).isEqualTo("exactly-once");
    assertThat(read(MINIMAL + "kafka: {enriched: at-least-once}\n").settings().kafka().enriched())
        .isEqualTo("at-least-once");
    assertThatThrownBy(() -> read(MINIMAL + "kafka: {enriched: maybe}\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("job.yaml:4")
        .hasMessageContaining("there is no 'maybe'")
        .hasMessageContaining("one of exactly-once, at-least-once can be chosen");
  }

  @Test
  void readsTopicsBesideTheFile() throws IOException {
    assertThat(read(MINIMAL).topics())
        .containsExactly(new TopicDefinition("robotics", "机器人", "机器人^3", 2));
  }

  @Test
  void readsTheDemosFileWithTheContractsWindowsAndTopics() {
    JobFile demo = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());

    assertThat(demo.windows())
        .extracting(WindowDefinition::toString)
        .containsExactly(
            "hour=PT1H",
            "3h=PT3H/PT1H",
            "day=P1D",
            "today=P1D+PT1H",
            "week=P1W",
            "month=P1M",
            "visit=~PT6H");
    assertThat(demo.topics())
        .extracting(TopicDefinition::id)
        .hasSizeGreaterThanOrEqualTo(10)
        .contains("green-performance", "flood-prevention", "robotics");
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    String yaml = MINIMAL + "time: {slice: PT30M, outOfOrderness: PT30M, idleness: PT3M}\n";
    JobSettings.Time time =
        read(
                yaml,
                Map.of("time.slice", "PT10M"),
                Map.of("NEWSTIDE_TIME_SLICE", "PT20M", "NEWSTIDE_TIME_OUT_OF_ORDERNESS", "PT20M"))
            .settings()
            .time();
    assertThat(time.slice()).isEqualTo(Duration.ofMinutes(10));
    assertThat(time.outOfOrderness()).isEqualTo(Duration.ofMinutes(20));
    assertThat(time.idleness()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void secretsComeFromTheEnvironmentOrAFileAndAreNeverShown() throws IOException {
    Files.writeString(folder.resolve("secret"), "from-file\n");
    String yaml = MINIMAL + "kafka: {properties: {a: '${env:SECRET}', b: 'x ${file:secret} y'}}\n";
    JobFile job = read(yaml, Map.of(), Map.of("SECRET", "from-env"));

    assertThat(job.cluster().properties())
        .containsEntry("a", "from-env")
        .containsEntry("b", "x from-file y");
    assertThat(job.toString() + job.cluster())
        .doesNotContain("from-env")
        .doesNotContain("from-file");
    assertThatThrownBy(() -> read(yaml))
        .hasMessageEndingWith(
            "job.yaml:4: kafka.properties.a: the environment has no variable SECRET");
  }

  @Test
  void sourcesHaveDefaultsPathsBesideTheFileAndSecretsThatAreNotShown() throws IOException {
    JobFile job =
        read(
            MINIMAL
                + "sources:\n"
                + "  - {name: 电讯, url: 'https://e.org/rss?key=${env:KEY}', every: PT1M}\n"
                + "  - {name: drop, url: drop}\n",
            Map.of(),
            Map.of("KEY", "s3cret"));

    assertThat(job.sources())
        .containsExactly(
            new NewsSource("电讯", "https://e.org/rss?key=s3cret", Duration.ofMinutes(1)),
            new NewsSource("drop", folder.resolve("drop").toString(), Duration.ofMinutes(5)));
    assertThat(job.toString() + job.sources()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time: {slize: PT10M}        | 4 | time.slize: there is no such setting; did you mean 'slice'? Here one of zone, slice,",
        "windoes: []                 | 4 | windoes: there is no such setting; did you mean 'windows'?",
        "time: {slice: 10m}          | 4 | time.slice: '10m' is no duration, as in PT10M or P1D",
        "time: {slice: PT0S}         | 4 | time.slice: 'PT0S' is no positive duration",
        "time: {slice: PT7M}         | 4 | time.slice: a slice is at least a second and divides the day",
        "time: {zone: Asia/Shanghia} | 4 | time.zone: 'Asia/Shanghia' is no time zone; did you mean 'Asia/Shanghai'?",
        "kafka: {partitions: many}   | 4 | kafka.partitions: 'many' is no whole number",
        "kafka: {partitions: 0}      | 4 | kafka.partitions: 0 is out of range: at least 1, at most 10000",
        "kafka: {prefix: 'a b'}      | 4 | kafka.prefix: 'a b' cannot begin the name of a Kafka topic",
        "kafka: localhost            | 4 | kafka: settings are written as 'name: value', found 'localhost'",
        "language: {lexicon: none/x} | 4 | language.lexicon: the file cannot be read",
        "trends: {threshold: 0}      | 4 | trends.threshold: 0 is out of range: above 0",
        "name: again                 | 4 | name: set twice",
        "sources: [{name: a, url: 'ftp://e.org/'}] | 4 | sources[0]: url: only http and https addresses, files and folders can be read",
        "sources: [{name: a, url: 'http://'}]      | 4 | sources[0]: url: this is no address",
        "sources: [{name: a, url: 'https:///x'}]   | 4 | sources[0]: url: the address names no host",
        "sources: [{name: a, url: x, every: PT0.1S}] | 4 | sources[0]: every: PT0.1S is too often; at least PT1S",
        "sources: [{name: ' ', url: x}]            | 4 | sources[0]: name: a source has a name",
        "sources: [{name: a, url: x}, {name: a, url: y}] | 4 | sources[1].name: there is another source named 'a'",
        "sources: [{name: a}]                      | 4 | sources[0].url: must be given",
      })
  void refusesAWrongSettingWithFileLineAndWhatIsRight(String yaml, int line, String why) {
    assertThatThrownBy(() -> read(MINIMAL + yaml + "\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(folder.resolve("job.yaml") + ":" + line + ": ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: day, size: P1D, slide: PT1H} | 'PT1H' is no slide for a window of P1D",
        "{name: hour, size: PT2H}            | there is another window named 'hour'",
        "{name: half, size: PT25M}           | no multiple of the slice PT10M",
        "{name: 'a b', size: PT1H}           | 'a b' is no window name",
        "{name: long, size: P3M}             | longer than time.retention",
        "{size: PT1H}                        | windows[1].name: must be given",
        "{name: visit}                       | give 'visit' a size (P1D, PT3H), or a gap (PT6H) for a session",
        "{name: v, gap: PT6H, size: PT1H}    | a session has a gap and no size, slide or step",
        "{name: visit, gap: PT15M}           | the gap PT15M is no multiple of the slice PT10M",
        "{name: x, sise: PT1H}               | did you mean 'size'?",
      })
  void refusesAWrongWindow(String window, String why) {
    assertThatThrownBy(() -> read(MINIMAL + "  - " + window + "\n"))
        .hasMessageStartingWith(folder.resolve("job.yaml") + ":4: windows[1]")
        .hasMessageContaining(why);
  }

  @Test
  void aFileThatIsNoUtf8SaysWhichAndWhatToDo() throws IOException {
    Path file = folder.resolve("gbk.yaml");
    Files.write(file, ("name: x # 防汛\n" + MINIMAL).getBytes(Charset.forName("GBK")));
    assertThatThrownBy(() -> JobFile.read(file, Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(file + ": is no UTF-8; save it as UTF-8");
    assertThatThrownBy(() -> WindowsInEffect.read(file))
        .hasMessage(file + ": is no UTF-8; save it as UTF-8");
    Files.writeString(file, "name: a\u0007b\n");
    assertThatThrownBy(() -> JobFile.read(file, Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(file + ": this is no YAML: ");
  }

  @Test
  void refusesBrokenYaml() {
    assertThatThrownBy(() -> read("name: test\nwindows: [\n"))
        .hasMessageMatching(".*job.yaml:\\d+: this is no YAML: .*");
    assertThatThrownBy(() -> JobFile.read(folder.resolve("none.yaml"), Map.of(), Map.of()))
        .hasMessageContaining("none.yaml: there is no such job file; `newstide init` writes one");
  }

  @Test
  void namesTheOverrideThatIsWrong() {
    assertThatThrownBy(() -> read(MINIMAL, Map.of("time.slice", "x"), Map.of()))
        .hasMessage("--set time.slice: time.slice: 'x' is no duration, as in PT10M or P1D");
    assertThatThrownBy(() -> read(MINIMAL, Map.of("time.slize", "x"), Map.of()))
        .hasMessageContaining(
            "--set time.slize: there is no setting 'time.slize'; there are name, kafka.");
    assertThatThrownBy(() -> read(MINIMAL, Map.of(), Map.of("NEWSTIDE_TIME_SLICE", "x")))
        .hasMessageStartingWith("$NEWSTIDE_TIME_SLICE: time.slice");
  }

  @Test
  void addsWindowsOfTheCommandLine() throws IOException {
    JobFile job = read(MINIMAL);
    assertThat(job.withWindows(Map.of("6h", "PT6H/PT1H")).windows())
        .extracting(WindowDefinition::toString)
        .containsExactly("hour=PT1H", "6h=PT6H/PT1H");
    assertThatThrownBy(() -> job.withWindows(Map.of("6h", "PT6X")))
        .hasMessageStartingWith("--window 6h=PT6X: 'PT6X' is no size");
  }

  @Test
  void theJobJarKnowsItsArguments() {
    assertThat(JobArguments.parse(new String[] {"--job", "a.yaml", "--set", "time.slice=PT5M"}))
        .isEqualTo(new JobArguments(Path.of("a.yaml"), Map.of("time.slice", "PT5M")));
    assertThatThrownBy(() -> JobArguments.parse(new String[0]))
        .hasMessageContaining("usage: --job FILE");
    assertThatThrownBy(() -> JobArguments.parse(new String[] {"--jop", "a"}))
        .hasMessageContaining("'--jop a'");
    assertThatThrownBy(() -> JobArguments.parse(new String[] {"--job"}))
        .hasMessageContaining("--job lacks its value");
  }

  private static byte[] shippedModel() throws IOException {
    try (var in = NamesModel.class.getResourceAsStream("default.model")) {
      return in.readAllBytes();
    }
  }

  /** Read where the job is submitted: it travels with the job to where articles are analysed. */
  @Test
  void aModelOfTheOperatorsOwnTravelsWithTheJob() throws Exception {
    byte[] file = shippedModel();
    Files.write(folder.resolve("own.model"), file);
    JobFile job = read(MINIMAL + "language: {model: own.model}\n");

    assertThat(job.language().model()).isEqualTo(folder.resolve("own.model").toString());
    assertThat(job.language().modelFile()).isEqualTo(file);
    Files.delete(folder.resolve("own.model"));
    var travelled = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(travelled)) {
      out.writeObject(job.understanding());
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(travelled.toByteArray()))) {
      var arrived = (Understanding.Settings) in.readObject();
      assertThat(arrived.language().modelFile()).isEqualTo(file);
      assertThat(HanlpAnalyser.create(arrived.language()).model()).isEqualTo("names-1");
    }
  }

  @Test
  void theDefaultModelIsNoFile() throws IOException {
    assertThat(read(MINIMAL).language().modelFile()).isEmpty();
    assertThat(read(MINIMAL + "language: {model: default}\n").language().model())
        .isEqualTo("default");
  }

  @Test
  void refusesAModelThatIsMissingOrDamagedWithFileAndLine() throws IOException {
    Path model = folder.resolve("own.model");
    String yaml = MINIMAL + "language:\n  keywords: 5\n  model: own.model\n";
    String place = folder.resolve("job.yaml") + ":6: language.model: ";
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            place
                + "there is no model file "
                + model
                + "; 'default' is the one that comes with the project");

    byte[] file = shippedModel();
    file[file.length / 2] ^= 1;
    Files.write(model, file);
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessage(place + model + ": the names model is damaged: its checksum is not right");
    Files.write(model, new byte[0]);
    assertThatThrownBy(() -> read(yaml)).hasMessage(place + model + ": this is no names model");
    assertThatThrownBy(() -> read(MINIMAL, Map.of("language.model", "own.model"), Map.of()))
        .hasMessage("--set language.model: language.model: " + model + ": this is no names model");
  }

  /** Beside the file first; what is not there, from where the command was given. */
  @Test
  void aFileThatIsNotBesideTheJobFileIsLookedForWhereTheCommandWasGiven() throws IOException {
    assertThat(read(MINIMAL + "language: {lexicon: jobs/lexicon.txt}\n").language().lexiconName())
        .isEqualTo("jobs/lexicon.txt");
    // pom.xml is no lexicon, but it is found: the place is what counts.
    assertThatThrownBy(() -> read(MINIMAL + "language: {lexicon: pom.xml}\n"))
        .hasMessageStartingWith("pom.xml:1: ");
    Files.writeString(folder.resolve("pom.xml"), "place 澜江市\n");
    assertThat(read(MINIMAL + "language: {lexicon: pom.xml}\n").language().lexiconName())
        .isEqualTo(folder.resolve("pom.xml").toString());
  }
}
