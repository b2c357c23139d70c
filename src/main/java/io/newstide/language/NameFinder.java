package io.newstide.language;

import io.newstide.language.names.Gazetteer;
import io.newstide.language.names.NameType;
import io.newstide.language.names.NamesModel;
import io.newstide.language.names.NamesTagger;
import io.newstide.language.names.Span;
import io.newstide.language.words.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds the people, places and organisations of an article. Safe for use by many threads.
 *
 * <p>Each sentence is read by itself first. What was found anywhere in the article is then evidence
 * for the sentences that hold the same characters without a name found there: they are read again,
 * knowing that.
 */
final class NameFinder {

  /** Names of one character mean too many things to be evidence. */
  private static final int SHORTEST_EVIDENCE = 2;

  private final NamesModel model;
  private final Gazetteer gazetteer;

  /** A tagger at rest: its arrays serve one article after another. */
  private final AtomicReference<NamesTagger> spare = new AtomicReference<>();

  NameFinder(NamesModel model, Gazetteer gazetteer) {
    this.model = model;
    this.gazetteer = gazetteer;
  }

  /** What is written into each enriched row as the model. */
  String version() {
    return model.name();
  }

  /**
   * The names of an article.
   *
   * @param readings its parts
   * @param known for each part the names that the lexicon knows in it, in text order
   * @return for each part its names in text order, none overlapping
   */
  List<List<Span>> find(List<Reading> readings, List<List<Span>> known) {
    var idle = spare.getAndSet(null);
    var tagger = idle == null ? new NamesTagger(model) : idle;
    var found = find(tagger, readings, known);
    spare.set(tagger);
    return found;
  }

  private List<List<Span>> find(
      NamesTagger tagger, List<Reading> readings, List<List<Span>> known) {
    var marks = new ArrayList<byte[]>(readings.size());
    var found = new ArrayList<List<Span>>(readings.size());
    for (var i = 0; i < readings.size(); i++) {
      var reading = readings.get(i);
      var evidence = gazetteer.marks(reading.text());
      for (var name : known.get(i)) {
        evidence =
            Gazetteer.mark(
                evidence, reading.text().length(), name.start(), name.end(), name.type());
      }
      marks.add(evidence);
      var spans = tagger.find(reading.printed(), reading.words(), evidence);
      found.add(SpacedNames.joined(reading, spans));
    }
    lookAgain(tagger, readings, marks, found);
    for (var i = 0; i < readings.size(); i++) {
      found.set(i, withoutCommonNouns(readings.get(i), marks.get(i), found.get(i)));
    }
    return found;
  }

  /** 代表团 or 公司 alone names nothing, whatever stands before it elsewhere. */
  private static List<Span> withoutCommonNouns(Reading reading, byte[] marks, List<Span> names) {
    return names.stream()
        .filter(
            name ->
                name.type() != NameType.ORGANISATION
                    || !isCommonNoun(reading.words(), name)
                    || (marks.length > 0 && marks[name.start()] != 0))
        .toList();
  }

  private static boolean isCommonNoun(Words words, Span name) {
    var word = words.at(name.start());
    var tag = words.tag(word);
    return words.start(word) == name.start()
        && words.end(word) == name.end()
        && (tag.equals("n") || tag.equals("nis") || tag.equals("nnt"));
  }

  private static void lookAgain(
      NamesTagger tagger, List<Reading> readings, List<byte[]> marks, List<List<Span>> found) {
    var names = names(readings, found);
    if (names.isEmpty()) {
      return;
    }
    var article = Gazetteer.of(names);
    for (var i = 0; i < readings.size(); i++) {
      var reading = readings.get(i);
      var missed = missed(article.find(reading.text()), found.get(i));
      if (!missed.isEmpty()) {
        var evidence = marks.get(i);
        for (var name : missed) {
          evidence =
              Gazetteer.mark(
                  evidence, reading.text().length(), name.start(), name.end(), name.type());
        }
        found.set(
            i,
            tagger.findAgain(reading.printed(), reading.words(), evidence, found.get(i), missed));
      }
    }
  }

  /** What each name of the article names most often. */
  private static Map<String, NameType> names(List<Reading> readings, List<List<Span>> found) {
    var counts = new HashMap<String, Map<NameType, Integer>>();
    for (var i = 0; i < readings.size(); i++) {
      for (var span : found.get(i)) {
        if (span.end() - span.start() >= SHORTEST_EVIDENCE) {
          counts
              .computeIfAbsent(
                  readings.get(i).text().substring(span.start(), span.end()),
                  name -> new EnumMap<>(NameType.class))
              .merge(span.type(), 1, Integer::sum);
        }
      }
    }
    var names = new HashMap<String, NameType>();
    counts.forEach(
        (name, byType) ->
            names.put(
                name,
                byType.entrySet().stream()
                    .max(
                        Map.Entry.<NameType, Integer>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .orElseThrow()
                    .getKey()));
    return names;
  }

  /** The occurrences that no name touches. */
  private static List<Span> missed(List<Span> occurrences, List<Span> found) {
    var missed = new ArrayList<Span>();
    var next = 0;
    for (var occurrence : occurrences) {
      while (next < found.size() && found.get(next).end() <= occurrence.start()) {
        next++;
      }
      if (next == found.size() || found.get(next).start() >= occurrence.end()) {
        missed.add(occurrence);
      }
    }
    return missed;
  }
}
