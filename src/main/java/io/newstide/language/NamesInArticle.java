package io.newstide.language;

import io.newstide.language.names.NameType;
import io.newstide.language.names.Span;
import io.newstide.language.words.Normaliser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gathers the names of one article: what the finder and the lexicon found, short forms led back to
 * long ones, reporters set apart, each name counted.
 */
final class NamesInArticle {

  private final Lexicon lexicon;
  private final Lexicon.Evidence evidence;
  private final Byline byline;
  private final Set<String> authors;
  private final List<Passage> passages = new ArrayList<>();
  private final List<Passage> named = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private final List<Mention> mentions = new ArrayList<>();
  private final Map<NameType, Map<String, Tally>> tallies = new EnumMap<>(NameType.class);

  private static final class Tally {
    int count;
    String post = "";
  }

  /** A name where it stands, before short forms are led back to long ones. */
  private record Found(
      Passage passage, Claim claim, String text, String name, boolean settled, boolean aside) {}

  NamesInArticle(Lexicon lexicon, Lexicon.Evidence evidence, Byline byline, String author) {
    this.lexicon = lexicon;
    this.evidence = evidence;
    this.byline = byline;
    var authors = new HashSet<String>();
    for (var name : (author + "、" + byline.author()).split("[、，, ;；/]", -1)) {
      if (!name.isBlank()) {
        authors.add(new String(Normaliser.printed(name.strip())));
      }
    }
    this.authors = Set.copyOf(authors);
  }

  /** A stretch that may become a mention. */
  private record Claim(int start, int end, NameType type, Lexicon.Entry entry, boolean reporter) {
    int length() {
      return end - start;
    }
  }

  /**
   * Takes the names of a part.
   *
   * @param spans what the recogniser found
   * @param matches what the lexicon knows
   */
  void add(Reading reading, List<Span> spans, List<Lexicon.Match> matches) {
    var inBody = reading.field() == Field.BODY;
    var claims = settle(claims(reading, spans, matches, inBody));
    var names = new ArrayList<Span>(claims.size());
    for (var claim : claims) {
      if (claim.type() != null) {
        names.add(new Span(claim.start(), claim.end(), claim.type()));
      }
    }
    var people = names.stream().filter(name -> name.type() == NameType.PERSON).toList();
    var passage = reading.passage(people);
    passages.add(passage);
    named.add(names.size() == people.size() ? passage : reading.passage(passage, names));
    for (var claim : claims) {
      if (claim.type() == null) {
        continue;
      }
      var text = new String(reading.printed(), claim.start(), claim.length());
      var name = claim.entry() == null ? text.replace(" ", "") : claim.entry().name();
      var aside =
          claim.reporter()
              || (inBody && byline.covers(claim.start(), claim.end()))
              || (claim.type() == NameType.PERSON
                  && (authors.contains(name) || followsReporter(reading.text(), claim.start())));
      found.add(new Found(passage, claim, text, name, claim.entry() != null, aside));
    }
  }

  /** Leads short forms back to long ones and counts; once, when all parts have been added. */
  void count() {
    var longForms = new EnumMap<NameType, Map<String, String>>(NameType.class);
    for (var type : NameType.values()) {
      longForms.put(type, ShortForms.of(type, names(type)));
      tallies.put(type, new HashMap<>());
    }
    var known = new HashMap<String, String>();
    for (var one : found) {
      if (one.settled()) {
        known.put(one.text().replace(" ", ""), one.name());
      }
    }
    for (var one : found) {
      var name = one.name();
      if (!one.settled() && !one.aside()) {
        name = longForms.get(one.claim().type()).getOrDefault(name, name);
        name = known.getOrDefault(name, name);
      }
      var claim = one.claim();
      mentions.add(
          new Mention(
              one.passage().field(),
              claim.start(),
              claim.end(),
              claim.type(),
              one.text(),
              name,
              one.aside()));
      if (!one.aside()) {
        count(one.passage(), claim, name);
      }
    }
  }

  /** The names as they stand, those of the lexicon that are not printed as it has them left out. */
  private Set<String> names(NameType type) {
    var names = new LinkedHashSet<String>();
    for (var one : found) {
      if (one.claim().type() == type && !one.aside()) {
        names.add(one.text().replace(" ", ""));
      }
    }
    return names;
  }

  private List<Claim> claims(
      Reading reading, List<Span> spans, List<Lexicon.Match> matches, boolean inBody) {
    var claims = new ArrayList<Claim>(spans.size() + matches.size() + 2);
    if (inBody) {
      for (var reporter : byline.reporters()) {
        claims.add(new Claim(reporter.start(), reporter.end(), NameType.PERSON, null, true));
      }
    }
    for (var match : matches) {
      if (!splitsWord(reading, match)) {
        var entry = lexicon.resolve(match, evidence);
        claims.add(new Claim(match.start(), match.end(), entry.type(), entry, false));
      }
    }
    for (var span : spans) {
      claims.add(new Claim(span.start(), span.end(), span.type(), null, false));
    }
    return claims;
  }

  /** Whether a short alias (清华) begins or ends inside a word that is not a name (清华园). */
  static boolean splitsWord(Reading reading, Lexicon.Match match) {
    if (match.end() - match.start() > 2) {
      return false;
    }
    var words = reading.words();
    for (var word = words.at(match.start()); word < words.size(); word++) {
      var start = words.start(word);
      var end = words.end(word);
      if (start >= match.end()) {
        return false;
      }
      if ((start < match.start() || end > match.end())
          && !words.tag(word).startsWith("nr")
          && !words.tag(word).startsWith("ns")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Leaves no overlaps: reporters first; then a name that holds a lexicon name wins over it unless
   * it is taken for a person, else the lexicon wins; else the longer, then the earlier.
   */
  private static List<Claim> settle(List<Claim> claims) {
    if (claims.size() < 2) {
      return claims;
    }
    var known = new TreeMap<Integer, Claim>();
    for (var claim : claims) {
      if (claim.entry() != null) {
        known.put(claim.start(), claim);
      }
    }
    var byRight = new ArrayList<Claim>(claims.size());
    for (var claim : claims) {
      if (claim.entry() != null || claim.reporter() || !yieldsToAny(claim, known)) {
        byRight.add(claim);
      }
    }
    byRight.sort(
        Comparator.comparing((Claim claim) -> !claim.reporter())
            .thenComparing(claim -> -claim.length())
            .thenComparing(claim -> claim.entry() == null)
            .thenComparing(Claim::start));
    var kept = new TreeMap<Integer, Claim>();
    for (var claim : byRight) {
      var before = kept.floorEntry(claim.start());
      var after = kept.ceilingEntry(claim.start());
      if ((before == null || before.getValue().end() <= claim.start())
          && (after == null || after.getKey() >= claim.end())) {
        kept.put(claim.start(), claim);
      }
    }
    return new ArrayList<>(kept.values());
  }

  private static boolean yieldsToAny(Claim found, NavigableMap<Integer, Claim> known) {
    var before = known.floorEntry(found.start());
    if (before != null && yields(found, before.getValue())) {
      return true;
    }
    for (var inside : known.subMap(found.start(), true, found.end(), false).values()) {
      if (yields(found, inside)) {
        return true;
      }
    }
    return false;
  }

  private static boolean yields(Claim found, Claim known) {
    if (known.end() <= found.start() || known.start() >= found.end()) {
      return false;
    }
    var holds = found.start() <= known.start() && found.end() >= known.end();
    return !holds || found.type() == NameType.PERSON;
  }

  private static boolean followsReporter(String text, int start) {
    var end = start;
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.startsWith("记者", end - 2) || text.startsWith("通讯员", end - 3);
  }

  private void count(Passage passage, Claim claim, String name) {
    var tally = tallies.get(claim.type()).computeIfAbsent(name, n -> new Tally());
    tally.count++;
    if (claim.type() == NameType.PERSON && tally.post.isEmpty()) {
      tally.post = Posts.of(passage, claim.start(), claim.end());
    }
  }

  /** The parts as they were cut, each person one term. */
  List<Passage> passages() {
    return passages;
  }

  /** The parts with every name one term. */
  List<Passage> named() {
    return named;
  }

  List<Mention> mentions() {
    return mentions;
  }

  List<Person> people() {
    return tallies.get(NameType.PERSON).entrySet().stream()
        .map(person -> new Person(person.getKey(), person.getValue().post, person.getValue().count))
        .sorted(Comparator.comparingInt(Person::count).reversed().thenComparing(Person::name))
        .toList();
  }

  List<Name> places() {
    return listed(NameType.PLACE);
  }

  List<Name> organisations() {
    return listed(NameType.ORGANISATION);
  }

  private List<Name> listed(NameType type) {
    return tallies.get(type).entrySet().stream()
        .map(name -> new Name(name.getKey(), name.getValue().count))
        .sorted(Comparator.comparingInt(Name::count).reversed().thenComparing(Name::name))
        .toList();
  }
}
