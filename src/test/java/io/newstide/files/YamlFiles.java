package io.newstide.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as JSON trees; a key that stands twice is refused. */
public final class YamlFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private YamlFiles() {}

  public static List<JsonNode> documents(Path file) throws IOException {
    return documents(Files.readString(file));
  }

  /** Those in a text. */
  public static List<JsonNode> documents(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(10 << 20);
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text)) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }

  public static JsonNode document(Path file) throws IOException {
    List<JsonNode> documents = documents(file);
    if (documents.size() != 1) {
      throw new IOException(file + " holds " + documents.size() + " documents");
    }
    return documents.get(0);
  }
}
