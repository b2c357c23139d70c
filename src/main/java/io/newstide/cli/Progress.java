package io.newstide.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on standard error, where that is a terminal, as {@code bin/newstide} finds out and
 * says in {@code newstide.terminal}; elsewhere nothing.
 */
final class Progress implements AutoCloseable {

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Starts a bar.
   *
   * @param task what is being done
   * @param unit of what, in the singular
   * @param most how many there are; -1 if unknown
   */
  static Progress of(String task, String unit, long most) {
    if (!Boolean.getBoolean("newstide.terminal")) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(" " + unit + "s", 1)
            .setInitialMax(most)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .showSpeed()
            .build());
  }

  void to(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** The same where it is only known by now how many there are. */
  void to(long done, long most) {
    if (bar != null) {
      bar.maxHint(most);
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
