package io.newstide.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * What stands in a Markdown file.
 *
 * @param file the file, from the project's folder
 * @param blocks code blocks
 * @param spans code within the text
 * @param links where links and images lead
 * @param anchors what a link within the file can name
 */
record Markdown(
    Path file, List<Block> blocks, List<Piece> spans, List<Piece> links, List<String> anchors) {

  /**
   * A code block.
   *
   * @param where file and line of its first line
   * @param kind the words behind the fence; empty where it is indented
   */
  record Block(String where, String kind, String text) {}

  /**
   * A piece of the text.
   *
   * @param where file and line
   */
  record Piece(String where, String text) {}

  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES).build();

  /** All documents; the changelog, which tells of what was, is none. */
  static List<Markdown> all() {
    List<Markdown> all = new ArrayList<>();
    for (String name : List.of("README.md", "README.zh-CN.md", "CONTRIBUTING.md")) {
      all.add(read(Path.of(name)));
    }
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Markdown::read)
          .forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  static Markdown read(Path file) {
    try {
      return read(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Markdown read(Path file, String text) {
    var markdown =
        new Markdown(
            file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    PARSER.parse(text).accept(markdown.new Reader());
    return markdown;
  }

  private final class Reader extends AbstractVisitor {

    private final Map<String, Integer> repeated = new HashMap<>();

    private String where(Node node) {
      List<SourceSpan> spans = node.getSourceSpans();
      return spans.isEmpty() ? file.toString() : file + ":" + (spans.get(0).getLineIndex() + 1);
    }

    @Override
    public void visit(FencedCodeBlock block) {
      blocks.add(new Block(where(block), block.getInfo().strip(), block.getLiteral()));
    }

    @Override
    public void visit(IndentedCodeBlock block) {
      blocks.add(new Block(where(block), "", block.getLiteral()));
    }

    @Override
    public void visit(Code code) {
      spans.add(new Piece(where(code), code.getLiteral()));
    }

    @Override
    public void visit(Link link) {
      links.add(new Piece(where(link), link.getDestination()));
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      links.add(new Piece(where(image), image.getDestination()));
      visitChildren(image);
    }

    /** The anchors GitHub makes of headings: letters and digits, spaces to hyphens. */
    @Override
    public void visit(Heading heading) {
      var title = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text text) {
              title.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
              title.append(code.getLiteral());
            }
          });
      String anchor =
          title
              .toString()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      int before = repeated.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
      visitChildren(heading);
    }
  }
}
