package io.newstide.cli;

import io.newstide.feed.page.Leftover;
import io.newstide.feed.page.NewspaperPage;
import io.newstide.feed.page.PageArticle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A newspaper page to its stories. */
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a newspaper page as text apart to its stories and prints them as article JSONL.",
      "Lines that belong to no story (masthead, captions, unassigned) go to --leftovers, else to standard error, as JSONL: line, text, kind."
    })
final class SplitCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The page's text, UTF-8.")
  private Path page;

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description = "The page's day, as in 2025-05-09 (the masthead's, else the file name's).")
  private LocalDate date;

  @Option(
      names = "--leftovers",
      paramLabel = "FILE",
      description = "Where the leftovers go; always written, empty if nothing is left.")
  private Path leftovers;

  @Override
  public Integer call() throws IOException {
    NewspaperPage split = NewspaperPage.read(page, Optional.ofNullable(date));
    for (PageArticle article : split.articles()) {
      System.out.println(article.json());
    }
    List<String> left = split.leftovers().stream().map(Leftover::json).toList();
    if (leftovers == null) {
      left.forEach(System.err::println);
    } else {
      write(left);
    }
    if (split.date().isEmpty()) {
      System.err.println(
          "newstide: "
              + page
              + ": no date on the page, the articles are undated; give it with --date");
    }
    return 0;
  }

  private void write(List<String> left) throws IOException {
    String lines = left.stream().map(line -> line + "\n").collect(Collectors.joining());
    try {
      Files.writeString(leftovers, lines);
    } catch (IOException e) {
      throw new IOException("leftovers: " + leftovers + ": cannot be written: " + e, e);
    }
  }
}
