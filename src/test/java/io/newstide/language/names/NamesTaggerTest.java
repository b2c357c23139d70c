package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NamesTaggerTest {

  private static final String ALPHABET = "东西南北京市的在";

  /** One word a character, two tags in turn. */
  private static Words words(int length) {
    var words = new Words();
    for (var i = 1; i <= length; i++) {
      words.add(i, i % 2 == 0 ? "n" : "ns", null);
    }
    return words;
  }

  /** A model that has a weight for every feature of a text, and the score of any path under it. */
  private static final class Scored {
    final NamesModel model;
    final int[][] emission;
    final int[] transitions;

    Scored(char[] text, Words words, byte[] marks, Random random) {
      transitions = random.ints(Tags.COUNT * Tags.COUNT, -300, 300).toArray();
      var sentence = new SentenceFeatures(WordClusters.none());
      sentence.turnTo(text, 0, text.length, words, 0, marks);
      var known = new TreeMap<Long, int[]>();
      emission = new int[text.length][Tags.COUNT];
      for (var i = 0; i < text.length; i++) {
        var features = new long[SentenceFeatures.COUNT];
        sentence.of(i, features);
        for (var feature : features) {
          if (feature != SentenceFeatures.NOTHING) {
            var row =
                known.computeIfAbsent(feature, f -> random.ints(Tags.COUNT, -127, 128).toArray());
            for (var tag = 0; tag < Tags.COUNT; tag++) {
              emission[i][tag] += row[tag];
            }
          }
        }
      }
      var table = new FeatureTable.Builder(known.size());
      known.forEach(table::add);
      model = new NamesModel("random", WordClusters.none(), transitions, table.build());
    }

    /** The best score of all legal paths, each tried. */
    int best(int at, int before) {
      if (at == emission.length) {
        return Tags.canBeLast(before) ? 0 : Integer.MIN_VALUE / 2;
      }
      var best = Integer.MIN_VALUE / 2;
      for (var tag = 0; tag < Tags.COUNT; tag++) {
        if (at == 0 ? Tags.canBeFirst(tag) : legal(before, tag)) {
          var here = emission[at][tag] + (at == 0 ? 0 : transitions[before * Tags.COUNT + tag]);
          best = Math.max(best, here + best(at + 1, tag));
        }
      }
      return best;
    }

    private static boolean legal(int before, int tag) {
      for (var one : Tags.BEFORE[tag]) {
        if (one == before) {
          return true;
        }
      }
      return false;
    }

    int score(List<Span> names) {
      var tags = new byte[emission.length];
      for (var name : names) {
        Tags.mark(tags, name.start(), name.end(), name.type());
      }
      var score = emission[0][tags[0]];
      for (var i = 1; i < tags.length; i++) {
        score += transitions[tags[i - 1] * Tags.COUNT + tags[i]] + emission[i][tags[i]];
      }
      return score;
    }
  }

  @Test
  void noLegalPathIsBetterThanTheOneFound() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (var round = 0; round < 400; round++) {
      var text = new char[1 + random.nextInt(6)];
      for (var i = 0; i < text.length; i++) {
        text[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      }
      var marks = Gazetteer.NO_MARKS;
      if (random.nextBoolean()) {
        var at = random.nextInt(text.length);
        marks = Gazetteer.mark(marks, text.length, at, text.length, NameType.of(at % 3));
      }
      var words = words(text.length);
      var scored = new Scored(text, words, marks, random);
      var found = new NamesTagger(scored.model).find(text, words, marks);
      assertThat(scored.score(found))
          .as("seed %d, round %d, %s: %s", seed, round, new String(text), found)
          .isEqualTo(scored.best(0, 0));
    }
  }

  /** A model that names every 京 a place, by the character alone. */
  private static NamesModel placeAtEveryCapital() {
    var sentence = new SentenceFeatures(WordClusters.none());
    var text = "京".toCharArray();
    sentence.turnTo(text, 0, 1, words(1), 0, Gazetteer.NO_MARKS);
    var features = new long[SentenceFeatures.COUNT];
    sentence.of(0, features);
    var row = new int[Tags.COUNT];
    row[8] = 100; // a place of one character
    var table = new FeatureTable.Builder(1);
    table.add(features[2], row);
    return new NamesModel(
        "m", WordClusters.none(), new int[Tags.COUNT * Tags.COUNT], table.build());
  }

  @Test
  void everySentenceOfATextIsReadAndOffsetsAreThoseOfTheText() {
    var text = "京。西！”京\n\n东京".toCharArray();
    var tagger = new NamesTagger(placeAtEveryCapital());
    assertThat(tagger.find(text, words(text.length), Gazetteer.NO_MARKS))
        .containsExactly(
            new Span(0, 1, NameType.PLACE),
            new Span(5, 6, NameType.PLACE),
            new Span(9, 10, NameType.PLACE));
    assertThat(tagger.find(new char[0], new Words(), Gazetteer.NO_MARKS)).isEmpty();
  }

  @Test
  void aSentenceWithoutEndIsReadInPieces() {
    var text = "东京".repeat(5_000).toCharArray();
    var found =
        new NamesTagger(placeAtEveryCapital()).find(text, words(text.length), Gazetteer.NO_MARKS);
    assertThat(found).hasSize(5_000);
    assertThat(found.get(4_999)).isEqualTo(new Span(9_999, 10_000, NameType.PLACE));
  }

  @Test
  void onlySentencesThatHoldAPlaceAreReadAgain() {
    var text = "京。京。京".toCharArray();
    var before = List.of(new Span(0, 1, NameType.PERSON), new Span(2, 3, NameType.PERSON));
    var tagger = new NamesTagger(placeAtEveryCapital());
    var words = words(text.length);
    assertThat(
            tagger.findAgain(
                text,
                words,
                Gazetteer.NO_MARKS,
                before,
                List.of(new Span(2, 3, NameType.PLACE), new Span(4, 5, NameType.PLACE))))
        .containsExactly(
            new Span(0, 1, NameType.PERSON),
            new Span(2, 3, NameType.PLACE),
            new Span(4, 5, NameType.PLACE));
    assertThat(tagger.findAgain(text, words, Gazetteer.NO_MARKS, before, List.of()))
        .isEqualTo(before);
  }

  @Test
  void aTaggerRemembersNothingOfTheTextBefore() {
    var tagger = new NamesTagger(placeAtEveryCapital());
    var fresh = new ArrayList<List<Span>>();
    var used = new ArrayList<List<Span>>();
    for (var text : List.of("东京", "京东西南北".repeat(60), "京", "西")) {
      var chars = text.toCharArray();
      used.add(tagger.find(chars, words(chars.length), Gazetteer.NO_MARKS));
      fresh.add(
          new NamesTagger(placeAtEveryCapital())
              .find(chars, words(chars.length), Gazetteer.NO_MARKS));
    }
    assertThat(used).isEqualTo(fresh);
    assertThat(used.get(3)).isEmpty();
  }
}
