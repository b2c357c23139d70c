package io.newstide.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import io.strimzi.api.kafka.model.common.Spec;
import io.strimzi.api.kafka.model.common.UnknownPropertyPreserving;
import io.strimzi.api.kafka.model.topic.KafkaTopicSpec;
import io.strimzi.api.kafka.model.user.KafkaUserSpec;
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
            // What is appended to a list has no place yet.
            String path = line.replaceFirst(".*path: ([^,]+?)(/-)?,.*", "$1");
            assertThat(targets.get(0).at(path).isMissingNode()).as(path).isFalse();
          }
        }
      }
    }
  }

  /** The job file's parallelism goes before the deployment's, so both have to say the same. */
  @Test
  void theParallelismOfADeploymentIsThatOfItsJob() throws IOException {
    JsonNode base = resources("FlinkDeployment").get(0).at("/spec/job");
    assertThat(base.get("parallelism").asInt()).isEqualTo(2);
    assertThat(job().settings().flink().parallelism()).isEqualTo(2);

    Map<String, List<String>> changed = new TreeMap<>();
    for (String overlay : List.of("production", "staging")) {
      List<String> steps = new ArrayList<>();
      Path file = BASE.resolveSibling("overlays").resolve(overlay).resolve("kustomization.yaml");
      for (JsonNode patch : YamlFiles.document(file).get("patches")) {
        for (JsonNode step : YamlFiles.documents(patch.get("patch").asText()).get(0)) {
          if (step.get("path").asText().startsWith("/spec/job/")) {
            steps.add(step.get("path").asText() + " " + step.get("value").asText());
          }
        }
      }
      changed.put(overlay, steps);
    }
    assertThat(changed)
        .containsExactly(
            Map.entry(
                "production",
                List.of(
                    "/spec/job/parallelism 4",
                    "/spec/job/args/- --set",
                    "/spec/job/args/- flink.parallelism=4")),
            Map.entry(
                "staging",
                List.of(
                    "/spec/job/parallelism 1",
                    "/spec/job/args/- --set",
                    "/spec/job/args/- flink.parallelism=1")));
  }

  @Test
  void theDashboardListensOutsideItsPodAndKnowsFlink() throws IOException {
    JsonNode dashboard =
        resources("Deployment").stream()
            .filter(one -> one.at("/metadata/name").asText().equals("newstide-dashboard"))
            .findFirst()
            .orElseThrow();
    List<String> args = new ArrayList<>();
    dashboard.at("/spec/template/spec/containers/0/args").forEach(arg -> args.add(arg.asText()));
    // Of a FlinkDeployment the REST interface is the service NAME-rest.
    String flink = resources("FlinkDeployment").get(0).at("/metadata/name").asText();
    assertThat(args)
        .contains(
            "--set=dashboard.address=0.0.0.0",
            "--set=dashboard.flink=http://" + flink + "-rest:8081");
  }

  /** The operator's own definition, and no field that it does not know. */
  @Test
  void theFlinkOperatorKnowsEveryField() throws IOException {
    JsonNode definition =
        YamlFiles.document(Path.of("target/definitions/flinkdeployments.flink.apache.org-v1.yml"));
    ObjectNode schema =
        (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    // The last of its versions on Maven Central ends with Flink 1.20.
    ((ObjectNode) schema.at("/properties/flinkVersion")).remove("enum");
    JsonNode spec = resources("FlinkDeployment").get(0).get("spec");
    assertThat(definition.at("/spec/versions/0/name").asText()).isEqualTo("v1beta1");
    assertThat(StrictSchema.check(schema, spec, "spec")).isEmpty();

    ((ObjectNode) spec.get("job")).put("upgradeMod", "savepoint");
    assertThat(StrictSchema.check(schema, spec, "spec")).isNotEmpty();
  }

  /** By the definition of version 1.14, which npm has as a program. */
  @Test
  void theFlinkOperatorAcceptsTheDeployment() throws Exception {
    String models =
        Tools.npm("@kubernetes-models/flink", "_schemas/FlinkApacheOrgV1beta1FlinkDeployment.js")
            .toUri()
            .toString();
    String program =
        """
        import {validate} from '%s';
        let text = '';
        for await (const part of process.stdin) text += part;
        if (!validate(JSON.parse(text))) {
          console.log(JSON.stringify(validate.errors));
          process.exit(1);
        }
        """
            .formatted(models);
    List<String> command = List.of("node", "--input-type=module", "--eval", program);
    ObjectNode deployment = (ObjectNode) resources("FlinkDeployment").get(0);
    Tools.Said said = Tools.run(deployment.toString(), command);
    assertThat(said.exit()).as(said.text()).isZero();

    ((ObjectNode) deployment.get("spec")).put("flinkVersion", "v9_9");
    Tools.Said refused = Tools.run(deployment.toString(), command);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.text()).contains("flinkVersion");
  }

  /** As Strimzi's operators read them, which otherwise pass over fields they do not know. */
  @Test
  void strimziKnowsEveryField() throws IOException {
    ObjectMapper strict =
        new ObjectMapper()
            .addMixIn(UnknownPropertyPreserving.class, NothingUnknown.class)
            .addMixIn(Spec.class, NothingUnknown.class);
    int checked = 0;
    for (JsonNode resource : resources()) {
      Class<?> type =
          switch (resource.get("kind").asText()) {
            case "KafkaTopic" -> KafkaTopicSpec.class;
            case "KafkaUser" -> KafkaUserSpec.class;
            default -> null;
          };
      if (type == null) {
        continue;
      }
      assertThat(resource.get("apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
      ObjectNode spec = (ObjectNode) resource.get("spec");
      assertThat(strict.treeToValue(spec, type)).isNotNull();
      checked++;
      spec.put("partition", 3);
      assertThatThrownBy(() -> strict.treeToValue(spec, type)).hasMessageContaining("partition");
    }
    assertThat(checked).isEqualTo(TopicName.values().length + 4 + 1);
  }

  /** Takes away where Strimzi keeps what it does not know. */
  private interface NothingUnknown {
    @JsonAnySetter(enabled = false)
    @SuppressWarnings("unused") // Jackson looks at its annotation
    void setAdditionalProperty(String name, Object value);
  }
}
