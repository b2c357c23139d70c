package io.newstide.feed.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages made for the tests, and the stories on them. */
final class OwnPages {

  static final Path GOLD = Path.of("src/test/resources/pages/gold.jsonl");

  private OwnPages() {}

  static List<PageGold> all() {
    return PageGold.read(GOLD);
  }

  /** Each story once, those with a printed opening alone, ready to be printed anew. */
  static List<PagePrinter.Story> stories() {
    Map<String, PagePrinter.Story> stories = new LinkedHashMap<>();
    for (PageGold page : all()) {
      for (PageGold.Story story : page.stories()) {
        List<String> paragraphs = story.body().lines().toList();
        if (Opening.at(paragraphs.get(0) + "\n").isPresent()
            && paragraphs.stream().noneMatch(line -> Marks.cells(line) > 1)) {
          List<String> lines = new ArrayList<>(story.headlines());
          String title = lines.remove(0);
          stories.putIfAbsent(
              title, new PagePrinter.Story("", title, String.join("", lines), paragraphs));
        }
      }
    }
    return List.copyOf(stories.values());
  }
}
