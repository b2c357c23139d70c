package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.names.NameType;
import io.newstide.language.names.Span;
import io.newstide.language.words.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpacedNamesTest {

  private static List<Span> joined(String text, Span... names) {
    var words = new Words();
    words.add(text.length(), "n", null);
    return SpacedNames.joined(
        new Reading(Field.BODY, text, text.toCharArray(), words), List.of(names));
  }

  private static Span person(int start, int end) {
    return new Span(start, end, NameType.PERSON);
  }

  @Test
  void takeThePlaceOfWhatWasFoundOfThem() {
    var place = new Span(9, 11, NameType.PLACE);
    assertThat(joined("，孔 磊，周 启，北京", person(1, 2), person(7, 8), place))
        .containsExactly(person(1, 4), person(5, 8), place);
  }

  @Test
  void standBetweenNamesThatTheyDoNotTouch() {
    var before = new Span(0, 2, NameType.PLACE);
    assertThat(joined("北京，孔 磊，周启", before, person(7, 9)))
        .containsExactly(before, person(3, 6), person(7, 9));
  }

  @Test
  void ofTwoThatOverlapTheLaterStays() {
    assertThat(joined("张 王 李", person(0, 1))).containsExactly(person(2, 5));
  }

  @Test
  void areNotMadeOfWhatStandsAmongOtherWords() {
    assertThat(joined("大家孔 磊磊", person(0, 2))).containsExactly(person(0, 2));
  }
}
