package io.newstide.job;

import io.newstide.article.ArticleReader;
import io.newstide.feed.NewsSource;
import io.newstide.kafka.KafkaCluster;
import io.newstide.kafka.TopicName;
import io.newstide.language.LanguageSettings;
import io.newstide.language.Lexicon;
import io.newstide.language.LexiconException;
import io.newstide.language.Ranker;
import io.newstide.language.names.NamesModel;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicFileException;
import io.newstide.topic.TopicFiles;
import io.newstide.window.Slicing;
import io.newstide.window.WindowDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A job file as it was read: its settings, and what was made of them. Reading checks all that can
 * be checked without Kafka; whatever is refused is refused with file and line.
 *
 * @param path where the file is; its folder is where paths in it begin
 * @param settings the settings, overrides and secrets filled in
 * @param slicing how time is cut
 * @param windows the windows, in the file's order
 * @param topics the topics, in the order of their files
 * @param language how articles are read
 */
public record JobFile(
    Path path,
    JobSettings settings,
    Slicing slicing,
    List<WindowDefinition> windows,
    List<TopicDefinition> topics,
    LanguageSettings language) {

  static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  public JobFile {
    windows = List.copyOf(windows);
    topics = List.copyOf(topics);
  }

  /**
   * Reads a job file.
   *
   * @param path the file
   * @param set values given by {@code --set path=value}
   * @param environment the process's environment: {@code NEWSTIDE_TIME_OUT_OF_ORDERNESS} sets
   *     {@code time.outOfOrderness}; {@code --set} wins over it
   * @throws SettingsException if a setting is unknown, wrong or missing
   */
  public static JobFile read(Path path, Map<String, String> set, Map<String, String> environment) {
    SettingsReader reader = settingsReader(path, set, environment);
    JobSettings settings = reader.read(parse(path), JobSettings.class);
    if (!settings.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw reader.refuse(
          "name",
          "'%s' is no name for a job: letters, digits, '.', '_' and '-', at most 64"
              .formatted(settings.name()));
    }
    if (!settings.kafka().prefix().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw reader.refuse(
          "kafka.prefix",
          "'%s' cannot begin the name of a Kafka topic: letters, digits, '.', '_' and '-'"
              .formatted(settings.kafka().prefix()));
    }
    try {
      var unused = from(settings);
    } catch (DateTimeException e) {
      throw reader.refuse(
          "kafka.from",
          "'%s' is neither earliest nor a moment, as in 2026-03-01T00:00:00+08:00"
              .formatted(settings.kafka().from()));
    }
    Slicing slicing = slicing(settings, reader);
    new NotifyRules(settings.notices(), reader).check();
    return new JobFile(
        path,
        withSources(withSecrets(settings, reader, environment, path), reader, environment, path),
        slicing,
        windows(settings, slicing, reader),
        topics(settings, path),
        language(settings, reader, path));
  }

  static SettingsReader settingsReader(
      Path path, Map<String, String> set, Map<String, String> environment) {
    Map<String, SettingsReader.Given> overrides = new LinkedHashMap<>();
    for (String setting : SettingsReader.paths(JobSettings.class, "")) {
      String variable = variable(setting);
      if (environment.containsKey(variable)) {
        overrides.put(setting, new SettingsReader.Given(environment.get(variable), "$" + variable));
      }
    }
    set.forEach(
        (setting, value) ->
            overrides.put(setting, new SettingsReader.Given(value, "--set " + setting)));
    return new SettingsReader(path.toString(), overrides);
  }

  /** What {@code feed} publishes when it is given no source. */
  public List<NewsSource> sources() {
    return settings.sources().stream()
        .map(source -> new NewsSource(source.name(), source.url(), source.every()))
        .toList();
  }

  /** What it takes to understand an article. */
  public Understanding.Settings understanding() {
    return new Understanding.Settings(language, topics);
  }

  /** What reads a record. */
  public ArticleReader reader() {
    return new ArticleReader(settings.time().zone(), settings.time().futureTolerance());
  }

  /** The topic that articles are read from. */
  String articlesTopic() {
    return settings.kafka().articles().orElse(TopicName.ARTICLES.in(settings.kafka().prefix()));
  }

  /** From which arrival on articles are read; empty for all there are. */
  Optional<Instant> from() {
    return from(settings);
  }

  private static Optional<Instant> from(JobSettings settings) {
    String from = settings.kafka().from();
    return from.equals("earliest")
        ? Optional.empty()
        : Optional.of(OffsetDateTime.parse(from).toInstant());
  }

  /** The Kafka of this deployment. */
  public KafkaCluster cluster() {
    JobSettings.Kafka kafka = settings.kafka();
    return new KafkaCluster(
        kafka.bootstrapServers(),
        kafka.prefix(),
        kafka.partitions(),
        kafka.replication(),
        kafka.transactionTimeout(),
        kafka.properties());
  }

  /** The name of the environment variable for a setting. */
  static String variable(String setting) {
    return "NEWSTIDE_"
        + setting.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** This deployment with another Kafka. */
  public JobFile withBootstrapServers(String bootstrapServers) {
    return new JobFile(
        path,
        settings.withKafka(settings.kafka().withBootstrapServers(bootstrapServers)),
        slicing,
        windows,
        topics,
        language);
  }

  /**
   * This deployment with further windows.
   *
   * @param shapes by name, what each looks like: SIZE, SIZE/SLIDE, SIZE+STEP or ~GAP
   * @throws SettingsException if one is wrong or its name is taken
   */
  public JobFile withWindows(Map<String, String> shapes) {
    List<WindowDefinition> more = new ArrayList<>(windows);
    shapes.forEach(
        (name, shape) -> {
          try {
            addWindow(WindowRules.of(settings, slicing).window(name, shape), more);
          } catch (IllegalArgumentException e) {
            throw new SettingsException(
                "--window %s=%s: %s".formatted(name, shape, e.getMessage()), e);
          }
        });
    return new JobFile(path, settings, slicing, more, topics, language);
  }

  /** This deployment with settings that were tried. */
  public JobFile with(Tried tried) {
    return new JobFile(
        path,
        settings
            .withTime(settings.time().with(tried.outOfOrderness(), tried.allowedLateness()))
            .withTrends(
                settings
                    .trends()
                    .with(
                        tried.baseline(),
                        tried.minHistory(),
                        tried.minMentions(),
                        tried.threshold())),
        slicing,
        windows,
        topics,
        language);
  }

  /** This deployment with other windows. */
  public JobFile withOnly(List<WindowDefinition> others) {
    return new JobFile(path, settings, slicing, others, topics, language);
  }

  /** Where its topics are, if it has any: a path or pattern that leads there from anywhere. */
  Optional<Path> topicsPath() {
    return settings.topics().isEmpty()
        ? Optional.empty()
        : Optional.of(resolve(path, settings.topics()).toAbsolutePath().normalize());
  }

  private static void addWindow(WindowDefinition window, List<WindowDefinition> windows) {
    if (windows.stream().anyMatch(other -> other.name().equals(window.name()))) {
      throw new IllegalArgumentException("there is another window named '" + window.name() + "'");
    }
    windows.add(window);
  }

  /**
   * A path that the job file names: beside the file if it is there, else from where the command was
   * given, else from the installation.
   */
  static Path resolve(Path jobFile, String written) {
    Path beside = jobFile.toAbsolutePath().getParent().resolve(written);
    Path home = Path.of(System.getProperty("newstide.home", ""));
    List<Path> places = List.of(beside, Path.of(written), home.resolve(written));
    return places.stream()
        .filter(Files::exists)
        .findFirst()
        // Of a pattern, or of what is missing, there is the folder at best.
        .or(
            () ->
                places.stream()
                    .filter(path -> Files.isDirectory(path.toAbsolutePath().getParent()))
                    .findFirst())
        .orElse(beside);
  }

  static Node parse(Path path) {
    return parse(path, "job file; `newstide init` writes one to start from");
  }

  /**
   * Reads a file of settings as YAML.
   *
   * @param path the file
   * @param what it is, to say so where it is missing
   */
  static Node parse(Path path, String what) {
    try (Reader text = Files.newBufferedReader(path)) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).compose(text);
    } catch (MarkedYAMLException e) {
      throw new SettingsException(
          "%s:%d: this is no YAML: %s"
              .formatted(path, e.getProblemMark().getLine() + 1, e.getProblem()),
          e);
    } catch (YAMLException e) {
      throw new SettingsException(
          e.getCause() instanceof CharacterCodingException
              ? path + ": is no UTF-8; save it as UTF-8"
              : path + ": this is no YAML: " + e.getMessage(),
          e);
    } catch (NoSuchFileException e) {
      throw new SettingsException(path + ": there is no such " + what, e);
    } catch (IOException e) {
      throw new SettingsException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Slicing slicing(JobSettings settings, SettingsReader reader) {
    try {
      return new Slicing(settings.time().zone(), settings.time().slice());
    } catch (IllegalArgumentException e) {
      throw reader.refuse("time.slice", e.getMessage());
    }
  }

  private static List<WindowDefinition> windows(
      JobSettings settings, Slicing slicing, SettingsReader reader) {
    List<WindowDefinition> windows = new ArrayList<>();
    for (int i = 0; i < settings.windows().size(); i++) {
      try {
        addWindow(WindowRules.of(settings, slicing).window(settings.windows().get(i)), windows);
      } catch (IllegalArgumentException e) {
        throw reader.refuse("windows[" + i + "]", e.getMessage());
      }
    }
    return windows;
  }

  private static List<TopicDefinition> topics(JobSettings settings, Path jobFile) {
    if (settings.topics().isEmpty()) {
      return List.of();
    }
    try {
      return TopicFiles.read(resolve(jobFile, settings.topics()));
    } catch (TopicFileException e) {
      throw new SettingsException(e.getMessage(), e);
    }
  }

  private static LanguageSettings language(
      JobSettings settings, SettingsReader reader, Path jobFile) {
    JobSettings.Language language = settings.language();
    try {
      LanguageSettings read =
          LanguageSettings.defaults()
              .withKeywords(language.keywords())
              .withRanker(Ranker.of(language.ranker()));
      if (language.lexicon().isPresent()) {
        Path lexicon = resolve(jobFile, language.lexicon().get());
        String text = readLexicon(lexicon, reader);
        Lexicon.parse(lexicon.toString(), text);
        read = read.withLexicon(lexicon.toString(), text);
      }
      if (!language.model().equals(LanguageSettings.DEFAULT_MODEL)) {
        Path model = resolve(jobFile, language.model());
        read = read.withModel(model.toString(), readModel(model, reader));
      }
      return read;
    } catch (LexiconException e) {
      throw new SettingsException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw reader.refuse("language", e.getMessage());
    }
  }

  private static String readLexicon(Path lexicon, SettingsReader reader) {
    try {
      return Files.readString(lexicon);
    } catch (IOException e) {
      throw reader.refuse("language.lexicon", "the file cannot be read: " + e.getMessage());
    }
  }

  /** Read here, where the job is submitted: it travels with the job. */
  private static byte[] readModel(Path model, SettingsReader reader) {
    try {
      byte[] file = Files.readAllBytes(model);
      NamesModel.read(new ByteArrayInputStream(file));
      return file;
    } catch (NoSuchFileException e) {
      throw reader.refuse(
          "language.model",
          "there is no model file %s; '%s' is the one that comes with the project"
              .formatted(model, LanguageSettings.DEFAULT_MODEL));
    } catch (IOException e) {
      throw reader.refuse("language.model", model + ": " + e.getMessage());
    }
  }

  /** The sources with their secrets filled in and their paths resolved. */
  private static JobSettings withSources(
      JobSettings settings, SettingsReader reader, Map<String, String> environment, Path jobFile) {
    List<JobSettings.Source> sources = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JobSettings.Source source : settings.sources()) {
      String setting = "sources[" + sources.size() + "]";
      if (!names.add(source.name())) {
        throw reader.refuse(
            setting + ".name", "there is another source named '" + source.name() + "'");
      }
      String url = filled(source.url(), setting + ".url", reader, environment, jobFile);
      try {
        var unused = new NewsSource(source.name(), url, source.every());
      } catch (IllegalArgumentException e) {
        throw reader.refuse(setting, e.getMessage());
      }
      sources.add(
          new JobSettings.Source(
              source.name(),
              NewsSource.isWeb(url) ? url : resolve(jobFile, url).toString(),
              source.every()));
    }
    return settings.withSources(sources);
  }

  private static JobSettings withSecrets(
      JobSettings settings, SettingsReader reader, Map<String, String> environment, Path jobFile) {
    Map<String, String> properties = new LinkedHashMap<>();
    settings
        .kafka()
        .properties()
        .forEach(
            (key, value) ->
                properties.put(
                    key, filled(value, "kafka.properties." + key, reader, environment, jobFile)));
    JobSettings.Dashboard dashboard = settings.dashboard();
    return settings
        .withKafka(settings.kafka().withProperties(properties))
        .withDashboard(
            dashboard.withToken(
                dashboard
                    .token()
                    .map(token -> filled(token, "dashboard.token", reader, environment, jobFile))));
  }

  static String filled(
      String value,
      String setting,
      SettingsReader reader,
      Map<String, String> environment,
      Path jobFile) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            reference -> {
              String name = reference.group(2);
              if (reference.group(1).equals("env")) {
                if (!environment.containsKey(name)) {
                  throw reader.refuse(setting, "the environment has no variable " + name);
                }
                return Matcher.quoteReplacement(environment.get(name));
              }
              try {
                return Matcher.quoteReplacement(
                    Files.readString(resolve(jobFile, name)).stripTrailing());
              } catch (IOException e) {
                throw reader.refuse(setting, "the file " + name + " cannot be read");
              }
            });
  }
}
