package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.newstide.kafka.ControlRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was accepted is in effect, whatever the job file says by now. */
class InEffectTest {

  private final JobFile job = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());

  private static ControlRecord change(
      ControlRecord.Kind kind, String id, boolean removed, boolean paused, String definition) {
    return new ControlRecord(
        "r1",
        kind,
        id,
        removed,
        paused,
        Optional.of(definition).filter(text -> !text.isEmpty()),
        "",
        "");
  }

  @Test
  void whatWasRemovedAndHasLeftTheJobFileIsNoFault() {
    assertThat(
            WindowsInEffect.of(
                job, List.of(change(ControlRecord.Kind.WINDOW, "gone", true, false, ""))))
        .extracting(WindowsInEffect.Line::name)
        .containsExactly("hour", "3h", "day", "today", "week", "month", "visit");
    assertThat(
            DefinitionsInEffect.topics(
                job, List.of(change(ControlRecord.Kind.TOPIC, "gone", true, false, ""))))
        .hasSize(10)
        .allMatch(line -> line.state().equals("followed"));
    assertThat(
            DefinitionsInEffect.lexicons(
                job, List.of(change(ControlRecord.Kind.LEXICON, "gone", false, true, ""))))
        .extracting(DefinitionsInEffect.Line::id)
        .containsExactly("default");
  }

  @Test
  void aPauseSaysWhatIsPaused() {
    assertThat(
            WindowsInEffect.of(
                job,
                List.of(
                    change(
                        ControlRecord.Kind.WINDOW,
                        "half",
                        false,
                        true,
                        "{\"name\":\"half\",\"size\":\"PT30M\"}"))))
        .last()
        .returns("half", WindowsInEffect.Line::name)
        .returns("PT30M", WindowsInEffect.Line::shape)
        .returns("paused", WindowsInEffect.Line::state)
        .returns("control", WindowsInEffect.Line::origin);
    assertThat(
            DefinitionsInEffect.topics(
                job,
                List.of(
                    change(
                        ControlRecord.Kind.TOPIC,
                        "comets",
                        false,
                        true,
                        "{\"name\":\"彗星\",\"query\":\"彗星^3\"}"))))
        .filteredOn(line -> line.id().equals("comets"))
        .extracting(DefinitionsInEffect.Line::name, DefinitionsInEffect.Line::state)
        .containsExactly(tuple("彗星", "paused"));
    assertThat(
            DefinitionsInEffect.lexicons(
                job,
                List.of(
                    change(
                        ControlRecord.Kind.LEXICON,
                        "ours",
                        true,
                        false,
                        "{\"text\":\"organisation 望舒观测站\"}"))))
        .extracting(DefinitionsInEffect.Line::id)
        .containsExactly("default");
  }

  @Test
  void aWindowThatSettingsWouldNoLongerAllowIsStillReported() {
    assertThat(
            WindowsInEffect.of(
                job,
                List.of(
                    change(
                        ControlRecord.Kind.WINDOW, "years", false, false, "{\"size\":\"P99M\"}"))))
        .last()
        .returns("years", WindowsInEffect.Line::name)
        .returns("reported", WindowsInEffect.Line::state);
  }
}
