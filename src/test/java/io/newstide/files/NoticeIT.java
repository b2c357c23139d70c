package io.newstide.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is shipped is what is said to be shipped. */
class NoticeIT {

  private static JsonNode components() throws IOException {
    return new ObjectMapper()
        .readTree(Path.of("target/newstide-sbom.json").toFile())
        .get("components");
  }

  @Test
  void theNoticeHasEveryLibraryWithItsVersion() throws IOException {
    Set<String> shipped = new TreeSet<>();
    for (JsonNode component : components()) {
      shipped.add(
          "%s:%s %s"
              .formatted(
                  component.get("group").asText(),
                  component.get("name").asText(),
                  component.get("version").asText()));
      assertThat(component.get("licenses")).as(component.get("name").asText()).isNotEmpty();
    }
    Set<String> said =
        Files.readAllLines(Path.of("NOTICE")).stream()
            .filter(line -> line.startsWith("  "))
            .map(String::strip)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(said).isEqualTo(shipped);
  }

  @Test
  void theBillOfMaterialsHasEveryJar() throws IOException {
    Set<String> known = new TreeSet<>();
    for (JsonNode component : components()) {
      known.add(component.get("name").asText() + "-" + component.get("version").asText() + ".jar");
    }
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString())).isSubsetOf(known);
    }
  }

  /** No entry has the time of the build, or the same sources would give other bytes tomorrow. */
  @Test
  void jarsHaveNoTimeOfTheirOwn() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    Instant stamp =
        Instant.parse(pom.replaceFirst("(?s).*<project.build.outputTimestamp>([^<]+)<.*", "$1"));
    for (Path jar : List.of(Path.of("target/newstide.jar"), jobJar())) {
      try (JarFile open = new JarFile(jar.toFile())) {
        Set<Instant> times =
            open.stream()
                .map(ZipEntry::getTimeLocal)
                .map(time -> time.toInstant(java.time.ZoneOffset.UTC))
                .collect(Collectors.toCollection(TreeSet::new));
        // Our own entries have the stamp; those of libraries keep the times they were published
        // with.
        assertThat(times).as(jar.toString()).contains(stamp).allMatch(time -> !time.isAfter(stamp));
      }
    }
  }

  private static Path jobJar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith("-job.jar")).findFirst().orElseThrow();
    }
  }
}
