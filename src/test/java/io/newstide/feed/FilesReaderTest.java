package io.newstide.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.article.ArticleReader;
import io.newstide.article.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders: each line once, whatever happens in between. */
class FilesReaderTest {

  private static final ArticleReader READER =
      new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofHours(1));
  private static final Instant NOW = Instant.parse("2026-07-04T08:00:00Z");

  private final MemoryLedgers ledgers = new MemoryLedgers();

  @TempDir private Path folder;

  private static String line(int number) {
    return "{\"title\": \"%d\"}".formatted(number);
  }

  private static List<String> lines(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(FilesReaderTest::line).toList();
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void write(Path file, List<String> lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static byte[] gzip(List<String> lines) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private NewsSource source(Path path) {
    return new NewsSource("files", path.toString(), Duration.ofSeconds(1));
  }

  /** A process that was just started and looks once. */
  private SourcePoller.Outcome look(Path path, boolean watched) {
    return poller(path, watched).poll(sent -> {});
  }

  private SourcePoller poller(Path path, boolean watched) {
    NewsSource source = source(path);
    return new SourcePoller(
        source,
        new FilesReader(source, READER, watched),
        ledgers.open(List.of(source)).get(0),
        new Timetable(new Random(1)),
        InstantSource.fixed(NOW));
  }

  @Test
  void takesNewAndGrownFilesOnce() throws IOException {
    Path a = folder.resolve("a.jsonl");
    Files.createDirectory(folder.resolve("2026"));
    Path deep = folder.resolve("2026/b.jsonl.gz");
    write(a, lines(1, 3));
    Files.write(deep, gzip(lines(4, 5)));
    Files.writeString(folder.resolve("notes.md"), "no articles");
    Files.writeString(folder.resolve(".hidden.jsonl"), "no articles");

    assertThat(look(folder, true).found()).isEqualTo(5);
    assertThat(look(folder, true).found()).isZero();
    append(a, line(6) + "\n");
    assertThat(look(folder, true).found()).isEqualTo(1);
    // gzip grows by a further member
    Files.write(deep, gzip(lines(7, 7)), StandardOpenOption.APPEND);
    assertThat(look(folder, true).found()).isEqualTo(1);
    write(folder.resolve("c.jsonl"), lines(8, 8));
    look(folder, true);

    assertThat(ledgers.sent())
        .containsExactly(line(4), line(5), line(1), line(2), line(3), line(6), line(7), line(8));
    assertThat(ledgers.state("files").articles()).isEqualTo(8);
    assertThat(ledgers.state("files").tries()).isEqualTo(5);
  }

  @Test
  void aFileWithAnotherBeginningIsReadAnew() throws IOException {
    Path a = folder.resolve("a.jsonl");
    write(a, lines(1, 2));
    look(a, false);
    write(a, lines(10, 13));
    look(a, false);
    write(a, lines(20, 20));
    look(a, false);

    assertThat(ledgers.sent())
        .containsExactly(line(1), line(2), line(10), line(11), line(12), line(13), line(20));
  }

  @Test
  void aLineThatIsBeingWrittenIsWaitedFor() throws IOException {
    Path a = folder.resolve("a.jsonl");
    append(a, line(1) + "\n{\"title\": ");
    look(folder, true);
    assertThat(ledgers.sent()).containsExactly(line(1));
    append(a, "\"2\"}");
    // whole now, though its line break is missing
    look(folder, true);
    append(a, "\n" + line(3) + "\n");
    look(folder, true);
    assertThat(ledgers.sent()).containsExactly(line(1), "{\"title\": \"2\"}", line(3));
  }

  @Test
  void aLineThatIsBeingWrittenIsNotReadAgainAndAgain() throws IOException {
    append(folder.resolve("a.jsonl"), line(1) + "\n{\"tit");
    FilesReader reader = new FilesReader(source(folder), READER, true);
    Map<String, byte[]> notes = new TreeMap<>();

    List<SourceReader.Part> first = parts(reader.look(notes, NOW));
    assertThat(first).hasSize(1);
    first.get(0).notes().forEach((name, note) -> notes.put(name, note.orElseThrow()));

    assertThat(parts(reader.look(notes, NOW))).isEmpty();
  }

  private static List<SourceReader.Part> parts(SourceReader.Look look) {
    List<SourceReader.Part> parts = new ArrayList<>();
    look.parts().forEachRemaining(parts::add);
    return parts;
  }

  @Test
  void withoutWatchingTheLastLineIsSentAsItIs() throws IOException {
    Path a = folder.resolve("a.jsonl");
    append(a, line(1) + "\n{\"tit");
    look(a, false);
    assertThat(ledgers.sent()).containsExactly(line(1), "{\"tit");
  }

  @Test
  void stoppedAnywhereItGoesOnFromThere() throws IOException {
    long seed = 20260704;
    Random random = new Random(seed);
    Path a = folder.resolve("a.jsonl");
    Path b = folder.resolve("b.jsonl.gz");
    write(a, lines(1, 2600));
    Files.write(b, gzip(lines(2601, 4000)));
    for (int stop = 0; stop < 30; stop++) {
      NewsSource source = source(folder);
      Ledger ledger = ledgers.open(List.of(source)).get(0);
      var parts = new FilesReader(source, READER, true).look(ledger.notes(), NOW).parts();
      for (int i = random.nextInt(3); i > 0 && parts.hasNext(); i--) {
        SourceReader.Part part = parts.next();
        ledger.commit(part.articles(), part.notes());
      }
    }
    look(folder, true);
    assertThat(ledgers.sent()).as("seed %d", seed).isEqualTo(lines(1, 4000));
  }

  @Test
  void aBrokenFileKeepsNoOtherWaiting() throws IOException {
    byte[] whole = gzip(lines(1, 2000));
    Path a = folder.resolve("a.jsonl.gz");
    Files.write(a, Arrays.copyOf(whole, whole.length / 2));
    write(folder.resolve("b.jsonl"), lines(3001, 3002));

    SourcePoller.Outcome outcome = look(folder, true);

    assertThat(outcome.trouble())
        .hasValueSatisfying(
            trouble ->
                assertThat(trouble)
                    .hasMessage(a + ": it breaks off in the middle; is it still being written?"));
    assertThat(ledgers.sent()).endsWith(line(3001), line(3002));
    assertThat(ledgers.state("files").failures()).isEqualTo(1);

    Files.write(a, whole);
    assertThat(look(folder, true).trouble()).isEmpty();
    assertThat(ledgers.sent())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.concat(IntStream.rangeClosed(1, 2000), IntStream.of(3001, 3002))
                .mapToObj(FilesReaderTest::line)
                .toList());
  }

  @Test
  void aPageThatIsNoUtf8KeepsNoOtherWaiting() throws IOException {
    Path a = Files.write(folder.resolve("a.txt"), new byte[] {(byte) 0xB7, (byte) 0xC0, '\n'});
    write(folder.resolve("b.jsonl"), lines(1, 2));

    SourcePoller.Outcome outcome = look(folder, true);

    assertThat(outcome.trouble())
        .hasValueSatisfying(
            trouble ->
                assertThat(trouble)
                    .hasMessage(
                        a + ": no UTF-8; convert it first, as with iconv -f GB18030 -t UTF-8"));
    assertThat(ledgers.sent()).containsExactly(line(1), line(2));
  }

  @Test
  void aTextTooLargeForAPageIsRefusedAndKeepsNoOtherWaiting() throws IOException {
    Path a = Files.writeString(folder.resolve("a.txt"), "\n".repeat((1 << 20) + 1));
    write(folder.resolve("b.jsonl"), lines(1, 2));

    SourcePoller.Outcome outcome = look(folder, true);

    assertThat(outcome.trouble())
        .hasValueSatisfying(
            trouble -> assertThat(trouble).hasMessage(a + ": larger than 1 MiB, which no page is"));
    assertThat(ledgers.sent()).containsExactly(line(1), line(2));
  }

  @Test
  void linesArriveWhenTheySayElseNowAndKeepTheirBytes() throws IOException {
    Path a = folder.resolve("a.jsonl");
    Files.write(a, new byte[] {'{', (byte) 0xFF, '}', '\r', '\n', '\n'});
    append(a, "{\"title\": \"t\", \"arrivedAt\": \"2026-07-01T00:00:00Z\"}\n");
    look(a, false);

    List<RawRecord> articles = ledgers.articles();
    assertThat(articles).hasSize(2);
    assertThat(articles.get(0).value()).isEqualTo(new byte[] {'{', (byte) 0xFF, '}'});
    assertThat(articles.get(0).timestamp()).isEqualTo(NOW.toEpochMilli());
    assertThat(articles.get(1).timestamp())
        .isEqualTo(Instant.parse("2026-07-01T00:00:00Z").toEpochMilli());
    assertThat(articles.get(1).offset()).isEqualTo(3);
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    Path none = folder.resolve("none");
    assertThat(look(none, true).trouble())
        .hasValueSatisfying(
            t -> assertThat(t).hasMessage(none + ": there is no such file or folder"));
    assertThat(look(folder, true).remark())
        .isEqualTo("the folder holds no .jsonl or .jsonl.gz or .txt file");
    assertThatThrownBy(() -> new FilesReader(source(folder), READER, false).look(Map.of(), NOW))
        .hasMessage(folder + ": the folder holds no .jsonl or .jsonl.gz or .txt file");
  }
}
