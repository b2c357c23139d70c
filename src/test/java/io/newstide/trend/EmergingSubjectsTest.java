package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.newstide.topic.TopicCatalogue;
import io.newstide.topic.TopicDefinition;
import io.newstide.window.Evidence;
import io.newstide.window.Span;
import io.newstide.window.SubjectKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EmergingSubjectsTest {

  private static final Span WINDOW = new Span(0, 3_600_000);

  private static RisingTerm term(
      SubjectKind kind, String term, double expected, String... stories) {
    return new RisingTerm(
        kind,
        term,
        new TreeSet<>(Arrays.asList(stories)),
        Set.of("daily", "evening"),
        stories.length,
        expected,
        4,
        Arrays.stream(stories)
            .map(s -> new Evidence("a" + s, s, "标题" + s, "daily", 0, "", 1))
            .toList());
  }

  @Test
  void divergenceWantsChangeAndProportion() {
    // 8 of 100, 1 expected: 0.08 · log2 8
    assertThat(
            term(SubjectKind.KEYWORD, "暴雨", 1, "1", "2", "3", "4", "5", "6", "7", "8")
                .divergence(100))
        .isCloseTo(0.24, within(1e-12));
    assertThat(term(SubjectKind.KEYWORD, "会议", 4, "1", "2").divergence(100))
        .isCloseTo(-0.02, within(1e-12));
    assertThat(term(SubjectKind.KEYWORD, "会议", 4).divergence(0)).isZero();
  }

  @Test
  void whatRisesTogetherIsOneSubjectWithOneProposal() {
    List<EmergingGroup> groups =
        EmergingSubjects.group(
            List.of(
                term(SubjectKind.KEYWORD, "5号线", 0.01, "3", "4"),
                term(SubjectKind.KEYWORD, "暴雨", 0.2, "1", "2", "3", "4"),
                term(SubjectKind.KEYWORD, "澜江", 0.5, "1", "2", "3", "4", "5"),
                term(SubjectKind.PLACE, "澜江", 0.5, "1", "2", "3", "4", "5"),
                term(SubjectKind.PERSON, "林晓", 0.02, "7", "8", "9")),
            50,
            WINDOW,
            20);

    assertThat(groups).extracting(EmergingGroup::group).containsExactly("林晓", "暴雨");
    EmergingGroup flood = groups.get(1);
    assertThat(flood.terms()).extracting(RisingTerm::term).containsExactly("暴雨", "澜江", "5号线");
    assertThat(flood.terms().get(1).kind()).isEqualTo(SubjectKind.PLACE);
    assertThat(flood.proposed().name()).isEqualTo("暴雨 澜江 5号线");
    assertThat(flood.proposed().query()).isEqualTo("\"5号线\"^3 OR (\"暴雨\"^2 AND (\"澜江\"^2))");
    assertThat(flood.evidence()).hasSize(5);
    assertThat(groups.get(0).proposed().query()).isEqualTo("\"林晓\"^3");
    // What is proposed can be applied as it is.
    assertThat(
            TopicCatalogue.of(
                    groups.stream()
                        .map(EmergingGroup::proposed)
                        .map(p -> new TopicDefinition(p.id(), p.name(), p.query(), p.threshold()))
                        .toList())
                .version())
        .isNotEmpty();
    assertThat(groups).allMatch(g -> g.proposed().id().matches("[a-z0-9][a-z0-9-]{0,63}"));
  }

  @Test
  void termsThatOnlyMeetInPassingStayApart() {
    List<EmergingGroup> groups =
        EmergingSubjects.group(
            List.of(
                term(SubjectKind.KEYWORD, "暴雨", 0.2, "1", "2", "3", "4"),
                term(SubjectKind.KEYWORD, "马拉松", 0.2, "4", "5", "6", "7")),
            50,
            WINDOW,
            20);
    assertThat(groups).hasSize(2);
    assertThat(EmergingSubjects.group(List.of(), 0, WINDOW, 20)).isEmpty();
  }

  @Test
  void noMoreGroupsThanAskedFor() {
    assertThat(
            EmergingSubjects.group(
                List.of(
                    term(SubjectKind.KEYWORD, "暴雨", 0.2, "1", "2", "3"),
                    term(SubjectKind.KEYWORD, "say \"hi\"", 0.2, "5", "6")),
                50,
                WINDOW,
                1))
        .singleElement()
        .satisfies(group -> assertThat(group.group()).isEqualTo("暴雨"));
  }

  @Test
  void quotesInATermDoNotBreakItsQuery() {
    EmergingGroup group =
        EmergingSubjects.group(
                List.of(term(SubjectKind.KEYWORD, "a\"b\\c", 0.2, "5", "6")), 50, WINDOW, 1)
            .get(0);
    var proposed = group.proposed();
    assertThat(
            TopicCatalogue.of(
                    List.of(
                        new TopicDefinition(proposed.id(), proposed.name(), proposed.query(), 2)))
                .version())
        .isNotEmpty();
  }
}
