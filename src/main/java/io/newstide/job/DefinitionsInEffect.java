package io.newstide.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.kafka.ControlRecord;
import io.newstide.language.LanguageSettings;
import io.newstide.language.Lexicon;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Topics and lexicon of a deployment from outside: what is in effect, and how to ask for others.
 */
public final class DefinitionsInEffect {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A definition in effect.
   *
   * @param id its id
   * @param name what people call it, or what it holds
   * @param version its version
   * @param state followed, paused or removed
   * @param origin where it was defined: the job file, or the control topic
   */
  public record Line(String id, String name, String version, String state, String origin) {}

  private DefinitionsInEffect() {}

  /**
   * The topics in effect.
   *
   * @param job the deployment
   * @param accepted what the job has accepted, in its order
   */
  public static List<Line> topics(JobFile job, List<ControlRecord> accepted) {
    Definitions topics = TopicControl.of(job.topics());
    replay(
        accepted,
        ControlRecord.Kind.TOPIC,
        topics,
        record -> TopicControl.text(TopicControl.defined(record)));
    List<Line> lines = new ArrayList<>();
    for (Definitions.Entry entry : topics.entries()) {
      TopicDefinition topic = TopicControl.topic(entry.text());
      lines.add(new Line(entry.id(), topic.name(), topic.version(), state(entry), origin(entry)));
    }
    return lines;
  }

  /**
   * The parts of the lexicon in effect.
   *
   * @param job the deployment
   * @param accepted what the job has accepted, in its order
   */
  public static List<Line> lexicons(JobFile job, List<ControlRecord> accepted) {
    Definitions lexicons = LexiconControl.of(job.understanding().language().lexicon());
    replay(accepted, ControlRecord.Kind.LEXICON, lexicons, LexiconControl::written);
    List<Line> lines = new ArrayList<>();
    for (Definitions.Entry entry : lexicons.entries()) {
      Lexicon part = Lexicon.parse(entry.id(), entry.text());
      String holds = part.size() == 1 ? "1 name" : "%,d names".formatted(part.size());
      lines.add(new Line(entry.id(), holds, part.version(), state(entry), origin(entry)));
    }
    return lines;
  }

  /**
   * How articles are read: by the job file, and with the lexicons in effect.
   *
   * @param job the deployment
   * @param accepted what the job has accepted, in its order
   */
  static LanguageSettings language(JobFile job, List<ControlRecord> accepted) {
    LanguageSettings ofFile = job.understanding().language();
    Definitions lexicons = LexiconControl.of(ofFile.lexicon());
    replay(accepted, ControlRecord.Kind.LEXICON, lexicons, LexiconControl::written);
    return ofFile.withLexicon(ofFile.lexiconName(), LexiconControl.text(lexicons));
  }

  /**
   * Makes changes that were accepted, without judging them again: the job file may be another now.
   *
   * @param written what a record defines, in the form in which definitions have it
   */
  private static void replay(
      List<ControlRecord> accepted,
      ControlRecord.Kind kind,
      Definitions definitions,
      Function<ControlRecord, String> written) {
    for (ControlRecord record : accepted) {
      if (record.kind() == kind) {
        String text = record.definition().isEmpty() ? "" : written.apply(record);
        definitions.apply(
            new ControlChange(kind, record.id(), 0, record.removed(), record.paused(), text));
      }
    }
  }

  private static String state(Definitions.Entry entry) {
    return entry.removed() ? "removed" : entry.paused() ? "paused" : "followed";
  }

  private static String origin(Definitions.Entry entry) {
    return entry.live() ? "control" : "job file";
  }

  /**
   * Reads a topic file.
   *
   * @return a definition as JSON for each id, in the file's order
   * @throws io.newstide.topic.TopicFileException if a topic or its query is wrong
   */
  public static Map<String, String> readTopics(Path file) {
    Map<String, String> definitions = new LinkedHashMap<>();
    for (TopicDefinition topic : TopicFiles.read(file)) {
      definitions.put(topic.id(), TopicControl.text(topic));
    }
    return definitions;
  }

  /**
   * Reads a lexicon file.
   *
   * @return its definition as JSON
   * @throws io.newstide.language.LexiconException if a line is wrong
   * @throws SettingsException if the file cannot be read
   */
  public static String readLexicon(Path file) {
    try {
      String text = Files.readString(file);
      Lexicon.parse(file.toString(), text);
      return MAPPER.createObjectNode().put("text", text).toString();
    } catch (IOException e) {
      throw new SettingsException(file + ": cannot be read as UTF-8: " + e.getMessage(), e);
    }
  }
}
