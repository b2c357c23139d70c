package io.newstide.job;

import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The bursts that someone knows of, to see how soon each would have been an alert. */
public final class BurstsFile {

  private BurstsFile() {}

  /**
   * A burst.
   *
   * @param name what people call it
   * @param subject whose burst it is
   * @param from when it began
   * @param until when it was over; empty for never
   */
  public record Burst(String name, Subject subject, Instant from, Optional<Instant> until) {}

  /** What the file may hold. */
  record Bursts(@Setting(doc = "The bursts", required = true) List<Written> bursts) {}

  /** A burst as someone wrote it. */
  record Written(
      @Setting(doc = "What people call it", required = true) String name,
      @Setting(
              doc =
                  "Whose it is: a topic's id, or KIND/ID as in topic-place/flood-prevention@郑州, person/NAME",
              required = true)
          String subject,
      @Setting(doc = "When it began, as in 2021-07-20T08:51:00+08:00", required = true) String from,
      @Setting(doc = "When it was over, as in 2021-07-25T00:00:00+08:00") Optional<String> until) {}

  /**
   * Reads the bursts of a file: a list of them, with or without {@code bursts:} before it.
   *
   * @throws SettingsException if a setting is unknown, missing or wrong, with file and line
   */
  public static List<Burst> read(Path path) {
    SettingsReader reader = new SettingsReader(path.toString(), Map.of());
    Node root = JobFile.parse(path, "file of bursts");
    if (root instanceof SequenceNode) {
      Node key =
          new ScalarNode(
              Tag.STR, "bursts", root.getStartMark(), root.getEndMark(), ScalarStyle.PLAIN);
      root =
          new MappingNode(
              Tag.MAP,
              true,
              List.of(new NodeTuple(key, root)),
              root.getStartMark(),
              root.getEndMark(),
              FlowStyle.BLOCK);
    }
    List<Burst> bursts = new ArrayList<>();
    List<Written> all = reader.read(root, Bursts.class).bursts();
    for (int i = 0; i < all.size(); i++) {
      String at = "bursts[" + i + "].";
      Written written = all.get(i);
      Instant from = instant(written.from(), at + "from", reader);
      Optional<Instant> until = written.until().map(text -> instant(text, at + "until", reader));
      if (until.isPresent() && !until.get().isAfter(from)) {
        throw reader.refuse(at + "until", "'" + until.get() + "' is not after from");
      }
      bursts.add(new Burst(written.name(), subject(written.subject(), at, reader), from, until));
    }
    return bursts;
  }

  private static Subject subject(String written, String at, SettingsReader reader) {
    int slash = written.indexOf('/');
    if (slash < 0) {
      return new Subject(SubjectKind.TOPIC, written);
    }
    Map<String, SubjectKind> kinds = new LinkedHashMap<>();
    for (SubjectKind kind :
        List.of(
            SubjectKind.TOPIC,
            SubjectKind.TOPIC_PLACE,
            SubjectKind.PERSON,
            SubjectKind.ORGANISATION)) {
      kinds.put(kind.label(), kind);
    }
    String kind = written.substring(0, slash);
    if (!kinds.containsKey(kind)) {
      throw reader.refuse(
          at + "subject",
          "'%s' is no kind of subject that has alerts; there are %s"
              .formatted(kind, String.join(", ", kinds.keySet())));
    }
    return new Subject(kinds.get(kind), written.substring(slash + 1));
  }

  private static Instant instant(String written, String at, SettingsReader reader) {
    try {
      return OffsetDateTime.parse(written).toInstant();
    } catch (DateTimeException e) {
      throw reader.refuse(
          at, "'" + written + "' is no moment with its offset, as in 2021-07-20T08:51:00+08:00");
    }
  }
}
