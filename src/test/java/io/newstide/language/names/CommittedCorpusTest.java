package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sentences annotated for this project are what the model card says of them. */
class CommittedCorpusTest {

  private static final int SHINGLE = 4;
  private static final List<LabelledSentence> SENTENCES = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    try (var files = Files.list(Path.of("src/corpus/names"))) {
      files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .forEach(file -> SENTENCES.addAll(NamesCorpus.read(file)));
    }
  }

  private static String text(LabelledSentence sentence, Span name) {
    return sentence.text().substring(name.start(), name.end());
  }

  @Test
  void itIsLargeAndItsOrganisationsAreMany() {
    assertThat(SENTENCES).hasSizeGreaterThanOrEqualTo(600);
    var names = new HashMap<NameType, Set<String>>();
    for (var sentence : SENTENCES) {
      for (var name : sentence.names()) {
        names.computeIfAbsent(name.type(), type -> new HashSet<>()).add(text(sentence, name));
      }
    }
    assertThat(names.get(NameType.ORGANISATION)).hasSizeGreaterThanOrEqualTo(400);
    assertThat(names.get(NameType.PERSON)).hasSizeGreaterThanOrEqualTo(200);
    assertThat(names.get(NameType.PLACE)).hasSizeGreaterThanOrEqualTo(200);
  }

  @Test
  void itsMarksAreWellFormed() {
    for (var sentence : SENTENCES) {
      assertThat(sentence.text()).doesNotContain("[", "]", "|", "\t").doesNotContain("  ");
      assertThat(sentence.text()).isEqualTo(sentence.text().strip());
      for (var name : sentence.names()) {
        var text = text(sentence, name);
        assertThat(text).as(sentence.text()).isEqualTo(text.strip()).isNotEmpty();
        assertThat(text).as(sentence.text()).doesNotContainPattern("^[，。、；：！？（）”·]|[，。、；：！？（“·]$");
        assertThat(text.length()).as(sentence.text()).isLessThanOrEqualTo(40);
      }
    }
  }

  /** An inverted index: from each shingle to the sentences that have it. */
  @Test
  void noTwoSentencesShareHalfTheirShingles() {
    var shingles = new ArrayList<Set<String>>();
    var sentencesOf = new HashMap<String, List<Integer>>();
    for (var i = 0; i < SENTENCES.size(); i++) {
      var own = shingles(SENTENCES.get(i).text());
      shingles.add(own);
      for (var shingle : own) {
        sentencesOf.computeIfAbsent(shingle, s -> new ArrayList<>()).add(i);
      }
    }
    var alike = new ArrayList<String>();
    for (var i = 0; i < SENTENCES.size(); i++) {
      var common = new HashMap<Integer, Integer>();
      for (var shingle : shingles.get(i)) {
        for (var other : sentencesOf.get(shingle)) {
          if (other > i) {
            common.merge(other, 1, Integer::sum);
          }
        }
      }
      for (Map.Entry<Integer, Integer> pair : common.entrySet()) {
        var smaller = Math.min(shingles.get(i).size(), shingles.get(pair.getKey()).size());
        if (2 * pair.getValue() >= smaller) {
          alike.add(SENTENCES.get(i).text() + " = " + SENTENCES.get(pair.getKey()).text());
        }
      }
    }
    assertThat(alike).isEmpty();
  }

  private static Set<String> shingles(String text) {
    var shingles = new HashSet<String>();
    for (var i = 0; i + SHINGLE <= text.length(); i++) {
      shingles.add(text.substring(i, i + SHINGLE));
    }
    return shingles;
  }
}
