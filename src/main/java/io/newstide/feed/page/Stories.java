package io.newstide.feed.page;

import io.newstide.feed.page.Passage.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes stories of passages. Begins with what the page shows (a printed opening, an interruption),
 * then changes that as long as the whole becomes likelier: a column that was cut goes to the story
 * it continues, two headlines set as one are parted, a story whose beginning is missing is taken
 * out of the one before it. Every change is weighed with the headlines assigned anew. Not safe for
 * use by several threads.
 */
final class Stories {

  private static final int LONGEST_SUBHEAD = 14;

  /** How much headlines assigned anew may add to a change. */
  private static final double MOST_FROM_HEADLINES = 6;

  /** So many stories are tried for a stretch of text to go on. */
  private static final int MOST_LINKS = 4;

  private static final int MOST_CHANGES = 200;

  /** Either part of a headline that is seen as two must share this much with its story. */
  private static final double LEAST_EVIDENCE = 0.3;

  /** A finished paragraph, a headline, another paragraph: seldom one story. */
  private static final double ACROSS_HEADLINE = 2.5;

  /** Columns seldom break off exactly where a paragraph ends. */
  private static final double AT_PARAGRAPH_END = 2;

  /** How much more a line must share with another story to be taken out of its paragraph. */
  private static final double FOREIGN = 4;

  private static final double FOREIGN_PART = 0.4;

  /** A headline of more characters than this may well be two. */
  private static final int LONG_HEADLINE = 24;

  private static final String NUMERALS = "零〇一二三四五六七八九十百千万亿两";

  private final List<Passage> passages;
  private final CharacterPairs pairs;
  private final Grams grams;
  private final Headlines headlines;
  private final int[] textIndex;
  private final Map<List<Integer>, Set<String>> runs = new HashMap<>();
  private double unanchored = 2;
  private double usual = 0.01;

  private Stories(List<Passage> passages, CharacterPairs pairs) {
    this.passages = passages;
    this.pairs = pairs;
    this.textIndex = new int[passages.size()];
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      boolean text = passages.get(i).kind().isText();
      textIndex[i] = text ? texts.size() : -1;
      if (text) {
        texts.add(passages.get(i).dense());
      }
    }
    this.grams = new Grams(texts, pairs);
    this.headlines = new Headlines(passages, textIndex, grams);
  }

  /**
   * The stories of a page.
   *
   * @param passages the page's passages, some seen otherwise than they were given
   * @param draft which of them make a story, and the headlines
   * @param of the story of each headline, {@link Headlines#NONE} where there is none
   */
  record Found(List<Passage> passages, Draft draft, int[] of) {}

  static Found in(List<Passage> passages, CharacterPairs pairs) {
    Found found = new Stories(passages, pairs).find();
    for (int round = 0; round < 2; round++) {
      List<Passage> seen = new Stories(found.passages(), pairs).seenAsHeadlines(found.draft());
      if (seen.size() == found.passages().size()) {
        break;
      }
      found = new Stories(seen, pairs).find();
    }
    return found;
  }

  /**
   * The passages, with those lines seen as headlines that were read as the first or the last line
   * of a paragraph, but speak of another story than the one they stand in.
   */
  private List<Passage> seenAsHeadlines(Draft draft) {
    List<Passage> seen = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      Passage passage = passages.get(i);
      List<Strip> strips = passage.strips();
      int last = strips.size() - 1;
      if (passage.kind() != Kind.BODY || last == 0) {
        seen.add(passage);
      } else if (!passage.opens() && isForeign(strips.get(0), i, draft)) {
        seen.add(new Passage(Kind.HEADLINE, strips.subList(0, 1), false));
        seen.add(new Passage(Kind.BODY, strips.subList(1, last + 1), false));
      } else if (passage.isCut() && isForeign(strips.get(last), i, draft)) {
        seen.add(new Passage(Kind.BODY, strips.subList(0, last), passage.opens()));
        seen.add(new Passage(Kind.HEADLINE, strips.subList(last, last + 1), false));
      } else {
        seen.add(passage);
      }
    }
    return seen;
  }

  /** Whether a line of a paragraph says more about another story than about its own. */
  private boolean isForeign(Strip line, int passage, Draft draft) {
    if (line.text().length() < 7
        || line.text().length() > 2 * LONG_HEADLINE
        || "。！，、；：".chars().anyMatch(stop -> line.last() == stop)
        || line.text().indexOf('。') >= 0) {
      return false;
    }
    HeadlineUnit unit = new HeadlineUnit(passage, List.of(line));
    double own = 0;
    double best = 0;
    double held = 0;
    for (List<Integer> story : draft.stories()) {
      boolean isOwn = story.contains(passage);
      List<Integer> others = story.stream().filter(part -> part != passage).toList();
      double worth = headlines.worth(unit, others);
      own = isOwn ? worth : own;
      best = isOwn ? best : Math.max(best, worth);
      held = isOwn ? held : Math.max(held, headlines.held(unit, others));
    }
    return own < 0.5 && best > FOREIGN && held > FOREIGN_PART;
  }

  private Found find() {
    Draft draft = asPrinted();
    long anchored = draft.stories().stream().filter(story -> isAnchored(story.get(0))).count();
    unanchored = 1.5 * anchored / Math.max(1, draft.stories().size());
    usual = usualLikeness(draft);
    headlines.learnPlaces(draft);
    draft = settled(draft);
    headlines.learnPlaces(draft);
    draft = settled(draft);
    return new Found(passages, draft, headlines.assign(draft).of());
  }

  /** One story for each stretch of text between openings and interruptions. */
  private Draft asPrinted() {
    List<List<Integer>> stories = new ArrayList<>();
    List<HeadlineUnit> units = new ArrayList<>();
    List<Integer> story = null;
    for (int i = 0; i < passages.size(); i++) {
      Passage passage = passages.get(i);
      if (passage.kind() == Kind.HEADLINE) {
        units.add(new HeadlineUnit(i, passage.strips()));
      }
      if (!passage.kind().isText()) {
        story = passage.kind() == Kind.CAPTION && story != null && !isClosed(story) ? story : null;
        continue;
      }
      boolean begins = passage.opens() || (passage.kind() == Kind.BYLINE && leads(i, story));
      if (story == null || begins || isClosed(story)) {
        story = new ArrayList<>();
        stories.add(story);
      }
      story.add(i);
    }
    return new Draft(stories, units);
  }

  /** Whether a reporter's name stands at the beginning of a story, not at the end of one. */
  private boolean leads(int i, List<Integer> story) {
    String line = passages.get(i).first().text();
    boolean textFollows = i + 1 < passages.size() && passages.get(i + 1).kind() == Kind.BODY;
    if (story == null) {
      return textFollows;
    }
    boolean nextOpens = textFollows && passages.get(i + 1).opens();
    return textFollows && !nextOpens && !Opening.isSignature(line) && hasByline(story);
  }

  private boolean hasByline(List<Integer> story) {
    return story.size() > 1
        && (passages.get(story.get(0)).opens() || passages.get(story.get(0)).kind() == Kind.BYLINE);
  }

  /** Whether a story ends with its reporter's name. */
  private boolean isClosed(List<Integer> story) {
    int last = story.get(story.size() - 1);
    return story.size() > 1 && passages.get(last).kind() == Kind.BYLINE;
  }

  private boolean isAnchored(int passage) {
    return passages.get(passage).opens() || passages.get(passage).kind() == Kind.BYLINE;
  }

  private Draft settled(Draft start) {
    Draft draft = start;
    double value = headlines.assign(draft).value();
    // Headlines are parted first: a story whose headline is known is not taken for a part of
    // another.
    for (boolean all : new boolean[] {false, true}) {
      for (int changes = 0; changes < MOST_CHANGES && !headlines.isEnough(); changes++) {
        Optional<Change> best = bestChange(draft, value, all);
        if (best.isEmpty()) {
          break;
        }
        draft = best.get().draft();
        value = headlines.assign(draft).value();
      }
    }
    return draft;
  }

  /** A draft, and how much likelier it is than the one it was made of. */
  private record Change(Draft draft, double gain) {}

  private Optional<Change> bestChange(Draft draft, double value, boolean all) {
    List<Change> changes = new ArrayList<>();
    parts(draft, value, changes);
    if (all) {
      merges(draft, value, changes);
      cuts(draft, value, changes);
    }
    return changes.stream()
        .filter(change -> change.gain() > 1e-6)
        .max((a, b) -> Double.compare(a.gain(), b.gain()));
  }

  /** A way to go on with a story, before the headlines are assigned anew. */
  private record Link(int story, int into, double likelier) {}

  private void merges(Draft draft, double value, List<Change> changes) {
    for (int s = 0; s < draft.stories().size(); s++) {
      List<Integer> story = draft.stories().get(s);
      if (isAnchored(story.get(0))) {
        continue;
      }
      List<Link> links = new ArrayList<>();
      for (int t = 0; t < draft.stories().size(); t++) {
        if (t != s) {
          List<Integer> into = draft.stories().get(t);
          double link = link(into, story, headlinesBetween(into, story)) + unanchored;
          links.add(new Link(s, t, link));
          merge(draft, value, s, t, changes);
        }
      }
      for (Link link : likeliest(links)) {
        Draft merged = draft.merged(s, link.into(), List.of());
        double gain = headlines.assign(merged).value() - value + link.likelier();
        changes.add(new Change(merged, gain));
      }
    }
  }

  /** The likeliest links: what headlines can still add to the others is not enough. */
  private static List<Link> likeliest(List<Link> links) {
    return links.stream()
        .filter(link -> link.likelier() > -MOST_FROM_HEADLINES)
        .sorted((a, b) -> Double.compare(b.likelier(), a.likelier()))
        .limit(MOST_LINKS)
        .toList();
  }

  /** A story merged into the one before it, with the headline between as a heading within. */
  private void merge(Draft draft, double value, int story, int into, List<Change> changes) {
    List<Integer> before = draft.stories().get(into);
    List<Integer> behind = draft.stories().get(story);
    List<Integer> headings = headlinesBetween(before, behind);
    if (isSubhead(before, headings)) {
      Draft merged = draft.merged(story, into, headings);
      double gain = link(before, behind, List.of()) + unanchored;
      gain += subhead(headings.get(0), merged.stories().get(into > story ? into - 1 : into));
      changes.add(new Change(merged, headlines.assign(merged).value() - value + gain));
    }
  }

  /** A story taken apart where a paragraph ends, without anything printed between. */
  private void cuts(Draft draft, double value, List<Change> changes) {
    for (int s = 0; s < draft.stories().size(); s++) {
      List<Integer> story = draft.stories().get(s);
      for (int k = 1; k < story.size(); k++) {
        Passage next = passages.get(story.get(k));
        Passage before = passages.get(story.get(k - 1));
        if (next.kind() != Kind.BODY || before.isCut() || story.get(k) != story.get(k - 1) + 1) {
          continue;
        }
        Draft cut = draft.cut(s, k);
        List<Integer> left = cut.stories().get(s);
        List<Integer> right = cut.stories().get(s + 1);
        double link = link(left, right, List.of());
        double byHeadlines = headlines.assign(cut).value() - value;
        if (byHeadlines > 0 || isHeadlined(draft, left, right)) {
          changes.add(new Change(cut, byHeadlines - unanchored - link));
        }
        moves(value, cut, s + 1, link, changes);
      }
    }
  }

  /** Whether some headline speaks of the second part of a text rather than of the first. */
  private boolean isHeadlined(Draft draft, List<Integer> first, List<Integer> second) {
    for (HeadlineUnit unit : draft.headlines()) {
      double worth = headlines.worth(unit, second);
      if (worth > LEAST_EVIDENCE && worth > headlines.worth(unit, first)) {
        return true;
      }
    }
    return false;
  }

  /** The last paragraphs of a story given to another one that they have more in common with. */
  private void moves(double value, Draft cut, int tail, double link, List<Change> changes) {
    if (link > 1) {
      return;
    }
    List<Integer> moved = cut.stories().get(tail);
    List<Link> links = new ArrayList<>();
    for (int t = 0; t < cut.stories().size(); t++) {
      if (t != tail && t != tail - 1) {
        double better = link(cut.stories().get(t), moved, List.of()) - link;
        if (better > 0) {
          links.add(new Link(tail, t, better));
        }
      }
    }
    for (Link to : likeliest(links)) {
      Draft merged = cut.merged(tail, to.into(), List.of());
      changes.add(new Change(merged, headlines.assign(merged).value() - value + to.likelier()));
    }
  }

  /** A headline seen as two. */
  private void parts(Draft draft, double value, List<Change> changes) {
    for (int u = 0; u < draft.headlines().size(); u++) {
      HeadlineUnit unit = draft.headlines().get(u);
      double unlikely = unit.dense().length() > LONG_HEADLINE ? 0 : 3;
      for (int line = 0; line < unit.strips().size(); line++) {
        if (line > 0) {
          List<HeadlineUnit> parts =
              List.of(
                  new HeadlineUnit(unit.passage(), unit.strips().subList(0, line)),
                  new HeadlineUnit(
                      unit.passage(), unit.strips().subList(line, unit.strips().size())));
          double cost = 0.5 + joined(unit.strips().get(line - 1), unit.strips().get(line));
          part(draft, value, u, parts, cost, changes);
        }
        Strip strip = unit.strips().get(line);
        for (int at = 3; at + 3 <= strip.text().length(); at++) {
          char last = strip.text().charAt(at - 1);
          char next = strip.text().charAt(at);
          if (PageLines.isBlank(last)
              || (last < 128 && next < 128 && !PageLines.isBlank(next))
              || isInsideNumber(strip.text(), at)) {
            continue;
          }
          Strip[] two = strip.cut(at);
          List<Strip> left = new ArrayList<>(unit.strips().subList(0, line));
          left.add(two[0]);
          List<Strip> right = new ArrayList<>(List.of(two[1]));
          right.addAll(unit.strips().subList(line + 1, unit.strips().size()));
          double cost = PageLines.isBlank(next) ? 0.2 : 0.8 + unlikely + joined(two[0], two[1]);
          part(
              draft,
              value,
              u,
              List.of(
                  new HeadlineUnit(unit.passage(), left), new HeadlineUnit(unit.passage(), right)),
              cost,
              changes);
        }
      }
    }
  }

  /** As in 百分之九十六 and 一千部: whether figures stand on both sides. */
  private static boolean isInsideNumber(String text, int at) {
    boolean before = NUMERALS.indexOf(text.charAt(at - 1)) >= 0 || text.startsWith("分之", at - 2);
    return before && NUMERALS.indexOf(text.charAt(at)) >= 0;
  }

  private void part(
      Draft draft,
      double value,
      int unit,
      List<HeadlineUnit> parts,
      double cost,
      List<Change> changes) {
    int first = likeliest(draft, parts.get(0));
    int second = likeliest(draft, parts.get(1));
    if (first == second || first == Headlines.NONE || second == Headlines.NONE) {
      return;
    }
    Draft parted = draft.withParts(unit, parts);
    Headlines.Assigned assigned = headlines.assign(parted);
    int left = assigned.of()[unit];
    int right = assigned.of()[unit + 1];
    if (left == right || left == Headlines.NONE || right == Headlines.NONE) {
      return;
    }
    double evidence =
        Math.min(
            headlines.worth(parts.get(0), draft.stories().get(left)),
            headlines.worth(parts.get(1), draft.stories().get(right)));
    if (evidence > LEAST_EVIDENCE) {
      changes.add(new Change(parted, assigned.value() - value - cost));
    }
  }

  /** The story that a headline alone speaks of most; none if it says too little of any. */
  private int likeliest(Draft draft, HeadlineUnit unit) {
    int likeliest = Headlines.NONE;
    double most = LEAST_EVIDENCE;
    for (int s = 0; s < draft.stories().size(); s++) {
      double worth = headlines.worth(unit, draft.stories().get(s));
      if (worth > most) {
        most = worth;
        likeliest = s;
      }
    }
    return likeliest;
  }

  /** How much likelier two stretches of a headline are one text than two, from 0 to 2. */
  private double joined(Strip left, Strip right) {
    double ends = pairs.endsHeadline(left.last()) - Math.log(0.06);
    double begins = pairs.beginsHeadline(right.first()) - pairs.single(right.first());
    double joined =
        pairs.attraction(left.last(), right.first())
            - Math.max(-2, Math.min(2, ends))
            - Math.max(-2, Math.min(2, begins));
    return Math.max(0, Math.min(2, 1 + 0.25 * joined));
  }

  private Set<String> runs(List<Integer> story) {
    return runs.computeIfAbsent(story, this::runsOf);
  }

  private Set<String> runsOf(List<Integer> story) {
    Set<String> runs = new HashSet<>();
    for (int passage : story) {
      if (textIndex[passage] >= 0) {
        // A single character says that a headline means this, not that two texts are one.
        grams.of(textIndex[passage]).stream().filter(run -> run.length() > 1).forEach(runs::add);
      }
    }
    return runs;
  }

  /**
   * How much two texts share of what they have, against what two stories of this page share: from
   * -3 to 3. Halves of one story share 2% of their weight (median of the sample), different stories
   * a tenth of that.
   */
  private double cohesion(Set<String> one, Set<String> other) {
    return Math.max(-3, Math.min(3, 2 * Math.log((alike(one, other) + 0.001) / usual)));
  }

  private double alike(Set<String> one, Set<String> other) {
    double all = Math.sqrt(grams.weight(one) * grams.weight(other));
    return all == 0 ? 0 : grams.shared(one, other) / all;
  }

  /** What lies between the likeness of this page's stories and that within a story. */
  private double usualLikeness(Draft draft) {
    List<Set<String>> runs = new ArrayList<>();
    draft.stories().forEach(story -> runs.add(runs(story)));
    List<Double> alike = new ArrayList<>();
    for (int s = 0; s < runs.size(); s++) {
      for (int t = 0; t < s; t++) {
        alike.add(alike(runs.get(s), runs.get(t)));
      }
    }
    Collections.sort(alike);
    double median = alike.isEmpty() ? 0 : alike.get(alike.size() / 2);
    return Math.max(0.010, Math.min(0.04, 2.5 * median));
  }

  /**
   * How likely a story goes on with another stretch of text: 0 if nothing speaks for or against.
   */
  private double link(List<Integer> story, List<Integer> next, List<Integer> headings) {
    int end = story.get(story.size() - 1);
    int begin = next.get(0);
    Passage last = passages.get(end);
    Passage first = passages.get(begin);
    double link = cohesion(runs(story), runs(next));
    char c = first.first().first();
    double midSentence = Math.max(-3, Math.min(3, pairs.single(c) - pairs.beginsParagraph(c)));
    if (last.isCut()) {
      double flow = pairs.follows(last.last().last(), c) - pairs.single(c);
      link += 2 + Math.max(-4, Math.min(6, flow)) + Math.max(-1, midSentence);
    } else {
      link -= Math.max(0, midSentence);
    }
    if (begin < end) {
      link -= last.isCut() ? 1 : 3;
    } else if (isNext(end, begin)) {
      boolean parted = !last.isCut() && !headings.isEmpty();
      link += parted ? -ACROSS_HEADLINE : 1.5;
    }
    if (!last.isCut() && !isNext(end, begin)) {
      link -= AT_PARAGRAPH_END;
    }
    return link;
  }

  private boolean isNext(int end, int begin) {
    for (int i = end + 1; i < begin; i++) {
      if (passages.get(i).kind().isText()) {
        return false;
      }
    }
    return end < begin;
  }

  /** The headlines that stand between two stretches of text, where nothing else does. */
  private List<Integer> headlinesBetween(List<Integer> story, List<Integer> next) {
    int end = story.get(story.size() - 1);
    int begin = next.get(0);
    List<Integer> between = new ArrayList<>();
    for (int i = end + 1; isNext(end, begin) && i < begin; i++) {
      if (passages.get(i).kind() == Kind.HEADLINE) {
        between.add(i);
      }
    }
    return between;
  }

  /** Whether a headline behind a story's paragraph may be a heading within the story. */
  private boolean isSubhead(List<Integer> story, List<Integer> between) {
    return between.size() == 1
        && !passages.get(story.get(story.size() - 1)).isCut()
        && passages.get(between.get(0)).dense().length() <= LONGEST_SUBHEAD;
  }

  /** What a heading within a story is worth, against the headline it would be otherwise. */
  private double subhead(int passage, List<Integer> story) {
    Passage heading = passages.get(passage);
    int length = heading.dense().length();
    double shortness = length <= 8 ? 0.8 : length <= 11 ? 0.6 : 0.35;
    return headlines.worth(new HeadlineUnit(passage, heading.strips()), story) * shortness - 1;
  }
}
