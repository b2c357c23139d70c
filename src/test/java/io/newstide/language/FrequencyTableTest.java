package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrequencyTableTest {

  @Test
  void countsArticlesLeadsAndTitlesAndLeavesRareWordsOut(@TempDir Path folder) throws IOException {
    var archive = folder.resolve("archive.jsonl.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write(
          """
          {"title": "暴雨预警", "body": "暴雨，暴雨，水库"}
          {"title": "暴雨", "body": "水库。泄洪。暴雨"}
          {"title": "机器人", "body": "暴雨之后"}
          {"title": "水库", "body": "水库，机器人"}
          """
              .getBytes(StandardCharsets.UTF_8));
    }
    var file = folder.resolve("table.txt.gz");
    FrequencyTableBuilder.build(archive, folder.resolve("compounds.txt"), file);
    var again = folder.resolve("again.txt.gz");
    FrequencyTableBuilder.build(archive, folder.resolve("compounds.txt"), again);
    assertThat(again).hasSameBinaryContentAs(file);

    var table = FrequencyTable.read(Files.newInputStream(file));
    assertThat(table.documents()).isEqualTo(4);
    // In the lead twice, of these in the title once; 水库 three times and once: 2 of 5 in all.
    assertKnows(table, "暴雨", Math.log(5.0 / 4), 16.0 / 35);
    assertKnows(table, "水库", Math.log(5.0 / 4), 8.0 / 21);
    assertKnows(table, "机器人", Math.log(5.0 / 3), 3.0 / 7);
  }

  private static void assertKnows(FrequencyTable table, String word, double idf, double affinity) {
    assertThat(table.of(word).inverseDocumentFrequency()).isEqualTo(idf, within(1e-12));
    assertThat(table.of(word).titleAffinity()).isEqualTo(affinity, within(1e-12));
  }

  @Test
  void compoundsAreCountedAsWordsAndTheirPiecesAreNot(@TempDir Path folder) throws IOException {
    // 新质生产力 is cut into 新, 质 and 生产力.
    var before = List.of("发展", "培育", "壮大", "形成", "研究", "支持");
    var behind = List.of("理论", "企业", "布局", "产业", "人才", "规划");
    var archive = folder.resolve("archive.jsonl.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      for (var i = 0; i < 6; i++) {
        out.write(
            ("{\"title\": \"题\", \"body\": \"今年"
                    + before.get(i)
                    + "新质生产力"
                    + behind.get(i)
                    + "\"}\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    var list = folder.resolve("compounds.txt");
    var file = folder.resolve("table.txt.gz");
    FrequencyTableBuilder.build(archive, list, file);
    assertThat(list)
        .content()
        .startsWith("# ")
        .contains("from archive.jsonl.gz")
        .endsWith("\nword\t新质生产力\t6\n");
    var table = FrequencyTable.read(Files.newInputStream(file));
    assertThat(table.of("新质生产力").inverseDocumentFrequency()).isZero();
    // Not listed: as rare as a word in two articles of six.
    assertThat(table.of("生产力").inverseDocumentFrequency())
        .isEqualTo(Math.log(7.0 / 3), within(1e-12));
  }

  @Test
  void aBrokenTableIsRefusedWithItsLine() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write("documents 4\n暴雨\t3\n".getBytes(StandardCharsets.UTF_8));
    }
    var stream = new ByteArrayInputStream(bytes.toByteArray());
    assertThatThrownBy(() -> FrequencyTable.read(stream))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith("not a line of the table: 暴雨\t3");
  }

  @Test
  void theShippedTableKnowsCommonWordsFromRareOnes() {
    var table = FrequencyTable.shipped();
    assertThat(table.documents()).isEqualTo(11_442);
    assertThat(table.of("发展").inverseDocumentFrequency())
        .isLessThan(table.of("机器人").inverseDocumentFrequency());
    assertThat(table.of("机器人").inverseDocumentFrequency())
        .isLessThan(table.of("绩效").inverseDocumentFrequency());
    assertThat(table.of("习近平").titleAffinity()).isGreaterThan(table.of("我国").titleAffinity());
  }
}
