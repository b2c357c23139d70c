package io.newstide.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopicQueryTest {

  @Test
  void readsWeightsPhrasesDistancesFieldsAndExclusions() throws Exception {
    var query =
        (Clause.Group) TopicQuery.parse("防汛^3 OR title:\"城市 内涝\"^2 OR \"水位 监测\"~3 NOT 汛期招聘");

    assertThat(query.must()).isEmpty();
    assertThat(query.should())
        .extracting(
            clause -> ((Clause.Leaf) clause).label(), clause -> ((Clause.Leaf) clause).weight())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("防汛", 3.0),
            org.assertj.core.groups.Tuple.tuple("title:\"城市 内涝\"", 2.0),
            org.assertj.core.groups.Tuple.tuple("\"水位 监测\"~3", 1.0));
    assertThat(query.should().get(2))
        .asInstanceOf(InstanceOfAssertFactories.type(Clause.Near.class))
        .returns(List.of("水位", "监测"), Clause.Near::texts)
        .returns(3, Clause.Near::slop);
    assertThat(query.mustNot()).hasSize(1);
  }

  @Test
  void multipliesTheWeightsOfNestedGroups() throws Exception {
    var query = (Clause.Group) TopicQuery.parse("(暴雨^2 OR 内涝)^3 OR 防汛");

    var group = (Clause.Group) query.should().get(0);
    assertThat(group.should())
        .extracting(c -> ((Clause.Leaf) c).weight())
        .containsExactly(6.0, 3.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "防汛*          | 1 | * is not offered",
        "防汛 OR 暴*雨  | 7 | * and ? are not offered",
        "防汛~          | 1 | ~ gives the distance of a phrase",
        "/防汛/         | 1 | regular expressions are not offered",
        "title:[a TO b] | 7 | ranges are not offered",
        "*:*            | 1 | are not offered",
        "NOT 防汛       | 1 | add what must be",
        "+(NOT 防汛) 暴雨 | 1 | add what must be",
        "作者:王        | 1 | there is no field '作者'; there are title, body, person, place, organisation",
        "防汛 or 暴雨   | 4 | write OR in capitals",
        "防汛 OR (暴雨  | 10 | breaks off at the end",
        "防汛 OR \"暴雨 | 7 | the quotation mark is open",
        "防汛 ) 暴雨    | 4 | ') 暴雨' cannot stand here",
        "防汛 OR “暴雨” | 7 | write \"",
        "防汛^0         | 3 | a weight is above 0",
        "\"  \" OR 防汛 | 2 | a word is missing",
      })
  void refusesSayingWhere(String query, int column, String why) {
    assertThatThrownBy(() -> TopicQuery.parse(query))
        .isInstanceOf(TopicQueryException.class)
        .hasMessageContaining(why)
        .returns(column, e -> ((TopicQueryException) e).column());
  }

  @Test
  void refusesAnEmptyQuery() {
    assertThatThrownBy(() -> TopicQuery.parse(" ")).hasMessage("the query is empty");
  }

  private static String nested(int depth) {
    return "(".repeat(depth) + "防汛" + ")".repeat(depth);
  }

  static Stream<Arguments> tooMuch() {
    String phrase = "\"" + "水 ".repeat(10) + "位\"~3";
    return Stream.of(
        Arguments.of(
            "ten thousand clauses",
            String.join(" OR ", Collections.nCopies(10_000, "防汛")),
            "more than 1,024 clauses",
            1),
        Arguments.of(
            "as many in groups",
            String.join(" OR ", Collections.nCopies(100, "(" + "防汛 ".repeat(11) + ")")),
            "more than 1,024 clauses",
            2),
        Arguments.of("length", "防".repeat(65_537), "it has 65,537 characters", 65_537),
        Arguments.of("depth", nested(21), "more than 20 groups", 21),
        Arguments.of(
            "depth that would overflow the stack", nested(30_000), "more than 20 groups", 21),
        Arguments.of("weight", "防汛 OR 暴雨^1001", "a weight is at most 1,000", 9),
        Arguments.of("product of weights", "(防汛^40 OR 暴雨)^40", "a weight is at most 1,000", 4),
        Arguments.of("infinite weight", "防汛^" + "9".repeat(60), "a weight is at most 1,000", 3),
        Arguments.of("distance", "\"水位 监测\"~101", "a distance is at most 100 words, found ~101", 8),
        Arguments.of("words with a distance", phrase, "has at most 10 words", 2),
        Arguments.of(
            "a wildcard that begins with everything",
            "防汛 OR ?" + "*?".repeat(500),
            "* and ? are not offered",
            7),
        Arguments.of(
            "a regular expression that backtracks",
            "/(a+)+b(a|aa)+c/",
            "regular expressions are not offered",
            1),
        Arguments.of("similar words", "humanoid~2", "(similar words) is not offered", 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuch")
  void refusesWhatCouldTakeTheJobsTime(String what, String query, String why, int column) {
    assertThatThrownBy(() -> TopicQuery.parse(query))
        .isInstanceOf(TopicQueryException.class)
        .hasMessageContaining(why)
        .returns(column, e -> ((TopicQueryException) e).column());
  }

  @Test
  void readsWhatIsJustWithinTheBounds() throws Exception {
    String most = String.join(" OR ", Collections.nCopies(1024, "防汛"));
    assertThat(((Clause.Group) TopicQuery.parse(most)).should()).hasSize(1024);
    assertThat(TopicQuery.parse(nested(20))).isInstanceOf(Clause.Leaf.class);
    assertThat(TopicQuery.parse("\"" + "(".repeat(40) + "防汛\" OR 暴雨")).isNotNull();
    assertThat(((Clause.Leaf) TopicQuery.parse("防汛^1000")).weight()).isEqualTo(1000);
  }

  @Test
  void countsColumnsThroughLines() {
    assertThatThrownBy(() -> TopicQuery.parse("防汛 OR\n暴雨 ) 内涝"))
        .hasMessageContaining("') 内涝' cannot stand here")
        .returns(10, e -> ((TopicQueryException) e).column());
  }
}
