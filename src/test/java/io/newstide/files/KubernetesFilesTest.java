package io.newstide.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The files of jobs/kubernetes, as far as they can be judged without a cluster. */
class KubernetesFilesTest {

  private static final Path BASE = Path.of("jobs/kubernetes/base");

  private static List<JsonNode> resources() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode file : YamlFiles.document(BASE.resolve("kustomization.yaml")).get("resources")) {
      all.addAll(YamlFiles.documents(BASE.resolve(file.asText())));
    }
    return all;
  }

  private static List<JsonNode> resources(String kind) throws IOException {
    return resources().stream().filter(one -> one.get("kind").asText().equals(kind)).toList();
  }

  @Test
  void theTopicsAreThoseTheJobWouldCreate() throws IOException {
    JobFile job = job();
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (JsonNode topic : resources("KafkaTopic")) {
      assertThat(topic.at("/spec/partitions").asInt()).isEqualTo(job.cluster().partitions());
      assertThat(topic.at("/spec/replicas").asInt()).isEqualTo(job.cluster().replication());
      Map<String, String> config = new TreeMap<>();
      topic
          .at("/spec/config")
          .properties()
          .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
      found.put(topic.at("/metadata/name").asText(), config);
    }
    Map<String, Map<String, String>> expected = new TreeMap<>();
    for (TopicName topic : TopicName.values()) {
      expected.put(
          topic.in(job.cluster().prefix()),
          new TreeMap<>(topic.configuration(job.settings().time().sliceRetention())));
    }
    assertThat(found).isEqualTo(expected);
  }

  /** The deployment's job file, read as the job reads it but for the paths of its container. */
  private static JobFile job() throws IOException {
    Path copy = Files.createTempFile("job", ".yaml");
    Files.writeString(
        copy,
        Files.readString(BASE.resolve("job.yaml"))
            .replace("/opt/newstide/jobs", Path.of("jobs").toAbsolutePath().toString())
            .replace("${file:/etc/kafka-ca/ca.crt}", "certificate"));
    return JobFile.read(copy, Map.of(), Map.of("KAFKA_JAAS", "jaas"));
  }

  @Test
  void flinkKnowsEveryOption() throws Exception {
    JsonNode deployment = resources("FlinkDeployment").get(0);
    Set<String> configured = new TreeSet<>();
    deployment.at("/spec/flinkConfiguration").fieldNames().forEachRemaining(configured::add);
    configured.removeAll(FlinkOptions.known());
    // Known to the operator and to the reporter, which are not here.
    configured.removeIf(
        key ->
            key.matches("(kubernetes[.]operator|job[.]autoscaler|metrics[.]reporter[.]prom)[.].*"));
    assertThat(configured).isEmpty();
    assertThat(deployment.at("/spec/job/upgradeMode").asText()).isEqualTo("savepoint");
    assertThat(deployment.at("/spec/flinkConfiguration/pipeline.max-parallelism").asInt())
        .isGreaterThanOrEqualTo(
            deployment
                .at("/spec/flinkConfiguration/job.autoscaler.vertex.max-parallelism")
                .asInt());
    assertThat(
            Class.forName(
                deployment.at("/spec/job/entryClass").asText(), false, getClass().getClassLoader()))
        .hasDeclaredMethods("main");
  }

  @Test
  void nobodyIsRootAndMayBecomeIt() throws IOException {
    List<JsonNode> pods = new ArrayList<>();
    resources("Deployment").forEach(one -> pods.add(one.at("/spec/template/spec")));
    resources("FlinkDeployment").forEach(one -> pods.add(one.at("/spec/podTemplate/spec")));
    assertThat(pods).hasSize(3);
    for (JsonNode pod : pods) {
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      for (JsonNode container : pod.get("containers")) {
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").isBoolean()).isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean()).isFalse();
      }
    }
  }

  @Test
  void secretsAreThoseOfTheUsersAndEveryPatchHasItsTarget() throws IOException {
    Set<String> users = new TreeSet<>();
    resources("KafkaUser").forEach(user -> users.add(user.at("/metadata/name").asText()));
    String all =
        Files.readString(BASE.resolve("flink-deployment.yaml"))
            + Files.readString(BASE.resolve("dashboard.yaml"))
            + Files.readString(BASE.resolve("feed.yaml"));
    var references =
        java.util.regex.Pattern.compile("secretKeyRef: \\{name: ([a-z-]+), key: sasl.jaas.config}")
            .matcher(all);
    int count = 0;
    while (references.find()) {
      assertThat(users).contains(references.group(1));
      count++;
    }
    assertThat(count).isEqualTo(3);
    try (Stream<Path> overlays = Files.list(Path.of("jobs/kubernetes/overlays"))) {
      for (Path overlay : (Iterable<Path>) overlays::iterator) {
        JsonNode kustomization = YamlFiles.document(overlay.resolve("kustomization.yaml"));
        assertThat(overlay.resolve(kustomization.at("/resources/0").asText()).normalize())
            .isEqualTo(BASE);
        for (JsonNode patch : kustomization.get("patches")) {
          List<JsonNode> targets = new ArrayList<>(resources(patch.at("/target/kind").asText()));
          if (patch.at("/target").has("name")) {
            targets.removeIf(one -> !one.at("/metadata/name").equals(patch.at("/target/name")));
          }
          assertThat(targets).isNotEmpty();
          for (String line : patch.get("patch").asText().lines().toList()) {
            String path = line.replaceFirst(".*path: ([^,]+),.*", "$1");
            assertThat(targets.get(0).at(path).isMissingNode()).as(path).isFalse();
          }
        }
      }
    }
  }

  /**
   * {@code -Dnewstide.crds=FOLDER}: the CustomResourceDefinitions of the Flink Kubernetes operator
   * and of Strimzi, as files.
   */
  @Test
  void resourcesKeepTheirDefinitions() throws IOException {
    String folder = System.getProperty("newstide.crds", "");
    Assumptions.assumeFalse(
        folder.isEmpty(), "no -Dnewstide.crds=FOLDER with the operators' definitions was given");
    Map<String, JsonNode> schemas = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        for (JsonNode definition : YamlFiles.documents(file)) {
          for (JsonNode version : definition.at("/spec/versions")) {
            schemas.put(
                "%s/%s %s"
                    .formatted(
                        definition.at("/spec/group").asText(),
                        version.get("name").asText(),
                        definition.at("/spec/names/kind").asText()),
                version.at("/schema/openAPIV3Schema"));
          }
        }
      }
    }
    int checked = 0;
    for (JsonNode resource : resources()) {
      String kind = resource.get("apiVersion").asText() + " " + resource.get("kind").asText();
      if (schemas.containsKey(kind)) {
        assertThat(
                StrictSchema.check(
                    schemas.get(kind).at("/properties/spec"), resource.get("spec"), kind))
            .isEmpty();
        checked++;
      }
    }
    assertThat(checked).isEqualTo(TopicName.values().length + 4 + 1);
  }
}
