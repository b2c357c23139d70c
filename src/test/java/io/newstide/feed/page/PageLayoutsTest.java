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

  private static final int PAGES = Integer.getInteger("newstide.pages", 40);
  private static final long FIRST = Long.getLong("newstide.pages.seed", 1);

  /** The floors lie a little below what docs/benchmarks.md says was reached. */
  @ParameterizedTest
  @CsvSource({
    // glued, beginnings missing, columns cut, captions, headlines, lines
    "0.0, 0.0, 0.0, 0.0, 0.98, 0.99",
    "0.0, 0.0, 0.0, 0.4, 0.98, 0.99",
    "0.4, 0.0, 0.0, 0.0, 0.96, 0.99",
    "0.0, 0.2, 0.0, 0.0, 0.97, 0.98",
    "0.0, 0.0, 0.3, 0.0, 0.95, 0.95",
    "0.2, 0.1, 0.0, 0.2, 0.96, 0.97",
  })
  void areTakenApart(
      double glued,
      double beginningMissing,
      double columnCut,
      double captions,
      double headlines,
      double lines) {
    PageScores scores = new PageScores();
    for (long seed = FIRST; seed < FIRST + PAGES; seed++) {
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
    System.out.printf(
        "pages: glued %.1f, beginnings missing %.1f, columns cut %.1f, captions %.1f:"
            + " headlines %.3f, body lines %.3f, exact bodies %.3f%n",
        glued,
        beginningMissing,
        columnCut,
        captions,
        scores.headlines().f1(),
        scores.bodyLines().f1(),
        scores.bodies().f1());
    String wrong = String.join("\n", scores.wrong());
    assertThat(scores.headlines().f1()).as(wrong).isGreaterThanOrEqualTo(headlines);
    assertThat(scores.bodyLines().f1()).as(wrong).isGreaterThanOrEqualTo(lines);
  }
}
