package io.newstide.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
  private final List<Mention> mentions = new ArrayList<>();
  private final Map<String, Tally> people = new HashMap<>();
  private final Map<String, Tally> places = new HashMap<>();
  private final Map<String, Tally> organisations = new HashMap<>();

  private static final class Tally {
    int count;
    String post = "";
  }

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

  void add(
      Passage passage, char[] printed, List<NameFinder.Span> spans, List<Lexicon.Match> matches) {
    var inBody = passage.field() == Field.BODY;
    for (var claim : settle(claims(passage, spans, matches, inBody))) {
      if (claim.type() == null) {
        continue;
      }
      var text = new String(printed, claim.start(), claim.length());
      var name = claim.entry() == null ? text.replace(" ", "") : claim.entry().name();
      var aside =
          claim.reporter()
              || (inBody && byline.covers(claim.start(), claim.end()))
              || (claim.type() == NameType.PERSON
                  && (authors.contains(name) || followsReporter(passage.text(), claim.start())));
      mentions.add(
          new Mention(
              passage.field(), claim.start(), claim.end(), claim.type(), text, name, aside));
      if (!aside) {
        count(passage, claim, name);
      }
    }
  }

  private List<Claim> claims(
      Passage passage, List<NameFinder.Span> spans, List<Lexicon.Match> matches, boolean inBody) {
    var claims = new ArrayList<Claim>(spans.size() + matches.size() + 2);
    if (inBody) {
      for (var reporter : byline.reporters()) {
        claims.add(new Claim(reporter.start(), reporter.end(), NameType.PERSON, null, true));
      }
    }
    for (var match : matches) {
      if (!splitsWord(passage, match)) {
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
  private static boolean splitsWord(Passage passage, Lexicon.Match match) {
    if (match.end() - match.start() > 2) {
      return false;
    }
    var terms = passage.terms();
    var low = 0;
    var high = terms.size() - 1;
    while (low <= high) {
      var mid = (low + high) >>> 1;
      var term = terms.get(mid);
      if (term.end() <= match.start()) {
        low = mid + 1;
      } else if (term.start() >= match.end()) {
        high = mid - 1;
      } else {
        return overlapsWithout(term, match)
            || (mid > 0 && overlapsWithout(terms.get(mid - 1), match))
            || (mid + 1 < terms.size() && overlapsWithout(terms.get(mid + 1), match));
      }
    }
    return false;
  }

  private static boolean overlapsWithout(Term term, Lexicon.Match match) {
    return term.start() < match.end()
        && term.end() > match.start()
        && (term.start() < match.start() || term.end() > match.end())
        && !term.tag().startsWith("nr")
        && !term.tag().startsWith("ns");
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
    var tallies =
        switch (claim.type()) {
          case PERSON -> people;
          case PLACE -> places;
          case ORGANISATION -> organisations;
        };
    var tally = tallies.computeIfAbsent(name, n -> new Tally());
    tally.count++;
    if (claim.type() == NameType.PERSON && tally.post.isEmpty()) {
      tally.post = Posts.of(passage, claim.start(), claim.end());
    }
  }

  List<Mention> mentions() {
    return mentions;
  }

  List<Person> people() {
    return people.entrySet().stream()
        .map(person -> new Person(person.getKey(), person.getValue().post, person.getValue().count))
        .sorted(Comparator.comparingInt(Person::count).reversed().thenComparing(Person::name))
        .toList();
  }

  List<Name> places() {
    return names(places);
  }

  List<Name> organisations() {
    return names(organisations);
  }

  private static List<Name> names(Map<String, Tally> tallies) {
    return tallies.entrySet().stream()
        .map(name -> new Name(name.getKey(), name.getValue().count))
        .sorted(Comparator.comparingInt(Name::count).reversed().thenComparing(Name::name))
        .toList();
  }
}
