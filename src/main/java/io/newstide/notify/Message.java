package io.newstide.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is told, before it takes the form of a channel: plain text in pieces, in which nothing has a
 * meaning to a chat program or a mail reader. Each channel writes it so that it stays that way.
 *
 * @param key names it to the receiver: the same whenever it is sent again
 * @param title its title, one line
 * @param lines what it says
 * @param language what it is in
 * @param alerts what it tells of; one, or several of a digest; none in a test
 */
public record Message(
    String key, String title, List<Line> lines, Language language, List<Alert> alerts) {

  public Message {
    lines = List.copyOf(lines);
    alerts = List.copyOf(alerts);
  }

  /** A line; one without pieces is empty. */
  public record Line(List<Piece> pieces) {
    public Line {
      pieces = List.copyOf(pieces);
    }

    /** Its text alone. */
    public String text() {
      return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }
  }

  /**
   * A piece of text.
   *
   * @param text what is read
   * @param bold whether it stands out
   * @param link where it leads, an http or https address in ASCII
   */
  public record Piece(String text, boolean bold, Optional<URI> link) {}

  /** The same with no more than so many lines, and a sign that some are missing. */
  public Message cutTo(int most) {
    if (lines.size() <= most) {
      return this;
    }
    List<Line> kept = new ArrayList<>(lines.subList(0, most));
    kept.add(new Line(List.of(new Piece(language.more(), false, Optional.empty()))));
    return new Message(key, title, kept, language, alerts);
  }
}
