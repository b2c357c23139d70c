package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagsTest {

  /** O, then B M E S of person, place and organisation: the order of the model's file. */
  private static final List<String> NAMES =
      List.of(
          "O", "B-PER", "M-PER", "E-PER", "S-PER", "B-LOC", "M-LOC", "E-LOC", "S-LOC", "B-ORG",
          "M-ORG", "E-ORG", "S-ORG");

  /** The rule in words: inside a name only its own middle or end follows, else all but those. */
  private static boolean legal(String before, String tag) {
    var inside = before.startsWith("B-") || before.startsWith("M-");
    var goesOn = tag.startsWith("M-") || tag.startsWith("E-");
    return inside ? goesOn && before.substring(1).equals(tag.substring(1)) : !goesOn;
  }

  @Test
  void whatMayStandBeforeATagIsWhatTheSchemeSays() {
    assertThat(NAMES).hasSize(Tags.COUNT);
    for (var tag = 0; tag < Tags.COUNT; tag++) {
      var expected = new ArrayList<Integer>();
      for (var before = 0; before < Tags.COUNT; before++) {
        if (legal(NAMES.get(before), NAMES.get(tag))) {
          expected.add(before);
        }
      }
      assertThat(Tags.BEFORE[tag])
          .as(NAMES.get(tag))
          .containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @Test
  void aSentenceBeginsAndEndsWithWholeNames() {
    for (var tag = 0; tag < Tags.COUNT; tag++) {
      var name = NAMES.get(tag);
      assertThat(Tags.canBeFirst(tag)).as(name).isEqualTo(!name.matches("[ME]-.*"));
      assertThat(Tags.canBeLast(tag)).as(name).isEqualTo(!name.matches("[BM]-.*"));
      assertThat(Tags.begins(tag)).as(name).isEqualTo(name.matches("[BS]-.*"));
      assertThat(Tags.ends(tag)).as(name).isEqualTo(name.matches("[ES]-.*"));
    }
  }

  @Test
  void namesAreWrittenAsTagsOfTheirType() {
    var tags = new byte[10];
    Tags.mark(tags, 0, 1, NameType.PERSON);
    Tags.mark(tags, 2, 4, NameType.PLACE);
    Tags.mark(tags, 5, 9, NameType.ORGANISATION);
    assertThat(tags).containsExactly(4, 0, 5, 7, 0, 9, 10, 10, 11, 0);
    assertThat(Tags.type(4)).isEqualTo(NameType.PERSON);
    assertThat(Tags.type(7)).isEqualTo(NameType.PLACE);
    assertThat(Tags.type(9)).isEqualTo(NameType.ORGANISATION);
  }
}
