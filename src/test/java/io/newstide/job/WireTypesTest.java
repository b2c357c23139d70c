package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.article.Incoming;
import io.newstide.article.Rejection;
import io.newstide.article.RejectionReason;
import io.newstide.duplicate.Posting;
import io.newstide.duplicate.Signature;
import io.newstide.duplicate.SignedArticle;
import io.newstide.duplicate.StoryDecision;
import io.newstide.duplicate.StoryStore;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.Row;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import io.newstide.trend.AlertEpisodes;
import io.newstide.trend.AlertEvent;
import io.newstide.trend.EmergingGroup;
import io.newstide.trend.HourCount;
import io.newstide.trend.RisingTerm;
import io.newstide.trend.SourceSilence;
import io.newstide.trend.StorySlice;
import io.newstide.trend.StorySlices;
import io.newstide.trend.Stratum;
import io.newstide.trend.SubjectTrack;
import io.newstide.trend.Telling;
import io.newstide.trend.TotalHistory;
import io.newstide.trend.Trend;
import io.newstide.trend.WholeStream;
import io.newstide.trend.WindowBoard;
import io.newstide.trend.Withdrawal;
import io.newstide.window.CountedArticle;
import io.newstide.window.Delay;
import io.newstide.window.Evidence;
import io.newstide.window.Expectation;
import io.newstide.window.Firing;
import io.newstide.window.Observation;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Standing;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowShape;
import io.newstide.window.WindowedCount;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type that flows or lies in state comes back as it was written. */
class WireTypesTest {

  private static final Span SPAN = new Span(1_783_000_200_000L, 1_783_000_800_000L);
  private static final Subject FLOOD = new Subject(SubjectKind.TOPIC, "flood-prevention");

  private static Tally tally() {
    Tally.Sum sum = new Tally.Sum();
    Observations.of(
        Samples.enriched(Samples.article("a1", "2026-07-04T10:00:00Z"), "flood-prevention"),
        (subject, observation) -> sum.add(observation));
    return sum.total();
  }

  private static Observation observation() {
    List<Observation> observations = new ArrayList<>();
    Observations.of(
        Samples.enriched(Samples.article("a1", "2026-07-04T10:00:00Z"), "flood-prevention"),
        (subject, observation) -> {
          if (subject.equals(FLOOD)) {
            observations.add(observation);
          }
        });
    return observations.get(0);
  }

  private static WindowCount count() {
    return WindowCount.of(FLOOD, SPAN, tally(), 7);
  }

  private static SubjectHistory history() {
    SubjectHistory history =
        new SubjectHistory(
            SubjectKind.TOPIC, new SubjectHistory.Terms(86_400_000_000L, 86_400_000));
    history.put(SPAN, false, tally());
    Slicing slicing = new Slicing(ZoneId.of("UTC"), Duration.ofMinutes(10));
    history.report(List.of(WindowShape.parse("visit", "~PT1H", slicing)), SPAN.end());
    history.put(SPAN, false, tally());
    history.put(new Span(SPAN.end(), SPAN.end() + 86_400_000), true, tally());
    return history;
  }

  private static Map<String, List<Object>> samples() {
    Incoming.Accepted accepted = Samples.accepted("a1", "2026-07-04T10:00:00Z");
    Rejection rejection =
        Rejection.of(
            RejectionReason.NOT_UTF8,
            "细节",
            new io.newstide.article.RawRecord("t", 1, 2, 3, new byte[] {0, -1, 65}));
    Enriched enriched = Samples.enriched(accepted.article(), "flood-prevention", "robotics");
    Map<String, List<Object>> samples = new HashMap<>();
    samples.put("INCOMING", List.of(accepted, new Incoming.Rejected(rejection)));
    samples.put("ACCEPTED", List.of(accepted));
    samples.put("REJECTION", List.of(rejection));
    samples.put("COUNTED", List.of(new Counted(accepted.article(), Duration.ofMillis(1234), 99)));
    samples.put("ENRICHED", List.of(enriched, enriched.tellingInstead("a0")));
    Signature signature =
        new Signature(Signature.Basis.TITLE_AND_BODY, "标题", "正文", new int[] {-7, 0, 1 << 30});
    SignedArticle signed = new SignedArticle("a1", 1_783_000_000_000L, Long.MIN_VALUE, signature);
    samples.put("SIGNED", List.of(signed));
    samples.put("STORY_KEY", List.of(StoryKey.story("s1"), StoryKey.moment(9)));
    Optional<TopicMatch> match =
        Optional.of(new TopicMatch("robotics", 2.125, true, List.of("机器人")));
    LookBack.Found lookBack = new LookBack.Found("robotics", enriched, Optional.empty(), match);
    samples.put("FOUND", List.of(lookBack, new LookBack.Found("r", enriched, match, match)));
    samples.put("LOOK_BACK", List.of(lookBack, new LookBack.End("r1", "robotics", "v1", 77, 3)));
    samples.put(
        "LOOKED_BACK_ON",
        List.of(
            new LookedBackOn(
                enriched, Map.of("robotics", new LookedBackOn.Instead(Optional.empty(), match)))));
    samples.put("POSTING", List.of(new Posting("s1", 5, 12, 6)));
    samples.put(
        "FIRST",
        List.of(
            new StoryStore.First(5, 6, true, signature, Set.of()),
            new StoryStore.First(5, 6, false, signature, Set.of(-7, 3))));
    samples.put("PENDING", List.of(new StoryStore.Pending(signed, "s1")));
    samples.put("STORY_DECISION", List.of(new StoryDecision("a1", 1_783_000_000_000L, "s1", true)));
    samples.put("ROW", List.of(new Row("键", new byte[] {1, 2}, 9)));
    samples.put("SPAN", List.of(SPAN, new Span(Long.MIN_VALUE, 0)));
    samples.put("SUBJECT", List.of(FLOOD, Subject.TOTAL));
    Tally one = Tally.of(observation());
    samples.put(
        "TALLY", List.of(one, one.plus(one), tally(), Tally.zero(), Tally.zero().minus(tally())));
    samples.put(
        "SUBJECT_SLICE",
        List.of(
            new SubjectSlice(FLOOD, SPAN, true, tally()),
            new SubjectSlice(FLOOD, SPAN, false, 77, tally())));
    samples.put("HISTORY", List.of(history()));
    Expectation expectation = new Expectation(1.5, 0, 4, 28, OptionalDouble.of(2.25));
    Expectation warming = new Expectation(1.5, 0, 4, 28, OptionalDouble.empty());
    samples.put(
        "WINDOW_COUNT",
        List.of(
            count(),
            count().expecting(Optional.of(expectation)),
            count().expecting(Optional.of(warming))));
    samples.put(
        "WINDOWED_COUNT",
        List.of(new WindowedCount("hour", "d", 7, true, -5, Standing.GONE, count())));
    samples.put("WINDOW_KEY", List.of(new WindowKey("hour", SPAN)));
    samples.put(
        "BOARD_HEAD",
        List.of(
            new BoardHead("d1", 3, true, false, Optional.empty()),
            new BoardHead("d1", 3, false, true, Optional.of(count()))));
    samples.put(
        "WRITTEN",
        List.of(
            new WindowBoard.Written(count(), 12, 10, 3, 4),
            WindowBoard.Written.unknown(FLOOD, SPAN)));
    samples.put(
        "TREND_ROW",
        List.of(
            new Trend("防汛", "v1", "hour", "d1", 2, Firing.LATE, 99, count(), 12, 10, 3),
            new Withdrawal(FLOOD, "hour", SPAN)));
    ControlChange change =
        new ControlChange(ControlRecord.Kind.WINDOW, "6h", 12, false, true, "PT6H/PT1H");
    alerts(samples, change);
    samples.put(
        "CONTROL_RECORD",
        List.of(
            new ControlRecord(
                "r1",
                ControlRecord.Kind.TOPIC,
                "flood",
                true,
                false,
                Optional.of("{}"),
                "苏晴",
                "no")));
    samples.put(
        "CONTROL_ACK",
        List.of(
            new ControlAck(
                "r1",
                ControlRecord.Kind.LEXICON,
                "x",
                true,
                "why",
                "v",
                1L << 40,
                false,
                true,
                Optional.of("{\"text\":\"person a\"}"))));
    samples.put(
        "WINDOW_PLAN",
        List.of(
            new WindowPlan.Saved(
                List.of(new WindowPlan.Entry("6h", "PT6H", 12, true, false, true)),
                List.of(
                    new WindowPlan.Work(WindowPlan.Task.FILL, "6h", "PT6H", 12),
                    WindowPlan.Work.RANK_AGAIN),
                Long.MIN_VALUE,
                3)));
    return samples;
  }

  private static void alerts(Map<String, List<Object>> samples, ControlChange change) {
    Evidence evidence = new Evidence("a1", "s1", "暴雨", "报", 5, "", 1.5);
    Telling telling = new Telling("s1", "报", Optional.of(evidence));
    StorySlices.Saved slices =
        new StorySlices.Saved(
            Map.of(SPAN, Map.of(telling, -1, new Telling("s2", "台", Optional.empty()), 2)),
            Map.of("s0", -7L));
    StorySlice slice =
        StorySlice.of(
            SPAN,
            true,
            List.of(new StorySlice.Story("s1", List.of("报", "台"))),
            Map.of("报", 3),
            List.of(evidence));
    List<HourCount> hours = List.of(new HourCount(3_600_000L, new Stratum("报", true), 4));
    SubjectTrack.Saved track =
        new SubjectTrack.Saved(slices, List.of(slice), hours, Long.MIN_VALUE);
    samples.put("STORY_SLICE", List.of(slice));
    samples.put("SUBJECT_TRACK", List.of(new SubjectTrack.Memory(track)));
    samples.put(
        "ALERT_EPISODES",
        List.of(
            new AlertEpisodes.Memory(
                new AlertEpisodes.Saved(track, Optional.empty(), Long.MIN_VALUE)),
            new AlertEpisodes.Memory(
                new AlertEpisodes.Saved(
                    track, Optional.of(new AlertEpisodes.Episode(1, 2, 3.5, 4.5)), 9))));
    samples.put(
        "TOTAL_HISTORY",
        List.of(
            new TotalHistory.Saved(
                hours, Map.of(SPAN, Map.of(new Stratum("报", false), 1)), Map.of("报", -1L), 3)));
    SourceSilence.Saved silence =
        new SourceSilence.Saved(
            List.of(0L, 3_600_000L), 1, 2, 3, 0.5, Optional.of(new SourceSilence.Episode(4, 5.5)));
    samples.put(
        "WHOLE_STREAM", List.of(new WholeStream.Saved(slices, slices, Map.of("报", silence), 8)));
    samples.put(
        "STREAM_ARTICLE",
        List.of(new StreamArticle(new WholeStream.Article(SPAN, "s1", "报", true), -1, 12)));
    samples.put(
        "BROADCAST",
        List.of(
            change,
            new LookBackEnd("robotics", 77),
            new TotalSlice(new SubjectSlice(Subject.TOTAL, SPAN, false, 3, Tally.zero())),
            new TotalStep(
                Long.MAX_VALUE,
                6,
                new WholeStream.Change(
                    List.of(slice),
                    List.of(new WholeStream.Correction(SPAN, new Stratum("报", false), -1))))));
    samples.put("DEFINITION", List.of(new Definitions.Entry("flood", "{}", 7, true, false, true)));
    samples.put(
        "ALERT_EVENT",
        List.of(
            new AlertEvent(
                "topic",
                "flood",
                "防汛",
                1,
                AlertEvent.State.UPDATE,
                AlertEvent.Reason.SILENCE,
                "3h",
                SPAN,
                2,
                3,
                4,
                0.5,
                1.5,
                2.5,
                List.of(evidence))));
    RisingTerm term =
        new RisingTerm(
            SubjectKind.PLACE, "郑州", Set.of("s1"), Set.of("报"), 2, 0.5, 3.5, List.of(evidence));
    samples.put("RISING", List.of(new Rising(term, SPAN, 11)));
    samples.put(
        "EMERGING_GROUP",
        List.of(
            new EmergingGroup(
                "郑州",
                List.of(term),
                new EmergingGroup.ProposedTopic("e1", "郑州", "郑州^2", 2),
                SPAN,
                List.of(evidence))));
  }

  record Case(String name, TypeInformation<Object> type, Object value) {
    @Override
    public String toString() {
      return name;
    }
  }

  @SuppressWarnings("unchecked") // a case pairs a type with a value of it
  static List<Case> cases() throws IllegalAccessException {
    List<Case> cases = new ArrayList<>();
    Map<String, List<Object>> samples = samples();
    for (Field field : WireTypes.class.getDeclaredFields()) {
      if (field.get(null) instanceof TypeInformation<?> type) {
        assertThat(samples).as("every wire type has a sample here").containsKey(field.getName());
        for (Object value : samples.get(field.getName())) {
          cases.add(new Case(field.getName(), (TypeInformation<Object>) type, value));
        }
      }
    }
    return cases;
  }

  /** What a value says of itself; some types have no equality. */
  private static Object comparable(Object value) {
    if (value instanceof SubjectHistory history) {
      return history.view();
    }
    if (value instanceof AlertEpisodes.Memory memory) {
      var saved = memory.view();
      return List.of(comparable(saved.track()), saved.episode(), saved.advanced());
    }
    if (value instanceof SubjectTrack.Memory memory) {
      return comparable(memory.view());
    }
    if (value instanceof SubjectTrack.Saved track) {
      return List.of(track.slices(), List.copyOf(track.recent()), track.hours(), track.completed());
    }
    if (value instanceof Row row) {
      return List.of(
          row.key(),
          new String(row.value(), java.nio.charset.StandardCharsets.ISO_8859_1),
          row.timestamp());
    }
    if (value instanceof Incoming.Accepted accepted) {
      return List.of(
          accepted.article(),
          accepted.raw().topic(),
          accepted.raw().offset(),
          new String(accepted.raw().value(), java.nio.charset.StandardCharsets.UTF_8));
    }
    return value;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void comesBackAsItWasWritten(Case given) throws IOException {
    TypeSerializer<Object> serializer = given.type().createSerializer(new SerializerConfigImpl());
    assertThat(serializer).isNotInstanceOf(KryoSerializer.class);
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(given.value(), out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    Object back = serializer.deserialize(in);

    assertThat(comparable(back)).isEqualTo(comparable(given.value()));
    assertThat(in.available()).isZero();
    assertThat(comparable(serializer.copy(given.value()))).isEqualTo(comparable(given.value()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itsSnapshotIsFoundAgain(Case given) throws IOException {
    TypeSerializer<Object> serializer = given.type().createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());

    TypeSerializerSnapshot<Object> snapshot =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

    TypeSerializerSchemaCompatibility<Object> compatibility =
        serializer.snapshotConfiguration().resolveSchemaCompatibility(snapshot);
    assertThat(compatibility.isCompatibleAsIs()).isTrue();
    assertThat(snapshot.restoreSerializer()).isEqualTo(serializer);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsCutShortIsAnError(Case given) throws IOException {
    TypeSerializer<Object> serializer = given.type().createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(given.value(), out);
    byte[] bytes = out.getCopyOfBuffer();
    assertThatThrownBy(
            () -> serializer.deserialize(new DataInputDeserializer(bytes, 0, bytes.length - 1)))
        .isInstanceOf(IOException.class);
  }

  /** A window's sum of weeks must not hold a copy of its own of each article of each subject. */
  @Test
  void anArticleThatIsHeldIsTheSameObjectWhenItIsReadOnceMore() throws IOException {
    TypeSerializer<Tally> serializer = WireTypes.TALLY.createSerializer(new SerializerConfigImpl());
    Set<CountedArticle> held = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 50; i++) {
      held.add(read(serializer, "held-" + i));
    }
    for (int i = 0; i < 8_000; i++) {
      read(serializer, "other-" + i);
    }
    int same = 0;
    for (int i = 0; i < 50; i++) {
      same += held.contains(read(serializer, "held-" + i)) ? 1 : 0;
    }
    // Some have lost their places to others.
    assertThat(same).isGreaterThan(35);
  }

  private static CountedArticle read(TypeSerializer<Tally> serializer, String id)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(
        Tally.of(
            new Observation(
                new CountedArticle(
                    id, id, "标题", "报", 5, "", List.of("暴雨"), List.of(), new Delay("报", 8)),
                1.5,
                false)),
        out);
    Tally back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    return back.evidence().top(1, Evidence.STRONGEST_FIRST).get(0).thing().article();
  }
}
