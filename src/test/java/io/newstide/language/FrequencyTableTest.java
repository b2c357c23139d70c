package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrequencyTableTest {

  @Test
  void countsArticlesNotPlacesAndLeavesRareWordsOut(@TempDir Path folder) throws IOException {
    var archive = folder.resolve("archive.jsonl.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write(
          """
          {"title": "暴雨预警", "body": "暴雨，暴雨，水库"}
          {"title": "暴雨", "body": "水库泄洪"}
          {"title": "机器人", "body": "暴雨之后"}
          {"title": "水库", "body": "平稳"}
          """
              .getBytes(StandardCharsets.UTF_8));
    }
    var file = folder.resolve("table.txt.gz");
    FrequencyTableBuilder.build(archive, file);
    var again = folder.resolve("again.txt.gz");
    FrequencyTableBuilder.build(archive, again);
    assertThat(again).hasSameBinaryContentAs(file);

    var table = FrequencyTable.read(Files.newInputStream(file));
    assertThat(table.documents()).isEqualTo(4);
    assertThat(table.inverseDocumentFrequency("暴雨")).isEqualTo(Math.log(5.0 / 4), within(1e-12));
    assertThat(table.inverseDocumentFrequency("机器人")).isEqualTo(Math.log(5.0 / 3), within(1e-12));
  }

  @Test
  void theShippedTableKnowsCommonWordsFromRareOnes() {
    var table = FrequencyTable.shipped();
    assertThat(table.documents()).isEqualTo(11_442);
    assertThat(table.inverseDocumentFrequency("发展"))
        .isLessThan(table.inverseDocumentFrequency("机器人"));
    assertThat(table.inverseDocumentFrequency("机器人"))
        .isLessThan(table.inverseDocumentFrequency("绩效"));
  }
}
