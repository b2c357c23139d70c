package io.newstide.trend;

import io.newstide.article.CodePointOrder;
import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Groups the terms that rise in one window. Terms are ranked by {@link RisingTerm#divergence}; each
 * joins the first group with whose leader it shares at least two stories and half of those of the
 * rarer of both, else it leads a group of its own: star clustering (J. Aslam, E. Pelekhov and D.
 * Rus, <i>The Star Clustering Algorithm</i>, 2004), which does not chain what has nothing in
 * common.
 */
public final class EmergingSubjects {

  private static final int SHOWN = 5;

  /** More terms do not describe a subject any better. */
  private static final int TERMS = 10;

  /** A term expected in fewer stories of the window than this may stand alone in a query. */
  private static final double RARE = 0.1;

  private static final double THRESHOLD = 2;

  private EmergingSubjects() {}

  /**
   * The groups, that with the strongest leader first.
   *
   * @param rising the terms that rise, in any order
   * @param totalStories stories in the window that carry no topic
   * @param window where they rise
   * @param most how many groups there may be
   */
  public static List<EmergingGroup> group(
      List<RisingTerm> rising, long totalStories, Span window, int most) {
    List<RisingTerm> ranked = new ArrayList<>(rising);
    ranked.sort(
        Comparator.comparingDouble((RisingTerm term) -> term.divergence(totalStories))
            .reversed()
            // Of 郑州 the place and 郑州 the keyword, which say the same, the name comes first.
            .thenComparing(RisingTerm::kind, Comparator.reverseOrder())
            .thenComparing(RisingTerm::term, CodePointOrder.CODE_POINTS));
    Map<RisingTerm, List<RisingTerm>> groups = new LinkedHashMap<>();
    Set<String> names = new TreeSet<>();
    for (RisingTerm term : ranked) {
      if (!names.add(term.term())) {
        continue;
      }
      groups.keySet().stream()
          .filter(leader -> together(leader, term))
          .findFirst()
          .ifPresentOrElse(
              leader -> groups.get(leader).add(term),
              () -> groups.put(term, new ArrayList<>(List.of(term))));
    }
    return groups.values().stream()
        .limit(most)
        .map(terms -> terms.subList(0, Math.min(TERMS, terms.size())))
        .map(terms -> group(terms, window))
        .toList();
  }

  private static boolean together(RisingTerm leader, RisingTerm term) {
    long shared = term.stories().stream().filter(leader.stories()::contains).count();
    return shared >= 2 && 2 * shared >= Math.min(leader.stories().size(), term.stories().size());
  }

  private static EmergingGroup group(List<RisingTerm> terms, Span window) {
    List<Evidence> evidence = new ArrayList<>();
    Set<String> articles = new TreeSet<>();
    for (RisingTerm term : terms) {
      for (Evidence article : term.evidence()) {
        if (articles.add(article.id())) {
          evidence.add(article);
        }
      }
    }
    RisingTerm leader = terms.get(0);
    return new EmergingGroup(
        leader.term(),
        terms,
        new EmergingGroup.ProposedTopic(
            "emerging-%08x".formatted(leader.term().hashCode()),
            name(terms),
            query(terms),
            THRESHOLD),
        window,
        Headlines.pick(evidence, SHOWN));
  }

  private static String name(List<RisingTerm> terms) {
    return String.join(" ", terms.stream().limit(3).map(RisingTerm::term).toList());
  }

  /**
   * What is rare stands for the subject alone; what is common does so only beside another of its
   * terms, so that a query proposed for a flood does not bring all news of the city.
   */
  private static String query(List<RisingTerm> terms) {
    List<String> clauses = new ArrayList<>();
    List<String> common = new ArrayList<>();
    for (RisingTerm term : terms) {
      if (term.expected() < RARE || terms.size() == 1) {
        clauses.add(quoted(term.term()) + "^3");
      } else {
        common.add(quoted(term.term()) + "^2");
      }
    }
    if (common.size() > 1) {
      String first = common.get(0);
      clauses.add(
          "(%s AND (%s))".formatted(first, String.join(" OR ", common.subList(1, common.size()))));
    } else if (common.size() == 1 && clauses.isEmpty()) {
      clauses.add(common.get(0));
    }
    return String.join(" OR ", clauses);
  }

  private static String quoted(String term) {
    return '"' + term.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
