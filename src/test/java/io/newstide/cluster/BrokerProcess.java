package io.newstide.cluster;

import io.newstide.local.EmbeddedBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker in a process of its own, Kafka's own main, with two listeners: one of the tests,
 * and one that is advertised elsewhere, so that a connection can be cut on its way.
 */
final class BrokerProcess implements AutoCloseable {

  private final Path folder;
  private final String address;
  private final Map<String, Object> client;
  private Child child;

  private BrokerProcess(Path folder, String address, Map<String, Object> client) {
    this.folder = folder;
    this.address = address;
    this.client = client;
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @param folder where all of it is kept
   * @param port the tests' listener
   * @param jobPort the other listener
   * @param advertised where clients of the other listener are sent
   */
  static BrokerProcess start(Path folder, int port, int jobPort, int advertised) throws Exception {
    int controller = Ports.free(1).get(0);
    Properties properties = EmbeddedBroker.properties(folder.resolve("data"), port, controller);
    // Whoever reads at the end is to see every row ever committed, not the last of each key.
    properties.put("log.cleaner.enable", "false");
    properties.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,JOB://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(port, jobPort, controller));
    properties.put(
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,JOB://127.0.0.1:%d".formatted(port, advertised));
    properties.put(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,JOB:PLAINTEXT,CONTROLLER:PLAINTEXT");
    return start(folder, properties, "127.0.0.1:" + port, Map.of(), List.of());
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @param properties its own
   * @param client what a client needs beside the address
   * @param scram users it knows from the beginning, in the form of Kafka's storage tool
   */
  static BrokerProcess start(
      Path folder,
      Properties properties,
      String address,
      Map<String, String> client,
      List<String> scram)
      throws Exception {
    Files.createDirectories(folder);
    format(folder.resolve("data"), scram);
    try (var out = Files.newBufferedWriter(folder.resolve("server.properties"))) {
      properties.store(out, null);
    }
    var broker = new BrokerProcess(folder, address, Map.copyOf(client));
    broker.restart();
    return broker;
  }

  private static void format(Path data, List<String> scram) throws Exception {
    var formatter = new Formatter();
    formatter.setClusterId(Uuid.randomUuid().toString());
    formatter.setNodeId(1);
    formatter.setControllerListenerName("CONTROLLER");
    formatter.setMetadataLogDirectory(data.toAbsolutePath().toString());
    formatter.addDirectory(data.toAbsolutePath().toString());
    formatter.setReleaseVersion(MetadataVersion.latestProduction());
    formatter.setScramArguments(scram);
    formatter.setPrintStream(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter.run();
  }

  /** Starts it where it is dead, on what it has kept, and waits until it answers. */
  void restart() throws IOException {
    List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    options.addAll(Child.sparing());
    child =
        Child.java(
            "broker",
            folder.resolve("broker.log"),
            Map.of(),
            options,
            "-cp",
            Path.of("target/lib").toAbsolutePath() + "/*",
            "kafka.Kafka",
            folder.resolve("server.properties").toString());
    Await.until(
        () -> "the broker answers: " + child.output(), Duration.ofMinutes(5), this::answers);
  }

  private boolean answers() throws Exception {
    if (!child.isAlive()) {
      throw new IllegalStateException("the broker has ended: " + child.output());
    }
    try (Admin admin = admin()) {
      return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
    }
  }

  Admin admin() {
    var settings = new java.util.HashMap<String, Object>(client);
    settings.put("bootstrap.servers", address);
    settings.put("default.api.timeout.ms", 10_000);
    settings.put("request.timeout.ms", 5_000);
    return Admin.create(settings);
  }

  /** The tests' listener. */
  String address() {
    return address;
  }

  /** {@code kill -9}. */
  void kill() {
    child.kill();
  }

  @Override
  public void close() {
    child.close();
  }
}
