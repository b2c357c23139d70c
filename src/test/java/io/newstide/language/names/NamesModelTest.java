package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class NamesModelTest {

  /** A model and, beside it, what it should say. */
  private record Known(TreeMap<Long, int[]> weights, int[] transitions, WordClusters clusters) {

    static Known random(Random random, int features) {
      var weights = new TreeMap<Long, int[]>();
      while (weights.size() < features) {
        var row = new int[Tags.COUNT];
        for (var tag = 0; tag < Tags.COUNT; tag++) {
          row[tag] = random.nextInt(3) == 0 ? 0 : random.nextInt(255) - 127;
        }
        weights.put(random.nextLong() & SentenceFeatures.HASH, row);
      }
      var transitions = random.ints(Tags.COUNT * Tags.COUNT, -5_000, 5_000).toArray();
      var words = List.of(new int[] {1, 2, 3, 1, 2, 3}, new int[] {-7, 2, 3});
      return new Known(weights, transitions, WordClusters.learn(words, 1, 2));
    }

    byte[] file() throws IOException {
      var out = new ByteArrayOutputStream();
      NamesModel.write(
          out,
          "模型-1",
          clusters,
          transitions,
          weights.keySet().stream().mapToLong(Long::longValue).toArray(),
          weights.values().toArray(int[][]::new));
      return out.toByteArray();
    }

    NamesModel built() {
      var table = new FeatureTable.Builder(weights.size());
      weights.forEach(table::add);
      return new NamesModel("模型-1", clusters, transitions, table.build());
    }
  }

  private static int[] sum(FeatureTable table, long[] features) {
    return Arrays.copyOf(
        table.new Sums().of((i, into) -> System.arraycopy(features, 0, into, 0, 30), 0, 1),
        Tags.COUNT);
  }

  private static NamesModel read(byte[] file) throws IOException {
    return NamesModel.read(new ByteArrayInputStream(file));
  }

  @Test
  void theSumsOfManyCharactersAreThoseOfEach() {
    var random = new Random(6);
    var known = Known.random(random, 1_000);
    var hashes = known.weights().keySet().toArray(Long[]::new);
    var features =
        random
            .ints(32 * SentenceFeatures.COUNT, 0, 1_500)
            .mapToLong(i -> i < 1_000 ? hashes[i] : i);
    var all = features.toArray();
    var sums = known.built().features().new Sums();
    FeatureTable.Characters characters =
        (i, into) ->
            System.arraycopy(all, i * SentenceFeatures.COUNT, into, 0, SentenceFeatures.COUNT);
    var together = sums.of(characters, 0, 32).clone();
    for (var i = 0; i < 32; i++) {
      assertThat(Arrays.copyOf(sums.of(characters, i, i + 1), Tags.COUNT))
          .isEqualTo(Arrays.copyOfRange(together, i * Tags.COUNT, (i + 1) * Tags.COUNT));
    }
  }

  @Test
  void theSumsAreThoseOfTheWeights() throws IOException {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (var size : new int[] {0, 1, 50, 5_000}) {
      var known = Known.random(random, size);
      for (var model : List.of(known.built(), read(known.file()))) {
        assertThat(model.size()).isEqualTo(size);
        var hashes = known.weights().keySet().toArray(Long[]::new);
        for (var round = 0; round < 300; round++) {
          var features = new long[SentenceFeatures.COUNT];
          var expected = new int[Tags.COUNT];
          for (var i = 0; i < features.length; i++) {
            if (size > 0 && random.nextInt(3) > 0) {
              features[i] = hashes[random.nextInt(size)];
              for (var tag = 0; tag < Tags.COUNT; tag++) {
                expected[tag] += known.weights().get(features[i])[tag];
              }
            } else if (random.nextBoolean()) {
              do {
                features[i] = random.nextLong() & SentenceFeatures.HASH;
              } while (known.weights().containsKey(features[i]));
            } else {
              features[i] = SentenceFeatures.NOTHING;
            }
          }
          assertThat(sum(model.features(), features))
              .as("seed %d, %d features", seed, size)
              .isEqualTo(expected);
        }
      }
    }
  }

  /** Thirty features at once, all at the end of what a weight may be. */
  @Test
  void theGreatestSumsDoNotSpillOver() {
    for (var weight : new int[] {-NamesModel.LARGEST_WEIGHT, NamesModel.LARGEST_WEIGHT}) {
      var row = new int[Tags.COUNT];
      Arrays.fill(row, weight);
      var table = new FeatureTable.Builder(SentenceFeatures.COUNT);
      var features = new long[SentenceFeatures.COUNT];
      for (var i = 0; i < features.length; i++) {
        features[i] = (i + 1) * 0x0123_4567_89abL & SentenceFeatures.HASH;
        table.add(features[i], row);
      }
      assertThat(sum(table.build(), features)).containsOnly(30 * weight);
    }
  }

  @Test
  void aFileBringsBackAllOfIt() throws IOException {
    var known = Known.random(new Random(1), 200);
    var model = read(known.file());
    assertThat(model.name()).isEqualTo("模型-1");
    assertThat(model.size()).isEqualTo(200);
    assertThat(model.transitions()).isEqualTo(known.transitions());
    assertThat(model.clusters().size()).isEqualTo(4);
    for (var word : new int[] {-7, 1, 2, 3, 4}) {
      assertThat(model.clusters().of(word)).isEqualTo(known.clusters().of(word));
    }
    assertThat(known.file()).isEqualTo(known.file());
  }

  @Test
  void anyChangedByteAndAnyLostEndIsNoticed() throws IOException {
    var file = Known.random(new Random(2), 20).file();
    for (var i = 0; i < file.length; i++) {
      var damaged = file.clone();
      damaged[i] ^= 0x10;
      var at = i;
      assertThatThrownBy(() -> read(damaged))
          .as("byte %d", at)
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              at < 7
                  ? "this is no names model"
                  : at == 7
                      ? "this is a names model of version 17, this program reads version 1"
                      : "the names model is damaged: its checksum is not right");
      assertThatThrownBy(() -> read(Arrays.copyOf(file, at)))
          .as("%d bytes of it", at)
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              at < 8
                  ? "this is no names model"
                  : "the names model is damaged: its checksum is not right");
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(file, file.length + 1)))
        .hasMessage("the names model is damaged: its checksum is not right");
  }

  /** Whole and right in itself, but made by a program whose features are others. */
  @Test
  void aModelOfOtherFeaturesIsRefused() throws IOException {
    var file = Known.random(new Random(3), 20).file();
    var other = ByteBuffer.wrap(file.clone());
    other.putInt(8, NamesModel.FEATURES + 1);
    var checksum = new CRC32();
    checksum.update(other.array(), 0, file.length - 8);
    other.putLong(file.length - 8, checksum.getValue());
    assertThatThrownBy(() -> read(other.array()))
        .isInstanceOf(IOException.class)
        .hasMessage("the names model was made for features 2, these are 1");
  }

  @Test
  void theShippedModelKeepsItsBounds() throws IOException {
    var shipped = NamesModel.shipped();
    assertThat(shipped.name()).isEqualTo("names-1");
    assertThat(shipped.size()).isBetween(100_000, 320_000);
    try (var in = NamesModel.class.getResourceAsStream("default.model")) {
      assertThat(in.readAllBytes().length).isLessThan(10_000_000);
    }
  }

  @Test
  void whatIsNoWeightSaysNothing() {
    var model = Known.random(new Random(4), 100).built();
    var rare = new HashMap<Integer, Integer>();
    var random = new Random(5);
    for (var round = 0; round < 100_000; round++) {
      var features = random.longs(SentenceFeatures.COUNT).map(f -> f & SentenceFeatures.HASH);
      var sums = sum(model.features(), features.toArray());
      rare.merge(Arrays.stream(sums).anyMatch(sum -> sum != 0) ? 1 : 0, 1, Integer::sum);
    }
    // 3,000,000 features, each taken for another with less than 2^-24: none, or with bad luck one.
    assertThat(rare).isEqualTo(Map.of(0, 100_000));
  }
}
