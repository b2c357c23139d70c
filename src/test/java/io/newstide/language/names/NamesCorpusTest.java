package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesCorpusTest {

  @TempDir private Path folder;

  private List<LabelledSentence> read(String text) throws IOException {
    return NamesCorpus.read(Files.writeString(folder.resolve("corpus.txt"), text));
  }

  @Test
  void marksAndOffsetsSayTheSame() throws IOException {
    var expected =
        new LabelledSentence(
            "北京市的孔磊来到清华大学。",
            List.of(
                new Span(0, 3, NameType.PLACE),
                new Span(4, 6, NameType.PERSON),
                new Span(8, 12, NameType.ORGANISATION)));
    assertThat(
            read(
                """
                # a comment

                [北京市|place]的[孔磊|person]来到[清华大学|organisation]。
                [北京市|LOC]的[孔磊|PER]来到[清华大学|ORG]。
                北京市的孔磊来到清华大学。\t0,3,LOC 4,6,PER 8,12,ORG
                北京市的孔磊来到清华大学。\t8,12,organisation 4,6,person 0,3,place
                """))
        .containsExactly(expected, expected, expected, expected);
  }

  @Test
  void aSentenceMayHoldNoName() throws IOException {
    var expected = new LabelledSentence("水位回落。", List.of());
    assertThat(read("水位回落。\n水位回落。\t\n")).containsExactly(expected, expected);
    assertThat(read("")).isEmpty();
  }

  /** The file counts characters as people do; the sentence counts as Java does. */
  @Test
  void offsetsInTheFileCountCodePoints() throws IOException {
    var names =
        List.of(
            new Span(2, 5, NameType.PLACE), // behind one robot, two chars
            new Span(5, 8, NameType.PERSON)); // 𠮷 is two chars
    var expected = new LabelledSentence("🤖杭州市𠮷田到", names);
    assertThat(read("🤖杭州市𠮷田到\t1,4,LOC 4,6,PER\n🤖[杭州市|place][𠮷田|person]到\n"))
        .containsExactly(expected, expected);
  }

  @Test
  void gzipLineEndsAndByteOrderMarksMakeNoDifference() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write("\ufeff# 一\r\n[北京|place]。\r\n晴".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(NamesCorpus.read(Files.write(folder.resolve("corpus.gz"), bytes.toByteArray())))
        .containsExactly(
            new LabelledSentence("北京。", List.of(new Span(0, 2, NameType.PLACE))),
            new LabelledSentence("晴", List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "去[北京市]              | '[北京市]' is not '[name|type]'",
        "去[北京市%place         | '[北京市%place' is not '[name|type]'",
        "去[%place]              | '[%place]' is not '[name|type]'",
        "去[北[京市%place]       | '[北[京市%place]' is not '[name|type]'",
        "去[北京市%town]         | 'town' is no type of name: person, place, organisation (PER, LOC, ORG)",
        "去北京市~1,4            | '1,4' is not 'start,end,TYPE'",
        "去北京市~1,x,LOC        | '1,x,LOC' is not 'start,end,TYPE'",
        "去北京市~1,5,LOC        | '1,5,LOC' does not lie within the sentence's 4 characters",
        "去北京市~2,2,LOC        | '2,2,LOC' does not lie within",
        "去北京市~1,4,GPE        | 'GPE' is no type of name",
        "去北京市~1,3,LOC 2,4,LOC | two names overlap at character 2",
      })
  void aBrokenLineIsRefusedWithFileAndLine(String line, String problem) {
    var text = "晴。\n\n" + line.replace('@', '[').replace('%', '|').replace('~', '\t') + "\n雨。\n";
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith(
            folder.resolve("corpus.txt") + ":3: " + problem.replace('@', '[').replace('%', '|'));
  }

  /** However far behind in the file: not where the reader's buffer began. */
  @Test
  void whatIsNoUtf8IsFoundInItsLine() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var line = 1; line < 3_000; line++) {
      bytes.write("[北京市|place]今日晴。\n".getBytes(StandardCharsets.UTF_8));
    }
    bytes.write("北京市".getBytes("GBK"));
    var file = Files.write(folder.resolve("gbk.txt"), bytes.toByteArray());
    assertThatThrownBy(() -> NamesCorpus.read(file)).hasMessage(file + ":3000: this is not UTF-8");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    var none = folder.resolve("none.txt");
    assertThatThrownBy(() -> NamesCorpus.read(none)).hasMessage(none + ": there is no such file");
    var gzip = Files.writeString(folder.resolve("plain.gz"), "北京市");
    assertThatThrownBy(() -> NamesCorpus.read(gzip))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith(gzip + ": cannot be read: ");
  }
}
