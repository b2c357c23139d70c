package io.newstide.feed.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A way to see a page: which passages make a story, in which order, and what its headlines are.
 *
 * @param stories for each story the indexes of its passages
 * @param headlines the headlines in the page's order
 */
record Draft(List<List<Integer>> stories, List<HeadlineUnit> headlines) {

  /** This draft with a story's passages put behind those of another. */
  Draft merged(int story, int into, List<Integer> between) {
    List<List<Integer>> merged = new ArrayList<>(stories);
    List<Integer> both = new ArrayList<>(merged.get(into));
    both.addAll(between);
    both.addAll(merged.get(story));
    merged.set(into, both);
    merged.remove(story);
    List<HeadlineUnit> left =
        between.isEmpty()
            ? headlines
            : headlines.stream().filter(unit -> !between.contains(unit.passage())).toList();
    return new Draft(merged, left);
  }

  /** This draft with a story cut before one of its passages. */
  Draft cut(int story, int before) {
    List<List<Integer>> cut = new ArrayList<>(stories);
    List<Integer> whole = cut.get(story);
    cut.set(story, List.copyOf(whole.subList(0, before)));
    cut.add(story + 1, List.copyOf(whole.subList(before, whole.size())));
    return new Draft(cut, headlines);
  }

  /** This draft with one headline seen as several. */
  Draft withParts(int headline, List<HeadlineUnit> parts) {
    List<HeadlineUnit> all = new ArrayList<>(headlines);
    all.remove(headline);
    all.addAll(headline, parts);
    return new Draft(stories, all);
  }
}
