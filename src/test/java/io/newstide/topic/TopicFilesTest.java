package io.newstide.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilesTest {

  @TempDir private Path folder;

  private Path write(String name, String yaml) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, yaml);
    return file;
  }

  @Test
  void readsOneTopicADocumentInTheOrderOfTheFiles() throws IOException {
    write("b.yaml", "id: b\nname: 乙\nquery: 乙\n---\nid: c\nname: 丙\nquery: 丙\nthreshold: 1.5\n");
    write("a.yaml", "id: a\nname: 甲\nquery: >-\n  甲 OR\n  子\n");
    write("c.txt", "not a topic file");

    assertThat(TopicFiles.read(folder.resolve("*.yaml")))
        .containsExactly(
            new TopicDefinition("a", "甲", "甲 OR 子", 2),
            new TopicDefinition("b", "乙", "乙", 2),
            new TopicDefinition("c", "丙", "丙", 1.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: a;name: A                              | 1 | the topic has no query",
        "id: A b;name: A;query: x                   | 1 | id: 'A b' is none: lower-case letters, digits and hyphens",
        "id: a;name: A;query: x;treshold: 2         | 4 | 'treshold' is no field of a topic; there are id, name, query, threshold",
        "id: a;name: A;query: x;threshold: much     | 4 | threshold: 'much' is no number",
        "id: a;name: A;query: x;threshold: 0        | 4 | threshold: 0 is out of bounds; it is above 0",
        "id: a;name: A;query: x;threshold: NaN      | 4 | out of bounds",
        "id: a;name: A;query: x;query: y            | 4 | query is set twice",
        "id: a;name: ;query: x                      | 2 | name: a text is needed",
        "id: a;name: A;query: '防汛 OR 暴*雨'       | 3 | query: column 7: '暴*雨': * and ? are not offered; words match the text itself; the query is: 防汛 OR 暴*雨",
        "- id: a                                    | 1 | a topic is written as fields",
        "id: [                                      | 2 | this is no YAML",
      })
  void refusesWithFileLineAndWhatIsRight(String yaml, int line, String why) throws IOException {
    Path file = write("t.yaml", yaml.replace(";", "\n") + "\n");
    assertThatThrownBy(() -> TopicFiles.read(file))
        .isInstanceOf(TopicFileException.class)
        .hasMessageStartingWith(file + ":" + line + ": ")
        .hasMessageContaining(why);
  }

  @Test
  void refusesAnIdThatIsTakenNamingBothPlaces() throws IOException {
    Path first = write("1.yaml", "id: a\nname: A\nquery: x\n");
    Path second = write("2.yaml", "\nid: a\nname: A\nquery: x\n");
    assertThatThrownBy(() -> TopicFiles.read(folder.resolve("*.yaml")))
        .hasMessage(second + ":2: id: 'a' is taken by " + first + ":1");
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    assertThatThrownBy(() -> TopicFiles.read(folder.resolve("*.yaml")))
        .hasMessageContaining("no file is named like that");
    Path empty = write("e.yaml", "");
    assertThatThrownBy(() -> TopicFiles.read(empty)).hasMessageContaining("the file is empty");
    assertThatThrownBy(() -> TopicFiles.read(folder.resolve("none/*.yaml")))
        .hasMessageContaining("the folder of the topics cannot be read");
  }

  @Test
  void refusesAQueryOfTenThousandClausesWithoutPrintingIt() throws IOException {
    String query = String.join(" OR ", Collections.nCopies(10_000, "防汛"));
    Path file = write("t.yaml", "id: a\nname: A\n\nquery: '" + query + "'\n");
    assertThatThrownBy(() -> TopicFiles.read(file))
        .isInstanceOf(TopicFileException.class)
        .hasMessageStartingWith(file + ":4: query: column 1: it has more than 1,024 clauses")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void refusesWhatIsNoUtf8() throws IOException {
    Path file = folder.resolve("t.yaml");
    Files.write(file, "id: a\nname: 防汛\nquery: x\n".getBytes(Charset.forName("GBK")));
    assertThatThrownBy(() -> TopicFiles.read(file))
        .isInstanceOf(TopicFileException.class)
        .hasMessageStartingWith(file + ": cannot be read as UTF-8");
  }

  @Test
  void readsTenThousandTopicsOfOneFile() throws IOException {
    StringBuilder topics = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      topics.append(
          "---\nid: t%d\nname: 题%d\nquery: '%s'\n".formatted(i, i, "防汛 OR ".repeat(50) + "暴雨"));
    }
    assertThat(topics).hasSizeGreaterThan(3_145_728); // what SnakeYAML takes by itself
    assertThat(TopicFiles.read(write("t.yaml", topics.toString()))).hasSize(10_000);
  }

  @Test
  void readsTheShippedTopics() {
    assertThat(TopicFiles.read(Path.of("jobs/topics/*.yaml")))
        .extracting(TopicDefinition::id)
        .contains(
            "green-performance",
            "flood-prevention",
            "robotics",
            "waste-sorting",
            "health-insurance",
            "school-enterprise-cooperation",
            "smart-manufacturing",
            "work-safety",
            "state-secrecy",
            "cadre-training");
  }
}
