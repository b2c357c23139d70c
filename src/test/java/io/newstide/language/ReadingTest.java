package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.names.NameType;
import io.newstide.language.names.Span;
import io.newstide.language.words.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {

  private static Reading reading() {
    var words = new Words();
    words.add(2, "ns", "北京");
    words.add(3, "w", null);
    words.add(6, "n", "管委会");
    words.add(8, "v", "开会");
    var text = "北京 管委会开会";
    return new Reading(Field.TITLE, text, text.toCharArray(), words);
  }

  @Test
  void wordsAreTermsAndWhiteSpaceIsNone() {
    assertThat(reading().passage(List.of()))
        .isEqualTo(
            new Passage(
                Field.TITLE,
                "北京 管委会开会",
                List.of(
                    new Term(0, 2, "北京", "ns"),
                    new Term(3, 6, "管委会", "n"),
                    new Term(6, 8, "开会", "v"))));
  }

  @Test
  void aNameIsOneTermWhateverWordsItCuts() {
    assertThat(reading().passage(List.of(new Span(0, 5, NameType.ORGANISATION))).terms())
        .containsExactly(
            new Term(0, 5, "北京 管委", "nt"), new Term(5, 6, "会", "n"), new Term(6, 8, "开会", "v"));
    assertThat(
            reading()
                .passage(List.of(new Span(1, 2, NameType.PLACE), new Span(7, 8, NameType.PERSON)))
                .terms())
        .containsExactly(
            new Term(0, 1, "北", "ns"),
            new Term(1, 2, "京", "ns"),
            new Term(3, 6, "管委会", "n"),
            new Term(6, 7, "开", "v"),
            new Term(7, 8, "会", "nr"));
  }

  @Test
  void wordsKnowWhereTheyStand() {
    var words = reading().words();
    assertThat(words.size()).isEqualTo(4);
    assertThat(words.start(0)).isZero();
    assertThat(words.start(2)).isEqualTo(3);
    assertThat(List.of(words.at(0), words.at(1), words.at(2), words.at(7), words.at(8)))
        .containsExactly(0, 0, 1, 3, 4);
    words.truncate(1);
    assertThat(words.size()).isEqualTo(1);
    words.add(5, "x", "新词");
    assertThat(words.form(1)).isEqualTo("新词");
    assertThat(words.tag(1)).isEqualTo("x");
    for (var i = 6; i < 1_000; i++) {
      words.add(i, "w", null);
    }
    assertThat(words.end(words.size() - 1)).isEqualTo(999);
    assertThat(words.at(500)).isEqualTo(words.at(499) + 1);
  }
}
