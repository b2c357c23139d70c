package io.newstide.topic;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Topics as people write them: YAML, one topic a document, one or more documents a file. */
public final class TopicFiles {

  private static final List<String> FIELDS = List.of("id", "name", "query", "threshold");
  private static final double DEFAULT_THRESHOLD = 2;

  /** Ten thousand topics and more in one file. */
  private static final int MOST_CHARACTERS = 64 << 20;

  /** So much of a query is shown where it is wrong. */
  private static final int SHOWN = 100;

  private final Map<String, String> places = new HashMap<>();

  private TopicFiles() {}

  /**
   * Reads the topics of all files that a pattern names, in the order of the files' names.
   *
   * @param pattern a path whose last part may hold {@code *} and {@code ?}, as in {@code
   *     topics/*.yaml}
   * @throws TopicFileException if there is no such file, or a file, a field or a query is wrong
   */
  public static List<TopicDefinition> read(Path pattern) {
    TopicFiles files = new TopicFiles();
    List<TopicDefinition> topics = new ArrayList<>();
    for (Path file : files(pattern.toAbsolutePath())) {
      files.read(file, topics);
    }
    return topics;
  }

  /**
   * Reads one topic.
   *
   * @param where what messages call the text
   * @param text YAML or JSON
   * @throws TopicFileException if it is not one topic, or a field or its query is wrong
   */
  public static TopicDefinition topic(String where, String text) {
    try {
      Node document =
          new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
      return new TopicFiles().topic(Path.of(where), document);
    } catch (MarkedYAMLException e) {
      throw new TopicFileException(
          "%s:%d: this is no topic: %s"
              .formatted(where, e.getProblemMark().getLine() + 1, e.getProblem()),
          e);
    } catch (YAMLException e) {
      throw new TopicFileException(where + ":1: this is no topic: " + e.getMessage(), e);
    }
  }

  private static List<Path> files(Path pattern) {
    Path folder = pattern.getParent();
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName().toString());
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(f -> matcher.matches(f.getFileName())).sorted().toList();
      if (files.isEmpty()) {
        throw new TopicFileException(
            pattern + ": no file is named like that; a job needs a topic file, or no 'topics'");
      }
      return files;
    } catch (IOException e) {
      throw new TopicFileException(folder + ": the folder of the topics cannot be read", e);
    }
  }

  private void read(Path file, List<TopicDefinition> topics) {
    int before = topics.size();
    try (Reader text = Files.newBufferedReader(file)) {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(MOST_CHARACTERS);
      for (Node document : new Yaml(new SafeConstructor(options)).composeAll(text)) {
        topics.add(topic(file, document));
      }
    } catch (MarkedYAMLException e) {
      throw new TopicFileException(
          "%s:%d: this is no YAML: %s"
              .formatted(file, e.getProblemMark().getLine() + 1, e.getProblem()),
          e);
    } catch (YAMLException e) {
      throw e.getCause() instanceof IOException unreadable
          ? unreadable(file, unreadable)
          : new TopicFileException(file + ":1: this is no YAML: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (topics.size() == before) {
      throw new TopicFileException(
          file + ":1: the file is empty; a topic has id, name, query and threshold");
    }
  }

  private static TopicFileException unreadable(Path file, IOException e) {
    return new TopicFileException(file + ": cannot be read as UTF-8: " + e.getMessage(), e);
  }

  private TopicDefinition topic(Path file, Node document) {
    if (!(document instanceof MappingNode mapping)) {
      throw refuse(file, document, "a topic is written as fields: id, name, query, threshold");
    }
    Map<String, ScalarNode> fields = fields(file, mapping);
    for (String needed : List.of("id", "name", "query")) {
      if (!fields.containsKey(needed)) {
        throw refuse(file, document, "the topic has no " + needed);
      }
    }
    ScalarNode id = fields.get("id");
    if (!id.getValue().matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw refuse(
          file,
          id,
          "id: '%s' is none: lower-case letters, digits and hyphens, at most 64"
              .formatted(id.getValue()));
    }
    String place = file + ":" + (id.getStartMark().getLine() + 1);
    String other = places.put(id.getValue(), place);
    if (other != null) {
      throw refuse(file, id, "id: '%s' is taken by %s".formatted(id.getValue(), other));
    }
    ScalarNode query = fields.get("query");
    try {
      TopicQuery.parse(query.getValue());
    } catch (TopicQueryException e) {
      throw new TopicFileException(
          "%s:%d: query: column %d: %s; the query is: %s"
              .formatted(
                  file,
                  query.getStartMark().getLine() + 1,
                  e.column(),
                  e.getMessage(),
                  shown(query.getValue().strip(), e.column())),
          e);
    }
    return new TopicDefinition(
        id.getValue(),
        fields.get("name").getValue().strip(),
        query.getValue().strip(),
        threshold(file, fields.get("threshold")));
  }

  private static String shown(String query, int column) {
    int from = Math.max(0, Math.min(column - SHOWN / 2, query.length() - SHOWN));
    int to = Math.min(query.length(), from + SHOWN);
    return (from > 0 ? "…" : "") + query.substring(from, to) + (to < query.length() ? "…" : "");
  }

  private static Map<String, ScalarNode> fields(Path file, MappingNode mapping) {
    Map<String, ScalarNode> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String name =
          tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "a list or mapping";
      if (!FIELDS.contains(name)) {
        throw refuse(
            file,
            tuple.getKeyNode(),
            "'%s' is no field of a topic; there are %s".formatted(name, String.join(", ", FIELDS)));
      }
      if (!(tuple.getValueNode() instanceof ScalarNode value) || value.getValue().isBlank()) {
        throw refuse(
            file,
            tuple.getValueNode(),
            name + ": " + (name.equals("threshold") ? "a number" : "a text") + " is needed");
      }
      if (fields.put(name, value) != null) {
        throw refuse(file, tuple.getKeyNode(), name + " is set twice");
      }
    }
    return fields;
  }

  private static double threshold(Path file, ScalarNode node) {
    if (node == null) {
      return DEFAULT_THRESHOLD;
    }
    try {
      double threshold = Double.parseDouble(node.getValue());
      if (threshold > 0 && threshold < Double.POSITIVE_INFINITY) {
        return threshold;
      }
    } catch (NumberFormatException e) {
      throw refuse(
          file, node, "threshold: '%s' is no number; 2 is usual".formatted(node.getValue()));
    }
    throw refuse(
        file,
        node,
        "threshold: %s is out of bounds; it is above 0, 2 is usual".formatted(node.getValue()));
  }

  private static TopicFileException refuse(Path file, Node at, String why) {
    return new TopicFileException(
        "%s:%d: %s".formatted(file, at.getStartMark().getLine() + 1, why));
  }
}
