package io.newstide.report;

import java.util.List;
import java.util.stream.Collectors;

/** A report as Markdown, in the form that GitHub reads, too. */
final class Markdown {

  private Markdown() {}

  /** The whole report; ends with a line break. */
  static String of(Report report) {
    StringBuilder md = new StringBuilder();
    md.append("# ").append(report.title()).append("\n\n");
    md.append(report.subtitle()).append("\n");
    blocks(report.blocks(), md);
    return md.toString();
  }

  private static void blocks(List<Block> blocks, StringBuilder md) {
    for (Block block : blocks) {
      block(block, md);
    }
  }

  private static void block(Block block, StringBuilder md) {
    if (block instanceof Block.Heading heading) {
      md.append('\n')
          .append("#".repeat(heading.level()))
          .append(' ')
          .append(line(heading.text()))
          .append('\n');
    } else if (block instanceof Block.Paragraph paragraph) {
      md.append('\n')
          .append(paragraph.note() ? "> " : "")
          .append(line(paragraph.text()))
          .append('\n');
    } else if (block instanceof Block.Points points) {
      md.append('\n');
      points.lines().forEach(point -> md.append("- ").append(line(point)).append('\n'));
    } else if (block instanceof Block.Drawing drawing) {
      if (!drawing.text().isEmpty()) {
        md.append('\n').append(drawing.caption()).append(" `").append(drawing.text()).append("`\n");
      }
    } else if (block instanceof Block.Table table) {
      table(table, md);
    } else if (block instanceof Block.Code code) {
      md.append("\n```\n").append(code.text()).append("```\n");
    } else if (block instanceof Block.Card card) {
      blocks(card.blocks(), md);
    }
  }

  private static void table(Block.Table table, StringBuilder md) {
    md.append("\n| ").append(String.join(" | ", table.columns())).append(" |\n|");
    table.numbers().forEach(number -> md.append(number ? "---:|" : "---|"));
    md.append('\n');
    for (List<List<Inline>> row : table.rows()) {
      md.append("| ")
          .append(row.stream().map(Markdown::line).collect(Collectors.joining(" | ")))
          .append(" |\n");
    }
  }

  private static String line(List<Inline> parts) {
    return parts.stream().map(Markdown::inline).collect(Collectors.joining());
  }

  private static String inline(Inline part) {
    if (part instanceof Inline.Words words) {
      return words.text();
    }
    if (part instanceof Inline.News news) {
      return SafeText.markdown(SafeText.line(news.text()));
    }
    if (part instanceof Inline.Strong strong) {
      return "**" + inline(strong.of()) + "**";
    }
    if (part instanceof Inline.Muted muted) {
      return inline(muted.of());
    }
    if (part instanceof Inline.Mark mark) {
      return "_" + mark.text() + "_";
    }
    Inline.Link link = (Inline.Link) part;
    String text = inline(link.text());
    return link.address().map(address -> "[" + text + "](<" + address + ">)").orElse(text);
  }
}
