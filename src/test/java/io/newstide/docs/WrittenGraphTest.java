package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.job.FlinkSettings;
import io.newstide.job.JobFile;
import io.newstide.job.KafkaEndpoints;
import io.newstide.job.NewstideJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.graph.StreamingJobGraphGenerator;
import org.apache.flink.streaming.runtime.partitioner.BroadcastPartitioner;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;
import org.apache.flink.streaming.runtime.partitioner.RebalancePartitioner;
import org.apache.flink.streaming.runtime.partitioner.StreamPartitioner;
import org.junit.jupiter.api.Test;

/** The graph of the architecture page, from the graph that Flink makes of the job. */
class WrittenGraphTest {

  private static final Path PAGE = Path.of("docs/architecture.md");

  private final StreamGraph graph = graph();
  private final Map<Integer, Integer> chains = chains();

  private static StreamGraph graph() {
    JobFile job = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());
    Configuration flink = FlinkSettings.of(job);
    // With one subtask everything would be handed on as it is.
    flink.set(CoreOptions.DEFAULT_PARALLELISM, 4);
    var env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    NewstideJob.build(env, job, new KafkaEndpoints(job, false));
    return env.getStreamGraph();
  }

  /** An operator's name; Flink makes a writer and a committer of a sink. */
  private static String name(StreamNode node) {
    return node.getOperatorName().replaceFirst("^Source: ", "").replaceFirst(": .*", "");
  }

  /** In the order in which the job lays them, which is that of their numbers. */
  private List<StreamNode> nodes() {
    return graph.getStreamNodes().stream()
        .filter(node -> !node.getOperatorName().endsWith(": Committer"))
        .sorted(Comparator.comparing(StreamNode::getId))
        .toList();
  }

  /** The operators that Flink runs as one task, by the first of them. */
  private Map<Integer, Integer> chains() {
    Map<Integer, Integer> chains = new TreeMap<>();
    for (StreamNode node : nodes()) {
      chains.put(node.getId(), first(node));
    }
    return chains;
  }

  private int first(StreamNode node) {
    for (StreamEdge edge : node.getInEdges()) {
      if (StreamingJobGraphGenerator.isChainable(edge, graph)) {
        return first(graph.getStreamNode(edge.getSourceId()));
      }
    }
    return node.getId();
  }

  @Test
  void thePageShowsTheGraphOfTheJob() throws IOException {
    StringBuilder mermaid = new StringBuilder("```mermaid\nflowchart TD\n");
    Map<Integer, List<StreamNode>> tasks = new LinkedHashMap<>();
    for (StreamNode node : nodes()) {
      if (!makesRows(node)) {
        tasks.computeIfAbsent(chains.get(node.getId()), absent -> new ArrayList<>()).add(node);
      }
    }
    for (List<StreamNode> task : tasks.values()) {
      if (task.size() == 1) {
        mermaid.append("  ").append(box(task.get(0))).append('\n');
        continue;
      }
      mermaid.append("  subgraph %s_task [\" \"]\n".formatted(id(task.get(0))));
      task.forEach(node -> mermaid.append("    ").append(box(node)).append('\n'));
      mermaid.append("  end\n");
    }
    for (StreamNode node : nodes()) {
      if (!makesRows(node)) {
        node.getOutEdges().stream()
            .sorted(Comparator.comparing(StreamEdge::getTargetId))
            .filter(
                edge ->
                    !graph
                        .getStreamNode(edge.getTargetId())
                        .getOperatorName()
                        .endsWith(": Committer"))
            .forEach(edge -> mermaid.append("  ").append(arrow(edge)).append('\n'));
      }
    }
    mermaid.append("```\n");
    Generated.part(PAGE, "graph", mermaid.toString());
  }

  /** It stands before each sink, in its task, and is shown as one with it. */
  private static boolean makesRows(StreamNode node) {
    return name(node).startsWith("write ");
  }

  private static String id(StreamNode node) {
    return name(node).replaceFirst("^write ", "sink ").replace(' ', '_');
  }

  private static String box(StreamNode node) {
    String name = name(node);
    if (name.startsWith("sink ")) {
      return id(node) + "[(\"" + name.substring("sink ".length()) + "\")]";
    }
    String one = node.getParallelism() == 1 ? ", one task" : "";
    return id(node) + (name.startsWith("read ") ? "([\"%s\"])" : "[\"%s\"]").formatted(name + one);
  }

  private String arrow(StreamEdge edge) {
    StreamNode from = graph.getStreamNode(edge.getSourceId());
    StreamNode to = graph.getStreamNode(edge.getTargetId());
    boolean chained = chains.get(from.getId()).equals(chains.get(to.getId()));
    return "%s %s %s"
        .formatted(
            id(from), chained ? "-->" : "== " + how(edge.getPartitioner(), to) + " ==>", id(to));
  }

  private static String how(StreamPartitioner<?> partitioner, StreamNode to) {
    if (partitioner instanceof KeyGroupStreamPartitioner) {
      return "by key";
    }
    if (partitioner instanceof BroadcastPartitioner) {
      return "to all";
    }
    if (partitioner instanceof RebalancePartitioner) {
      return to.getParallelism() == 1 ? "to the one" : "spread";
    }
    assertThat(partitioner).isInstanceOf(ForwardPartitioner.class);
    return "one to one";
  }

  /** What the page says of each operator is of one that is there. */
  @Test
  void thePageSaysWhatEachOperatorDoes() throws IOException {
    Set<String> said = new LinkedHashSet<>();
    for (String line :
        Files.readString(PAGE).split("## The job\n", 2)[1].split("\n<!--", 2)[0].lines().toList()) {
      if (line.matches(" {4}[a-z].*")) {
        said.add(line.strip().replaceFirst("  .*", ""));
      }
    }
    assertThat(
            nodes().stream()
                .map(WrittenGraphTest::name)
                .filter(name -> !name.matches("(write|sink) .*|sort out late|read control")))
        .containsExactlyInAnyOrderElementsOf(said);
  }
}
