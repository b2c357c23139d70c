package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** Every operator has its name and uid from {@link Step}, and nothing goes through Kryo. */
class GraphTest {

  private static List<String> problems(StreamGraph graph) {
    Set<String> uids = Arrays.stream(Step.values()).map(Step::uid).collect(Collectors.toSet());
    Set<String> names = Arrays.stream(Step.values()).map(Step::label).collect(Collectors.toSet());
    List<String> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      String uid = node.getTransformationUID();
      // Flink makes a writer and a committer of one sink and puts a colon between.
      String name = node.getOperatorName().replaceFirst("^Source: ", "").replaceFirst(": .*", "");
      if (uid == null || uids.stream().noneMatch(known -> uid.endsWith(known))) {
        problems.add("uid " + uid + " of " + node.getOperatorName());
      } else if (!seen.add(uid)) {
        problems.add("uid twice " + uid);
      }
      if (!names.contains(name)) {
        problems.add("name " + node.getOperatorName());
      }
      List<TypeSerializer<?>> serializers =
          new ArrayList<>(Arrays.asList(node.getTypeSerializersIn()));
      serializers.add(node.getTypeSerializerOut());
      serializers.add(node.getStateKeySerializer());
      if (serializers.stream().anyMatch(KryoSerializer.class::isInstance)) {
        problems.add("Kryo at " + node.getOperatorName());
      }
    }
    return problems;
  }

  private static StreamExecutionEnvironment job() {
    return job(Map.of());
  }

  private static StreamExecutionEnvironment job(Map<String, String> settings) {
    JobFile job = JobFile.read(Path.of("jobs/demo.yaml"), settings, Map.of());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(job));
    NewstideJob.build(env, job, new KafkaEndpoints(job, false));
    return env;
  }

  @Test
  void everyOperatorIsNamedAndNothingGoesThroughKryo() {
    StreamGraph graph = job().getStreamGraph();

    assertThat(problems(graph)).isEmpty();
    assertThat(graph.getStreamNodes().stream().map(StreamNode::getTransformationUID))
        .contains(
            Arrays.stream(Step.values())
                .filter(s -> !s.name().startsWith("SINK"))
                .map(Step::uid)
                .toArray(String[]::new));
  }

  @Test
  void storiesAreFoundByOneTaskWhateverTheParallelism() {
    StreamGraph graph = job().getStreamGraph();
    assertThat(graph.getStreamNodes())
        .filteredOn(node -> node.getOperatorName().equals(Step.FIND_STORIES.label()))
        .singleElement()
        .returns(1, StreamNode::getParallelism)
        .returns(1, StreamNode::getMaxParallelism);
  }

  /** Milliseconds in which what an operator sends on its way waits for more. */
  private static Map<String, Long> bufferTimeouts(Map<String, String> settings) {
    Set<String> named =
        Set.of(
            "sort out rejected", "find duplicates", "find stories", "analyse", "rank", "observe");
    return job(settings).getStreamGraph().getStreamNodes().stream()
        .filter(node -> named.contains(node.getOperatorName()))
        .collect(Collectors.toMap(StreamNode::getOperatorName, StreamNode::getBufferTimeout));
  }

  @Test
  void littleWaitsOnTheWayOfAnArticlesRowUnlessTheOperatorSaysOtherwise() {
    assertThat(bufferTimeouts(Map.of()))
        .isEqualTo(
            Map.of(
                "sort out rejected", 5L,
                "find duplicates", 5L,
                "find stories", 5L,
                "analyse", 5L,
                "observe", 100L,
                "rank", 100L));
    String setting = "flink.properties.execution.buffer-timeout.interval";
    assertThat(bufferTimeouts(Map.of(setting, "0 ms")).values()).containsOnly(0L);
    assertThat(bufferTimeouts(Map.of(setting, "50 ms")).values()).containsOnly(50L);
  }

  @Test
  void theSettingsRefuseKryoAndUidsOfFlinksOwn() {
    JobFile job = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());
    Configuration settings = FlinkSettings.of(job);
    assertThat(settings.toMap())
        .containsEntry("pipeline.generic-types", "false")
        .containsEntry("pipeline.auto-generate-uids", "false");
  }

  /** Uncompressed state is read byte by byte after a failure. */
  @Test
  void stateIsCompressedUnlessTheOperatorSaysOtherwise() {
    String setting = "execution.checkpointing.snapshot-compression";
    JobFile shipped = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());
    assertThat(FlinkSettings.of(shipped).toMap()).containsEntry(setting, "true");
    assertThat(
            StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(shipped))
                .getConfig()
                .isUseSnapshotCompression())
        .isTrue();

    JobFile other =
        JobFile.read(
            Path.of("jobs/demo.yaml"), Map.of("flink.properties." + setting, "false"), Map.of());
    assertThat(FlinkSettings.of(other).toMap()).containsEntry(setting, "false");
  }

  /** That the check finds what it looks for. */
  @Test
  void anOperatorWithoutUidAndAGenericTypeAreFound() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromData(1)
        .map(value -> new Object())
        .returns(new GenericTypeInfo<>(Object.class))
        .sinkTo(new DiscardingSink<>());

    assertThat(problems(env.getStreamGraph()))
        .anyMatch(problem -> problem.startsWith("uid null"))
        .anyMatch(problem -> problem.startsWith("name Map"))
        .anyMatch(problem -> problem.startsWith("Kryo at Map"));
  }
}
