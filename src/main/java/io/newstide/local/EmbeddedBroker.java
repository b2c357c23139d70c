package io.newstide.local;

import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker within this process, its own controller (KRaft), for the demo and for tests. It
 * listens on the loopback address only and keeps its records in a folder, which it can be started
 * on again.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final int NODE = 1;

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a broker on a free port.
   *
   * @param data where its records are kept
   */
  public static EmbeddedBroker start(Path data) {
    return start(data, freePort());
  }

  /**
   * Starts a broker.
   *
   * @param data where its records are kept
   * @param port where it listens
   * @throws UncheckedIOException if the folder cannot be written
   * @throws IllegalStateException if it cannot be started; the message says why
   */
  public static EmbeddedBroker start(Path data, int port) {
    try {
      Files.createDirectories(data);
      Properties properties = properties(data, port, freePort());
      format(data);
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, "127.0.0.1:" + port);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the broker cannot keep its records in " + data + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the broker did not start on port %d with %s: %s".formatted(port, data, e.getMessage()),
          e);
    }
  }

  /** What a broker of one node needs, in the form of Kafka's server.properties. */
  public static Properties properties(Path data, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE));
    properties.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", data.toAbsolutePath().toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("message.max.bytes", Integer.toString(TopicName.MAX_RECORD));
    properties.put("replica.fetch.max.bytes", Integer.toString(TopicName.MAX_RECORD));
    properties.put("socket.request.max.bytes", Integer.toString(4 * TopicName.MAX_RECORD));
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // Of a broker for one job on one machine: threads that idle wake up three times a second.
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "2");
    properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
    properties.put("log.index.size.max.bytes", Integer.toString(1024 * 1024));
    return properties;
  }

  private static void format(Path data) throws IOException {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    Formatter formatter = new Formatter();
    formatter.setClusterId(Uuid.randomUuid().toString());
    formatter.setNodeId(NODE);
    formatter.setControllerListenerName("CONTROLLER");
    formatter.setMetadataLogDirectory(data.toAbsolutePath().toString());
    formatter.addDirectory(data.toAbsolutePath().toString());
    formatter.setReleaseVersion(MetadataVersion.latestProduction());
    formatter.setPrintStream(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      formatter.run();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port", e);
    }
  }

  /** Where it listens, host:port. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
