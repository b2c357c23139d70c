package io.newstide.language;

import static io.newstide.language.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.names.NamesModel;
import io.newstide.language.words.LatticeSegmenter;
import io.newstide.language.words.Segmenter;
import io.newstide.language.words.Words;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentedOnceTest {

  /** Stands before HanLP and notes every piece that goes to it. */
  private static final class CountingSegmenter implements Segmenter {
    private final Segmenter segmenter = new LatticeSegmenter();
    private final List<String> pieces = new ArrayList<>();

    @Override
    public void segment(char[] text, int start, int end, Words words) {
      pieces.add(new String(text, start, end - start));
      segmenter.segment(text, start, end, words);
    }
  }

  @Test
  void everyCharacterOfAnArticleGoesToHanlpExactlyOnce() {
    var counting = new CountingSegmenter();
    var analyser = new HanlpAnalyser(LanguageSettings.defaults(), NamesModel.shipped(), counting);
    analyser.analyse(
        article("机器人马拉松开跑", "肩题在上", "副题在下", "本报讯（记者 苏晴）市长周启明宣布开跑。\n清华大学的机器人跑完全程，清华大学师生欢呼。", ""));
    assertThat(counting.pieces)
        .containsExactly(
            "机器人马拉松开跑", "肩题在上", "副题在下", "本报讯（记者 苏晴）市长周启明宣布开跑。", "清华大学的机器人跑完全程，清华大学师生欢呼。");
  }

  @Test
  void aLongTextGoesInPiecesOfBoundedLengthSoThatTimeIsLinear() {
    for (var sentences : new int[] {1_000, 2_000, 4_000}) {
      var counting = new CountingSegmenter();
      var analyser = new HanlpAnalyser(LanguageSettings.defaults(), NamesModel.shipped(), counting);
      analyser.analyse(article("题", "市民在望江公园散步。".repeat(sentences) + "长".repeat(5_000)));
      assertThat(counting.pieces).allMatch(piece -> piece.length() <= 1024);
      assertThat(counting.pieces.stream().mapToInt(String::length).sum())
          .isEqualTo(1 + 10 * sentences + 5_000);
    }
  }
}
