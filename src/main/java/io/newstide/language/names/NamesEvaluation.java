package io.newstide.language.names;

import io.newstide.language.words.Normaliser;
import io.newstide.language.words.Segmenter;
import io.newstide.language.words.Words;
import java.util.HashSet;
import java.util.List;

/** Measures a model on sentences whose names are known. */
public final class NamesEvaluation {

  private final Segmenter segmenter;
  private final Gazetteer gazetteer;
  private final NamesTagger tagger;

  /**
   * Prepares to measure.
   *
   * @param segmenter the one the model was trained with
   * @param gazetteer the one the model was trained with
   */
  public NamesEvaluation(Segmenter segmenter, Gazetteer gazetteer, NamesModel model) {
    this.segmenter = segmenter;
    this.gazetteer = gazetteer;
    this.tagger = new NamesTagger(model);
  }

  /** The names of a text that stands by itself. */
  public List<Span> find(String text) {
    var printed = Normaliser.printed(text);
    if (printed.length == 0) {
      return List.of();
    }
    var words = new Words();
    segmenter.segment(printed, 0, printed.length, words);
    return tagger.find(printed, words, gazetteer.marks(Normaliser.normalise(text)));
  }

  /** Counts what is found in each sentence by itself, name for name. */
  public NamesScore ofSentences(List<LabelledSentence> gold) {
    var score = new NamesScore();
    for (var sentence : gold) {
      var expected = new HashSet<>(sentence.names());
      for (var name : sentence.names()) {
        score.gold(name.type(), 1);
      }
      for (var name : find(sentence.text())) {
        score.found(name.type(), 1);
        if (expected.contains(name)) {
          score.right(name.type(), 1);
        }
      }
    }
    return score;
  }
}
