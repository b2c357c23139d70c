package io.newstide.report;

import java.util.List;

/**
 * A report, whatever it is written as.
 *
 * @param lang its language
 * @param title its title
 * @param subtitle what stands below it
 * @param blocks all of it
 * @param wide whether its tables want the width of a screen
 */
record Report(Lang lang, String title, String subtitle, List<Block> blocks, boolean wide) {
  Report {
    blocks = List.copyOf(blocks);
  }
}
