package io.newstide.language.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.hankcs.hanlp.seg.Segment;
import com.hankcs.hanlp.seg.Viterbi.ViterbiSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** HanLP itself is the reference: the same words, the same tags, for any text. */
class LatticeSegmenterTest {

  private final Segmenter ours = new LatticeSegmenter();
  private final Segment hanlp =
      new ViterbiSegment()
          .enableCustomDictionary(false)
          .enableNameRecognize(false)
          .enableTranslatedNameRecognize(false)
          .enableJapaneseNameRecognize(false)
          .enablePlaceRecognize(false)
          .enableOrganizationRecognize(false)
          .enableNumberQuantifierRecognize(false)
          .enableNormalization(false)
          .enablePartOfSpeechTagging(true);

  private List<String> cutByUs(char[] text, int start, int end) {
    var words = new Words();
    ours.segment(text, start, end, words);
    var cut = new ArrayList<String>();
    for (var i = 0; i < words.size(); i++) {
      cut.add(new String(text, start, words.end(i) - start) + "/" + words.tag(i));
      start = words.end(i);
    }
    return cut;
  }

  private List<String> cutByHanlp(char[] text) {
    return hanlp.seg(text).stream().map(term -> term.word + "/" + term.nature).toList();
  }

  private void assertSame(String text) {
    var chars = text.toCharArray();
    assertThat(cutByUs(chars, 0, chars.length)).as(text).isEqualTo(cutByHanlp(chars));
  }

  @Test
  void everyLineOfTheSampleIsCutAsHanlpCutsIt() throws IOException {
    var lines = Files.readAllLines(Path.of("jobs/sample/articles.jsonl"));
    assertThat(lines).hasSizeGreaterThan(100);
    for (var line : lines) {
      for (var sentence : line.split("(?<=[。！？])", -1)) {
        if (!sentence.isEmpty()) {
          assertSame(sentence);
        }
      }
    }
  }

  @Test
  void anyTextIsCutAsHanlpCutsIt() throws IOException {
    var alphabet =
        String.join("", Files.readAllLines(Path.of("jobs/sample/articles.jsonl")).subList(0, 40))
            + "０１２3.14，,．.一二三百千万亿两〇%％abcＡＢＣ-—…·\u0000\ud83d\ude00 \u3000";
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (var round = 0; round < 5_000; round++) {
      var text = new StringBuilder();
      for (var i = 1 + random.nextInt(30); i > 0; i--) {
        var at = random.nextInt(alphabet.length() - 6);
        text.append(alphabet, at, at + 1 + random.nextInt(6));
      }
      try {
        assertSame(text.toString());
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  @Test
  void aPieceIsCutAsIfItStoodAlone() {
    var text = "前文。澜江市防汛抗旱指挥部宣布，水位回落。后文".toCharArray();
    assertThat(cutByUs(text, 3, 21)).isEqualTo(cutByHanlp("澜江市防汛抗旱指挥部宣布，水位回落。".toCharArray()));
  }
}
