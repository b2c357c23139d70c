package io.newstide.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of docker/, as far as they can be judged without an engine. */
class DockerFilesTest {

  private static final Path DOCKER = Path.of("docker");
  private static final Path COMPOSE = DOCKER.resolve("compose.yaml");

  private static JsonNode services() throws IOException {
    return YamlFiles.document(COMPOSE).get("services");
  }

  private static Set<String> names(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whatAServiceWaitsForIsThereAndCanBeWaitedFor() throws IOException {
    JsonNode services = services();
    List<String> wrong = new ArrayList<>();
    services
        .properties()
        .forEach(
            service -> {
              JsonNode on = service.getValue().path("depends_on");
              if (on.isArray()) {
                on.forEach(
                    name -> {
                      if (!services.has(name.asText())) {
                        wrong.add(service.getKey() + " waits for " + name);
                      }
                    });
                return;
              }
              on.properties()
                  .forEach(
                      other -> {
                        JsonNode target = services.path(other.getKey());
                        boolean can =
                            switch (other.getValue().get("condition").asText()) {
                              case "service_healthy" -> target.has("healthcheck");
                              case "service_completed_successfully" ->
                                  !target.path("restart").asText().equals("unless-stopped");
                              default -> false;
                            };
                        if (!can) {
                          wrong.add(service.getKey() + " waits for " + other);
                        }
                      });
            });
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyServiceHasItsBoundsAndNoneIsOpenToTheNetwork() throws IOException {
    services()
        .properties()
        .forEach(
            service -> {
              JsonNode of = service.getValue();
              assertThat(of.path("image").asText())
                  .as(service.getKey())
                  .isNotEmpty()
                  .doesNotEndWith(":latest");
              assertThat(of.at("/deploy/resources/limits/memory").asText())
                  .as("memory of " + service.getKey())
                  .isNotEmpty();
              assertThat(of.at("/logging/options/max-size").asText())
                  .as("logs of " + service.getKey())
                  .isNotEmpty();
              of.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
              assertThat(of.path("restart").asText()).isIn("unless-stopped", "on-failure");
            });
  }

  /** Its default is the loopback address, which within a container nobody else reaches. */
  @Test
  void theDashboardListensOutsideItsContainerAndAsksFlink() throws IOException {
    List<String> command = new ArrayList<>();
    services().at("/dashboard/command").forEach(word -> command.add(word.asText()));
    assertThat(command)
        .containsSequence("--set", "dashboard.address=0.0.0.0")
        .containsSequence("--set", "dashboard.flink=http://jobmanager:8081");
  }

  @Test
  void volumesAreDeclaredAndFoldersAreThere() throws IOException {
    JsonNode compose = YamlFiles.document(COMPOSE);
    Set<String> declared = names(compose.get("volumes"));
    Set<String> used = new TreeSet<>();
    for (JsonNode service : compose.get("services")) {
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.asText().split(":", 2)[0];
        if (source.startsWith(".")) {
          assertThat(DOCKER.resolve(source)).isDirectory();
        } else {
          used.add(source);
        }
      }
    }
    assertThat(used).isEqualTo(declared);
  }

  @Test
  void memoryOfFlinkFitsIntoItsContainers() throws IOException {
    JsonNode flink = YamlFiles.document(DOCKER.resolve("flink/config.yaml"));
    for (String process : List.of("jobmanager", "taskmanager")) {
      int configured = megabytes(flink.get(process + ".memory.process.size").asText());
      int limit = megabytes(services().get(process).at("/deploy/resources/limits/memory").asText());
      assertThat(limit).as(process).isGreaterThan(configured);
    }
  }

  private static int megabytes(String text) {
    return text.endsWith("g")
        ? 1024 * Integer.parseInt(text.substring(0, text.length() - 1))
        : Integer.parseInt(text.substring(0, text.length() - 1));
  }

  /** Flink ignores an option it does not know. */
  @Test
  void flinkKnowsEveryOption() throws Exception {
    Set<String> configured = names(YamlFiles.document(DOCKER.resolve("flink/config.yaml")));
    configured.removeAll(FlinkOptions.known());
    configured.removeIf(key -> key.startsWith("metrics.reporter.prom."));
    assertThat(configured).isEmpty();
  }

  @Test
  void imagesHaveAVersionNobodyIsRootAndWhatTheyCopyIsBuiltOrHere() throws IOException {
    List<String> lines =
        Files.readAllLines(DOCKER.resolve("Dockerfile")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    List<String> stages = new ArrayList<>();
    List<String> withUser = new ArrayList<>();
    for (String line : lines) {
      String instruction = line.split(" ", 2)[0];
      assertThat(instruction)
          .as(line)
          .isIn("FROM", "COPY", "RUN", "USER", "ENV", "WORKDIR", "ENTRYPOINT", "CMD");
      String rest = line.substring(instruction.length()).strip();
      switch (instruction) {
        case "FROM" -> {
          assertThat(rest).matches("[a-z0-9./-]+:[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]* AS [a-z]+");
          stages.add(rest.substring(rest.lastIndexOf(' ') + 1));
        }
        case "USER" -> {
          assertThat(rest.toLowerCase(Locale.ROOT)).isNotIn("root", "0");
          withUser.add(stages.get(stages.size() - 1));
        }
        case "COPY" -> {
          String[] words = rest.replaceFirst("--chown=\\S+ ", "").split(" ", -1);
          for (int i = 0; i < words.length - 1; i++) {
            if (!words[i].startsWith("target/")) {
              assertThat(Path.of(words[i])).exists();
            }
          }
        }
        case "ENTRYPOINT", "CMD" -> assertThat(rest).as("exec form").startsWith("[");
        default -> {
          // nothing to hold it against
        }
      }
    }
    assertThat(withUser).as("stages that are not root's").isEqualTo(stages);
    for (JsonNode service : services()) {
      if (service.has("build")) {
        assertThat(stages).contains(service.at("/build/target").asText());
      }
    }
  }

  @Test
  void theDashboardAsksForMetricsTheRulesAndTheJobKnow() throws IOException {
    String dashboard = Files.readString(DOCKER.resolve("grafana/dashboards/newstide.json"));
    JsonNode read = new ObjectMapper().readTree(dashboard);
    Set<Integer> ids = new TreeSet<>();
    read.get("panels").forEach(panel -> ids.add(panel.get("id").asInt()));
    assertThat(ids).hasSize(read.get("panels").size());
    for (String metric :
        List.of(
            "eventTimeLagMillis",
            "split_watermark_currentWatermark",
            "reason_rejected",
            "late",
            "copies",
            "analysisMicros",
            "hotSubjectShare",
            "slicesOpened",
            "model_lexicon_topics_versions",
            "alertsOpen",
            "lastCheckpointFullSize")) {
      assertThat(dashboard).contains(metric);
    }
  }

  @Test
  void everyRuleHasARunbookThatIsThere() throws IOException {
    String operations = Files.readString(Path.of("docs/operations.md"));
    JsonNode rules = YamlFiles.document(DOCKER.resolve("prometheus/rules.yaml"));
    Set<String> tested = new TreeSet<>();
    YamlFiles.document(DOCKER.resolve("prometheus/rules.test.yaml"))
        .get("tests")
        .forEach(
            test ->
                test.get("alert_rule_test")
                    .forEach(
                        at -> {
                          if (!at.get("exp_alerts").isEmpty()) {
                            tested.add(at.get("alertname").asText());
                          }
                        }));
    for (JsonNode rule : rules.at("/groups/0/rules")) {
      String runbook = rule.at("/annotations/runbook").asText();
      assertThat(runbook).startsWith("docs/operations.md#");
      String anchor = runbook.substring(runbook.indexOf('#') + 1);
      assertThat(
              operations
                  .lines()
                  .filter(line -> line.startsWith("#"))
                  .map(
                      line ->
                          line.replaceFirst("^#+ ", "")
                              .toLowerCase(Locale.ROOT)
                              .replaceAll("[^a-z0-9 -]", "")
                              .replace(' ', '-')))
          .as(rule.get("alert").asText())
          .contains(anchor);
      assertThat(tested).contains(rule.get("alert").asText());
    }
  }

  /** With Prometheus' own tool, where it is installed (Debian: prometheus). */
  @Test
  void everyRuleFiresWhenItShould() throws Exception {
    String promtool = Tools.debian("promtool", "prometheus");
    for (List<String> command :
        List.of(
            List.of(promtool, "check", "config", "docker/prometheus/prometheus.yaml"),
            List.of(promtool, "test", "rules", "docker/prometheus/rules.test.yaml"))) {
      Tools.Said said = Tools.run("", command);
      assertThat(said.exit()).as(said.text()).isZero();
    }
  }

  /** By Compose's own parser and schema, of before files had names. */
  private static Tools.Said composed(UnaryOperator<String> change) throws Exception {
    String file = change.apply(Files.readString(COMPOSE)).replaceFirst("(?m)^name: .*$", "");
    return Tools.run(
        file,
        List.of(
            Tools.debian("docker-compose", "docker-compose"),
            "--file",
            "-",
            "--project-directory",
            "docker",
            "config"));
  }

  @Test
  void composeReadsItsFile() throws Exception {
    Tools.Said said = composed(file -> file);
    assertThat(said.exit()).as(said.text()).isZero();
    JsonNode read = new YAMLMapper().readTree(said.text());
    assertThat(names(read.get("services"))).isEqualTo(names(services()));
  }

  /** That it would say so. */
  @Test
  void composeRefusesWhatItDoesNotKnow() throws Exception {
    Tools.Said said = composed(file -> file.replaceFirst("healthcheck:", "heathcheck:"));
    assertThat(said.exit()).isPositive();
    assertThat(said.text()).contains("heathcheck");
  }

  @Test
  void theDockerfileHasNoFaultsThatALinterKnows(@TempDir Path folder) throws Exception {
    Path linter = Tools.npm("dockerfilelint", "bin/dockerfilelint");
    Tools.Said said =
        Tools.run("", List.of("node", linter.toString(), "--output", "json", "docker/Dockerfile"));
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(new ObjectMapper().readTree(said.text()).get("totalIssues").asInt())
        .as(said.text())
        .isZero();

    Path wrong = Files.writeString(folder.resolve("Dockerfile"), "FROM flink:latest\nRUNS ls\n");
    Tools.Said refused =
        Tools.run("", List.of("node", linter.toString(), "--output", "json", wrong.toString()));
    assertThat(new ObjectMapper().readTree(refused.text()).get("totalIssues").asInt()).isPositive();
  }
}
