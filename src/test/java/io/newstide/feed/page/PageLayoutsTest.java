package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same stories in layouts drawn by chance, each with what goes wrong in one way. */
class PageLayoutsTest {

  private static final int PAGES = 40;

  /** What was reached when the test was written, less a little; the figures are in the docs. */
  @ParameterizedTest
  @CsvSource({
    // glued, beginnings missing, columns cut, captions, headlines, lines
    "0.0, 0.0, 0.0, 0.0, 0.95, 0.99",
    "0.0, 0.0, 0.0, 0.4, 0.95, 0.99",
    "0.4, 0.0, 0.0, 0.0, 0.92, 0.98",
    "0.0, 0.2, 0.0, 0.0, 0.90, 0.95",
    "0.0, 0.0, 0.3, 0.0, 0.85, 0.90",
  })
  void areTakenApart(
      double glued,
      double beginningMissing,
      double columnCut,
      double captions,
      double headlines,
      double lines) {
    PageScores scores = new PageScores();
    for (long seed = 1; seed <= PAGES; seed++) {
      Random random = new Random(seed);
      List<PagePrinter.Story> stories = new ArrayList<>(OwnPages.stories());
      Collections.shuffle(stories, random);
      PagePrinter.Place[] places = PagePrinter.Place.values();
      PagePrinter.Blanks[] blanks = PagePrinter.Blanks.values();
      PagePrinter printer =
          new PagePrinter(
              random,
              12 + random.nextInt(19),
              blanks[random.nextInt(blanks.length)],
              places[random.nextInt(places.length)]);
      scores.add(
          printer.print(
              "seed " + seed,
              stories.subList(0, 4 + random.nextInt(5)),
              new PagePrinter.Mishaps(glued, beginningMissing, columnCut, captions),
              random.nextBoolean()));
    }
    String wrong = String.join("\n", scores.wrong());
    System.out.printf(
        "glued %.1f missing %.1f cut %.1f: headlines %.4f lines %.4f exact %.4f%n",
        glued,
        beginningMissing,
        columnCut,
        scores.headlines().f1(),
        scores.bodyLines().f1(),
        scores.bodies().f1());
    assertThat(scores.headlines().f1()).as(wrong).isGreaterThanOrEqualTo(headlines);
    assertThat(scores.bodyLines().f1()).as(wrong).isGreaterThanOrEqualTo(lines);
  }
}
