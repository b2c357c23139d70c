package io.newstide.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Sees to it that the topics of a deployment exist and are kept as they must be. */
public final class TopicAdmin {

  private static final int WAIT_SECONDS = 30;

  private TopicAdmin() {}

  /**
   * Creates the topics that are missing; those that exist are left as they are.
   *
   * @param cluster where Kafka is
   * @param sliceRetention how long slices are kept
   * @return a line for each topic created, and for each that is kept otherwise than it should be
   * @throws KafkaUnreachableException if Kafka does not answer
   */
  public static List<String> ensure(KafkaCluster cluster, Duration sliceRetention) {
    Properties properties = new Properties();
    cluster.properties().forEach(properties::put);
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, WAIT_SECONDS * 1000);
    try (Admin admin = Admin.create(properties)) {
      Set<String> there = admin.listTopics().names().get(WAIT_SECONDS, TimeUnit.SECONDS);
      List<String> said = new ArrayList<>();
      List<NewTopic> missing = new ArrayList<>();
      Map<TopicName, ConfigResource> existing = new LinkedHashMap<>();
      for (TopicName topic : TopicName.values()) {
        String name = topic.in(cluster.prefix());
        if (there.contains(name)) {
          existing.put(topic, new ConfigResource(ConfigResource.Type.TOPIC, name));
        } else {
          missing.add(
              new NewTopic(name, cluster.partitions(), (short) cluster.replication())
                  .configs(topic.configuration(sliceRetention)));
        }
      }
      create(admin, missing, said);
      said.addAll(differences(admin, existing, sliceRetention));
      return said;
    } catch (TimeoutException e) {
      throw new KafkaUnreachableException(cluster, e);
    } catch (ExecutionException e) {
      throw new KafkaUnreachableException(cluster, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnreachableException(cluster, e);
    }
  }

  private static void create(Admin admin, List<NewTopic> missing, List<String> said)
      throws InterruptedException, ExecutionException, TimeoutException {
    var creations = admin.createTopics(missing).values();
    for (NewTopic topic : missing) {
      try {
        creations.get(topic.name()).get(WAIT_SECONDS, TimeUnit.SECONDS);
        said.add(
            "created topic %s (%d partition%s)"
                .formatted(
                    topic.name(), topic.numPartitions(), topic.numPartitions() == 1 ? "" : "s"));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static List<String> differences(
      Admin admin, Map<TopicName, ConfigResource> existing, Duration sliceRetention)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<ConfigResource, Config> configs =
        new HashMap<>(
            admin.describeConfigs(existing.values()).all().get(WAIT_SECONDS, TimeUnit.SECONDS));
    List<String> differences = new ArrayList<>();
    existing.forEach(
        (topic, resource) ->
            topic
                .configuration(sliceRetention)
                .forEach(
                    (key, wanted) -> {
                      var entry = configs.get(resource).get(key);
                      if (entry != null && !wanted.equals(entry.value())) {
                        differences.add(
                            "topic %s has %s=%s where %s is right"
                                .formatted(resource.name(), key, entry.value(), wanted));
                      }
                    }));
    return differences;
  }
}
