package io.newstide.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rights that jobs/kubernetes/base/kafka-users.yaml gives, as Kafka itself has them. */
final class ShippedAcls {

  private ShippedAcls() {}

  @SuppressWarnings("unchecked")
  static List<AclBinding> read() throws IOException {
    List<AclBinding> all = new ArrayList<>();
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    String text = Files.readString(Path.of("jobs/kubernetes/base/kafka-users.yaml"));
    for (Object document : yaml.loadAll(text)) {
      var user = (Map<String, Object>) document;
      String name = (String) ((Map<String, Object>) user.get("metadata")).get("name");
      var spec = (Map<String, Object>) user.get("spec");
      var authorization = (Map<String, Object>) spec.get("authorization");
      for (var acl : (List<Map<String, Object>>) authorization.get("acls")) {
        var resource = (Map<String, String>) acl.get("resource");
        for (String operation : (List<String>) acl.get("operations")) {
          all.add(
              new AclBinding(
                  new ResourcePattern(
                      resource.get("type").equals("transactionalId")
                          ? ResourceType.TRANSACTIONAL_ID
                          : ResourceType.fromString(resource.get("type").toUpperCase(Locale.ROOT)),
                      resource.get("name"),
                      resource.get("patternType").equals("prefix")
                          ? PatternType.PREFIXED
                          : PatternType.LITERAL),
                  new AccessControlEntry(
                      "User:" + name,
                      "*",
                      AclOperation.fromString(operation.toUpperCase(Locale.ROOT)),
                      AclPermissionType.ALLOW)));
        }
      }
    }
    return all;
  }
}
