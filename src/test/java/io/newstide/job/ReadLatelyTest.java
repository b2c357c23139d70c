package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.NamedEntity;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadLatelyTest {

  private static DataInputDeserializer written(String text) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    Wire.writeText(text, out);
    return new DataInputDeserializer(out.getCopyOfBuffer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "naïve ÿ", "防汛", "a防", "😀", "\uD83D", "\0", "lÜ"})
  void aTextIsReadAsItWasWrittenAndIsOneObject(String text) throws IOException {
    DataInputDeserializer in = written(text);
    String read = ReadLately.text(in);
    assertThat(read).isEqualTo(text);
    assertThat(in.available()).isZero();
    assertThat(ReadLately.text(written(text))).isSameAs(read);
  }

  @ParameterizedTest
  @ValueSource(ints = {127, 128, 129, 255, 256, 257, 3000})
  void longTextsAreReadToo(int length) throws IOException {
    for (String part : List.of("汛", "f")) {
      DataInputDeserializer in = written(part.repeat(length));
      assertThat(ReadLately.text(in)).isEqualTo(part.repeat(length));
      assertThat(in.available()).isZero();
    }
  }

  /** The same bytes are two texts: 氀 is 6C 00, and so is "l" with a null behind it. */
  @Test
  void bytesOfOneAreNotTakenForTheOther() throws IOException {
    assertThat(ReadLately.text(written("l\0"))).isEqualTo("l\0");
    assertThat(ReadLately.text(written("氀"))).isEqualTo("氀");
    assertThat(ReadLately.text(written("l\0"))).isEqualTo("l\0");
  }

  @Test
  void aNameIsOfItsKind() throws IOException {
    Subject keyword = ReadLately.subject(SubjectKind.KEYWORD, written("长江"));
    Subject place = ReadLately.subject(SubjectKind.PLACE, written("长江"));
    assertThat(keyword).isEqualTo(new Subject(SubjectKind.KEYWORD, "长江"));
    assertThat(place).isEqualTo(new Subject(SubjectKind.PLACE, "长江"));
    assertThat(ReadLately.subject(SubjectKind.KEYWORD, written("长江"))).isSameAs(keyword);
    assertThat(ReadLately.subject(SubjectKind.PLACE, written("长江"))).isSameAs(place);
    NamedEntity river = ReadLately.entity(SubjectKind.PLACE, written("长江"));
    assertThat(river).isEqualTo(new NamedEntity(SubjectKind.PLACE, "长江"));
    assertThat(ReadLately.entity(SubjectKind.PLACE, written("长江"))).isSameAs(river);
    assertThat(river.name()).isSameAs(keyword.id());
  }

  /** More than there are places for: some lose theirs and none is taken for another. */
  @Test
  void whatLostItsPlaceIsReadAnew() throws IOException {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 200_000; i++) {
        assertThat(ReadLately.text(written("n" + i))).isEqualTo("n" + i);
      }
    }
  }

  @Test
  void aSpanIsOneObject() {
    List<Span> slices = new ArrayList<>();
    for (long start = 0; start < 144; start++) {
      slices.add(ReadLately.span(start * 600_000, (start + 1) * 600_000));
      assertThat(slices.get((int) start))
          .isEqualTo(new Span(start * 600_000, (start + 1) * 600_000));
    }
    Set<Span> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(slices);
    int same = 0;
    for (Span slice : slices) {
      same += known.contains(ReadLately.span(slice.start(), slice.end())) ? 1 : 0;
    }
    // Some may have lost their places to others.
    assertThat(same).isGreaterThan(130);
    assertThat(ReadLately.span(-5, 5)).isEqualTo(new Span(-5, 5));
  }
}
