package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompoundsTest {

  private static final Compounds COMPOUNDS =
      new Compounds(Set.of("高质量", "高质量发展", "践行", "亚运会"), Set.of("戈兰高", "”近人"));

  private static Passage passage(String words) {
    var text = new StringBuilder();
    var terms = new ArrayList<Term>();
    for (var word : words.split(" ", -1)) {
      var slash = word.indexOf('/');
      var start = text.length();
      text.append(word, 0, slash);
      terms.add(
          new Term(start, text.length(), word.substring(0, slash), word.substring(slash + 1)));
    }
    return new Passage(Field.BODY, text.toString(), terms);
  }

  private static String joined(String words) {
    var passage = COMPOUNDS.joined(List.of(passage(words))).get(0);
    var joined = new StringBuilder();
    var reached = 0;
    for (var term : passage.terms()) {
      assertThat(term.start()).isEqualTo(reached);
      assertThat(passage.text().substring(term.start(), term.end())).isEqualTo(term.word());
      reached = term.end();
      joined.append(' ').append(term.word()).append('/').append(term.tag());
    }
    assertThat(reached).isEqualTo(passage.text().length());
    return joined.substring(1);
  }

  @Test
  void aListedWordIsOneTermTheLongestFirst() {
    assertThat(joined("推动/v 高/a 质量/n 发展/vn ,/w 高/a 质量/n 供给/v"))
        .isEqualTo("推动/v 高质量发展/n ,/w 高质量/n 供给/v");
    assertThat(joined("亚/ns 运会/n")).isEqualTo("亚运会/n");
  }

  @Test
  void howItsPiecesWereCutMakesNoDifference() {
    assertThat(joined("高质量/n 发展/vn")).isEqualTo("高质量发展/n");
    assertThat(joined("高/a 质/ng 量/n 发/v 展/v 着/uz")).isEqualTo("高质量发展/n 着/uz");
  }

  @Test
  void aWordOfVerbsIsAVerb() {
    assertThat(joined("践/vg 行/v 理念/n")).isEqualTo("践行/v 理念/n");
  }

  @Test
  void aWordThatBeginsOrEndsInsideATermIsLeft() {
    assertThat(joined("高/a 质量/n 发展中国家/n")).isEqualTo("高质量/n 发展中国家/n");
    assertThat(joined("东亚/ns 运会/n")).isEqualTo("东亚/ns 运会/n");
    assertThat(joined("亚/ns 运会场/n")).isEqualTo("亚/ns 运会场/n");
    assertThat(joined("亚/ns")).isEqualTo("亚/ns");
    assertThat(joined("亚运会/n")).isEqualTo("亚运会/n");
  }

  @Test
  void aFragmentIsNoWordBesideItsCharacterAndOneElsewhere() {
    assertThat(joined("戈兰/ns 高/a 地/uv ,/w 戈兰/ns")).isEqualTo("戈兰/x 高/a 地/uv ,/w 戈兰/ns");
    assertThat(joined("“/w 平易/a ”/w 近人/n 近人/n")).isEqualTo("“/w 平易/a ”/w 近人/x 近人/n");
  }

  @Test
  void whatHoldsNoneStaysAsItIs() {
    var passage = passage("水库/n 泄洪/vn");
    assertThat(COMPOUNDS.joined(List.of(passage)).get(0)).isSameAs(passage);
    var passages = List.of(passage("亚/ns 运会/n"));
    assertThat(Compounds.none().joined(passages)).isSameAs(passages);
    var empty = new Passage(Field.BODY, "", List.of());
    assertThat(COMPOUNDS.joined(List.of(empty))).containsExactly(empty);
  }

  @Test
  void aWordIsNotJoinedOverWhiteSpace() {
    var passage =
        new Passage(
            Field.BODY, "亚 运会", List.of(new Term(0, 1, "亚", "ns"), new Term(2, 4, "运会", "n")));
    assertThat(COMPOUNDS.joined(List.of(passage)).get(0)).isSameAs(passage);
  }

  @Test
  void aListIsReadAndABrokenOneRefusedWithItsLine() {
    var passages = List.of(passage("亚/ns 运会/n 戈兰/ns 高/a"));
    assertThat(
            Compounds.read(stream("# from\nword\t亚运会\t7\nfragment\t戈兰高\t5\n"))
                .joined(passages)
                .get(0)
                .terms())
        .containsExactly(
            new Term(0, 3, "亚运会", "n"), new Term(3, 5, "戈兰", "x"), new Term(5, 6, "高", "a"));
    assertThatThrownBy(() -> Compounds.read(stream("word\t亚运会\n")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("the list of compounds: not a line of the list: word\t亚运会");
    assertThatThrownBy(() -> Compounds.read(stream("name\t亚运会\t7\n")))
        .hasMessageEndingWith("name\t亚运会\t7");
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
