package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code notify} of the job file. */
class NotifyFileTest {

  private static final String BEGIN =
      """
      name: test
      windows:
        - {name: hour, size: PT1H}
      notify:
      """;
  private static final Map<String, String> SECRETS =
      Map.of("KEY", "k-123456", "SIGN", "s-123456", "EMPTY", "");

  @TempDir private Path folder;

  @BeforeEach
  void aTopic() throws IOException {
    Files.createDirectory(folder.resolve("topics"));
    Files.writeString(
        folder.resolve("topics/robotics.yaml"),
        "id: robotics\nname: 机器人\nquery: 机器人^3\nthreshold: 2\n");
  }

  private NotifyFile read(String yaml, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("job.yaml");
    Files.writeString(file, BEGIN + yaml);
    return NotifyFile.read(file, Map.of(), environment);
  }

  @Test
  void hasDefaultsSecretsAndTemplates() throws IOException {
    Files.writeString(folder.resolve("own.mustache"), "{{name}}");
    Files.writeString(folder.resolve("password"), "from-file\n");
    NotifyFile read =
        read(
            """
              link: https://news.example.org
              channels:
                - name: 值班群
                  type: dingtalk
                  url: "https://oapi.dingtalk.com/robot/send?access_token=${env:KEY}"
                  secret: ${env:SIGN}
                  quiet: {from: 22:00, to: 07:00, passAbove: 8}
                - {name: mail, type: smtp, host: mail.example.org, user: u, password: "${file:password}",
                   from: "新闻 <a@example.org>", to: [b@example.org], language: en, template: own.mustache,
                   states: [OPEN, CLOSE], perMinute: 5, tls: tls}
              routes:
                - {topics: [robotics], kinds: [topic-place], reasons: [burst], minScore: 4.5, channels: [mail]}
                - {topics: [quiet], channels: [nobody]}
              otherwise: [值班群]
            """,
            SECRETS);

    JobSettings.Notify settings = read.settings();
    assertThat(settings.maxAge()).isEqualTo(Duration.ofDays(1));
    assertThat(settings.link()).contains("https://news.example.org");
    JobSettings.Channel robot = settings.channels().get(0);
    assertThat(robot.url()).contains("https://oapi.dingtalk.com/robot/send?access_token=k-123456");
    assertThat(robot.secret()).contains("s-123456");
    assertThat(robot.language()).isEqualTo("zh");
    assertThat(robot.states()).isEmpty();
    assertThat(robot.quiet())
        .isEqualTo(
            new JobSettings.Quiet(
                Optional.of("22:00"), Optional.of("07:00"), Optional.of(8.0), "digest"));
    JobSettings.Channel mail = settings.channels().get(1);
    assertThat(mail.password()).contains("from-file");
    assertThat(mail.port()).isEmpty();
    assertThat(mail.tls()).isEqualTo("tls");
    assertThat(mail.perMinute()).contains(5);
    assertThat(mail.states()).containsExactly("OPEN", "CLOSE");
    assertThat(read.templates().get("mail").text()).isEqualTo("{{name}}");
    assertThat(settings.routes().get(0))
        .isEqualTo(
            new JobSettings.Route(
                List.of("robotics"),
                List.of("topic-place"),
                List.of("burst"),
                4.5,
                List.of("mail")));
    assertThat(settings.otherwise()).containsExactly("值班群");
    assertThat(read.toString() + settings + robot + mail)
        .doesNotContain("k-123456", "s-123456", "from-file");
  }

  /** Who submits the job has no business with the secrets of channels, nor takes them along. */
  @Test
  void theJobNeedsNoSecretOfAChannelAndTakesNoneAlong() throws IOException {
    String yaml =
        "  channels:\n    - {name: a, type: wecom, url: 'https://e.org/x?key=${env:KEY}'}\n";
    read(yaml, SECRETS);
    JobFile job = JobFile.read(folder.resolve("job.yaml"), Map.of(), Map.of());
    assertThat(job.settings().notices().channels().get(0).url())
        .contains("https://e.org/x?key=${env:KEY}");
    assertThatThrownBy(() -> read(yaml, Map.of()))
        .hasMessage(
            folder.resolve("job.yaml")
                + ":6: notify.channels[0].url: the environment has no variable KEY");
  }

  @Test
  void withoutAChannelItSaysWhatToAdd() throws IOException {
    assertThatThrownBy(() -> read("  maxAge: P2D\n", Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(
            folder.resolve("job.yaml")
                + ":4: notify: there is no channel to tell alerts to: add a section as in notify: {channels: [{name: desk, type: webhook, url:");
    Files.writeString(folder.resolve("job.yaml"), "name: t\nwindows: [{name: hour, size: PT1H}]\n");
    assertThatThrownBy(() -> NotifyFile.read(folder.resolve("job.yaml"), Map.of(), Map.of()))
        .hasMessageContaining("there is no channel to tell alerts to");
    assertThat(
            JobFile.read(folder.resolve("job.yaml"), Map.of(), Map.of())
                .settings()
                .notices()
                .channels())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a, type: hook, url: 'http://e.org'} | .type: there is no 'hook'; Here one of webhook, dingtalk, feishu, wecom, smtp can be chosen",
        "{name: a, type: wecon, url: 'http://e.org'} | .type: there is no 'wecon'; did you mean 'wecom'?",
        "{name: a, url: 'http://e.org'} | .type: must be given",
        "{type: webhook, url: 'http://e.org'} | .name: must be given",
        "{name: nobody, type: webhook, url: 'http://e.org'} | .name: 'nobody' stands for no channel",
        "{name: a, type: webhook} | .url: must be given for type webhook",
        "{name: a, type: webhook, url: 'ftp://e.org'} | .url: only http and https addresses",
        "{name: a, type: webhook, url: 'http:///x'} | .url: the address names no host",
        "{name: a, type: webhook, url: '${env:EMPTY}'} | .url: what it refers to is empty",
        "{name: a, type: webhook, url: '${env:KEY}'} | .url: only http and https addresses",
        "{name: a, type: webhook, url: 'http://e.org', secret: plain} | .secret: a secret does not stand in the job file",
        "{name: a, type: webhook, url: 'http://e.org', host: h} | .host: there is none for type webhook",
        "{name: a, type: webhook, url: 'http://e.org', headers: {Host: x}} | .headers.Host: this header cannot be set",
        "{name: a, type: webhook, url: 'http://e.org', language: de} | .language: there is no 'de'",
        "{name: a, type: webhook, url: 'http://e.org', states: [OPENED]} | .states[0]: there is no 'OPENED'; did you mean 'OPEN'?",
        "{name: a, type: webhook, url: 'http://e.org', states: OPEN} | .states: a list is wanted",
        "{name: a, type: webhook, url: 'http://e.org', states: [{a: b}]} | .states[0]: one value is wanted, found a mapping",
        "{name: a, type: webhook, url: 'http://e.org', perMinute: 0} | .perMinute: 0 is out of range",
        "{name: a, type: webhook, url: 'http://e.org', perMinute: many} | .perMinute: 'many' is no whole number",
        "{name: a, type: webhook, url: 'http://e.org', template: none.txt} | .template: the file none.txt cannot be read",
        "{name: a, type: webhook, url: 'http://e.org', quiet: {from: '22:00'}} | .quiet.from: from and to go together",
        "{name: a, type: webhook, url: 'http://e.org', quiet: {from: '22:00', to: '25:00'}} | .quiet.to: '25:00' is no time of the day",
        "{name: a, type: webhook, url: 'http://e.org', quiet: {from: '22:00', to: '22:00'}} | .quiet.to: the quiet time would never end",
        "{name: a, type: webhook, url: 'http://e.org', quiet: {passAbove: 3}} | .quiet.passAbove: there is no quiet time",
        "{name: a, type: webhook, url: 'http://e.org', quiet: {from: '1:00', to: '2:00'}} | .quiet.from: '1:00' is no time of the day",
        "{name: a, type: webhook, url: 'http://e.org', quiet: {from: '22:00', to: '07:00', then: never}} | .quiet.then: there is no 'never'; Here one of digest, each",
        "{name: a, type: dingtalk, url: 'http://e.org/?access_token=abc'} | .url: who knows a robot's address can write to its group",
        "{name: a, type: wecom, url: 'http://e.org/?key=${env:KEY}', secret: '${env:KEY}'} | .secret: there is none for type wecom",
        "{name: a, type: feishu, url: 'http://e.org/${env:KEY}', headers: {X: y}} | .headers: there is none for type feishu",
        "{name: a, type: smtp, from: a@e.org, to: [b@e.org]} | .host: must be given for type smtp",
        "{name: a, type: smtp, host: h, from: a@e.org} | .to: must be given for type smtp",
        "{name: a, type: smtp, host: h, from: nobody, to: [b@e.org]} | .from: 'nobody' is no mail address",
        "{name: a, type: smtp, host: h, from: a@e.org, to: [b@e.org, 'c@e.org, d@e.org']} | .to[1]: 'c@e.org, d@e.org' is no mail address",
        "{name: a, type: smtp, host: h, from: a@e.org, to: [b@e.org], user: u} | .user: user and password go together",
        "{name: a, type: smtp, host: h, from: a@e.org, to: [b@e.org], user: u, password: p} | .password: a secret does not stand in the job file",
        "{name: a, type: smtp, host: h, tls: none, from: a@e.org, to: [b@e.org], user: u, password: '${env:KEY}'} | .tls: the password would be sent for everyone to read",
        "{name: a, type: smtp, host: h, tls: ssl, from: a@e.org, to: [b@e.org]} | .tls: there is no 'ssl'",
        "{name: a, type: smtp, host: h, port: 70000, from: a@e.org, to: [b@e.org]} | .port: 70000 is out of range",
        "{name: a, type: smtp, host: h, url: x, from: a@e.org, to: [b@e.org]} | .url: there is none for type smtp",
      })
  void refusesAWrongChannelWithFileLineAndWhatIsRight(String channel, String why) {
    assertThatThrownBy(() -> read("  channels:\n    - " + channel + "\n", SECRETS))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(folder.resolve("job.yaml") + ":6: notify.channels[0]")
        .hasMessageContaining("notify.channels[0]" + why)
        .hasMessageNotContaining("k-123456");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "routes: [{channels: [b]}] | notify.routes[0].channels[0]: there is no channel 'b'; did you mean 'a'? Here one of a, nobody can be chosen",
        "routes: [{topics: [t]}] | notify.routes[0].channels: must be given",
        "routes: [{channels: [a, nobody]}] | notify.routes[0].channels: 'nobody' stands alone",
        "routes: [{kinds: [topics], channels: [a]}] | notify.routes[0].kinds[0]: there is no 'topics'; did you mean 'topic'?",
        "routes: [{reasons: [noise], channels: [a]}] | notify.routes[0].reasons[0]: there is no 'noise'",
        "routes: [{minScore: -1, channels: [a]}] | notify.routes[0].minScore: -1 is out of range",
        "routes: [{topic: t, channels: [a]}] | notify.routes[0].topic: there is no such setting; did you mean 'topics'?",
        "otherwise: [desk] | notify.otherwise[0]: there is no channel 'desk'",
        "link: news.example.org | notify.link: only http and https addresses",
        "maxAge: 1d | notify.maxAge: '1d' is no duration",
        "chanels: [] | notify.chanels: there is no such setting; did you mean 'channels'?",
      })
  void refusesAWrongRouteOrRest(String yaml, String why) {
    assertThatThrownBy(
            () ->
                read(
                    "  channels: [{name: a, type: webhook, url: 'http://e.org'}]\n  " + yaml + "\n",
                    SECRETS))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(folder.resolve("job.yaml") + ":6: ")
        .hasMessageContaining(why);
  }

  @Test
  void twoChannelsOfOneNameAreRefused() {
    assertThatThrownBy(
            () ->
                read(
                    "  channels:\n    - {name: a, type: webhook, url: 'http://e.org'}\n    - {name: a, type: webhook, url: 'http://e.org'}\n",
                    Map.of()))
        .hasMessageContaining(":7: notify.channels[1].name: there is another channel named 'a'");
  }

  @Test
  void standsInTheSchema() throws IOException {
    JsonNode section = new ObjectMapper().readTree(JobSchema.json()).at("/properties/notify");
    assertThat(section.at("/properties/maxAge/default").asText()).isEqualTo("P1D");
    JsonNode channel = section.at("/properties/channels/items");
    assertThat(channel.at("/properties/type/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("webhook", "dingtalk", "feishu", "wecom", "smtp");
    assertThat(channel.get("required"))
        .extracting(JsonNode::asText)
        .containsExactly("name", "type");
    assertThat(channel.at("/properties/port/type").asText()).isEqualTo("integer");
    assertThat(channel.at("/properties/to/items/type").asText()).isEqualTo("string");
    assertThat(channel.at("/properties/states/items/enum")).hasSize(3);
    assertThat(channel.at("/properties/quiet/properties/passAbove/type").asText())
        .isEqualTo("number");
    assertThat(section.at("/properties/routes/items/required/0").asText()).isEqualTo("channels");
  }

  /** What people copy must work. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docs/notify.md | 'notify:'   | ''",
        "jobs/demo.yaml | '# notify:' | '# '",
      })
  void whatIsShownIsRight(Path shown, String begin, String margin) throws IOException {
    String section =
        Files.readAllLines(shown).stream()
            .dropWhile(line -> !line.equals(begin))
            .takeWhile(line -> line.startsWith(margin) && !line.equals("```"))
            .map(line -> line.substring(margin.length()))
            .collect(Collectors.joining("\n"));
    Path file = folder.resolve("job.yaml");
    Files.writeString(file, "name: t\nwindows: [{name: hour, size: PT1H}]\n" + section + "\n");
    Files.writeString(folder.resolve("smtp-password"), "p-123456");
    NotifyFile read =
        NotifyFile.read(
            file,
            Map.of(),
            Map.of("DING_TOKEN", "t-1", "DING_SECRET", "s-1", "HUB_SECRET", "h-123456"));
    assertThat(read.settings().channels().get(0).name()).isEqualTo("duty");
    assertThat(read.settings().channels().get(0).quiet().passAbove()).contains(8.0);
    assertThat(read.settings().routes().get(0).topics()).containsExactly("flood-prevention");
  }
}
