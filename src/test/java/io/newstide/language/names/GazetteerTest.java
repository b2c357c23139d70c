package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.words.Normaliser;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GazetteerTest {

  private static final Gazetteer GAZETTEER =
      Gazetteer.of(
          Map.of(
              "北京", NameType.PLACE,
              "北京大学", NameType.ORGANISATION,
              "大学城", NameType.PLACE,
              "孔磊", NameType.PERSON,
              "ABB公司", NameType.ORGANISATION,
              "沪", NameType.PLACE));

  @Test
  void theLongestNameWinsFromTheLeft() {
    assertThat(GAZETTEER.find("北京大学城有孔磊"))
        .containsExactly(new Span(0, 4, NameType.ORGANISATION), new Span(6, 8, NameType.PERSON));
    assertThat(GAZETTEER.find("北京大"))
        .as("a longer one that breaks off")
        .containsExactly(new Span(0, 2, NameType.PLACE));
    assertThat(GAZETTEER.find("北大学城")).containsExactly(new Span(1, 4, NameType.PLACE));
    assertThat(GAZETTEER.find("")).isEmpty();
    assertThat(GAZETTEER.find("北")).isEmpty();
  }

  @Test
  void widthCaseAndScriptOfItsNamesMakeNoDifference() {
    var traditional = Gazetteer.of(Map.of("ＡＢＢ公司", NameType.ORGANISATION, "東莞", NameType.PLACE));
    assertThat(traditional.find(Normaliser.normalise("東莞的ＡＢＢ公司")))
        .isEqualTo(traditional.find("东莞的abb公司"))
        .containsExactly(new Span(0, 2, NameType.PLACE), new Span(3, 8, NameType.ORGANISATION));
  }

  @Test
  void marksSayTypeAndPlaceInTheName() {
    assertThat(GAZETTEER.marks("在沪孔磊北京大学")).containsExactly(0, 8, 1, 3, 9, 10, 10, 11);
    assertThat(GAZETTEER.marks("水位回落")).isSameAs(Gazetteer.NO_MARKS);
  }

  @Test
  void aFurtherMarkTakesThePlaceOfThoseItOverlaps() {
    assertThat(Gazetteer.mark(Gazetteer.NO_MARKS, 4, 1, 3, NameType.PERSON))
        .containsExactly(0, 1, 3, 0);
    var text = "北京大学孔磊沪";
    assertThat(Gazetteer.mark(GAZETTEER.marks(text), 7, 2, 5, NameType.PLACE))
        .as("cuts two names, leaves the third")
        .containsExactly(0, 0, 5, 6, 7, 0, 8);
    assertThat(Gazetteer.mark(GAZETTEER.marks(text), 7, 4, 6, NameType.ORGANISATION))
        .as("touches its neighbours only")
        .containsExactly(9, 10, 10, 11, 9, 11, 8);
    assertThat(Gazetteer.mark(GAZETTEER.marks(text), 7, 1, 3, NameType.PERSON))
        .as("lies inside one")
        .containsExactly(0, 1, 3, 0, 1, 3, 8);
  }

  /** Few names, but long ones: the table must have room for all their beginnings. */
  @Test
  void aNameMayBeLong() {
    var name = "澜江市".repeat(100);
    assertThat(Gazetteer.of(Map.of(name, NameType.ORGANISATION)).find("在" + name + "里"))
        .containsExactly(new Span(1, 301, NameType.ORGANISATION));
    assertThat(Gazetteer.of(Map.of()).find(name)).isEmpty();
  }

  @Test
  void randomNamesAreFoundAsASimpleSearchFindsThem() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (var round = 0; round < 300; round++) {
      var names = new HashMap<String, NameType>();
      for (var i = random.nextInt(8); i >= 0; i--) {
        names.put(random(random, 1 + random.nextInt(4)), NameType.of(random.nextInt(3)));
      }
      var gazetteer = Gazetteer.of(names);
      var text = random(random, random.nextInt(30));
      var at = 0;
      for (var span : gazetteer.find(text)) {
        for (; at < span.start(); at++) {
          assertThat(longestAt(text, at, names))
              .as("seed %d: %s in %s", seed, names, text)
              .isZero();
        }
        assertThat(span.end() - span.start())
            .as("seed %d: %s in %s", seed, names, text)
            .isEqualTo(longestAt(text, at, names));
        assertThat(span.type()).isEqualTo(names.get(text.substring(span.start(), span.end())));
        at = span.end();
      }
      for (; at < text.length(); at++) {
        assertThat(longestAt(text, at, names)).as("seed %d: %s in %s", seed, names, text).isZero();
      }
    }
  }

  private static int longestAt(String text, int at, Map<String, NameType> names) {
    return names.keySet().stream()
        .filter(name -> text.startsWith(name, at))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  private static String random(Random random, int length) {
    var text = new StringBuilder();
    for (var i = 0; i < length; i++) {
      text.append("东西南北".charAt(random.nextInt(4)));
    }
    return text.toString();
  }
}
