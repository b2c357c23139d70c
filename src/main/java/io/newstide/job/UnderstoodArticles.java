package io.newstide.job;

import io.newstide.article.Article;
import io.newstide.article.Incoming;
import io.newstide.feed.JsonLines;
import io.newstide.topic.Enriched;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A file of articles with what was understood of them, in the order in which they come. What the
 * language pass finds depends on neither windows nor lateness nor thresholds: who runs the job many
 * times over the same articles lets them be read once, and the job takes what was found from here,
 * article by article. Everything else it does as ever. Not safe for use by several threads.
 */
public final class UnderstoodArticles implements AutoCloseable {

  private static final ArticleCodecs.Enricheds FORM = new ArticleCodecs.Enricheds();

  private final Path file;
  private final DataInputStream in;

  UnderstoodArticles(Path file) throws IOException {
    this.file = file;
    this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  /**
   * Reads the articles of a file once, as a job does.
   *
   * @param job how they are read
   * @param articles JSONL, also .gz
   * @param to the file to write
   * @param each is told of every article that is none of the rejected, in the file's order
   * @param progress told now and then how many lines have been read
   */
  public static void write(
      JobFile job, Path articles, Path to, Consumer<Article> each, LongConsumer progress)
      throws IOException {
    Understanding understanding = Understanding.of(job.understanding());
    long read = 0;
    try (JsonLines lines = JsonLines.open(articles, job.reader());
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to), 1 << 16))) {
      while (lines.hasNext()) {
        if (job.reader().read(lines.next()) instanceof Incoming.Accepted accepted) {
          Article article = accepted.article();
          FORM.write(understanding.enrich(article, Duration.ZERO).withoutText(), out);
          each.accept(article.withoutBody());
        }
        if (++read % 100 == 0) {
          progress.accept(read);
        }
      }
    }
    progress.accept(read);
  }

  /**
   * What was understood of an article that counts. Those before it that do not count are passed
   * over.
   *
   * @throws IllegalStateException if it is not in the file behind the last one asked for
   */
  Enriched next(Counted counted) throws IOException {
    Article wanted = counted.article().withoutBody();
    try {
      while (true) {
        Enriched next = FORM.read(in, FORM.version());
        if (next.article().equals(wanted)) {
          return new Enriched(
              next.article(),
              next.storyId(),
              "",
              0,
              counted.lateBy(),
              next.analysis(),
              next.topics(),
              next.analyser(),
              counted.sealed());
        }
      }
    } catch (EOFException e) {
      throw new IllegalStateException(
          "%s: the article '%s' was not read before, or in another order"
              .formatted(file, wanted.id()),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
