package io.newstide.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A Flink session cluster whose ZooKeeper, JobManager and TaskManagers are processes of their own.
 * It is the image's: its configuration is {@code docker/flink}, its libraries are Flink's alone,
 * JVM options come from Flink's own {@code BashJavaUtils}, and the main classes are those that the
 * image's scripts start. Only addresses and folders differ.
 */
final class FlinkProcesses implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The states of a job that has ended for good. */
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** Of what the all-in-one brings, what Flink's distribution has. */
  private static final String FLINKS_OWN =
      "(flink-(?!connector-(?!datagen))|log4j|slf4j-api|commons-(cli|lang3|text|io|collections|compress|math3)-"
          + "|kryo|objenesis|minlog|reflectasm|javassist|jsr305|snakeyaml-engine|snappy|lz4"
          + "|frocksdb|async-profiler).*[.]jar";

  private final Path home;
  private final int rest;
  private final Map<String, String> configuration;
  private final Map<String, String> environment;
  private final Map<Integer, Child> taskManagers = new TreeMap<>();
  private Child zooKeeper;
  private Child jobManager;

  private FlinkProcesses(
      Path home, int rest, Map<String, String> configuration, Map<String, String> environment) {
    this.home = home;
    this.rest = rest;
    this.configuration = configuration;
    this.environment = environment;
  }

  /**
   * Starts a cluster and waits until its TaskManagers have come.
   *
   * @param home where all of it is kept
   * @param settings of Flink, stronger than the shipped ones
   * @param environment variables of all processes
   */
  static FlinkProcesses start(
      Path home, int taskManagers, Map<String, String> settings, Map<String, String> environment)
      throws Exception {
    List<Integer> ports = Ports.free(4 + taskManagers);
    Map<String, String> configuration = new LinkedHashMap<>(shipped());
    for (String at : List.of("jobmanager.rpc.address", "rest.address")) {
      configuration.put(at, "127.0.0.1");
    }
    for (String bind :
        List.of("jobmanager.bind-host", "rest.bind-address", "taskmanager.bind-host")) {
      configuration.put(bind, "127.0.0.1");
    }
    configuration.put("taskmanager.host", "127.0.0.1");
    configuration.put("rest.port", ports.get(0).toString());
    configuration.put("jobmanager.rpc.port", ports.get(1).toString());
    configuration.put("high-availability.zookeeper.quorum", "127.0.0.1:" + ports.get(2));
    configuration.put("metrics.reporter.prom.port", "0");
    // Nobody starts a JobManager anew that had no time to start within Flink's ten seconds.
    configuration.put("pekko.startup-timeout", "2 min");
    if (Integer.getInteger("newstide.faults") == null) {
      // How fast it recovers is not judged then, and a busy machine stands still for seconds.
      configuration.put("high-availability.zookeeper.client.session-timeout", "20 s");
      configuration.put("high-availability.zookeeper.client.connection-timeout", "15 s");
      configuration.put("heartbeat.timeout", "60 s");
    }
    configuration.replaceAll(
        (key, value) -> value.replace("file:///state", "file://" + home + "/state"));
    configuration.putAll(settings);
    var cluster = new FlinkProcesses(home, ports.get(0), configuration, Map.copyOf(environment));
    cluster.assemble();
    cluster.writeConfiguration();
    cluster.startZooKeeper(ports.get(2));
    cluster.startJobManager();
    for (int i = 0; i < taskManagers; i++) {
      cluster.startTaskManager(i, ports.get(4 + i));
    }
    cluster.awaitSlots(
        taskManagers * Integer.parseInt(configuration.get("taskmanager.numberOfTaskSlots")));
    return cluster;
  }

  /** The configuration that is shipped, by its full names. */
  static Map<String, String> shipped() throws IOException {
    Map<String, Object> read =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(Path.of("docker/flink/config.yaml")));
    Map<String, String> flat = new LinkedHashMap<>();
    read.forEach((key, value) -> flat.put(key, String.valueOf(value)));
    return flat;
  }

  /** The command of a service in the compose file. */
  static List<String> composed(String service) throws IOException {
    Map<String, Map<String, Map<String, List<String>>>> compose =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(Path.of("docker/compose.yaml")));
    return compose.get("services").get(service).get("command");
  }

  private void assemble() throws IOException {
    Path lib = Files.createDirectories(home.resolve("lib"));
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        if (jar.getFileName().toString().matches(FLINKS_OWN)) {
          Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar.toAbsolutePath());
        }
      }
    }
    // As in the image, the reporter is a plug-in with a class loader of its own.
    Path plugin = Files.createDirectories(home.resolve("plugins/metrics-prometheus"));
    try (Stream<Path> jars = Files.list(Path.of("target/flink-plugins/metrics-prometheus"))) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        Files.createSymbolicLink(plugin.resolve(jar.getFileName()), jar.toAbsolutePath());
      }
    }
    Path conf = Files.createDirectories(home.resolve("conf"));
    Files.copy(
        Path.of("docker/flink/log4j-console.properties"), conf.resolve("log4j-console.properties"));
    // The client's command, as the image has it on its path.
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path flink = bin.resolve("flink");
    Files.writeString(
        flink,
        """
        #!/usr/bin/env bash
        exec '%s' -Xmx256m -XX:+UseSerialGC %s %s \
          -Dlog4j.configurationFile=file:%s -cp '%s/lib/*' \
          org.apache.flink.client.cli.CliFrontend "$@"
        """
            .formatted(
                Child.javaCommand(),
                String.join(" ", Child.sparing()),
                configuration.get("env.java.opts.all"),
                conf.resolve("log4j-cli.properties"),
                home));
    Files.writeString(conf.resolve("log4j-cli.properties"), "rootLogger.level = OFF\n");
    flink.toFile().setExecutable(true);
  }

  private void writeConfiguration() throws IOException {
    Map<String, String> sorted = new TreeMap<>(configuration);
    var lines = new StringBuilder();
    sorted.forEach(
        (key, value) ->
            lines.append(key).append(": '").append(value.replace("'", "''")).append("'\n"));
    Files.writeString(home.resolve("conf/config.yaml"), lines);
  }

  private void startZooKeeper(int port) throws IOException {
    Path data = Files.createDirectories(home.resolve("zookeeper"));
    Path file = home.resolve("conf/zoo.cfg");
    Files.writeString(
        file,
        """
        tickTime=1000
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        admin.enableServer=false
        """
            .formatted(data, port));
    List<String> options = new ArrayList<>(List.of("-Xmx128m", "-XX:+UseSerialGC"));
    options.addAll(Child.sparing());
    zooKeeper =
        Child.java(
            "zookeeper",
            home.resolve("log/zookeeper.log"),
            Map.of(),
            options,
            "-cp",
            home.resolve("lib") + "/*",
            "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain",
            file.toString());
  }

  /** Starts a JobManager; one that is dead is followed by it. */
  void startJobManager() throws Exception {
    jobManager =
        Child.java(
            "jobmanager",
            home.resolve("log/jobmanager.log"),
            environment(),
            options("GET_JM_RESOURCE_PARAMS"),
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            "--configDir",
            home.resolve("conf").toString(),
            "--executionMode",
            "cluster");
  }

  private void startTaskManager(int number, int metrics) throws Exception {
    taskManagers.put(
        number,
        Child.java(
            "taskmanager-" + number,
            home.resolve("log/taskmanager-" + number + ".log"),
            environment(),
            options("GET_TM_RESOURCE_PARAMS"),
            taskManagerArguments(number, metrics)));
  }

  /** Starts a TaskManager in place of one that is dead. */
  void startTaskManager(int number) throws Exception {
    startTaskManager(number, Ports.free(1).get(0));
  }

  private String[] taskManagerArguments(int number, int metrics) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
    arguments.add("--configDir");
    arguments.add(home.resolve("conf").toString());
    arguments.addAll(dynamic("GET_TM_RESOURCE_PARAMS"));
    arguments.add("-D");
    arguments.add("taskmanager.resource-id=tm-" + number);
    arguments.add("-D");
    arguments.add("metrics.reporter.prom.port=" + metrics);
    Files.writeString(home.resolve("tm-" + number + ".metrics"), Integer.toString(metrics));
    return arguments.toArray(String[]::new);
  }

  /** Where a TaskManager tells Prometheus what it has measured. */
  String metrics(int taskManager) throws Exception {
    String port = Files.readString(home.resolve("tm-" + taskManager + ".metrics"));
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(20))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("FLINK_CONF_DIR", home.resolve("conf").toString());
    all.put("FLINK_PLUGINS_DIR", home.resolve("plugins").toString());
    all.put("FLINK_LIB_DIR", home.resolve("lib").toString());
    return all;
  }

  private final Map<String, List<String>> resources = new LinkedHashMap<>();

  /** What {@code BashJavaUtils} says for a kind of process: JVM options, then settings. */
  private List<String> resources(String kind) throws Exception {
    List<String> known = resources.get(kind);
    if (known != null) {
      return known;
    }
    Path log = home.resolve("log/" + kind + ".log");
    Files.deleteIfExists(log);
    Child asked =
        Child.java(
            kind,
            log,
            environment(),
            Child.sparing(),
            "-cp",
            home.resolve("lib") + "/*",
            "org.apache.flink.runtime.util.bash.BashJavaUtils",
            kind,
            "--configDir",
            home.resolve("conf").toString());
    if (asked.await() != 0) {
      throw new IllegalStateException(asked.output());
    }
    List<String> said =
        asked
            .output()
            .lines()
            .filter(line -> line.startsWith("BASH_JAVA_UTILS_EXEC_RESULT:"))
            .map(line -> line.substring("BASH_JAVA_UTILS_EXEC_RESULT:".length()))
            .toList();
    resources.put(kind, said);
    return said;
  }

  private List<String> options(String kind) throws Exception {
    List<String> options = new ArrayList<>(words(resources(kind).get(0)));
    // The collector of the machines the tests run on; the memory is what is shipped.
    options.add("-XX:+UseSerialGC");
    // Else a collection leaves gaps, which count as arrays of numbers in a histogram of the heap.
    options.add("-XX:MarkSweepAlwaysCompactCount=1");
    options.addAll(words(configuration.get("env.java.opts.all")));
    options.addAll(compiler());
    options.add("-Dlog4j.configurationFile=file:" + home.resolve("conf/log4j-console.properties"));
    options.add("-cp");
    options.add(home.resolve("lib") + "/*");
    return options;
  }

  /** Unless it is a long one, a run is over before what the second compiler does would pay. */
  private static List<String> compiler() {
    boolean longRun =
        Stream.of("faults", "soak").anyMatch(key -> System.getProperty("newstide." + key) != null);
    return longRun ? List.of() : Child.sparing();
  }

  private List<String> dynamic(String kind) throws Exception {
    return words(resources(kind).get(1));
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  /** {@code kill -9} of a TaskManager. */
  void killTaskManager(int number) {
    taskManagers.get(number).kill();
  }

  /** {@code kill -9} of the JobManager. */
  void killJobManager() {
    jobManager.kill();
  }

  /**
   * What a TaskManager takes after a full collection, bytes, asked of its machine itself: Flink's
   * own figures are some seconds old.
   *
   * @param of how what is asked for begins in {@code jcmd GC.heap_info}
   */
  long afterCollection(int taskManager, Pattern of) throws Exception {
    String pid = Long.toString(taskManagers.get(taskManager).pid());
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    run(Map.of(), jcmd, pid, "GC.run");
    Matcher used = of.matcher(run(Map.of(), jcmd, pid, "GC.heap_info"));
    long kilobytes = 0;
    while (used.find()) {
      kilobytes += Long.parseLong(used.group(1));
    }
    if (kilobytes == 0) {
      throw new IOException("nothing is said of " + of);
    }
    return kilobytes << 10;
  }

  /** The bytes of all objects on a TaskManager's heap that are still in use. */
  long live(int taskManager) throws Exception {
    String pid = Long.toString(taskManagers.get(taskManager).pid());
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Matcher total =
        Pattern.compile("Total +\\d+ +(\\d+)")
            .matcher(run(Map.of(), jcmd, pid, "GC.class_histogram"));
    if (!total.find()) {
      throw new IOException("nothing is said of the heap");
    }
    return Long.parseLong(total.group(1));
  }

  /** Whether a process that should run does not. */
  String dead() {
    List<String> dead = new ArrayList<>();
    for (Child child : children()) {
      if (!child.isAlive()) {
        dead.add(child.toString());
      }
    }
    return String.join(", ", dead);
  }

  private List<Child> children() {
    List<Child> all = new ArrayList<>(taskManagers.values());
    all.add(jobManager);
    all.add(zooKeeper);
    return all;
  }

  /**
   * Runs a command with {@code flink} on its path, as in the image.
   *
   * @return what it said
   * @throws IllegalStateException if it ends otherwise than with 0
   */
  String run(Map<String, String> variables, String... command) throws IOException {
    Path log = Files.createTempFile(Files.createDirectories(home.resolve("log")), "run", ".log");
    Map<String, String> all = new LinkedHashMap<>(environment());
    all.put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    all.putAll(variables);
    List<String> words = new ArrayList<>(List.of(command));
    if (words.get(0).equals("flink")) {
      words.set(0, home.resolve("bin/flink").toString());
    }
    Child child = Child.start(command[0], log, all, words);
    int code = child.await();
    if (code != 0) {
      throw new IllegalStateException(
          "%s ended with %d: %s".formatted(String.join(" ", command), code, child.output()));
    }
    return child.output();
  }

  void awaitSlots(int slots) {
    Await.until(
        () -> slots + " slots; dead: " + dead() + "; see " + home,
        PATIENCE,
        () -> get("/overview").get("slots-total").asInt() >= slots);
  }

  /** What Flink's REST interface says. */
  JsonNode get(String path) throws IOException, InterruptedException {
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rest + path))
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** The jobs by their states. */
  Map<String, String> jobs() throws IOException, InterruptedException {
    Map<String, String> jobs = new LinkedHashMap<>();
    get("/jobs/overview")
        .get("jobs")
        .forEach(job -> jobs.put(job.get("jid").asText(), job.get("state").asText()));
    return jobs;
  }

  /**
   * Sees to it that no job holds slots: what a test that failed left would stand in the next's way.
   */
  void cancelAll() {
    Await.until(
        () -> "all jobs at an end",
        Duration.ofMinutes(1),
        () -> {
          boolean none = true;
          for (Map.Entry<String, String> job : jobs().entrySet()) {
            if (!ENDED.contains(job.getValue())) {
              none = false;
              if (!job.getValue().equals("CANCELLING")) {
                HTTP.send(
                    HttpRequest.newBuilder(
                            URI.create(
                                "http://127.0.0.1:"
                                    + rest
                                    + "/jobs/"
                                    + job.getKey()
                                    + "?mode=cancel"))
                        .method("PATCH", HttpRequest.BodyPublishers.noBody())
                        .build(),
                    HttpResponse.BodyHandlers.discarding());
              }
            }
          }
          return none;
        });
  }

  /** The only job that runs. */
  String runningJob() throws IOException, InterruptedException {
    List<String> running =
        jobs().entrySet().stream()
            .filter(job -> job.getValue().equals("RUNNING"))
            .map(Map.Entry::getKey)
            .toList();
    if (running.size() != 1) {
      throw new IOException("jobs: " + jobs());
    }
    return running.get(0);
  }

  long completedCheckpoints(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").get("counts").get("completed").asLong();
  }

  /** A TaskManager at work. */
  int busyTaskManager() throws IOException, InterruptedException {
    for (JsonNode one : get("/taskmanagers").get("taskmanagers")) {
      if (one.get("freeSlots").asInt() < one.get("slotsNumber").asInt()) {
        return Integer.parseInt(one.get("id").asText().substring("tm-".length()));
      }
    }
    throw new IOException("no TaskManager is at work");
  }

  Path home() {
    return home;
  }

  @Override
  public void close() {
    for (Child child : children()) {
      child.kill();
    }
  }
}
