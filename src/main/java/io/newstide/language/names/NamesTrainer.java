package io.newstide.language.names;

import io.newstide.language.words.Normaliser;
import io.newstide.language.words.Segmenter;
import io.newstide.language.words.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Trains a names model: the averaged structured perceptron (Collins 2002) over {@link
 * SentenceFeatures} with Viterbi decoding restricted to legal tags.
 *
 * <p>For each sentence, in an order shuffled anew each epoch, the best path under the present
 * weights is found, with {@link #MARGIN} added to every wrong tag so that the right path must win
 * by a distance; where it differs from the gold path the weights of the gold tags grow and those of
 * the found tags shrink by one. Features are left out at random while training (dropout; Hinton et
 * al. 2012), single ones and whole kinds, so that no kind leans on another that may fail in other
 * text than the corpus: it is what counts most for news of another time. The model is the average
 * of the weights over all steps, with the weakest features left out and the rest rounded to whole
 * numbers.
 *
 * <p>The same sentences and settings give the same model, byte for byte.
 */
public final class NamesTrainer {

  /** How much a wrong tag is favoured while training. */
  private static final float MARGIN = 10;

  /** The share of single features that are left out. */
  private static final double DROPPED = 0.2;

  /** How often a kind of features is left out of a sentence altogether. */
  private static final double KIND_DROPPED = 0.2;

  /** The share of names in the corpus that the gazetteer is made to forget. */
  private static final double FORGOTTEN = 0.3;

  /** Words that occur less often are in no cluster. */
  private static final int LEAST_CLUSTERED = 8;

  private static final int CLUSTER_ROUNDS = 10;

  /** The share of weights that are kept as they are; larger ones are cut. */
  private static final double WITHIN = 0.9995;

  private final Segmenter segmenter;
  private final Gazetteer gazetteer;
  private final Settings settings;
  private final WordClusters clusters;
  private final List<Example> examples = new ArrayList<>();
  private final FeatureIndex index;
  private final float[] weights;
  private final double[] steps;
  private final float[] transitions = new float[Tags.COUNT * Tags.COUNT];
  private final double[] transitionSteps = new double[Tags.COUNT * Tags.COUNT];
  private long step = 1;

  /**
   * How to train.
   *
   * @param name of the model; written into each enriched row
   * @param epochs how often the corpus is gone through
   * @param leastCount features that occur less often in the corpus are not learnt
   * @param mostFeatures how many features the model keeps at most
   * @param seed of the order of sentences and of what is left out
   */
  public record Settings(String name, int epochs, int leastCount, int mostFeatures, long seed) {}

  /**
   * What one epoch did.
   *
   * @param number from 1
   * @param wrong in how many sentences a wrong path was best
   * @param model the model as it would be now
   */
  public record Epoch(int number, int wrong, Supplier<NamesModel> model) {}

  private static final class Example {
    final int[] features;
    final byte[] gold;

    Example(int[] features, byte[] gold) {
      this.features = features;
      this.gold = gold;
    }
  }

  /**
   * Prepares to train.
   *
   * @param segmenter the one the model will be used with
   * @param gazetteer the one the model will be used with
   * @param corpus the sentences to learn from
   * @param unlabelled further texts, to learn from what company words keep; may be empty
   */
  public NamesTrainer(
      Segmenter segmenter,
      Gazetteer gazetteer,
      List<LabelledSentence> corpus,
      List<String> unlabelled,
      Settings settings) {
    this.segmenter = segmenter;
    this.gazetteer = gazetteer;
    this.settings = settings;
    clusters = clusters(corpus, unlabelled);
    var counts = new FeatureIndex();
    for (var i = 0; i < corpus.size(); i++) {
      eachFeature(corpus.get(i), i, (position, number, feature) -> counts.count(feature));
    }
    index = counts.numbered(settings.leastCount());
    for (var i = 0; i < corpus.size(); i++) {
      examples.add(example(corpus.get(i), i));
    }
    weights = new float[index.size() * Tags.COUNT];
    steps = new double[index.size() * Tags.COUNT];
  }

  private WordClusters clusters(List<LabelledSentence> corpus, List<String> unlabelled) {
    if (unlabelled.isEmpty()) {
      return WordClusters.none();
    }
    var sentences = new ArrayList<int[]>();
    for (var text : unlabelled) {
      for (var sentence : text.split("(?<=[。！？\n])", -1)) {
        sentences.add(words(sentence));
      }
    }
    for (var sentence : corpus) {
      sentences.add(words(sentence.text()));
    }
    return WordClusters.learn(sentences, LEAST_CLUSTERED, CLUSTER_ROUNDS);
  }

  private int[] words(String sentence) {
    var text = Normaliser.printed(sentence);
    var words = new Words();
    if (text.length > 0) {
      segmenter.segment(text, 0, text.length, words);
    }
    var hashes = new int[words.size()];
    var start = 0;
    for (var i = 0; i < hashes.length; i++) {
      hashes[i] = SentenceFeatures.hash(text, start, words.end(i), words.tag(i));
      start = words.end(i);
    }
    return hashes;
  }

  private interface FeatureConsumer {
    void accept(int position, int number, long feature);
  }

  private void eachFeature(LabelledSentence sentence, int number, FeatureConsumer consumer) {
    var text = Normaliser.printed(sentence.text());
    if (text.length == 0) {
      return;
    }
    var words = new Words();
    segmenter.segment(text, 0, text.length, words);
    var features = new SentenceFeatures(clusters);
    features.turnTo(text, 0, text.length, words, 0, marks(sentence.text(), number));
    var hashes = new long[SentenceFeatures.COUNT];
    for (var i = 0; i < text.length; i++) {
      features.of(i, hashes);
      for (var k = 0; k < hashes.length; k++) {
        consumer.accept(i, k, hashes[k]);
      }
    }
  }

  /** What the gazetteer knows, less what it is made to forget. */
  private byte[] marks(String sentence, int number) {
    var marks = gazetteer.marks(Normaliser.normalise(sentence));
    var random = new Random(settings.seed() * 1_000_003L + number);
    var forget = false;
    for (var i = 0; i < marks.length; i++) {
      if (marks[i] != Tags.OUTSIDE) {
        if (Tags.begins(marks[i])) {
          forget = random.nextDouble() < FORGOTTEN;
        }
        if (forget) {
          marks[i] = Tags.OUTSIDE;
        }
      }
    }
    return marks;
  }

  private Example example(LabelledSentence sentence, int number) {
    var length = sentence.text().length();
    var numbers = new int[length * SentenceFeatures.COUNT];
    eachFeature(
        sentence,
        number,
        (position, k, feature) ->
            numbers[position * SentenceFeatures.COUNT + k] =
                feature == SentenceFeatures.NOTHING ? -1 : index.number(feature));
    var gold = new byte[length];
    for (var name : sentence.names()) {
      Tags.mark(gold, name.start(), name.end(), name.type());
    }
    return new Example(numbers, gold);
  }

  /**
   * Trains.
   *
   * @param out gets the model's file
   * @param told after each epoch
   * @return the model
   */
  public NamesModel train(OutputStream out, Consumer<Epoch> told) throws IOException {
    var random = new Random(settings.seed());
    var dropout = new SplittableRandom(settings.seed());
    var order = new ArrayList<>(examples);
    for (var epoch = 1; epoch <= settings.epochs(); epoch++) {
      Collections.shuffle(order, random);
      var wrong = 0;
      for (var example : order) {
        if (example.gold.length > 0 && !learn(thinned(example, dropout))) {
          wrong++;
        }
        step++;
      }
      told.accept(new Epoch(epoch, wrong, () -> new Averaged().build()));
    }
    var averaged = new Averaged();
    averaged.write(out);
    return averaged.build();
  }

  private static Example thinned(Example example, SplittableRandom random) {
    var pairs = random.nextDouble() >= KIND_DROPPED;
    var triples = random.nextDouble() >= KIND_DROPPED;
    var words = random.nextDouble() >= KIND_DROPPED;
    var marks = random.nextDouble() >= KIND_DROPPED;
    var features = example.features.clone();
    for (var i = 0; i < features.length; i++) {
      var kind = i % SentenceFeatures.COUNT;
      var kept =
          kind < SentenceFeatures.FIRST_PAIR
              || (kind < SentenceFeatures.FIRST_TRIPLE
                  ? pairs
                  : kind < SentenceFeatures.FIRST_WORD
                      ? triples
                      : kind < SentenceFeatures.FIRST_MARK ? words : marks);
      if (!kept || (random.nextInt() >>> 1) < DROPPED * Integer.MAX_VALUE) {
        features[i] = -1;
      }
    }
    return new Example(features, example.gold);
  }

  /** Whether the gold path was the best already. */
  private boolean learn(Example example) {
    var best = bestPath(example);
    if (Arrays.equals(best, example.gold)) {
      return true;
    }
    for (var i = 0; i < best.length; i++) {
      if (best[i] != example.gold[i]) {
        for (var k = 0; k < SentenceFeatures.COUNT; k++) {
          var feature = example.features[i * SentenceFeatures.COUNT + k];
          if (feature >= 0) {
            change(feature * Tags.COUNT + example.gold[i], 1);
            change(feature * Tags.COUNT + best[i], -1);
          }
        }
      }
      if (i > 0 && (best[i] != example.gold[i] || best[i - 1] != example.gold[i - 1])) {
        changeTransition(example.gold[i - 1] * Tags.COUNT + example.gold[i], 1);
        changeTransition(best[i - 1] * Tags.COUNT + best[i], -1);
      }
    }
    return false;
  }

  private void change(int at, int by) {
    weights[at] += by;
    steps[at] += (double) step * by;
  }

  private void changeTransition(int at, int by) {
    transitions[at] += by;
    transitionSteps[at] += (double) step * by;
  }

  private byte[] bestPath(Example example) {
    var length = example.gold.length;
    var from = new byte[length * Tags.COUNT];
    var score = new float[Tags.COUNT];
    var before = new float[Tags.COUNT];
    var emission = new float[Tags.COUNT];
    for (var i = 0; i < length; i++) {
      Arrays.fill(emission, MARGIN);
      emission[example.gold[i]] = 0;
      for (var k = 0; k < SentenceFeatures.COUNT; k++) {
        var row = example.features[i * SentenceFeatures.COUNT + k] * Tags.COUNT;
        if (row >= 0) {
          for (var tag = 0; tag < Tags.COUNT; tag++) {
            emission[tag] += weights[row + tag];
          }
        }
      }
      var swap = before;
      before = score;
      score = swap;
      for (var tag = 0; tag < Tags.COUNT; tag++) {
        if (i == 0) {
          score[tag] = Tags.canBeFirst(tag) ? emission[tag] : Float.NEGATIVE_INFINITY;
          continue;
        }
        var best = Float.NEGATIVE_INFINITY;
        var bestBefore = 0;
        for (var tagBefore : Tags.BEFORE[tag]) {
          var through = before[tagBefore] + transitions[tagBefore * Tags.COUNT + tag];
          if (through > best) {
            best = through;
            bestBefore = tagBefore;
          }
        }
        score[tag] = best + emission[tag];
        from[i * Tags.COUNT + tag] = (byte) bestBefore;
      }
    }
    var tag = Tags.OUTSIDE;
    for (var last = 1; last < Tags.COUNT; last++) {
      if (Tags.canBeLast(last) && score[last] > score[tag]) {
        tag = last;
      }
    }
    var path = new byte[length];
    for (var i = length - 1; i >= 0; i--) {
      path[i] = (byte) tag;
      tag = from[i * Tags.COUNT + tag];
    }
    return path;
  }

  /** The average of the weights so far, cut to the strongest features and rounded. */
  private final class Averaged {
    private final long[] features;
    private final int[][] rounded;
    private final int[] roundedTransitions = new int[Tags.COUNT * Tags.COUNT];

    Averaged() {
      var strength = new float[index.size()];
      for (var feature = 0; feature < strength.length; feature++) {
        var sum = 0f;
        for (var tag = 0; tag < Tags.COUNT; tag++) {
          sum += Math.abs(average(feature * Tags.COUNT + tag));
        }
        strength[feature] = sum;
      }
      var sorted = strength.clone();
      Arrays.sort(sorted);
      var kept = Math.min(settings.mostFeatures(), sorted.length);
      var weakest = kept == 0 ? 0 : Math.max(sorted[sorted.length - kept], Float.MIN_VALUE);
      var stronger = 0;
      while (stronger < kept && sorted[sorted.length - 1 - stronger] > weakest) {
        stronger++;
      }
      var asWeak = kept - stronger;
      var unit = Math.max(large() / NamesModel.LARGEST_WEIGHT, 1e-6f);
      var hashes = index.features();
      var numbers = new ArrayList<Integer>();
      for (var feature = 0; feature < strength.length; feature++) {
        if (strength[feature] > weakest || (strength[feature] == weakest && asWeak-- > 0)) {
          numbers.add(feature);
        }
      }
      numbers.sort((a, b) -> Long.compare(hashes[a], hashes[b]));
      features = new long[numbers.size()];
      rounded = new int[numbers.size()][Tags.COUNT];
      for (var i = 0; i < features.length; i++) {
        features[i] = hashes[numbers.get(i)];
        for (var tag = 0; tag < Tags.COUNT; tag++) {
          var weight = Math.round(average(numbers.get(i) * Tags.COUNT + tag) / unit);
          rounded[i][tag] =
              Math.max(-NamesModel.LARGEST_WEIGHT, Math.min(NamesModel.LARGEST_WEIGHT, weight));
        }
      }
      for (var i = 0; i < roundedTransitions.length; i++) {
        roundedTransitions[i] =
            Math.max(
                -NamesModel.LARGEST_TRANSITION,
                Math.min(
                    NamesModel.LARGEST_TRANSITION,
                    Math.round((float) (transitions[i] - transitionSteps[i] / step) / unit)));
      }
    }

    /** What few weights are beyond; those are cut to it. */
    private float large() {
      var sizes = new float[weights.length];
      var used = 0;
      for (var i = 0; i < weights.length; i++) {
        var size = Math.abs(average(i));
        if (size > 0) {
          sizes[used++] = size;
        }
      }
      Arrays.sort(sizes, 0, used);
      return used == 0 ? 0 : sizes[(int) ((used - 1) * WITHIN)];
    }

    private float average(int at) {
      return (float) (weights[at] - steps[at] / step);
    }

    NamesModel build() {
      var table = new FeatureTable.Builder(features.length);
      for (var i = 0; i < features.length; i++) {
        table.add(features[i], rounded[i]);
      }
      return new NamesModel(settings.name(), clusters, roundedTransitions, table.build());
    }

    void write(OutputStream out) throws IOException {
      NamesModel.write(out, settings.name(), clusters, roundedTransitions, features, rounded);
    }
  }
}
