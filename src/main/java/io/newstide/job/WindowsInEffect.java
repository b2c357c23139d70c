package io.newstide.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.kafka.ControlRecord;
import io.newstide.window.Slicing;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The windows of a deployment from outside: which are in effect, and how to ask for others. */
public final class WindowsInEffect {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A window in effect.
   *
   * @param name its name
   * @param shape its shape
   * @param version the version of its definition
   * @param state reported, paused or removed
   * @param origin where it was defined: the job file, or the control topic
   */
  public record Line(String name, String shape, String version, String state, String origin) {}

  private WindowsInEffect() {}

  /**
   * The windows in effect.
   *
   * @param job the deployment
   * @param accepted what the job has accepted, in its order
   */
  public static List<Line> of(JobFile job, List<ControlRecord> accepted) {
    WindowPlan plan = new WindowPlan(job.windows(), job.slicing());
    for (ControlRecord record : accepted) {
      if (record.kind() == ControlRecord.Kind.WINDOW) {
        // It is not judged again: settings may have changed, and the job goes on with it.
        var unused =
            plan.apply(
                new ControlChange(
                    record.kind(),
                    record.id(),
                    0,
                    record.removed(),
                    record.paused(),
                    record
                        .definition()
                        .map(text -> window(record.id(), text, job.slicing()).shape())
                        .orElse("")));
      }
    }
    List<Line> lines = new ArrayList<>();
    for (WindowPlan.Entry entry : plan.entries()) {
      lines.add(
          new Line(
              entry.name(),
              entry.shape(),
              WindowShape.parse(entry.name(), entry.shape(), job.slicing()).version(),
              entry.removed() ? "removed" : entry.paused() ? "paused" : "reported",
              entry.live() ? "control" : "job file"));
    }
    return lines;
  }

  /** The window of a definition that was accepted. */
  private static WindowDefinition window(String name, String definition, Slicing slicing) {
    JsonNode window;
    try {
      window = MAPPER.readTree(definition);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a window was accepted that is no JSON", e);
    }
    return window.has("gap")
        ? WindowShape.session(name, window.get("gap").asText(), slicing)
        : WindowShape.window(
            name,
            window.path("size").asText(),
            Optional.ofNullable(window.path("slide").textValue()),
            Optional.ofNullable(window.path("step").textValue()),
            slicing);
  }

  /**
   * Reads windows from a YAML or JSON file: one, a list, or the {@code windows} of a job file. What
   * they must be, the running job decides.
   *
   * @return a definition as JSON for each name, in the file's order
   * @throws SettingsException if the file holds something else
   */
  public static Map<String, String> read(Path file) {
    Node root = JobFile.parse(file, "file of windows");
    SettingsReader reader = new SettingsReader(file.toString(), Map.of());
    Windows windows = reader.read(underWindows(root), Windows.class);
    Map<String, String> definitions = new LinkedHashMap<>();
    for (int i = 0; i < windows.windows().size(); i++) {
      JobSettings.Window window = windows.windows().get(i);
      ObjectNode json = MAPPER.createObjectNode();
      json.put("name", window.name());
      put(json, "size", window.size());
      put(json, "slide", window.slide());
      put(json, "step", window.step());
      put(json, "gap", window.gap());
      if (definitions.put(window.name(), json.toString()) != null) {
        throw reader.refuse(
            "windows[" + i + "]", "there is another window named '" + window.name() + "'");
      }
    }
    return definitions;
  }

  private static void put(ObjectNode json, String field, Optional<String> value) {
    value.ifPresent(text -> json.put(field, text));
  }

  /** Windows as a file has them. */
  record Windows(
      @Setting(doc = "The windows to apply", required = true) List<JobSettings.Window> windows) {}

  private static Node underWindows(Node root) {
    Node list = root;
    if (root instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("windows")) {
          return mapping(tuple);
        }
      }
      list =
          new SequenceNode(
              Tag.SEQ,
              true,
              List.of(root),
              root.getStartMark(),
              root.getEndMark(),
              DumperOptions.FlowStyle.BLOCK);
    }
    if (list == null) {
      return null;
    }
    return mapping(
        new NodeTuple(
            new ScalarNode(
                Tag.STR,
                "windows",
                list.getStartMark(),
                list.getStartMark(),
                DumperOptions.ScalarStyle.PLAIN),
            list));
  }

  private static Node mapping(NodeTuple tuple) {
    return new MappingNode(
        Tag.MAP,
        true,
        List.of(tuple),
        tuple.getKeyNode().getStartMark(),
        tuple.getValueNode().getEndMark(),
        DumperOptions.FlowStyle.BLOCK);
  }
}
