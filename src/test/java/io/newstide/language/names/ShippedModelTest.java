package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.newstide.language.words.LatticeSegmenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped model finds names in sentences that it has not learnt from. Trains nothing. */
class ShippedModelTest {

  private static final Path GUARD =
      Path.of("src/test/resources/io/newstide/language/names/guard.txt");

  private static NamesEvaluation shipped;

  @BeforeAll
  static void load() {
    shipped =
        new NamesEvaluation(new LatticeSegmenter(), Gazetteer.shipped(), NamesModel.shipped());
  }

  /** When this was written: overall 0.93, people 1.00, places 0.94, organisations 0.89. */
  @Test
  void findsTheNamesOfSentencesWrittenForThisTest() {
    var score = shipped.ofSentences(NamesCorpus.read(GUARD));
    assertThat(score.overall().gold()).isGreaterThan(70);
    assertThat(score.overall().f1()).as("overall %s", score.overall()).isGreaterThan(0.88);
    for (var type : NameType.values()) {
      assertThat(score.of(type).f1()).as("%s %s", type, score.of(type)).isGreaterThan(0.80);
    }
  }

  @Test
  void noneOfThemIsInTheCorpusItLearntFrom() throws IOException {
    var learnt = new HashSet<String>();
    try (var files = Files.list(Path.of("src/corpus/names"))) {
      for (var file : files.toList()) {
        for (var sentence : NamesCorpus.read(file)) {
          for (var i = 0; i + 8 <= sentence.text().length(); i++) {
            learnt.add(sentence.text().substring(i, i + 8));
          }
        }
      }
    }
    for (var sentence : NamesCorpus.read(GUARD)) {
      var known = 0;
      for (var i = 0; i + 8 <= sentence.text().length(); i++) {
        known += learnt.contains(sentence.text().substring(i, i + 8)) ? 1 : 0;
      }
      assertThat(2 * known).as(sentence.text()).isLessThan(sentence.text().length() - 7);
    }
  }

  /**
   * CLUENER: sentences of the web with other rules for what is a name (scenes and governments are
   * none of the three types); nothing was trained on it. When this was written: overall 0.50.
   */
  @Test
  void holdsOnAPublicCorpusThatNothingWasTrainedOn() {
    var file = Path.of("../shared/data/ner/cluener-train.tsv.gz");
    assumeTrue(Files.exists(file), file + " is not there: the public corpus is not measured");
    List<LabelledSentence> sentences = NamesCorpus.read(file);
    var score = shipped.ofSentences(sentences);
    assertThat(score.overall().f1()).as("%s", score.overall()).isGreaterThan(0.47);
  }
}
