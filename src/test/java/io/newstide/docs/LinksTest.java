package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents lead to, or name as a file or class, is there. */
class LinksTest {

  /** {@code docker/flink/config.yaml}; a part in capitals stands for something else. */
  private static final Pattern FILE =
      Pattern.compile("(?!.*/[A-Z]+$)(?:bin|docker|docs|jobs|src)/[\\w./-]+");

  /** {@code feed/web/FeedClient}: a class by its room. */
  private static final Pattern CLASS =
      Pattern.compile("[a-z]+(?:[./][a-z]+)*[./][A-Z]\\w*[a-z]\\w*");

  private static final Pattern TEST = Pattern.compile("([A-Z]\\w+(?:Test|IT))(?:[. ].*)?");

  /** What is wrong with the links of a document. */
  private static List<String> broken(Markdown document) {
    List<String> broken = new ArrayList<>();
    for (Markdown.Piece link : document.links()) {
      if (link.text().matches("[a-z]+:.*")) {
        continue;
      }
      String[] parts = link.text().split("#", 2);
      Path folder = document.file().toAbsolutePath().getParent();
      Path target = parts[0].isEmpty() ? document.file() : folder.resolve(parts[0]).normalize();
      if (!Files.exists(target)) {
        broken.add(link.where() + ": there is no " + link.text());
      } else if (parts.length == 2) {
        String anchor = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        var anchors =
            target.equals(document.file()) ? document.anchors() : Markdown.read(target).anchors();
        if (!anchors.contains(anchor)) {
          broken.add(link.where() + ": there is no heading " + link.text());
        }
      }
    }
    return broken;
  }

  private static List<Markdown> allWithTheChangelog() {
    return Stream.concat(Markdown.all().stream(), Stream.of(Markdown.read(Path.of("CHANGELOG.md"))))
        .toList();
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() {
    assertThat(allWithTheChangelog().stream().flatMap(one -> broken(one).stream())).isEmpty();
    assertThat(Markdown.all().stream().mapToInt(one -> one.links().size()).sum()).isGreaterThan(40);
  }

  @Test
  void aLinkThatLeadsNowhereIsFound() {
    var document =
        Markdown.read(
            Path.of("README.md"),
            """
            # A `b` & c, 防汛
            [ok](#a-b--c-防汛) [ok](docs/operations.md#no-spare) [out](https://example.org/x)
            ![image](docs/none.png)
            [a](docs/operations.md#none)
            """);
    assertThat(broken(document))
        .containsExactly(
            "README.md:3: there is no docs/none.png",
            "README.md:4: there is no heading docs/operations.md#none");
  }

  /** They differ in the link to each other alone. */
  @Test
  void theReadmesLeadToTheSame() {
    assertThat(readmeLinks("README.zh-CN.md", "README.md"))
        .contains("docs/operations.md", "docs/dashboard.md#not-there-yet")
        .isEqualTo(readmeLinks("README.md", "README.zh-CN.md"));
  }

  private static Set<String> readmeLinks(String file, String other) {
    return Markdown.read(Path.of(file)).links().stream()
        .map(Markdown.Piece::text)
        .filter(link -> !link.matches("[a-z]+:.*") && !link.equals(other))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyFileThatIsNamedIsThere() {
    assertThat(
            spans(FILE)
                .filter(span -> !Files.exists(Path.of(span.text())))
                .map(span -> span.where() + ": there is no " + span.text()))
        .isEmpty();
  }

  @Test
  void everyClassThatIsNamedIsThere() throws Exception {
    TreeSet<String> classes;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      classes =
          files
              .map(file -> file.toString().replace('\\', '/'))
              .filter(file -> file.endsWith(".java"))
              .map(file -> file.replaceFirst(".*/java/(io/newstide/)?", "").replace(".java", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    var tests = classes.stream().map(name -> name.replaceFirst(".*/", "")).toList();
    List<String> missing = new ArrayList<>();
    spans(CLASS)
        .filter(
            span ->
                !classes.contains(
                    span.text().replaceFirst("^io[.]newstide[.]", "").replace('.', '/')))
        .forEach(span -> missing.add(span.where() + ": there is no class " + span.text()));
    spans(TEST)
        .filter(span -> !tests.contains(span.text().replaceFirst("[. ].*", "")))
        .forEach(span -> missing.add(span.where() + ": there is no test " + span.text()));
    assertThat(missing).isEmpty();
  }

  /** The table of the architecture page has every room, and no other. */
  @Test
  void everyRoomIsToldOf() throws Exception {
    Pattern row = Pattern.compile("^\\| `([a-z]+)` \\| ", Pattern.MULTILINE);
    String rooms = Files.readString(Path.of("docs/architecture.md")).split("## The rooms\n", 2)[1];
    try (Stream<Path> packages = Files.list(Path.of("src/main/java/io/newstide"))) {
      assertThat(row.matcher(rooms.split("\n## ", 2)[0]).results().map(found -> found.group(1)))
          .containsExactlyInAnyOrderElementsOf(
              packages.map(room -> room.getFileName().toString()).toList());
    }
  }

  private static Stream<Markdown.Piece> spans(Pattern pattern) {
    return Markdown.all().stream()
        .flatMap(one -> one.spans().stream())
        .filter(span -> pattern.matcher(span.text()).matches());
  }
}
