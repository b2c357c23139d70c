package io.newstide.language.names;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words that stand in the same company belong to one cluster: learnt from text without marks, so
 * that what was learnt of one word serves its kin.
 *
 * <p>By exchange (Kneser and Ney 1993; in both directions): beginning with words dealt out by
 * frequency, each word in turn moves to the cluster that most raises the likelihood of a text in
 * which a word's cluster is foretold by the word before it and by the word behind it. Immutable;
 * the same text gives the same clusters.
 */
final class WordClusters {

  /** How many clusters there are. */
  static final int COUNT = 255;

  /** The cluster of words that are too rare to know. */
  static final int UNKNOWN = 255;

  private static final WordClusters NONE = new WordClusters(new int[0], new byte[0]);

  /** Hashes of words, ascending, and the cluster of each. */
  private final int[] words;

  private final byte[] clusters;

  /** Places of the words among {@link #words}, from 1, by their hashes; 0 where none is. */
  private final int[] places;

  private WordClusters(int[] words, byte[] clusters) {
    this.words = words;
    this.clusters = clusters;
    places = new int[Integer.highestOneBit(Math.max(8, words.length)) * 4];
    for (var i = 0; i < words.length; i++) {
      var slot = slot(words[i]);
      while (places[slot] != 0) {
        slot = (slot + 1) & (places.length - 1);
      }
      places[slot] = i + 1;
    }
  }

  private int slot(int wordHash) {
    return (wordHash * 0x9E3779B1) >>> (1 + Integer.numberOfLeadingZeros(places.length));
  }

  /** Knows no word. */
  static WordClusters none() {
    return NONE;
  }

  /** The cluster of a word, by the hash of {@link String#hashCode}. */
  int of(int wordHash) {
    var slot = slot(wordHash);
    while (places[slot] != 0) {
      if (words[places[slot] - 1] == wordHash) {
        return clusters[places[slot] - 1] & 0xff;
      }
      slot = (slot + 1) & (places.length - 1);
    }
    return UNKNOWN;
  }

  /** How many words it knows. */
  int size() {
    return words.length;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(words.length);
    for (var i = 0; i < words.length; i++) {
      out.writeInt(words[i]);
      out.writeByte(clusters[i]);
    }
  }

  static WordClusters read(DataInputStream in) throws IOException {
    var size = in.readInt();
    if (size < 0 || size > 1 << 22) {
      throw new IOException("the names model is damaged: " + size + " words");
    }
    var words = new int[size];
    var clusters = new byte[size];
    for (var i = 0; i < size; i++) {
      words[i] = in.readInt();
      clusters[i] = in.readByte();
    }
    return new WordClusters(words, clusters);
  }

  /**
   * Learns clusters.
   *
   * @param sentences the hashes of the words of each sentence
   * @param least words that occur less often are not clustered
   * @param rounds how often all words are tried
   */
  static WordClusters learn(List<int[]> sentences, int least, int rounds) {
    return new Exchange(sentences, least).run(rounds);
  }

  private static final class Exchange {
    private final int[] hashes;
    private final int[] cluster;

    /** By word: the words before it (and behind it), each once, and how often. */
    private final int[][] before;

    private final int[][] timesBefore;
    private final int[][] behind;
    private final int[][] timesBehind;

    /** How often each word stands before (behind) a word of each cluster. */
    private final int[] beforeCluster;

    private final int[] behindCluster;
    private final int[] sizeOf = new int[COUNT];
    private final int[] frequency;
    private final double[] nLogN = new double[1 << 16];

    Exchange(List<int[]> sentences, int least) {
      for (var n = 1; n < nLogN.length; n++) {
        nLogN[n] = n * Math.log(n);
      }
      var counts = new HashMap<Integer, Integer>();
      for (var sentence : sentences) {
        for (var word : sentence) {
          counts.merge(word, 1, Integer::sum);
        }
      }
      var known = new ArrayList<Map.Entry<Integer, Integer>>();
      for (var word : counts.entrySet()) {
        if (word.getValue() >= least) {
          known.add(word);
        }
      }
      known.sort(
          Comparator.comparing((Map.Entry<Integer, Integer> word) -> -word.getValue())
              .thenComparing(Map.Entry::getKey));
      var number = new HashMap<Integer, Integer>();
      hashes = new int[known.size()];
      frequency = new int[hashes.length];
      cluster = new int[hashes.length];
      for (var i = 0; i < hashes.length; i++) {
        hashes[i] = known.get(i).getKey();
        number.put(hashes[i], i);
        cluster[i] = i % COUNT;
      }
      var pairs = new HashMap<Long, Integer>();
      for (var sentence : sentences) {
        var last = -1;
        for (var word : sentence) {
          var now = number.getOrDefault(word, -1);
          if (last >= 0 && now >= 0) {
            pairs.merge((long) last << 32 | now, 1, Integer::sum);
            frequency[now]++;
            frequency[last]++;
          }
          last = now;
        }
      }
      before = new int[hashes.length][];
      timesBefore = new int[hashes.length][];
      behind = new int[hashes.length][];
      timesBehind = new int[hashes.length][];
      neighbours(pairs, false, before, timesBefore);
      neighbours(pairs, true, behind, timesBehind);
      beforeCluster = new int[hashes.length * COUNT];
      behindCluster = new int[hashes.length * COUNT];
      for (var word = 0; word < hashes.length; word++) {
        place(word, cluster[word], 1);
      }
    }

    private static void neighbours(
        Map<Long, Integer> pairs, boolean forward, int[][] words, int[][] times) {
      var sizes = new int[words.length];
      for (var pair : pairs.keySet()) {
        sizes[forward ? (int) (pair >>> 32) : pair.intValue()]++;
      }
      for (var i = 0; i < words.length; i++) {
        words[i] = new int[sizes[i]];
        times[i] = new int[sizes[i]];
      }
      for (var pair : pairs.entrySet()) {
        var left = (int) (pair.getKey() >>> 32);
        var right = pair.getKey().intValue();
        var word = forward ? left : right;
        var at = --sizes[word];
        words[word][at] = forward ? right : left;
        times[word][at] = pair.getValue();
      }
    }

    private void place(int word, int at, int sign) {
      for (var i = 0; i < before[word].length; i++) {
        beforeCluster[before[word][i] * COUNT + at] += sign * timesBefore[word][i];
      }
      for (var i = 0; i < behind[word].length; i++) {
        behindCluster[behind[word][i] * COUNT + at] += sign * timesBehind[word][i];
      }
      sizeOf[at] += sign * frequency[word];
    }

    private double nLogN(int n) {
      return n < nLogN.length ? nLogN[n] : n * Math.log(n);
    }

    WordClusters run(int rounds) {
      for (var round = 0; round < rounds; round++) {
        var moved = 0;
        for (var word = 0; word < hashes.length; word++) {
          place(word, cluster[word], -1);
          var best = best(word);
          if (best != cluster[word]) {
            moved++;
            cluster[word] = best;
          }
          place(word, best, 1);
        }
        if (moved == 0) {
          break;
        }
      }
      var order = new Integer[hashes.length];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparing(i -> hashes[i]));
      var words = new int[hashes.length];
      var clusters = new byte[hashes.length];
      for (var i = 0; i < words.length; i++) {
        words[i] = hashes[order[i]];
        clusters[i] = (byte) cluster[order[i]];
      }
      return new WordClusters(words, clusters);
    }

    /** The cluster that gains the most likelihood by a word that is in none at the moment. */
    private int best(int word) {
      var gains = new double[COUNT];
      for (var i = 0; i < before[word].length; i++) {
        var row = before[word][i] * COUNT;
        var times = timesBefore[word][i];
        for (var c = 0; c < COUNT; c++) {
          var n = beforeCluster[row + c];
          gains[c] += nLogN(n + times) - nLogN(n);
        }
      }
      for (var i = 0; i < behind[word].length; i++) {
        var row = behind[word][i] * COUNT;
        var times = timesBehind[word][i];
        for (var c = 0; c < COUNT; c++) {
          var n = behindCluster[row + c];
          gains[c] += nLogN(n + times) - nLogN(n);
        }
      }
      var best = cluster[word];
      var bestGain = Double.NEGATIVE_INFINITY;
      for (var c = 0; c < COUNT; c++) {
        var gain = gains[c] - (nLogN(sizeOf[c] + frequency[word]) - nLogN(sizeOf[c]));
        if (gain > bestGain) {
          bestGain = gain;
          best = c;
        }
      }
      return best;
    }
  }
}
