package io.newstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link BacktestCommand}: what is said of late articles; the rest is run by CommandsIT. */
class BacktestCommandTest {

  @Test
  void nothingIsSaidOfTheUsualLateArticles() {
    assertThat(BacktestCommand.lateNotice(0, 0)).isEmpty();
    assertThat(BacktestCommand.lateNotice(2, 147)).isEmpty();
    assertThat(BacktestCommand.lateNotice(14, 140)).isEmpty();
  }

  @Test
  void aFileWithTheNewestFirstIsToBeSorted() {
    assertThat(BacktestCommand.lateNotice(10_400, 11_442))
        .contains(
            "10,400 of 11,442 were too late to be counted: the file is read in its own order."
                + " Sort it by publishedAt, the oldest first, or raise time.allowedLateness.");
  }
}
