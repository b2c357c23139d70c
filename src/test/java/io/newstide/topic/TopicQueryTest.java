package io.newstide.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void refusesMoreClausesThanLuceneTakes() {
    String query = String.join(" OR ", java.util.Collections.nCopies(1025, "防汛"));
    assertThatThrownBy(() -> TopicQuery.parse(query))
        .hasMessageContaining("more than 1,024 clauses");
  }
}
