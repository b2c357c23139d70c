package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureIndexTest {

  @Test
  void keepsWhatIsFrequentAndNumbersItFromZero() {
    var index = new FeatureIndex();
    for (var feature : new long[] {7, 0, 9, 7, 0, 7, 1L << 47}) {
      index.count(feature);
    }
    assertThat(index.size()).isEqualTo(4);

    var kept = index.numbered(2);
    assertThat(kept.size()).isEqualTo(2);
    assertThat(new int[] {kept.number(7), kept.number(0)}).containsExactlyInAnyOrder(0, 1);
    assertThat(kept.number(9)).isEqualTo(-1);
    assertThat(kept.number(1L << 47)).isEqualTo(-1);
    assertThat(kept.features()[kept.number(7)]).isEqualTo(7);
    assertThat(index.numbered(4).size()).isZero();
  }

  @Test
  void holdsWhatAHashMapHoldsWhileItGrows() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var index = new FeatureIndex();
    var expected = new HashMap<Long, Integer>();
    for (var i = 0; i < 1_500_000; i++) {
      var feature = random.nextInt(900_000) * 0x9E3779B97F4A7C15L & SentenceFeatures.HASH;
      index.count(feature);
      expected.merge(feature, 1, Integer::sum);
    }
    assertThat(index.size()).as("seed %d", seed).isEqualTo(expected.size());
    var kept = index.numbered(2);
    expected.values().removeIf(count -> count < 2);
    assertThat(kept.size()).as("seed %d", seed).isEqualTo(expected.size());
    var features = kept.features();
    for (var feature : expected.keySet()) {
      assertThat(features[kept.number(feature)]).as("seed %d", seed).isEqualTo(feature);
    }
    assertThat(Arrays.stream(features).distinct().count()).isEqualTo(features.length);
  }
}
