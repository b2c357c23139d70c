package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TfIdfRankerTest {

  private static TfIdfRanker ranker;

  /** 水库: idf ln 10, affinity 0.8; 暴雨: ln 4, 0.9; others: ln (100/3), 0.8. */
  @BeforeAll
  static void readTheTable() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write("documents 99\n水库\t9\t0\t0\n暴雨\t24\t3\t3\n".getBytes(StandardCharsets.UTF_8));
    }
    var table = FrequencyTable.read(new ByteArrayInputStream(bytes.toByteArray()));
    ranker = new TfIdfRanker(table, Set.of("活动"));
  }

  private static Passage passage(Field field, String words) {
    var text = new StringBuilder();
    var terms = new ArrayList<Term>();
    for (var word : words.split(" ", -1)) {
      var slash = word.indexOf('/');
      var start = text.length();
      text.append(word, 0, slash);
      terms.add(
          new Term(start, text.length(), word.substring(0, slash), word.substring(slash + 1)));
    }
    return new Passage(field, text.toString(), terms);
  }

  private static List<Keyword> body(String words) {
    return ranker.rank(List.of(passage(Field.BODY, words)), Byline.none(), 10);
  }

  @Test
  void aWordIsWorthItsPlacesRarityAffinityAndPosition() {
    // √ln(100/3) · 0.8 = 1.49807; √ln 10 · 0.8 = 1.21394; √(2 ln 4) · 0.9 / √8 = 0.52983
    assertThat(body("水库/n 泄洪/vn 。/w 暴雨/n 暴雨/n"))
        .containsExactly(
            new Keyword("泄洪", 1), new Keyword("水库", 0.8103), new Keyword("暴雨", 0.3537));
  }

  @Test
  void quotationMarksCountTwice() {
    assertThat(body("水库/n ,/w “/w 闸门/n ”/w ,/w 堤防/n"))
        .containsExactly(new Keyword("闸门", 1), new Keyword("堤防", 0.5), new Keyword("水库", 0.4052));
  }

  @Test
  void theTitleCountsFourTimesAndStandsBeforeTheLead() {
    var passages =
        List.of(passage(Field.TITLE, "堤防/n"), passage(Field.BODY, "闸门/n 。/w 河道/n 。/w 堤防/n"));
    // √5 · 1 : 0.8 : 0.8 / √8
    assertThat(ranker.rank(passages, Byline.none(), 10))
        .containsExactly(
            new Keyword("堤防", 1), new Keyword("闸门", 0.3578), new Keyword("河道", 0.1265));
    assertThat(ranker.rank(passages, Byline.none(), 2))
        .extracting(Keyword::term)
        .containsExactly("堤防", "闸门");
  }

  @Test
  void neighboursThatStandTogetherAreOnePhraseAndTheirFragmentsGo() {
    assertThat(body("人形/n 机器人/n ,/w 人形/n 机器人/n ,/w 人形/n 机器人/n ,/w 机器人/n"))
        .containsExactly(new Keyword("人形机器人", 1));
    assertThat(body("人形/n 机器人/n ,/w 人形/n 机器人/n ,/w 机器人/n ,/w 机器人/n"))
        .containsExactly(new Keyword("机器人", 1), new Keyword("人形机器人", 0.7071));
    assertThat(body("人形/n 机器人/n ,/w 水库/n")).extracting(Keyword::term).doesNotContain("人形机器人");
  }

  @Test
  void aPhraseAndTheTermOfTheSameFormAreOneKeyword() {
    // Four places, two of them cut into pieces: √4 to √1.
    assertThat(body("堤防/n ,/w 机器/n 人形/n ,/w 机器/n 人形/n ,/w 机器人形/n ,/w 机器人形/n"))
        .containsExactly(new Keyword("机器人形", 1), new Keyword("堤防", 0.5));
  }

  @Test
  void aLongPhraseIsNotCutShort() {
    var phrase = "新时代/n 中国/ns 特色/n 社会主义/n 思想/n";
    assertThat(body(phrase + " ,/w " + phrase)).containsExactly(new Keyword("新时代中国特色社会主义思想", 1));
  }

  @Test
  void aVerbMayEndAPhraseThatItBelongsToAndNeverBeginsOne() {
    assertThat(body("绿色/n 绩效/n 评价/v ,/w 绿色/n 绩效/n 评价/v"))
        .extracting(Keyword::term)
        .containsExactly("绿色绩效评价");
    assertThat(body("雨量/n 增长/v ,/w 雨量/n 增长/v ,/w 增长/v ,/w 增长/v ,/w 增长/v"))
        .extracting(Keyword::term)
        .containsExactly("增长", "雨量");
    assertThat(body("增长/v 雨量/n ,/w 增长/v 雨量/n"))
        .extracting(Keyword::term)
        .containsExactly("增长", "雨量");
  }

  @Test
  void bylinesStopWordsAndFunctionWordsAreNoKeywords() {
    var passages = List.of(passage(Field.BODY, "苏晴/nr 活动/n 非常/d 泄洪/vn 渠/n"));
    var byline = new Byline(List.of(new Byline.Zone(0, 2)), List.of(), "苏晴");
    assertThat(ranker.rank(passages, byline, 10)).containsExactly(new Keyword("泄洪", 1));
    assertThat(ranker.rank(passages, byline, 0)).isEmpty();
    assertThat(ranker.rank(List.of(), Byline.none(), 10)).isEmpty();
  }

  @Test
  void manyDifferentWordsAreAllToldApart() {
    var text = new StringBuilder("水库/n");
    for (var c = '一'; c < '一' + 5_000; c++) {
      text.append(' ').append(c).append("河/n");
    }
    assertThat(body(text + " ,/w 乙河/n")).hasSize(10).contains(new Keyword("乙河", 1));
  }
}
