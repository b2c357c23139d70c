package io.newstide.job;

import io.newstide.language.LanguageSettings;
import io.newstide.window.WindowDefinition;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Settings as YAML, in the form of a job file, to be pasted into one. */
public final class SettingsYaml {

  private SettingsYaml() {}

  /** The time, windows and trends of a deployment. */
  public static String of(JobFile job) {
    return text(parts(job));
  }

  /**
   * The same, and what else it takes for the text to be a job file by itself, to try it with: name,
   * copies, language, topics. Nothing of Kafka, and so no secrets.
   *
   * @param job the deployment
   * @param folder where the text will stand: paths in it begin there
   */
  public static String of(JobFile job, Path folder) {
    Map<String, Object> root = parts(job);
    root.put("name", job.settings().name());
    root.put("duplicates", values(job.settings().duplicates()));
    root.put("language", language(job, folder));
    root.put("topics", job.topicsPath().map(path -> from(folder, path)).orElse(""));
    return text(root);
  }

  private static Map<String, Object> parts(JobFile job) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("time", values(job.settings().time()));
    parts.put("windows", job.windows().stream().map(SettingsYaml::window).toList());
    parts.put("trends", values(job.settings().trends()));
    return parts;
  }

  private static String text(Map<String, Object> root) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setAllowUnicode(true);
    options.setWidth(200);
    return new Yaml(options).dump(root);
  }

  private static Map<String, Object> values(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(settings);
        values.put(
            component.getName(),
            value instanceof Number
                ? value
                : value instanceof Duration duration ? written(duration) : value.toString());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(settings.getClass() + " is no record of settings", e);
      }
    }
    return values;
  }

  private static String written(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()))
        ? "P" + duration.toDays() + "D"
        : duration.toString();
  }

  private static Map<String, Object> window(WindowDefinition window) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", window.name());
    String shape = window.shape();
    if (shape.startsWith("~")) {
      values.put("gap", shape.substring(1));
      return values;
    }
    List<String> parts = new ArrayList<>(List.of(shape.split("[/+]", -1)));
    values.put("size", parts.get(0));
    if (parts.size() > 1) {
      values.put(shape.indexOf('/') > 0 ? "slide" : "step", parts.get(1));
    }
    return values;
  }

  private static Map<String, Object> language(JobFile job, Path folder) {
    JobSettings.Language settings = job.settings().language();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(
        "model",
        settings.model().equals(LanguageSettings.DEFAULT_MODEL)
            ? settings.model()
            : from(folder, JobFile.resolve(job.path(), settings.model())));
    settings
        .lexicon()
        .ifPresent(
            lexicon -> values.put("lexicon", from(folder, JobFile.resolve(job.path(), lexicon))));
    values.put("keywords", settings.keywords());
    values.put("ranker", settings.ranker());
    return values;
  }

  private static String from(Path folder, Path path) {
    Path there = path.toAbsolutePath().normalize();
    return folder.toAbsolutePath().normalize().relativize(there).toString();
  }
}
