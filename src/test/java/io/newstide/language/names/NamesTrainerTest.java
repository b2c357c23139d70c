package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.words.LatticeSegmenter;
import io.newstide.language.words.Segmenter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTrainerTest {

  private static final Segmenter SEGMENTER = new LatticeSegmenter();
  private static final Gazetteer NONE = Gazetteer.of(Map.of());

  /** Every combination of who, where and whom, in one pattern. */
  private static List<LabelledSentence> corpus(List<String> people, List<String> places) {
    var sentences = new ArrayList<LabelledSentence>();
    for (var person : people) {
      for (var place : places) {
        var before = "市长" + person + "到";
        var text = before + place + "检查防汛。";
        sentences.add(
            new LabelledSentence(
                text,
                List.of(
                    new Span(2, 2 + person.length(), NameType.PERSON),
                    new Span(before.length(), before.length() + place.length(), NameType.PLACE))));
      }
    }
    sentences.add(new LabelledSentence("水位回落，市民散步。", List.of()));
    return sentences;
  }

  private static final List<LabelledSentence> CORPUS =
      corpus(
          List.of("孔磊", "周启明", "梁若兰", "陈伯川", "苏晴", "高远"),
          List.of("青溪镇", "望江区", "白塔街道", "云台县", "石桥村"));

  private static byte[] train(long seed, int mostFeatures, List<NamesTrainer.Epoch> epochs)
      throws IOException {
    var out = new ByteArrayOutputStream();
    var settings = new NamesTrainer.Settings("tiny", 8, 1, mostFeatures, seed);
    var model =
        new NamesTrainer(SEGMENTER, NONE, CORPUS, List.of("市长到镇里检查。区里检查防汛。"), settings)
            .train(out, epochs::add);
    assertThat(model.name()).isEqualTo("tiny");
    var read = NamesModel.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(read.size()).isEqualTo(model.size());
    assertThat(found(read)).as("the file is the model").isEqualTo(found(model));
    return out.toByteArray();
  }

  private static List<List<Span>> found(NamesModel model) {
    var evaluation = new NamesEvaluation(SEGMENTER, NONE, model);
    return CORPUS.stream().map(sentence -> evaluation.find(sentence.text())).toList();
  }

  @Test
  void learnsATinyCorpusAndWhatItHasNotSeen() throws IOException {
    var epochs = new ArrayList<NamesTrainer.Epoch>();
    var model = NamesModel.read(new ByteArrayInputStream(train(1, 100_000, epochs)));

    var evaluation = new NamesEvaluation(SEGMENTER, NONE, model);
    assertThat(evaluation.ofSentences(CORPUS).overall())
        .isEqualTo(new NamesScore.Figures(60, 60, 60));
    assertThat(evaluation.find("市长何小满到东川镇检查防汛。"))
        .containsExactly(new Span(2, 5, NameType.PERSON), new Span(6, 9, NameType.PLACE));
    assertThat(evaluation.find("")).isEmpty();
    assertThat(evaluation.find("水位回落，市民散步。")).isEmpty();

    assertThat(epochs)
        .extracting(NamesTrainer.Epoch::number)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(epochs.get(0).wrong()).isBetween(1, CORPUS.size());
    assertThat(epochs.get(7).model().get().size()).isEqualTo(model.size());
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
    var once = train(1, 100_000, new ArrayList<>());
    assertThat(train(1, 100_000, new ArrayList<>())).isEqualTo(once);
    assertThat(train(2, 100_000, new ArrayList<>())).isNotEqualTo(once);
  }

  @Test
  void noMoreFeaturesAreKeptThanAskedFor() throws IOException {
    for (var most : new int[] {1, 37, 200}) {
      var model = NamesModel.read(new ByteArrayInputStream(train(1, most, new ArrayList<>())));
      assertThat(model.size()).isEqualTo(most);
    }
  }

  @Test
  void aSentenceOfOneCharacterAndAnEmptyOneDoNoHarm() throws IOException {
    var corpus =
        List.of(
            new LabelledSentence("", List.of()),
            new LabelledSentence("沪", List.of(new Span(0, 1, NameType.PLACE))));
    var model =
        new NamesTrainer(
                SEGMENTER, NONE, corpus, List.of(), new NamesTrainer.Settings("one", 20, 1, 99, 1))
            .train(new ByteArrayOutputStream(), epoch -> {});
    assertThat(new NamesEvaluation(SEGMENTER, NONE, model).find("沪"))
        .containsExactly(new Span(0, 1, NameType.PLACE));
  }
}
