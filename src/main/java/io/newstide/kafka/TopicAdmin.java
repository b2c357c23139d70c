package io.newstide.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Sees to it that the topics of a deployment exist and are kept as they must be. */
public final class TopicAdmin {

  private static final int WAIT_SECONDS = 30;

  private TopicAdmin() {}

  private interface Work<T> {
    T with(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
  }

  /**
   * How the topics stand; changes nothing.
   *
   * @param cluster where Kafka is
   * @param sliceRetention how long slices are kept
   * @return every topic of a deployment
   * @throws KafkaUnreachableException if Kafka does not answer or refuses
   */
  public static List<TopicState> look(KafkaCluster cluster, Duration sliceRetention) {
    return asked(cluster, admin -> states(admin, cluster, sliceRetention));
  }

  /**
   * Creates the topics that are missing; those that exist are left as they are.
   *
   * @param cluster where Kafka is
   * @param sliceRetention how long slices are kept
   * @return a line for each topic created, and for each that is kept otherwise than it should be
   * @throws KafkaUnreachableException if Kafka does not answer or refuses
   */
  public static List<String> ensure(KafkaCluster cluster, Duration sliceRetention) {
    return asked(
        cluster,
        admin -> {
          transactionsMayTakeThatLong(admin, cluster);
          List<String> said = new ArrayList<>();
          List<NewTopic> missing = new ArrayList<>();
          for (TopicState state : states(admin, cluster, sliceRetention)) {
            if (state.exists()) {
              state.differences().forEach(line -> said.add("topic " + state.name() + " " + line));
            } else {
              missing.add(
                  new NewTopic(state.name(), cluster.partitions(), (short) cluster.replication())
                      .configs(state.topic().configuration(sliceRetention)));
            }
          }
          create(admin, cluster, missing, said);
          return said;
        });
  }

  /** A broker refuses longer transactions, but only when the job is running, again and again. */
  private static void transactionsMayTakeThatLong(Admin admin, KafkaCluster cluster)
      throws InterruptedException, ExecutionException, TimeoutException {
    String node =
        admin
            .describeCluster()
            .nodes()
            .get(WAIT_SECONDS, TimeUnit.SECONDS)
            .iterator()
            .next()
            .idString();
    var broker = new ConfigResource(ConfigResource.Type.BROKER, node);
    try {
      var most =
          Duration.ofMillis(
              Long.parseLong(
                  admin
                      .describeConfigs(List.of(broker))
                      .all()
                      .get(WAIT_SECONDS, TimeUnit.SECONDS)
                      .get(broker)
                      .get("transaction.max.timeout.ms")
                      .value()));
      if (cluster.transactionTimeout().compareTo(most) > 0) {
        throw new KafkaUnreachableException(
            cluster,
            "kafka.transactionTimeout is %s, longer than the broker's transaction.max.timeout.ms, %s; lower the one or raise the other"
                .formatted(cluster.transactionTimeout(), most),
            null);
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
    }
  }

  private static <T> T asked(KafkaCluster cluster, Work<T> work) {
    Properties properties = new Properties();
    cluster.properties().forEach(properties::put);
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, WAIT_SECONDS * 1000);
    try (Admin admin = Admin.create(properties)) {
      return work.with(admin);
    } catch (TimeoutException e) {
      throw new KafkaUnreachableException(cluster, e);
    } catch (ExecutionException e) {
      throw new KafkaUnreachableException(cluster, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnreachableException(cluster, e);
    }
  }

  private static List<TopicState> states(Admin admin, KafkaCluster cluster, Duration sliceRetention)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> there = admin.listTopics().names().get(WAIT_SECONDS, TimeUnit.SECONDS);
    List<String> ours =
        Stream.of(TopicName.values())
            .map(topic -> topic.in(cluster.prefix()))
            .filter(there::contains)
            .toList();
    Map<String, TopicDescription> described =
        admin.describeTopics(ours).allTopicNames().get(WAIT_SECONDS, TimeUnit.SECONDS);
    Map<String, Config> configured = configured(admin, ours);
    List<TopicState> states = new ArrayList<>();
    for (TopicName topic : TopicName.values()) {
      String name = topic.in(cluster.prefix());
      TopicDescription description = described.get(name);
      if (description == null) {
        states.add(new TopicState(topic, name, 0, 0, List.of()));
        continue;
      }
      states.add(
          new TopicState(
              topic,
              name,
              description.partitions().size(),
              description.partitions().get(0).replicas().size(),
              differences(topic, configured.get(name), sliceRetention)));
    }
    return states;
  }

  /**
   * Empty for whoever may not see how topics are kept, as a job with no more rights than needed.
   */
  private static Map<String, Config> configured(Admin admin, List<String> names)
      throws InterruptedException, ExecutionException, TimeoutException {
    var resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    try {
      return admin
          .describeConfigs(resources)
          .all()
          .get(WAIT_SECONDS, TimeUnit.SECONDS)
          .entrySet()
          .stream()
          .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return Map.of();
      }
      throw e;
    }
  }

  private static void create(
      Admin admin, KafkaCluster cluster, List<NewTopic> missing, List<String> said)
      throws InterruptedException, ExecutionException, TimeoutException {
    var creations = admin.createTopics(missing).values();
    Map<String, Throwable> refused = new LinkedHashMap<>();
    for (NewTopic topic : missing) {
      try {
        creations.get(topic.name()).get(WAIT_SECONDS, TimeUnit.SECONDS);
        said.add(
            "created topic %s (%d partition%s)"
                .formatted(
                    topic.name(), topic.numPartitions(), topic.numPartitions() == 1 ? "" : "s"));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AuthorizationException) {
          refused.put(topic.name(), e.getCause());
        } else if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    if (!refused.isEmpty()) {
      throw new KafkaUnreachableException(
          cluster,
          "the topic%s %s missing (or hidden), and this user may not create topics; let one who may run newstide kafka-topics --apply"
              .formatted(
                  refused.size() == 1 ? "" : "s",
                  String.join(", ", refused.keySet()) + (refused.size() == 1 ? " is" : " are")),
          refused.values().iterator().next());
    }
  }

  private static List<String> differences(TopicName topic, Config config, Duration sliceRetention) {
    List<String> differences = new ArrayList<>();
    if (config == null) {
      return differences;
    }
    topic
        .configuration(sliceRetention)
        .forEach(
            (key, wanted) -> {
              var entry = config.get(key);
              if (entry != null && !wanted.equals(entry.value())) {
                differences.add(
                    "has %s=%s where %s is right%s"
                        .formatted(key, entry.value(), wanted, consequence(key, entry.value())));
              }
            });
    return differences;
  }

  /** What it leads to, where that is easily taken for something else. */
  private static String consequence(String key, String value) {
    return switch (key) {
      case "retention.ms" ->
          ": records are stamped with the time they are about, and old news is deleted as soon as it is written";
      case "cleanup.policy" ->
          value.equals("delete")
              ? ": rows that are not written again are deleted"
              : ": rows of the same key are lost";
      case "message.timestamp.after.max.ms" ->
          ": rows of windows that are open are stamped with their end, and the job fails when they are refused";
      case "max.message.bytes" -> ": larger records never reach the job, which would reject them";
      default -> "";
    };
  }
}
