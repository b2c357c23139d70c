package io.newstide.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.article.ArticleReader;
import io.newstide.article.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

  private static final ArticleReader READER =
      new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofHours(1));

  @TempDir private Path folder;

  private List<RawRecord> read(String text) throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, text);
    return JsonLines.all(file, READER);
  }

  private static String line(String publishedAt, String arrivedAt) {
    return "{\"title\": \"t\", \"publishedAt\": %s, \"arrivedAt\": %s}\n"
        .formatted(publishedAt, arrivedAt);
  }

  private static List<String> arrivals(List<RawRecord> records) {
    return records.stream().map(r -> Instant.ofEpochMilli(r.timestamp()).toString()).toList();
  }

  @Test
  void aLineArrivesWhenItSaysElseWithTheGreatestDateSoFar() throws IOException {
    assertThat(
            arrivals(
                read(
                    line("\"2026-07-04T10:00:00Z\"", "\"2026-07-04T10:30:00Z\"")
                        + line("\"2026-07-04T12:00:00Z\"", "null")
                        + line("\"2026-07-04T11:00:00Z\"", "null")
                        + line("null", "null"))))
        .containsExactly(
            "2026-07-04T10:30:00Z",
            "2026-07-04T12:00:00Z",
            "2026-07-04T12:00:00Z",
            "2026-07-04T12:00:00Z");
  }

  @Test
  void beforeAnyDateTheFirstThatFollowsCounts() throws IOException {
    assertThat(
            arrivals(
                read("broken\n" + line("null", "null") + line("\"2026-07-04T10:00:00Z\"", "null"))))
        .containsOnly("2026-07-04T10:00:00Z")
        .hasSize(3);
  }

  @Test
  void withoutAnyDateTimeBeginsAtTheEpoch() throws IOException {
    assertThat(arrivals(read("broken\n"))).containsExactly("1970-01-01T00:00:00Z");
  }

  @Test
  void keepsTheBytesAndCountsTheLines() throws IOException {
    byte[] bytes = {'{', (byte) 0xFF, '}', '\r', '\n', '\n', 'x'};
    Path file = folder.resolve("a.jsonl");
    Files.write(file, bytes);

    List<RawRecord> records = JsonLines.all(file, READER);

    assertThat(records).hasSize(2);
    assertThat(records.get(0).value()).isEqualTo(new byte[] {'{', (byte) 0xFF, '}'});
    assertThat(records.get(0).offset()).isEqualTo(1);
    assertThat(records.get(0).topic()).isEqualTo("a.jsonl");
    assertThat(records.get(1).value()).isEqualTo(new byte[] {'x'});
    assertThat(records.get(1).offset()).isEqualTo(3);
    assertThat(JsonLines.count(file)).isEqualTo(2);
  }

  @Test
  void unpacksGzipWhateverTheName() throws IOException {
    Path file = folder.resolve("packed");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(line("\"2026-07-04T10:00:00Z\"", "null").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(JsonLines.all(file, READER)).hasSize(1);
    assertThat(JsonLines.count(file)).isEqualTo(1);
  }

  @Test
  void readsATextFileAsANewspaperPage() throws IOException {
    Path page = folder.resolve("2026-07-04-a1.txt");
    Files.writeString(
        page,
        """
        石门水库完成检修
        本报讯（记者 林舟）昨日，石门水库对五孔泄洪
        闸逐一检修，全部合格。
        夜间公交延长至零点
        本报讯（记者 高远）7月1日起，八条公交线路末
        班车延长至零点。
        """);

    List<RawRecord> records = JsonLines.all(page, READER);

    assertThat(records)
        .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains(
                        "\"title\":\"石门水库完成检修\"",
                        "\"body\":\"本报讯（记者 林舟）昨日，石门水库对五孔泄洪闸逐一检修，全部合格。\"",
                        "\"publishedAt\":\"2026-07-04\",\"datePrecision\":\"day\"",
                        "\"eventDate\":\"2026-07-03\""),
            second -> assertThat(second).contains("\"title\":\"夜间公交延长至零点\""));
    // The day begins at midnight in Shanghai.
    assertThat(arrivals(records)).containsOnly("2026-07-03T16:00:00Z");
    assertThat(JsonLines.count(page)).isEqualTo(2);
  }

  @Test
  void namesTheFileThatIsMissing() {
    Path missing = folder.resolve("none.jsonl");
    assertThatThrownBy(() -> JsonLines.open(missing, READER))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("articles: " + missing + ": there is no such file");
  }
}
