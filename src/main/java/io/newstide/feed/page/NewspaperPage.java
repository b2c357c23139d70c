package io.newstide.feed.page;

import io.newstide.feed.page.Passage.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A newspaper page taken apart to its stories. Every character of the page that is not blank is in
 * exactly one place: a title, kicker, subtitle or body, or a leftover; author, section, dates and a
 * derived title repeat what stands in one of these. Immutable.
 */
public final class NewspaperPage {

  private static final Pattern DAY =
      Pattern.compile("(\\d{4})\\s*[年./-]\\s*(\\d{1,2})\\s*[月./-]\\s*(\\d{1,2})");

  private static final Pattern NAMED_DAY =
      Pattern.compile("(?<!\\d)(20\\d{2})([-_.]?)(\\d{2})\\2(\\d{2})(?!\\d)");

  private static final int LONGEST_DERIVED_TITLE = 30;

  /** More than any printed page has; to take a longer text apart could take hours. */
  private static final int MOST_BYTES = 1 << 20;

  /** Text with neither opening nor headline that is shorter than this is left over. */
  private static final int LEAST_STORY = 60;

  private final List<PageArticle> articles;
  private final List<Leftover> leftovers;
  private final Optional<LocalDate> date;

  private NewspaperPage(
      List<PageArticle> articles, List<Leftover> leftovers, Optional<LocalDate> date) {
    this.articles = List.copyOf(articles);
    this.leftovers = List.copyOf(leftovers);
    this.date = date;
  }

  /** The stories in the order in which they begin on the page. */
  public List<PageArticle> articles() {
    return articles;
  }

  /** What belongs to no story, in the page's order. */
  public List<Leftover> leftovers() {
    return leftovers;
  }

  /** The page's day: as given, else from the masthead. */
  public Optional<LocalDate> date() {
    return date;
  }

  /**
   * Reads a page file, UTF-8.
   *
   * @param file the file
   * @param date the page's day; if empty the masthead's counts, else that in the file's name
   * @throws UncheckedIOException if it cannot be read, is no UTF-8 or larger than 1 MiB; the
   *     message names it, that of its cause says why
   */
  public static NewspaperPage read(Path file, Optional<LocalDate> date) {
    try {
      String text = text(file);
      NewspaperPage page = of(text, date);
      Optional<LocalDate> named = dateOf(file);
      return page.date().isEmpty() && named.isPresent() ? of(text, named) : page;
    } catch (IOException e) {
      String why = Files.exists(file) ? e.getMessage() : "there is no such file";
      throw new UncheckedIOException("page: " + file + ": " + why, e);
    }
  }

  private static String text(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException("larger than 1 MiB, which no page is");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("no UTF-8; convert it first, as with iconv -f GB18030 -t UTF-8", e);
    }
  }

  /**
   * The day that a file's name tells, as in {@code 2025-05-09-a1.txt} or {@code a1_20250509.txt}.
   */
  private static Optional<LocalDate> dateOf(Path file) {
    Matcher day = NAMED_DAY.matcher(file.getFileName().toString());
    return day.find() ? Maker.day(day, 1, 3, 4) : Optional.empty();
  }

  /**
   * Takes a page apart.
   *
   * @param text the page's text
   * @param date its day; if empty the masthead's counts
   */
  public static NewspaperPage of(String text, Optional<LocalDate> date) {
    return new Maker(text, date).make();
  }

  private static final class Maker {

    private final CharacterPairs pairs = CharacterPairs.shipped();
    private List<Passage> passages;
    private final Joined joined;
    private final List<PageArticle> articles = new ArrayList<>();
    private final List<Leftover> leftovers = new ArrayList<>();
    private Optional<LocalDate> date;
    private String section = "";
    private String paper = "";

    Maker(String text, Optional<LocalDate> date) {
      List<Strip> strips = PageLines.of(text);
      this.passages = Passages.of(strips, pairs);
      this.joined = new Joined(strips);
      this.date = date;
    }

    NewspaperPage make() {
      readMasthead();
      Stories.Found found = Stories.in(passages, pairs);
      passages = found.passages();
      List<HeadlineUnit> headlines = found.draft().headlines();
      for (int s = 0; s < found.draft().stories().size(); s++) {
        List<HeadlineUnit> own = new ArrayList<>();
        for (int u = 0; u < headlines.size(); u++) {
          if (found.of()[u] == s) {
            own.add(headlines.get(u));
          }
        }
        story(found.draft().stories().get(s), own);
      }
      for (int u = 0; u < headlines.size(); u++) {
        if (found.of()[u] == Headlines.NONE) {
          leave(headlines.get(u).strips(), Leftover.Kind.UNASSIGNED);
        }
      }
      for (Passage passage : passages) {
        if (passage.kind() == Kind.CAPTION) {
          leave(passage.strips(), Leftover.Kind.CAPTION);
        } else if (passage.kind() == Kind.MASTHEAD) {
          leave(passage.strips(), Leftover.Kind.MASTHEAD);
        }
      }
      articles.sort(Comparator.comparing(article -> article.lines().get(0)));
      leftovers.sort(Comparator.comparingInt(Leftover::line));
      return new NewspaperPage(articles, leftovers, date);
    }

    private void readMasthead() {
      for (Passage passage : passages) {
        if (passage.kind() != Kind.MASTHEAD) {
          continue;
        }
        String line = joined.text(passage.strips());
        Matcher day = DAY.matcher(line);
        if (date.isEmpty() && day.find()) {
          date = day(day, 1, 2, 3);
        }
        if (section.isEmpty()) {
          section = Sections.in(line).orElse("");
        }
        for (String word : line.split("[\\s|｜]+", -1)) {
          if (paper.isEmpty() && Marks.isPaper(word) && !Sections.isOne(word)) {
            paper = word.replaceAll("[《》]", "");
          }
        }
      }
    }

    private static Optional<LocalDate> day(Matcher found, int year, int month, int day) {
      try {
        return Optional.of(
            LocalDate.of(
                Integer.parseInt(found.group(year)),
                Integer.parseInt(found.group(month)),
                Integer.parseInt(found.group(day))));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    private void leave(List<Strip> strips, Leftover.Kind kind) {
      strips.forEach(strip -> leftovers.add(new Leftover(strip.line(), strip.text(), kind)));
    }

    private void story(List<Integer> story, List<HeadlineUnit> own) {
      List<Strip> all = new ArrayList<>();
      story.forEach(passage -> all.addAll(passages.get(passage).strips()));
      Passage first = passages.get(story.get(0));
      boolean opens = first.opens() || first.kind() == Kind.BYLINE;
      String body = body(story);
      if (own.isEmpty() && !opens && PageLines.dense(body).length() < LEAST_STORY) {
        leave(all, Leftover.Kind.UNASSIGNED);
        return;
      }
      var roles = HeadlineRoles.of(lines(own), body);
      int opening = opens ? Opening.at(firstLine(body)).map(Opening::end).orElse(0) : 0;
      boolean derived = own.isEmpty();
      articles.add(
          new PageArticle(
              derived ? derivedTitle(body, opening) : roles.title(),
              derived,
              roles.kicker(),
              roles.subtitle(),
              body,
              Author.of(body, opens),
              section,
              paper,
              date,
              date.flatMap(
                  day ->
                      EventDate.of(body.substring(0, opening), behindOpening(body, opening), day)),
              List.copyOf(new TreeSet<>(all.stream().map(Strip::line).toList()))));
    }

    /** An opening is looked for in a line; a paragraph of a body is one. */
    private static String firstLine(String body) {
      int end = body.indexOf('\n');
      return end < 0 ? body : body.substring(0, end);
    }

    private String body(List<Integer> story) {
      StringBuilder body = new StringBuilder();
      List<Strip> paragraph = new ArrayList<>();
      for (int i = 0; i < story.size(); i++) {
        Passage passage = passages.get(story.get(i));
        if (passage.kind() == Kind.TABLE) {
          passage.strips().forEach(row -> line(body, row.text()));
          continue;
        }
        paragraph.addAll(passage.strips());
        boolean goesOn =
            passage.isCut()
                && i + 1 < story.size()
                && passages.get(story.get(i + 1)).kind() == Kind.BODY
                && !begins(passages.get(story.get(i + 1)));
        if (!goesOn) {
          line(body, joined.text(paragraph));
          paragraph.clear();
        }
      }
      return body.toString();
    }

    private boolean begins(Passage passage) {
      char c = passage.first().first();
      return passage.opens() || pairs.beginsParagraph(c) > pairs.single(c) + 2;
    }

    private static void line(StringBuilder body, String line) {
      body.append(body.length() == 0 ? "" : "\n").append(line);
    }

    /** A story's headline lines: what was set as one line, or broken in mid-word, is one. */
    private List<String> lines(List<HeadlineUnit> own) {
      List<List<Strip>> lines = new ArrayList<>();
      Strip before = null;
      for (HeadlineUnit unit : own) {
        for (int i = 0; i < unit.strips().size(); i++) {
          Strip strip = unit.strips().get(i);
          boolean sameLine = before != null && before.line() == strip.line();
          if (sameLine || (i > 0 && isOneHeadline(before, strip))) {
            lines.get(lines.size() - 1).add(strip);
          } else {
            lines.add(new ArrayList<>(List.of(strip)));
          }
          before = strip;
        }
      }
      return lines.stream().map(joined::text).toList();
    }

    private boolean isOneHeadline(Strip left, Strip right) {
      double one = pairs.follows(left.last(), right.first());
      double two =
          pairs.endsHeadline(left.last())
              + Math.max(pairs.beginsHeadline(right.first()), pairs.single(right.first()) - 1);
      return one > Math.log(0.01) && one - two > 3;
    }

    private static String behindOpening(String body, int opening) {
      String rest = body.substring(Math.min(opening, body.length()));
      Matcher parentheses = Pattern.compile("^\\s*[（(][^（）()]{0,60}[）)]").matcher(rest);
      return parentheses.find() ? rest.substring(parentheses.end()) : rest;
    }

    private static String derivedTitle(String body, int opening) {
      String text = PageLines.strip(behindOpening(body, opening));
      int end = Math.min(LONGEST_DERIVED_TITLE, text.length());
      for (char stop : new char[] {'\n', '。', '！', '？'}) {
        int at = text.indexOf(stop);
        end = at > 0 ? Math.min(end, at) : end;
      }
      String title = PageLines.strip(text.substring(0, end));
      return title.isEmpty() ? PageLines.strip(body) : title;
    }
  }
}
