package io.newstide.feed.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Prints stories as the text of a page, in a layout drawn by chance, and knows what belongs where:
 * the lines as a layout program breaks them, with what goes wrong in taking text out of a page.
 */
final class PagePrinter {

  /** Where headlines stand. */
  enum Place {
    ABOVE,
    BELOW,
    MIXED,
    SHUFFLED,
    AT_THE_END
  }

  /** Where blank lines stand. */
  enum Blanks {
    NONE,
    EVERYWHERE,
    BETWEEN_PARAGRAPHS,
    BETWEEN_BLOCKS,
    BY_CHANCE
  }

  /** A story to print. */
  record Story(String kicker, String title, String subtitle, List<String> paragraphs) {}

  private static final List<String> CAPTIONS =
      List.of(
          "图为志愿者在白塔街道清点防汛沙袋。 高远/摄",
          "检修人员正在给路灯更换光源。 何小满 摄",
          "孩子们在图书馆里听老师讲节气。（本报记者 白露 摄）",
          "▲青溪镇的樱桃熟了，果农忙着采摘装箱。 魏来/摄",
          "图为比赛现场。");

  private final Random random;
  private final int width;
  private final Blanks blanks;
  private final Place place;
  private final int indent;
  private final List<String> lines = new ArrayList<>();
  private final List<PageGold.Left> left = new ArrayList<>();

  PagePrinter(Random random, int width, Blanks blanks, Place place) {
    this.random = random;
    this.width = width;
    this.blanks = blanks;
    this.place = place;
    this.indent = random.nextInt(3);
  }

  private record Block(List<String> lines, boolean headline) {}

  /** What may go wrong on a page. */
  record Mishaps(double glued, double beginningMissing, double columnCut, double captions) {

    static final Mishaps NONE = new Mishaps(0, 0, 0, 0);
  }

  PageGold print(String name, List<Story> stories, Mishaps mishaps, boolean masthead) {
    List<PageGold.Story> gold = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    List<Block> loose = new ArrayList<>();
    List<Block> cut = new ArrayList<>();
    for (Story story : stories) {
      List<String> paragraphs = story.paragraphs();
      if (paragraphs.size() > 2 && random.nextDouble() < mishaps.beginningMissing()) {
        paragraphs = paragraphs.subList(1, paragraphs.size());
      }
      List<String> headlines =
          List.of(story.kicker(), story.title(), story.subtitle()).stream()
              .filter(line -> !line.isEmpty())
              .toList();
      gold.add(new PageGold.Story(headlines, String.join("", paragraphs)));
      Block headline = new Block(headlines, true);
      List<String> body = new ArrayList<>();
      for (String paragraph : paragraphs) {
        body.addAll(wrapped(paragraph));
        body.add("");
      }
      body.remove(body.size() - 1);
      boolean above = place == Place.ABOVE || (place == Place.MIXED && random.nextBoolean());
      boolean isLoose = place == Place.SHUFFLED || place == Place.AT_THE_END;
      if (isLoose) {
        loose.add(headline);
      } else if (above) {
        blocks.add(headline);
      }
      if (body.size() > 12 && random.nextDouble() < mishaps.columnCut()) {
        int at = 5 + random.nextInt(body.size() - 9);
        while (body.get(at).isEmpty() || body.get(at - 1).isEmpty()) {
          at++;
        }
        blocks.add(new Block(body.subList(0, at), false));
        cut.add(new Block(body.subList(at, body.size()), false));
      } else {
        blocks.add(new Block(body, false));
      }
      if (!isLoose && !above) {
        blocks.add(headline);
      }
      if (!cut.isEmpty() && cut.size() > random.nextInt(2)) {
        // The rest of a cut column comes behind another story, or at once behind a picture.
        if (blocks.get(blocks.size() - 1).lines() != cut.get(0).lines() && gold.size() > 1) {
          blocks.add(cut.remove(0));
        }
      }
      if (random.nextDouble() < mishaps.captions()) {
        String caption = CAPTIONS.get(random.nextInt(CAPTIONS.size()));
        blocks.add(new Block(List.of(caption), true));
        left.add(new PageGold.Left(caption, "caption"));
      }
    }
    blocks.addAll(cut);
    if (place == Place.SHUFFLED) {
      for (Block headline : loose) {
        blocks.add(random.nextInt(blocks.size() + 1), headline);
      }
    } else {
      Collections.shuffle(loose, random);
      blocks.addAll(loose);
    }
    if (masthead) {
      lines.add("澜江日报  2026年5月18日  星期一  第3版  民生");
      left.add(new PageGold.Left(lines.get(0), "masthead"));
    }
    write(blocks, mishaps.glued());
    return new PageGold(
        name,
        String.join("\n", lines),
        Optional.of(LocalDate.of(2026, 5, 18)),
        gold,
        Optional.of(left));
  }

  private void write(List<Block> blocks, double glued) {
    boolean wasHeadline = false;
    for (Block block : blocks) {
      boolean glue =
          block.headline()
              && wasHeadline
              && random.nextDouble() < glued
              && left.stream().noneMatch(l -> lines.get(lines.size() - 1).contains(l.text()))
              && left.stream().noneMatch(l -> block.lines().contains(l.text()));
      if (!glue) {
        gap(
            blanks == Blanks.EVERYWHERE
                || blanks == Blanks.BETWEEN_BLOCKS
                || blanks == Blanks.BETWEEN_PARAGRAPHS);
      }
      boolean first = true;
      for (String line : block.lines()) {
        if (line.isEmpty()) {
          gap(blanks == Blanks.BETWEEN_PARAGRAPHS);
          continue;
        }
        if (glue && first) {
          int last = lines.size() - 1;
          lines.set(last, lines.get(last) + line);
        } else {
          if (!first) {
            gap(blanks == Blanks.EVERYWHERE);
          }
          lines.add(line);
        }
        first = false;
      }
      wasHeadline = block.headline();
    }
  }

  private void gap(boolean blank) {
    boolean really = blanks == Blanks.BY_CHANCE ? random.nextInt(3) == 0 : blank;
    if (really && !lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
      lines.add("");
    }
  }

  /** A paragraph in lines of the width; punctuation does not begin a line where there is room. */
  private List<String> wrapped(String paragraph) {
    List<String> wrapped = new ArrayList<>();
    String text = paragraph.strip();
    StringBuilder line = new StringBuilder(indent == 1 ? "　　" : "");
    int columns = indent == 0 ? 0 : 4;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int wide = Strip.columns(String.valueOf(c));
      boolean hangs = "，。、；：！？”）》".indexOf(c) >= 0 && columns <= 2 * width + 1;
      if (columns + wide > 2 * width && !hangs) {
        wrapped.add(line.toString());
        line = new StringBuilder();
        columns = 0;
      }
      line.append(c);
      columns += wide;
    }
    wrapped.add(line.toString());
    return wrapped;
  }
}
