package io.newstide.feed.page;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which headline belongs to which story, over the whole page at once. What a pair is worth is the
 * part of the headline's weighted character runs that the story holds, and a little for standing
 * directly above or below it, as this page's headlines do. Begins with the best one-to-one {@link
 * Assignment}; then kickers and subtitles join, and single changes and exchanges are made as long
 * as they better the whole. Not safe for use by several threads.
 */
final class Headlines {

  static final int NONE = Assignment.NONE;

  private static final double SHARED = 1;
  private static final double MISSING = 0.06;

  /** What a run counts that a story has only behind its second paragraph. */
  private static final double LATER = 0.6;

  /** What it costs to leave a headline without a story: nearly every one has its story. */
  private static final double LEFT_OVER = 2;

  private static final double WITHOUT_HEADLINE = 2;

  /** What it is worth that a headline stands with another one of the same story. */
  private static final double TOGETHER = 3;

  /** How much less for each that the line is worth by itself. */
  private static final double ALONE = 0.6;

  /** How much two headlines that change places may win by what they stand beside. */
  private static final double MOST_FROM_NEIGHBOURS = 4 * TOGETHER;

  /** How much less of that is left where a blank line stands between the two. */
  private static final double BLANK_BETWEEN = 0.7;

  /** The same on a page whose blank lines stand between texts and not within them. */
  private static final double BLANK_PARTS = 3.5;

  private static final double APART = 0.1;
  private static final int MOST_LINES = 3;

  /** Of more lines in a row none stands at its story: they are piled up apart. */
  private static final int PILE = 4;

  private static final long MOST_STEPS = 200_000_000;

  private final List<Passage> passages;
  private final Grams grams;
  private final int[] textIndex;
  private final Map<String, Profile> profiles = new HashMap<>();
  private final Map<String, Map<List<Integer>, Double>> worths = new HashMap<>();
  private final double blankBetween;
  private final boolean[] piled;
  private long spent;
  private double above = 1.5;
  private double below = 1;

  /**
   * @param passages the page's passages
   * @param textIndex for each passage its index among those that {@code grams} knows, -1 if none
   */
  Headlines(List<Passage> passages, int[] textIndex, Grams grams) {
    this.passages = passages;
    this.textIndex = textIndex;
    this.grams = grams;
    this.blankBetween = blanksPart() ? BLANK_PARTS : BLANK_BETWEEN;
    this.piled = piled();
  }

  /** Whether the page has hardly any blank line inside a paragraph. */
  private boolean blanksPart() {
    int lines = 0;
    int blank = 0;
    for (Passage passage : passages) {
      for (int i = 1; passage.kind() == Passage.Kind.BODY && i < passage.strips().size(); i++) {
        lines++;
        blank += passage.strips().get(i).blanksBefore() > 0 ? 1 : 0;
      }
    }
    return blank + 0.5 < 0.05 * (lines + 5);
  }

  /**
   * The stories of the headlines of a draft.
   *
   * @param of the story of each headline, {@link #NONE} for one without
   * @param value what the whole is worth
   */
  record Assigned(int[] of, double value) {}

  Assigned assign(Draft draft) {
    List<HeadlineUnit> units = draft.headlines();
    int stories = draft.stories().size();
    if (units.isEmpty() || stories == 0) {
      int[] none = new int[units.size()];
      Arrays.fill(none, NONE);
      return new Assigned(none, -WITHOUT_HEADLINE * stories);
    }
    int size = Math.max(units.size(), stories);
    spent += (long) size * size * size;
    double[][] values = new double[units.size()][stories];
    for (int s = 0; s < stories; s++) {
      List<Integer> story = draft.stories().get(s);
      for (int u = 0; u < units.size(); u++) {
        values[u][s] = value(units.get(u), story);
      }
    }
    Assigning assigning = new Assigning(units, values, stories, Assignment.best(values));
    boolean better = true;
    while (better) {
      better = false;
      for (int u = 0; u < units.size(); u++) {
        for (int s = NONE; s < stories; s++) {
          better |= assigning.isBetterWith(u, s, u, s);
        }
        for (int v = 0; v < u; v++) {
          better |= assigning.isBetterWith(u, assigning.of[v], v, assigning.of[u]);
        }
      }
    }
    return new Assigned(assigning.of, Arrays.stream(assigning.worth).sum());
  }

  /** An assignment that changes as long as that betters it; what each story has is kept. */
  private final class Assigning {
    private final List<HeadlineUnit> units;
    private final double[][] values;
    private final int[] of;
    private final double[] worth;

    Assigning(List<HeadlineUnit> units, double[][] values, int stories, int[] of) {
      this.units = units;
      this.values = values;
      this.of = of;
      this.worth = new double[stories];
      Arrays.setAll(worth, s -> worthOf(units, of, values, s));
    }

    /** Gives one headline to a story and another one to another, if the whole gets better. */
    boolean isBetterWith(int u, int storyOfU, int v, int storyOfV) {
      int wasU = of[u];
      int wasV = of[v];
      if ((storyOfU == wasU && storyOfV == wasV)
          || (u != v
              && value(u, storyOfU) + value(v, storyOfV)
                  < value(u, wasU) + value(v, wasV) - MOST_FROM_NEIGHBOURS)) {
        return false;
      }
      double before = worth(wasU) + (storyOfU == wasU ? 0 : worth(storyOfU));
      of[u] = storyOfU;
      of[v] = storyOfV;
      double first = now(wasU);
      double second = now(storyOfU);
      if (first + (storyOfU == wasU ? 0 : second) <= before + 1e-9) {
        of[u] = wasU;
        of[v] = wasV;
        return false;
      }
      keep(wasU, first);
      keep(storyOfU, second);
      return true;
    }

    private double value(int u, int story) {
      return story == NONE ? 0 : values[u][story];
    }

    private double worth(int story) {
      return story == NONE ? 0 : worth[story];
    }

    private double now(int story) {
      return story == NONE ? 0 : worthOf(units, of, values, story);
    }

    private void keep(int story, double now) {
      if (story != NONE) {
        worth[story] = now;
      }
    }
  }

  /**
   * Whether enough was tried: a page of forty stories and more, as a whole newspaper in one text,
   * is not searched to the end. Counted in steps, not in time, so that a page gives the same
   * always.
   */
  boolean isEnough() {
    return spent > MOST_STEPS;
  }

  /** Learns from a draft whether this page's headlines stand above their stories or below. */
  void learnPlaces(Draft draft) {
    int[] of = assign(draft).of();
    double isAbove = 1;
    double isBelow = 0.6;
    double all = 3;
    for (int u = 0; u < of.length; u++) {
      if (of[u] != NONE) {
        HeadlineUnit unit = draft.headlines().get(u);
        List<Integer> story = draft.stories().get(of[u]);
        if (held(unit, story) > 0.3) {
          all++;
          isAbove += isAbove(unit, story) ? 1 : 0;
          isBelow += isBelow(unit, story) ? 1 : 0;
        }
      }
    }
    above = 4 * isAbove / all;
    below = 4 * isBelow / all;
  }

  /** What a story has from its headlines. */
  private double worthOf(List<HeadlineUnit> units, int[] of, double[][] values, int story) {
    // Those that stand together count fully: the best such run.
    double best = Double.NEGATIVE_INFINITY;
    double runs = 0;
    double run = 0;
    int lines = 0;
    int last = -2;
    for (int u = 0; u < of.length; u++) {
      if (of[u] != story) {
        continue;
      }
      double value = values[u][story];
      if (last == u - 1 && areTogether(units.get(last), units.get(u))) {
        double weaker = Math.min(value, values[last][story]);
        run += value + together(units.get(last), units.get(u), weaker);
      } else {
        if (lines > 0) {
          runs += apart(run);
          best = Math.max(best, run - apart(run));
        }
        run = value;
      }
      lines++;
      last = u;
    }
    if (lines == 0) {
      return -WITHOUT_HEADLINE;
    }
    best = Math.max(best, run - apart(run));
    return best + runs + apart(run) - 2.0 * Math.max(0, lines - MOST_LINES);
  }

  /**
   * A line that says little by itself, as a slogan does, belongs to its neighbour's story: to that
   * of the nearer one, and rather to that of a longer one below than of one above.
   *
   * @param weaker the value of the one that says less
   */
  private double together(HeadlineUnit above, HeadlineUnit below, double weaker) {
    double together = Math.max(0.5, TOGETHER - ALONE * Math.max(0, weaker - LEFT_OVER));
    together -= below.strips().get(0).blanksBefore() > 0 ? blankBetween : 0;
    return together + (above.dense().length() < below.dense().length() ? 0.2 : 0);
  }

  /** What headlines are worth to a story whose headline stands elsewhere. */
  private static double apart(double run) {
    return Math.min(run, APART * run) - 1;
  }

  /** Whether nothing stands between two headlines but other things than text. */
  private boolean areTogether(HeadlineUnit one, HeadlineUnit other) {
    for (int i = one.passage() + 1; i < other.passage(); i++) {
      if (passages.get(i).kind().isText()) {
        return false;
      }
    }
    return true;
  }

  private double value(HeadlineUnit unit, List<Integer> story) {
    double value = worth(unit, story);
    value += isAbove(unit, story) ? above : 0;
    value += isBelow(unit, story) ? below : 0;
    return value + LEFT_OVER;
  }

  /** For each passage whether it is one of many headlines without text between. */
  private boolean[] piled() {
    boolean[] piled = new boolean[passages.size()];
    for (int from = 0; from < piled.length; from++) {
      int to = from;
      int lines = 0;
      while (to < piled.length && !passages.get(to).kind().isText()) {
        boolean headline = passages.get(to).kind() == Passage.Kind.HEADLINE;
        lines += headline ? passages.get(to).strips().size() : 0;
        to++;
      }
      Arrays.fill(piled, from, to, lines > PILE);
      from = to;
    }
    return piled;
  }

  private boolean isAbove(HeadlineUnit unit, List<Integer> story) {
    if (piled[unit.passage()]) {
      return false;
    }
    int at = unit.passage() + 1;
    while (at < passages.size() && !passages.get(at).kind().isText()) {
      at++;
    }
    return at < passages.size() && story.get(0) == at;
  }

  private boolean isBelow(HeadlineUnit unit, List<Integer> story) {
    if (piled[unit.passage()]) {
      return false;
    }
    int at = unit.passage() - 1;
    while (at >= 0 && !passages.get(at).kind().isText()) {
      at--;
    }
    return at >= 0 && story.get(story.size() - 1) == at;
  }

  /** The runs of a headline, the weight of each, and in which passages it stands. */
  private record Profile(double all, double[] weights, BitSet[] in) {}

  private Profile profile(HeadlineUnit unit) {
    return profiles.computeIfAbsent(unit.dense(), this::profiled);
  }

  private Profile profiled(String dense) {
    List<String> runs = List.copyOf(Grams.of(dense));
    double[] weights = runs.stream().mapToDouble(grams::weight).toArray();
    BitSet[] in = new BitSet[passages.size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = new BitSet();
      if (textIndex[i] >= 0) {
        for (int run = 0; run < weights.length; run++) {
          in[i].set(run, grams.of(textIndex[i]).contains(runs.get(run)));
        }
      }
    }
    return new Profile(Arrays.stream(weights).sum(), weights, in);
  }

  /** The weight of a headline's runs that a story holds; its first paragraphs count more. */
  private double heldWeight(Profile profile, List<Integer> story) {
    BitSet lead = new BitSet();
    BitSet all = new BitSet();
    for (int i = 0; i < story.size(); i++) {
      (i < 2 ? lead : all).or(profile.in()[story.get(i)]);
    }
    double held = 0;
    for (int run = 0; run < profile.weights().length; run++) {
      held += profile.weights()[run] * (lead.get(run) ? 1 : all.get(run) ? LATER : 0);
    }
    return held;
  }

  /** The part of a headline, by weight, that a story holds: 0 to 1. */
  double held(HeadlineUnit unit, List<Integer> story) {
    Profile profile = profile(unit);
    return profile.all() == 0 ? 0 : heldWeight(profile, story) / profile.all();
  }

  /** What the runs that a headline shares with a story, and those it does not, speak for. */
  double worth(HeadlineUnit unit, List<Integer> story) {
    return worths
        .computeIfAbsent(unit.dense(), dense -> new HashMap<>())
        .computeIfAbsent(story, of -> weighed(unit, of));
  }

  private double weighed(HeadlineUnit unit, List<Integer> story) {
    Profile profile = profile(unit);
    double held = heldWeight(profile, story);
    return SHARED * (held - MISSING * (profile.all() - held));
  }
}
