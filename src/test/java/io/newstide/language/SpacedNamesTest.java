package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.names.NameType;
import io.newstide.language.names.Span;
import io.newstide.language.words.LatticeSegmenter;
import io.newstide.language.words.Words;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpacedNamesTest {

  private static final PassageReader READER = new PassageReader(new LatticeSegmenter());

  private static List<Span> joined(String text, Span... found) {
    return SpacedNames.joined(READER.read(Field.BODY, text), List.of(found));
  }

  private static Span person(int start, int end) {
    return new Span(start, end, NameType.PERSON);
  }

  @ParameterizedTest
  @CsvSource({"孔 磊,0,3", "管委会主任孔 磊，出席,5,8", "管委会主任 孔 磊，出席,6,9", "出席的有：孔　磊、,5,8", "'孔   磊\n出席',0,5"})
  void aSurnameAndASpacedCharacterAreAPerson(String text, int start, int end) {
    assertThat(joined(text)).containsExactly(person(start, end));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "孔", "孔 ", " 孔", "孔 磊磊落落", "面孔 磊", "孔 1", "其 他", "孔\n磊", "孔 ，", "今天 孔 "})
  void whatOnlyLooksLikeOneIsLeft(String text) {
    assertThat(joined(text)).isEmpty();
  }

  @Test
  void aSpacedNameTakesThePlaceOfItsHalves() {
    var before = new Span(0, 2, NameType.PLACE);
    var behind = new Span(9, 11, NameType.ORGANISATION);
    assertThat(joined("北京，孔 磊、王 明水利", before, person(3, 4), person(7, 8), person(8, 9), behind))
        .as("the second is followed by more Chinese")
        .containsExactly(before, person(3, 6), person(7, 8), person(8, 9), behind);
    assertThat(joined("主任孔 磊", new Span(0, 5, NameType.ORGANISATION)))
        .containsExactly(person(2, 5));
  }

  @Test
  void spacedNamesInARowDoNotOverlap() {
    assertThat(joined("孔 磊 王 明 高 远")).containsExactly(person(0, 3), person(4, 7), person(8, 11));
    assertThat(joined("孔 高 明")).containsExactly(person(0, 3));
  }

  @Test
  void aTextMadeOfNothingElseTakesNoLongerForItsLength() {
    var names = 100_000;
    var found = new ArrayList<Span>();
    for (var i = 0; i < names; i++) {
      found.add(person(4 * i, 4 * i + 1));
    }
    var text = "孔 磊、".repeat(names);
    var joined =
        SpacedNames.joined(new Reading(Field.BODY, text, text.toCharArray(), new Words()), found);
    assertThat(joined).hasSize(names);
    assertThat(joined.get(names - 1)).isEqualTo(person(4 * names - 4, 4 * names - 1));
  }
}
