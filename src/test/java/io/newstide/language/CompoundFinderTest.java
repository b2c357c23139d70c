package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small corpora in which a sequence has what makes a word, or lacks one thing of it. */
class CompoundFinderTest {

  private static final List<String> BEFORE =
      List.of("观看/v", "报道/v", "迎接/v", "宣传/v", "组织/v", "筹备/v");
  private static final List<String> BEHIND =
      List.of("火炬/n", "场馆/n", "赛事/n", "选手/n", "日程/n", "裁判/n");

  private final CompoundFinder finder = new CompoundFinder();

  private void article(String words) {
    finder.nextArticle();
    var terms = new ArrayList<Term>();
    var at = 0;
    for (var word : words.split(" ", -1)) {
      var slash = word.indexOf('/');
      terms.add(new Term(at, at + slash, word.substring(0, slash), word.substring(slash + 1)));
      at += slash;
    }
    finder.add(terms);
  }

  /** Articles with a sequence, each with other words around it. */
  private void articles(int number, String sequence) {
    for (var i = 0; i < number; i++) {
      article("昨日/t 他/r " + BEFORE.get(i) + " " + sequence + " " + BEHIND.get(i) + " 。/w");
    }
  }

  @Test
  void piecesThatStandTogetherInManySurroundingsAreAWord() {
    articles(6, "亚/ns 运会/n");
    assertThat(finder.find()).isEqualTo(found(Map.of("亚运会", 6)));
  }

  @Test
  void theEndsOfARunAreSurroundingsOfTheirOwn() {
    for (var i = 0; i < 6; i++) {
      article("“/w 亚/ns 运会/n ”/w 开/v");
    }
    assertThat(finder.find().words()).containsExactlyEntriesOf(Map.of("亚运会", 6));
  }

  @Test
  void fewerThanFivePlacesOrThreeArticlesAreNoEvidence() {
    articles(4, "亚/ns 运会/n");
    assertThat(finder.find().words()).isEmpty();
    var two = new CompoundFinder();
    for (var i = 0; i < 6; i++) {
      if (i % 3 == 0) {
        two.nextArticle();
      }
      two.add(List.of(new Term(0, 1, "亚", "ns"), new Term(1, 3, "运会", "n")));
    }
    assertThat(two.find().words()).isEmpty();
  }

  @Test
  void whatAlwaysGoesOnInTheSameWayIsAPieceOfSomethingLonger() {
    articles(6, "新/a 质/ng 生产力/n");
    assertThat(finder.find().words()).containsExactlyEntriesOf(Map.of("新质生产力", 6));
  }

  @Test
  void numbersAreOneSurrounding() {
    for (var i = 0; i < 6; i++) {
      article("昨日/t 第/m " + (i + 3) + "/m 亚/ns 运会/n " + BEHIND.get(i));
    }
    assertThat(finder.find().words()).isEmpty();
  }

  @Test
  void piecesThatMeetByChanceAreNone() {
    articles(6, "大/a 会议/n");
    for (var i = 0; i < 100; i++) {
      article("大/a " + BEHIND.get(i % 6) + " ,/w " + BEFORE.get(i % 6) + " 会议/n");
    }
    assertThat(finder.find().words()).doesNotContainKey("大会议");
  }

  @Test
  void wordsThatGoTogetherAreAPhraseOfTheArticle() {
    articles(6, "气象/n 部门/n");
    articles(6, "气象/n 台站/n");
    articles(6, "环保/n 部门/n");
    articles(6, "环保/n 台站/n");
    assertThat(finder.find().words()).isEmpty();
    var bound = new CompoundFinderTest();
    bound.articles(6, "一带/n 一路/m");
    assertThat(bound.finder.find().words()).containsExactlyEntriesOf(Map.of("一带一路", 6));
  }

  @Test
  void functionWordsAndVerbsWithTheirObjectsAreNone() {
    articles(6, "水库/n 的/uj");
    articles(6, "他/r 说/v");
    articles(6, "注入/v 新/a 动力/n");
    articles(6, "数/m 十/m");
    assertThat(finder.find().words()).isEmpty();
  }

  @Test
  void aNameIsAPieceOnlyWhereItWasMisread() {
    for (var i = 0; i < 6; i++) {
      article("央视快/nt 评/v :/w 部长/n 孔磊/nr 来/v 了/ul");
    }
    assertThat(finder.find().words()).containsExactlyEntriesOf(Map.of("央视快评", 6));
    assertThat(finder.find().misread()).containsExactlyEntriesOf(Map.of("央视快评", 6));
  }

  @Test
  void whatStandsBesideTheSameCharacterIsAFragment() {
    for (var i = 0; i < 6; i++) {
      article("昨日/t 在/p 戈兰/ns 高/a 地/uv " + BEHIND.get(i));
    }
    assertThat(finder.find().fragments()).containsExactlyEntriesOf(Map.of("戈兰高", 6));
    assertThat(finder.find().words()).isEmpty();
    article("戈兰/ns ,/w 昨日/t");
    assertThat(finder.find().fragments()).isEmpty();
  }

  private static CompoundFinder.Found found(Map<String, Integer> words) {
    return new CompoundFinder.Found(words, Map.of(), Map.of());
  }
}
