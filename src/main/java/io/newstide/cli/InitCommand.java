package io.newstide.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The files of a new deployment. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description =
        "Writes a commented job file, topics, a lexicon and a compose file to start from.")
final class InitCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      defaultValue = ".",
      paramLabel = "DIR",
      description = "Where to write (${DEFAULT-VALUE}); made if missing. Nothing is overwritten.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    Map<Path, String> files = files();
    for (Path file : files.keySet()) {
      if (Files.exists(file)) {
        throw new IllegalStateException(
            file + ": is there already; nothing was written. Choose another folder");
      }
    }
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Files.createDirectories(file.getKey().toAbsolutePath().getParent());
      Files.writeString(file.getKey(), file.getValue());
      System.out.println(file.getKey());
    }
    System.err.printf(
        """

        Next:
          1. in %1$s set kafka.bootstrapServers and your windows
          2. in %2$s write what you follow, in %3$s the names of your city
          3. newstide run --job %1$s
          4. newstide feed --job %1$s articles.jsonl
        """,
        folder.resolve("job.yaml"), folder.resolve("topics"), folder.resolve("lexicon.txt"));
    return 0;
  }

  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(folder.resolve("job.yaml"), job());
    files.put(folder.resolve("lexicon.txt"), Files.readString(Home.file("jobs/lexicon.txt")));
    try (Stream<Path> topics = Files.list(Home.file("jobs/topics"))) {
      for (Path topic : topics.sorted().toList()) {
        files.put(folder.resolve("topics").resolve(topic.getFileName()), Files.readString(topic));
      }
    }
    files.put(folder.resolve("compose.yaml"), compose());
    return files;
  }

  /** The compose file for this folder's job file; images are built from the installation. */
  private String compose() throws IOException {
    Path docker = Home.file("docker").toAbsolutePath().normalize();
    return Files.readString(docker.resolve("compose.yaml"))
        .replace("docker compose -f docker/compose.yaml up", "docker compose up")
        .replace("context: ..", "context: " + docker.getParent())
        .replace("./prometheus:", docker.resolve("prometheus") + ":")
        .replace("./grafana/", docker.resolve("grafana") + "/")
        .replace("../jobs:/opt/newstide/jobs:ro", "./:/opt/newstide/deployment:ro")
        .replace("jobs/demo.yaml", "deployment/job.yaml")
        .replace("jobs/sample/articles.jsonl", "articles.jsonl")
        .replace(
            "--job deployment/job.yaml --set kafka.bootstrapServers=localhost",
            "--job job.yaml --set kafka.bootstrapServers=localhost")
        .replace("      - demo\n", "      - " + name() + "\n");
  }

  /** The name of the folder, as far as a deployment may be called that. */
  private String name() {
    Path named = folder.toAbsolutePath().normalize().getFileName();
    String name =
        named == null
            ? ""
            : named.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+|^[^a-z0-9]+", "");
    return name.isEmpty() ? "news" : name;
  }

  /** The demo's job file with the name of the folder, and with what suits a cluster. */
  private String job() throws IOException {
    return Files.readString(Home.file("jobs/demo.yaml"))
        .replaceFirst(
            "(?s)^.*?# Everything here can", "# A deployment of Newstide. Everything here can")
        .replaceFirst("(?m)^name: demo ", "name: " + name() + " ")
        .replaceFirst("localhost:9092  # .*", "localhost:9092  # your Kafka")
        .replaceFirst("(?m)^  partitions: 1 .*\\R", "")
        .replaceFirst("parallelism: 1", "parallelism: 2")
        .replaceFirst(
            "checkpointInterval: PT1S .*",
            "checkpointInterval: PT10S     # results are committed this often");
  }
}
