package io.newstide.bench;

import io.newstide.article.Article;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.job.Understanding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Analyses the same articles for ever and says after each round how many it has done. */
final class AnalysisAlone {

  private AnalysisAlone() {}

  static void run(JobFile job, Path file) {
    List<Article> articles = new ArrayList<>();
    var reader = job.reader();
    for (RawRecord line : JsonLines.all(file, reader)) {
      if (reader.read(line) instanceof Incoming.Accepted accepted) {
        articles.add(accepted.article());
      }
    }
    Understanding understanding = Understanding.of(job.understanding());
    for (long done = 0; ; ) {
      for (Article article : articles) {
        understanding.enrich(article, Duration.ZERO);
        done++;
      }
      System.out.println(done);
    }
  }
}
