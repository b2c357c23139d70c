package io.newstide.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.kafka.ControlRecord;
import io.newstide.language.Lexicon;
import io.newstide.language.LexiconException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accepts or rejects changes of the lexicon. It is read as one text: the job file's, whose id is
 * {@value #JOB_FILE}, then those that came through the control topic.
 */
final class LexiconControl implements ControlRules {

  /** The id of the job file's lexicon. */
  static final String JOB_FILE = "default";

  /** So many characters a lexicon may have. */
  private static final int MOST_CHARACTERS = 8 << 20;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Definitions lexicons;

  /**
   * The rules for lexicons, which are brought up to date with each change.
   *
   * @param lexicons the lexicons there are
   */
  LexiconControl(Definitions lexicons) {
    this.lexicons = lexicons;
  }

  /** The lexicon of a job file, ready to be changed. */
  static Definitions of(String jobFile) {
    return new Definitions(jobFile.isEmpty() ? Map.of() : Map.of(JOB_FILE, jobFile));
  }

  /** All lexicons in effect as one text. */
  static String text(Definitions lexicons) {
    return String.join("\n", lexicons.inEffect());
  }

  @Override
  public Accepted accept(ControlRecord record) {
    Optional<String> before =
        lexicons.present().stream()
            .filter(entry -> entry.id().equals(record.id()))
            .map(Definitions.Entry::text)
            .findFirst();
    if ((record.removed() || record.definition().isEmpty()) && before.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no lexicon '%s'; there are %s"
              .formatted(
                  record.id(),
                  lexicons.present().isEmpty()
                      ? "none"
                      : String.join(
                          ", ", lexicons.present().stream().map(Definitions.Entry::id).toList())));
    }
    String text = record.definition().isPresent() && !record.removed() ? written(record) : "";
    ControlChange change =
        new ControlChange(record.kind(), record.id(), 0, record.removed(), record.paused(), text);
    // Names must be defined once in all lexicons together.
    Definitions after = new Definitions(Map.of());
    after.restore(live(lexicons.entries()));
    after.apply(change);
    Lexicon parsed;
    try {
      parsed = Lexicon.parse("lexicon", text(after));
    } catch (LexiconException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    lexicons.apply(change);
    String inEffect = text.isEmpty() ? before.orElse("") : text;
    return new Accepted(
        text,
        MAPPER.createObjectNode().put("text", inEffect).toString(),
        parsed.version(),
        "%,d names in all lexicons together".formatted(parsed.size()));
  }

  private static List<Definitions.Entry> live(List<Definitions.Entry> entries) {
    List<Definitions.Entry> live = new ArrayList<>();
    for (Definitions.Entry entry : entries) {
      live.add(
          new Definitions.Entry(
              entry.id(), entry.text(), entry.generation(), entry.paused(), entry.removed(), true));
    }
    return live;
  }

  /**
   * The lines that a record defines.
   *
   * @throws IllegalArgumentException whose message says what is wrong with them
   */
  static String written(ControlRecord record) {
    JsonNode json;
    try {
      json = MAPPER.readTree(record.definition().orElseThrow());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the definition is no JSON", e);
    }
    if (json.size() != 1 || !json.path("text").isTextual()) {
      throw new IllegalArgumentException(
          "a lexicon's definition is {\"text\": \"...\"}, with the lines of a lexicon file");
    }
    String text = json.get("text").textValue();
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a lexicon has at most %,d characters, not %,d"
              .formatted(MOST_CHARACTERS, text.length()));
    }
    Lexicon.parse(record.id(), text);
    return text;
  }
}
