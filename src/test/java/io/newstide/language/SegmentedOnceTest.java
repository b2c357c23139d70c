package io.newstide.language;

import static io.newstide.language.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;

import com.hankcs.hanlp.seg.common.Term;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentedOnceTest {

  /** Stands before HanLP and notes every piece that goes to it. */
  private static final class CountingSegmenter implements Segmenter {
    private final Segmenter segmenter = new HanlpSegmenter();
    private final List<String> pieces = new ArrayList<>();

    @Override
    public List<Term> segment(char[] piece) {
      pieces.add(new String(piece));
      return segmenter.segment(piece);
    }
  }

  @Test
  void everyCharacterOfAnArticleGoesToHanlpExactlyOnce() {
    var counting = new CountingSegmenter();
    var analyser = new HanlpAnalyser(LanguageSettings.defaults(), counting);
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
      var analyser = new HanlpAnalyser(LanguageSettings.defaults(), counting);
      analyser.analyse(article("题", "市民在望江公园散步。".repeat(sentences) + "长".repeat(5_000)));
      assertThat(counting.pieces).allMatch(piece -> piece.length() <= 1024);
      assertThat(counting.pieces.stream().mapToInt(String::length).sum())
          .isEqualTo(1 + 10 * sentences + 5_000);
    }
  }

  @Test
  void aSegmenterThatLosesCharactersDoesNotShiftWords() {
    var analyser = new HanlpAnalyser(LanguageSettings.defaults(), piece -> List.of());
    var passage = analyser.analyse(article("暴雨", "")).passages().get(0);
    assertThat(passage.terms())
        .containsExactly(
            new io.newstide.language.Term(0, 1, "暴", "x"),
            new io.newstide.language.Term(1, 2, "雨", "x"));
  }
}
