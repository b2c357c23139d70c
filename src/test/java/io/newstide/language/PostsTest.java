package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.names.NameType;
import io.newstide.language.names.Span;
import io.newstide.language.words.LatticeSegmenter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostsTest {

  private static final PassageReader READER = new PassageReader(new LatticeSegmenter());

  @ParameterizedTest
  @CsvSource({
    "管委会主任孔磊调研,管委会主任",
    "市长孔磊调研,市长",
    "副市长孔磊调研,副市长",
    "党委书记孔磊调研,党委书记",
    "水利局局长孔磊调研,水利局局长",
    "水利局副局长 孔磊调研,水利局副局长",
    "孔磊市长调研,市长",
    "孔磊教授说,教授",
    "孔磊说,''",
    "教师代表孔磊说,''",
    "孔磊先生说,''",
    "先生孔磊说,''",
    "孔磊,''",
    "主任、孔磊说,''"
  })
  void thePostBesideAName(String text, String post) {
    var reading = READER.read(Field.BODY, text);
    var at = text.indexOf("孔磊");
    var name = new Span(at, at + 2, NameType.PERSON);
    assertThat(Posts.of(reading.passage(List.of(name)), at, at + 2)).isEqualTo(post);
  }
}
