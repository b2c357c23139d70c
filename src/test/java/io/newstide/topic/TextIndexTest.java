package io.newstide.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextIndexTest {

  private static List<String> find(List<String> texts, String in) {
    TextIndex index = new TextIndex(texts);
    List<String> found = new ArrayList<>();
    index.find(in, (text, start, end) -> found.add(start + "-" + end + index.texts().get(text)));
    return found;
  }

  @Test
  void findsTextsThatOverlapAndTextsOfOneCharacter() {
    assertThat(find(List.of("防汛", "防汛办", "汛", "汛办", "大雨", "防汛"), "市防汛办"))
        .containsExactly("1-3防汛", "1-4防汛办", "2-3汛", "2-4汛办");
    assertThat(find(List.of("汛"), "汛")).containsExactly("0-1汛");
    assertThat(find(List.of("防汛"), "防")).isEmpty();
    assertThat(find(List.of("防汛"), "")).isEmpty();
    assertThat(find(List.of(), "防汛")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void findsWhatLookingForEachFinds(long seed) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add(word(random, 1 + random.nextInt(5)));
    }
    String in = word(random, 400);
    List<String> expected = new ArrayList<>();
    for (String text : texts.stream().distinct().toList()) {
      for (int at = in.indexOf(text); at >= 0; at = in.indexOf(text, at + 1)) {
        expected.add(at + "-" + (at + text.length()) + text);
      }
    }
    assertThat(find(texts, in)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Of four letters, so that texts begin alike and are found often. */
  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append("防汛暴雨".charAt(random.nextInt(4)));
    }
    return word.toString();
  }
}
