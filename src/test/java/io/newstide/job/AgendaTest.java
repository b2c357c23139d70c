package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class AgendaTest {

  /** Puts subjects down as "by 防汛 10" and "at 防汛 10" say, and says who is looked at. */
  private static final class Diary extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {

    private static final long serialVersionUID = 1;

    private transient DeferredStates<Subject> states;
    private transient Agenda agenda;

    /** Who is put down again for a moment when it is looked at. */
    private transient String again;

    @Override
    public void open() throws Exception {
      super.open();
      states = new DeferredStates<>(getKeyedStateBackend());
      agenda =
          new Agenda(getKeyedStateBackend(), getRuntimeContext().getState(Agenda.STATE), states);
    }

    @Override
    public void processElement(StreamRecord<String> element) throws Exception {
      put(element.getValue());
    }

    private void put(String entry) throws Exception {
      long moment = Long.parseLong(entry.substring(entry.lastIndexOf(' ') + 1));
      if (entry.startsWith("by ")) {
        agenda.by(moment);
      } else {
        agenda.at(moment);
      }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
      agenda.advance(
          mark.getTimestamp(),
          (subject, moment) -> {
            assertThat(getCurrentKey()).isEqualTo(subject);
            output.collect(new StreamRecord<>(subject.id() + " " + moment));
            if (again != null) {
              String entry = again;
              again = null;
              put(entry);
            }
          });
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
      states.flush();
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<Subject, String, String> harness(
      Diary diary) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        diary,
        entry -> new Subject(SubjectKind.KEYWORD, entry.split(" ", -1)[1]),
        WireTypes.SUBJECT);
  }

  private static List<String> looks(
      KeyedOneInputStreamOperatorTestHarness<Subject, String, String> harness, long mark)
      throws Exception {
    int before = harness.extractOutputValues().size();
    harness.processWatermark(new Watermark(mark));
    List<String> all = harness.extractOutputValues();
    return new ArrayList<>(all.subList(before, all.size()));
  }

  private static void put(
      KeyedOneInputStreamOperatorTestHarness<Subject, String, String> harness, String... entries)
      throws Exception {
    for (String entry : entries) {
      harness.processElement(new StreamRecord<>(entry));
    }
  }

  @Test
  void everySubjectIsLookedAtOnceAtItsMomentInTheOrderOfTime() throws Exception {
    try (var harness = harness(new Diary())) {
      harness.open();
      put(harness, "at 防汛 20", "at 机器人 10", "at 绩效 30");
      assertThat(looks(harness, 9)).isEmpty();
      assertThat(looks(harness, 29)).containsExactly("机器人 10", "防汛 20");
      assertThat(looks(harness, 100)).containsExactly("绩效 30");
      assertThat(looks(harness, 200)).isEmpty();
    }
  }

  @Test
  void whoIsPutDownForEarlierComesEarlierAndForLaterOnlyWhereThatIsMeant() throws Exception {
    try (var harness = harness(new Diary())) {
      harness.open();
      put(harness, "at 防汛 20", "by 防汛 10", "by 防汛 30");
      put(harness, "at 机器人 10", "at 机器人 25");
      put(harness, "at 绩效 15", "at 绩效 " + Long.MAX_VALUE);
      assertThat(looks(harness, 24)).containsExactly("防汛 10");
      assertThat(looks(harness, 100)).containsExactly("机器人 25");
    }
  }

  @Test
  void whoIsPutDownAgainForAMomentThatHasComeIsLookedAtAgain() throws Exception {
    Diary diary = new Diary();
    try (var harness = harness(diary)) {
      harness.open();
      diary.again = "by 防汛 12";
      put(harness, "at 防汛 10", "at 机器人 11");
      assertThat(looks(harness, 20)).containsExactly("防汛 10", "机器人 11", "防汛 12");
    }
  }

  @Test
  void atTheEndOfAllTimeAllAreLookedAtThatEverWouldBe() throws Exception {
    Diary diary = new Diary();
    try (var harness = harness(diary)) {
      harness.open();
      diary.again = "by 防汛 12";
      put(harness, "at 防汛 10", "at 机器人 " + (Agenda.NEVER - 1), "at 绩效 " + Agenda.NEVER);
      assertThat(looks(harness, Long.MAX_VALUE))
          .containsExactly("防汛 10", "防汛 12", "机器人 " + (Agenda.NEVER - 1));
    }
  }

  @Test
  void afterARestartItIsAsItWas() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = harness(new Diary())) {
      harness.open();
      put(harness, "at 防汛 20", "at 机器人 10", "at 绩效 30");
      assertThat(looks(harness, 15)).containsExactly("机器人 10");
      put(harness, "by 绩效 25");
      harness.prepareSnapshotPreBarrier(1);
      snapshot = harness.snapshot(1, 0);
    }
    try (var harness = harness(new Diary())) {
      harness.initializeState(snapshot);
      harness.open();
      put(harness, "by 防汛 18");
      assertThat(looks(harness, 100)).containsExactly("防汛 18", "绩效 25");
      assertThat(looks(harness, 200)).isEmpty();
    }
  }
}
