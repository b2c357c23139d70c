package io.newstide.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes a record of settings from YAML, an override, or a default, in that order from the last. The
 * place of every value is known, so that a refusal can name file and line.
 */
final class SettingsReader {

  private final String file;
  private final Map<String, Given> overrides;
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  /**
   * A value given outside the file.
   *
   * @param value the value as written
   * @param where by whom, as in {@code --set time.slice}
   */
  record Given(String value, String where) {}

  SettingsReader(String file, Map<String, Given> overrides) {
    this.file = file;
    this.overrides = overrides;
  }

  /** The line of a setting in the file, or that of the nearest setting around it. */
  int line(String path) {
    String at = path;
    while (!lines.containsKey(at)) {
      int cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      if (cut < 0) {
        return 1;
      }
      at = at.substring(0, cut);
    }
    return lines.get(at);
  }

  SettingsException refuse(String path, String why) {
    Given override = overrides.get(path);
    String where = override == null ? file + ":" + line(path) : override.where();
    return new SettingsException(where + ": " + (path.isEmpty() ? "" : path + ": ") + why);
  }

  <T extends Record> T read(Node root, Class<T> type) {
    T settings = record(root, type, "");
    for (String path : overrides.keySet()) {
      if (!known(type, path)) {
        throw new SettingsException(
            "%s: there is no setting '%s'; there are %s"
                .formatted(overrides.get(path).where(), path, String.join(", ", paths(type, ""))));
      }
    }
    return settings;
  }

  private static boolean known(Class<?> type, String path) {
    for (String known : paths(type, "")) {
      if (path.equals(known)
          || (known.endsWith(".*") && path.startsWith(known.substring(0, known.length() - 1)))) {
        return true;
      }
    }
    return false;
  }

  /** The paths of all settings that have one value; a map's end in {@code .*}. */
  static List<String> paths(Class<?> type, String prefix) {
    List<String> paths = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + name(component);
      if (component.getType().isRecord()) {
        paths.addAll(paths(component.getType(), path + "."));
      } else if (component.getType() == Map.class) {
        paths.add(path + ".*");
      } else if (component.getType() != List.class) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** What a setting is called in the job file. */
  static String name(RecordComponent component) {
    String name = component.getAnnotation(Setting.class).name();
    return name.isEmpty() ? component.getName() : name;
  }

  private <T> T record(Node node, Class<T> type, String path) {
    Map<String, Node> given = new LinkedHashMap<>();
    if (node != null && !isNull(node)) {
      lines.putIfAbsent(path, node.getStartMark().getLine() + 1);
      if (!(node instanceof MappingNode mapping)) {
        throw refuse(path, "settings are written as 'name: value', found " + shown(node));
      }
      for (NodeTuple tuple : mapping.getValue()) {
        String key =
            tuple.getKeyNode() instanceof ScalarNode scalar
                ? scalar.getValue()
                : tuple.getKeyNode().toString();
        String at = join(path, key);
        lines.put(at, tuple.getKeyNode().getStartMark().getLine() + 1);
        List<String> names =
            Arrays.stream(type.getRecordComponents()).map(SettingsReader::name).toList();
        if (!names.contains(key)) {
          throw refuse(
              at,
              "there is no such setting; "
                  + nearest(key, names).map(n -> "did you mean '" + n + "'? ").orElse("")
                  + "Here one of "
                  + String.join(", ", names)
                  + " can be set");
        }
        if (given.put(key, tuple.getValueNode()) != null) {
          throw refuse(at, "set twice");
        }
      }
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] =
          value(components[i], given.get(name(components[i])), join(path, name(components[i])));
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw refuse(path, e.getCause().getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no record of settings", e);
    }
  }

  private Object value(RecordComponent component, Node node, String path) {
    Setting setting = component.getAnnotation(Setting.class);
    if (component.getType().isRecord()) {
      return record(node, component.getType(), path);
    }
    if (component.getType() == List.class) {
      return list(setting, (ParameterizedType) component.getGenericType(), node, path);
    }
    if (component.getType() == Map.class) {
      return map(node, path);
    }
    String written;
    if (overrides.containsKey(path)) {
      written = overrides.get(path).value();
    } else if (node == null || isNull(node)) {
      written = setting.or();
    } else if (node instanceof ScalarNode scalar) {
      written = scalar.getValue();
    } else {
      throw refuse(path, "one value is wanted, found " + shown(node));
    }
    if (written.isEmpty()) {
      if (setting.required()) {
        throw refuse(path, "must be given: " + setting.doc());
      }
      if (component.getType() == Optional.class) {
        return Optional.empty();
      }
    }
    return scalar(component.getGenericType(), setting, written, path);
  }

  private Object scalar(Type type, Setting setting, String written, String path) {
    if (type == String.class) {
      return word(setting, written, path);
    }
    if (type instanceof ParameterizedType optional) {
      return Optional.of(scalar(optional.getActualTypeArguments()[0], setting, written, path));
    }
    if (type == Duration.class) {
      try {
        Duration duration = Duration.parse(written);
        if (duration.isNegative() || duration.isZero()) {
          throw refuse(path, "'" + written + "' is no positive duration, as in PT10M or P1D");
        }
        return duration;
      } catch (DateTimeParseException e) {
        throw refuse(path, "'" + written + "' is no duration, as in PT10M or P1D");
      }
    }
    if (type == ZoneId.class) {
      try {
        return ZoneId.of(written);
      } catch (DateTimeException e) {
        throw refuse(
            path,
            "'"
                + written
                + "' is no time zone; "
                + nearest(written, List.copyOf(ZoneId.getAvailableZoneIds()))
                    .map(n -> "did you mean '" + n + "'?")
                    .orElse("as in Asia/Shanghai"));
      }
    }
    double number;
    try {
      number = whole(type) ? Integer.parseInt(written) : Double.parseDouble(written);
    } catch (NumberFormatException e) {
      throw refuse(path, "'" + written + "' is no " + (whole(type) ? "whole number" : "number"));
    }
    boolean below = setting.above() ? !(number > setting.min()) : !(number >= setting.min());
    if (below || !(number <= setting.max())) {
      throw refuse(
          path,
          "%s is out of range: %s %s, at most %s"
              .formatted(
                  written,
                  setting.above() ? "above" : "at least",
                  plain(setting.min()),
                  plain(setting.max())));
    }
    if (whole(type)) {
      return (int) number;
    }
    return number;
  }

  private String word(Setting setting, String written, String path) {
    List<String> allowed = List.of(setting.oneOf());
    if (!allowed.isEmpty() && !allowed.contains(written)) {
      throw refuse(
          path,
          "there is no '%s'; %sHere one of %s can be chosen"
              .formatted(
                  written,
                  nearest(written, allowed).map(n -> "did you mean '" + n + "'? ").orElse(""),
                  String.join(", ", allowed)));
    }
    return written;
  }

  private static boolean whole(Type type) {
    return type == int.class || type == Integer.class;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private Object list(Setting setting, ParameterizedType type, Node node, String path) {
    Class<?> element = (Class<?>) type.getActualTypeArguments()[0];
    List<Object> values = new ArrayList<>();
    if (node != null && !isNull(node)) {
      if (!(node instanceof SequenceNode sequence)) {
        throw refuse(path, "a list is wanted, each entry behind a '-', found " + shown(node));
      }
      for (Node entry : sequence.getValue()) {
        String at = path + "[" + values.size() + "]";
        lines.put(at, entry.getStartMark().getLine() + 1);
        if (element.isRecord()) {
          values.add(record(entry, element, at));
        } else if (entry instanceof ScalarNode one && !isNull(one)) {
          values.add(scalar(element, setting, one.getValue(), at));
        } else {
          throw refuse(at, "one value is wanted, found " + shown(entry));
        }
      }
    }
    if (values.isEmpty() && setting.required()) {
      throw refuse(path, "must be given: " + setting.doc());
    }
    return List.copyOf(values);
  }

  private Map<String, String> map(Node node, String path) {
    Map<String, String> values = new LinkedHashMap<>();
    if (node != null && !isNull(node)) {
      if (!(node instanceof MappingNode mapping)) {
        throw refuse(path, "'name: value' is wanted, found " + shown(node));
      }
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          throw refuse(path, "a name is wanted before ':'");
        }
        String at = join(path, key.getValue());
        lines.put(at, key.getStartMark().getLine() + 1);
        if (!(tuple.getValueNode() instanceof ScalarNode value)) {
          throw refuse(at, "one value is wanted, found " + shown(tuple.getValueNode()));
        }
        values.put(key.getValue(), value.getValue());
      }
    }
    overrides.forEach(
        (at, override) -> {
          if (at.startsWith(path + ".")) {
            values.put(at.substring(path.length() + 1), override.value());
          }
        });
    return Map.copyOf(values);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String shown(Node node) {
    if (isNull(node)) {
      return "nothing";
    }
    return node instanceof ScalarNode scalar
        ? "'" + scalar.getValue() + "'"
        : node instanceof SequenceNode ? "a list" : "a mapping";
  }

  /** The name that differs least from what was written, if it differs little. */
  static Optional<String> nearest(String written, List<String> names) {
    Map<String, Integer> distances =
        names.stream()
            .collect(Collectors.toMap(name -> name, name -> distance(written, name), (a, b) -> a));
    return distances.entrySet().stream()
        .min(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .filter(entry -> entry.getValue() <= Math.max(1, written.length() / 3))
        .map(Map.Entry::getKey);
  }

  /** Levenshtein's distance, whatever the case. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
