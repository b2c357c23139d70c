package io.newstide.language.words;

import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.collection.trie.DoubleArrayTrie;
import com.hankcs.hanlp.dictionary.CoreBiGramTableDictionary;
import com.hankcs.hanlp.dictionary.CoreDictionary;
import com.hankcs.hanlp.dictionary.CoreDictionaryTransformMatrixDictionary;
import com.hankcs.hanlp.dictionary.other.CharType;
import com.hankcs.hanlp.dictionary.stopword.CoreStopWordDictionary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Which dictionaries HanLP reads: those in its jar, or those below the folder that {@code
 * HANLP_ROOT} names, a system property or else an environment variable of HanLP's own. There the
 * full dictionaries ({@code CoreNatureDictionary.txt} and its {@code .ngram.txt}) are taken where
 * both are there, else the short ones ({@code .mini}) that the portable jar looks for.
 *
 * <p>Decided once in a class loader, before HanLP loads anything; what HanLP holds is not changed
 * afterwards. Safe for use by many threads.
 */
public final class HanlpData {

  private static final String SETTING = "HANLP_ROOT";
  private static final String MINI = ".mini.txt";
  private static final String CACHE = ".bin";
  private static final String PAIRS_CACHE = ".table.bin";

  private HanlpData() {}

  /**
   * Makes sure that HanLP has the dictionaries it needs.
   *
   * @throws IllegalStateException if not; the message says which file is missing or wrong
   */
  public static void check() {
    if (!Decided.REFUSAL.isEmpty()) {
      throw new IllegalStateException(Decided.REFUSAL);
    }
  }

  /** HanLP's core dictionary, after {@link #check}. */
  static DoubleArrayTrie<CoreDictionary.Attribute> coreDictionary() {
    check();
    return CoreDictionary.trie;
  }

  /** HanLP's stop words, after {@link #check}. */
  public static Set<String> stopWords() {
    check();
    return Set.copyOf(CoreStopWordDictionary.dictionary);
  }

  private static final class Decided {
    static final String REFUSAL = decide();

    private static String decide() {
      if (HanLP.Config.IOAdapter != null) {
        return ""; // from the jar
      }
      chooseFull();
      var problem = missing();
      if (problem.isEmpty()) {
        problem = unreadable();
      }
      return problem.isEmpty() ? "" : root() + ": " + problem;
    }
  }

  private static String root() {
    var root = System.getProperty(SETTING, System.getenv(SETTING));
    return root == null ? "hanlp.properties" : SETTING + "=" + root.strip();
  }

  /** The portable jar's HanLP asks for the short dictionaries, whatever else is there. */
  private static void chooseFull() {
    var words = HanLP.Config.CoreDictionaryPath;
    var pairs = HanLP.Config.BiGramDictionaryPath;
    if (words.endsWith(MINI) && pairs.endsWith(MINI)) {
      var fullWords = words.replace(MINI, ".txt");
      var fullPairs = pairs.replace(MINI, ".txt");
      if (!isThere(words, CACHE)
          || (isThere(fullWords, CACHE) && isThere(fullPairs, PAIRS_CACHE))) {
        HanLP.Config.CoreDictionaryPath = fullWords;
        HanLP.Config.BiGramDictionaryPath = fullPairs;
      }
    }
  }

  private static String missing() {
    var words = Path.of(HanLP.Config.CoreDictionaryPath);
    var charTypes = Path.of(HanLP.Config.CharTypePath);
    if (!isThere(words.toString(), CACHE)) {
      return missing(words);
    }
    if (!isThere(HanLP.Config.BiGramDictionaryPath, PAIRS_CACHE)) {
      return missing(Path.of(HanLP.Config.BiGramDictionaryPath));
    }
    if (!isThere(HanLP.Config.CoreDictionaryTransformMatrixDictionaryPath, "")) {
      return missing(Path.of(HanLP.Config.CoreDictionaryTransformMatrixDictionaryPath));
    }
    if (!isThere(HanLP.Config.CoreStopWordDictionaryPath, CACHE)) {
      return missing(Path.of(HanLP.Config.CoreStopWordDictionaryPath));
    }
    if (!Files.exists(charTypes) && !Files.isWritable(charTypes.toAbsolutePath().getParent())) {
      return missing(charTypes);
    }
    if (!Files.exists(Path.of(words + CACHE))
        && !Files.isWritable(words.toAbsolutePath().getParent())) {
      return words + CACHE + " is missing, and HanLP may not write it there";
    }
    return "";
  }

  private static boolean isThere(String path, String cache) {
    return Files.isRegularFile(Path.of(path)) || Files.isRegularFile(Path.of(path + cache));
  }

  /**
   * The short names are the last resort: who is told of them would not find them in HanLP's data.
   */
  private static String missing(Path file) {
    var root = file.toAbsolutePath();
    while (root != null && !root.endsWith("data")) {
      root = root.getParent();
    }
    var outside = root == null ? null : root.getParent();
    var hint =
        outside != null && Files.isDirectory(outside.resolve("dictionary"))
            ? "; it is to name the folder that holds 'data', " + outside.getParent()
            : "; it is to name the folder that holds 'data' of HanLP's data package";
    return file + " is missing" + hint;
  }

  /** Loads what the segmenter needs; HanLP says what goes wrong in static initialisers. */
  private static String unreadable() {
    try {
      CoreDictionary.trie.size();
      CoreBiGramTableDictionary.getWordID("的");
      CoreDictionaryTransformMatrixDictionary.transformMatrixDictionary.getTotalFrequency(0);
      CharType.get('的');
      CoreStopWordDictionary.contains("的");
    } catch (LinkageError e) {
      var cause = e.getCause() == null ? e : e.getCause();
      return "HanLP cannot read its dictionaries: " + cause;
    }
    if (CoreDictionary.BEGIN_WORD_ID < 0
        || CoreDictionary.END_WORD_ID < 0
        || CoreDictionary.NR_WORD_ID < 0
        || CoreDictionary.NS_WORD_ID < 0
        || CoreDictionary.NT_WORD_ID < 0
        || CoreDictionary.T_WORD_ID < 0
        || CoreDictionary.M_WORD_ID < 0
        || CoreDictionary.X_WORD_ID < 0) {
      return HanLP.Config.CoreDictionaryPath
          + " is no core dictionary of HanLP: it lacks one of 始##始 末##末 未##人 未##地 未##团 未##时 未##数 未##串";
    }
    return "";
  }
}
