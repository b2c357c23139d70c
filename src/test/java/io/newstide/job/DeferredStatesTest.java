package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DeferredStatesTest {

  private interface Step {
    void with(Book book, String key) throws Exception;
  }

  /** Does to the states of a key what a test has it do. */
  private static final class Book extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {

    private static final long serialVersionUID = 1;

    private transient DeferredStates<String> states;
    private transient DeferredStates.Value<Integer> count;
    private transient DeferredStates.Items<String> items;
    private transient DeferredStates.Entries<String, Long> entries;
    private transient DeferredStates.Value<List<String>> list;
    private transient ValueState<List<String>> listInState;
    private transient Step step;
    private final transient List<Integer> written = new ArrayList<>();

    @Override
    public void open() throws Exception {
      super.open();
      var runtime = getRuntimeContext();
      ValueState<Integer> state = runtime.getState(new ValueStateDescriptor<>("count", Types.INT));
      KeyedStateBackend<String> backend = getKeyedStateBackend();
      states = new DeferredStates<>(unknown(backend));
      count = states.value(noting(state));
      items = states.list(runtime.getListState(new ListStateDescriptor<>("items", Types.STRING)));
      entries =
          states.map(
              runtime.getMapState(new MapStateDescriptor<>("entries", Types.STRING, Types.LONG)));
      listInState = runtime.getState(new ValueStateDescriptor<>("list", Types.LIST(Types.STRING)));
      list = states.value(listInState, ArrayList::new);
    }

    /** One of which is not known when it writes. */
    @SuppressWarnings("unchecked") // it is what it stands for
    private static KeyedStateBackend<String> unknown(KeyedStateBackend<String> backend) {
      return (KeyedStateBackend<String>)
          Proxy.newProxyInstance(
              Book.class.getClassLoader(),
              new Class<?>[] {KeyedStateBackend.class},
              (proxy, method, arguments) -> method.invoke(backend, arguments));
    }

    private ValueState<Integer> noting(ValueState<Integer> state) {
      return new ValueState<>() {
        @Override
        public Integer value() throws java.io.IOException {
          return state.value();
        }

        @Override
        public void update(Integer value) throws java.io.IOException {
          written.add(value);
          state.update(value);
        }

        @Override
        public void clear() {
          state.clear();
        }
      };
    }

    @Override
    public void processElement(StreamRecord<String> element) throws Exception {
      step.with(this, element.getValue());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
      states.flush();
    }
  }

  /** An operator at work, and what it is when it was stopped and started again. */
  private static final class Work implements AutoCloseable {
    private Book book = new Book();
    private KeyedOneInputStreamOperatorTestHarness<String, String, String> harness = harness(book);
    private long checkpoint;

    Work() throws Exception {
      harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, String, String> harness(Book book)
        throws Exception {
      return new KeyedOneInputStreamOperatorTestHarness<>(book, key -> key, Types.STRING);
    }

    void on(String key, Step step) throws Exception {
      book.step = step;
      harness.processElement(new StreamRecord<>(key));
    }

    void checkpoint() throws Exception {
      harness.prepareSnapshotPreBarrier(++checkpoint);
    }

    void restart() throws Exception {
      checkpoint();
      OperatorSubtaskState snapshot = harness.snapshot(checkpoint, 0);
      harness.close();
      book = new Book();
      harness = harness(book);
      harness.initializeState(snapshot);
      harness.open();
    }

    int count(String key) throws Exception {
      int[] count = {0};
      on(key, (book, of) -> count[0] = book.count.get() == null ? 0 : book.count.get());
      return count[0];
    }

    List<String> items(String key) throws Exception {
      List<String> items = new ArrayList<>();
      on(key, (book, of) -> items.addAll(book.items.get()));
      return items;
    }

    Map<String, Long> entries(String key) throws Exception {
      Map<String, Long> entries = new TreeMap<>();
      on(key, (book, of) -> entries.putAll(book.entries.all()));
      return entries;
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }

  private static void countOne(Book book, String key) throws Exception {
    Integer before = book.count.get();
    book.count.update(before == null ? 1 : before + 1);
  }

  @Test
  void theBackendIsWrittenToOnceFromCheckpointToCheckpoint() throws Exception {
    try (Work work = new Work()) {
      for (String word : List.of("防汛", "机器人", "防汛", "防汛")) {
        work.on(word, DeferredStatesTest::countOne);
      }
      assertThat(work.count("防汛")).isEqualTo(3);
      assertThat(work.book.written).isEmpty();
      work.checkpoint();
      assertThat(work.book.written).containsExactlyInAnyOrder(3, 1);
      work.checkpoint();
      assertThat(work.book.written).as("nothing has changed").hasSize(2);
      assertThat(work.count("防汛")).isEqualTo(3);
    }
  }

  @Test
  void whatWasWrittenIsThereAfterARestartAndWhatWasForgottenIsNot() throws Exception {
    try (Work work = new Work()) {
      work.on("防汛", DeferredStatesTest::countOne);
      work.on("防汛", DeferredStatesTest::countOne);
      work.on("机器人", DeferredStatesTest::countOne);
      work.checkpoint();
      work.on("机器人", (book, key) -> book.count.update(null));
      work.on("防汛", DeferredStatesTest::countOne);
      work.restart();
      assertThat(work.count("防汛")).isEqualTo(3);
      assertThat(work.count("机器人")).isZero();
    }
  }

  /** A backend that logs changes writes its state at any time. */
  @Test
  void whatTheBackendHoldsDoesNotChangeBetweenCheckpoints() throws Exception {
    try (Work work = new Work()) {
      work.on("防汛", (book, key) -> book.list.update(new ArrayList<>(List.of("一"))));
      work.checkpoint();
      work.on(
          "防汛",
          (book, key) -> {
            book.list.get().add("二");
            book.list.update(book.list.get());
            assertThat(book.listInState.value()).containsExactly("一");
            assertThat(book.list.get()).containsExactly("一", "二");
          });
      work.checkpoint();
      work.on("防汛", (book, key) -> assertThat(book.listInState.value()).containsExactly("一", "二"));
    }
  }

  @Test
  void itemsAddedBeforeAndAfterACheckpointStandInTheirOrder() throws Exception {
    try (Work work = new Work()) {
      work.on("防汛", (book, key) -> book.items.add("一"));
      work.on("防汛", (book, key) -> book.items.add("二"));
      work.checkpoint();
      work.on("防汛", (book, key) -> book.items.add("三"));
      assertThat(work.items("防汛")).containsExactly("一", "二", "三");
      work.restart();
      assertThat(work.items("防汛")).containsExactly("一", "二", "三");
      assertThat(work.items("机器人")).isEmpty();
    }
  }

  @Test
  void itemsThatWereReplacedAreGone() throws Exception {
    try (Work work = new Work()) {
      work.on("防汛", (book, key) -> book.items.add("一"));
      work.on("机器人", (book, key) -> book.items.add("甲"));
      work.on("绩效", (book, key) -> book.items.add("子"));
      work.checkpoint();
      work.on("防汛", (book, key) -> book.items.update(List.of("四")));
      work.on("防汛", (book, key) -> book.items.add("五"));
      work.on("机器人", (book, key) -> book.items.update(List.of()));
      // What lies in it may be what it is replaced by.
      work.on("绩效", (book, key) -> book.items.add("丑"));
      work.on("绩效", (book, key) -> book.items.update(book.items.get().subList(1, 2)));
      assertThat(work.items("绩效")).containsExactly("丑");
      work.restart();
      assertThat(work.items("防汛")).containsExactly("四", "五");
      assertThat(work.items("机器人")).isEmpty();
      assertThat(work.items("绩效")).containsExactly("丑");
    }
  }

  /** Read or not before something is added: against lists of its own. */
  @Test
  void itemsAreThoseOfAListWhateverIsDone() throws Exception {
    long seed = 20261127;
    Random random = new Random(seed);
    List<String> keys = List.of("防汛", "机器人", "绩效");
    Map<String, List<String>> expected = new TreeMap<>();
    keys.forEach(key -> expected.put(key, new ArrayList<>()));
    try (Work work = new Work()) {
      for (int step = 0; step < 2_000; step++) {
        String key = keys.get(random.nextInt(keys.size()));
        List<String> list = expected.get(key);
        String item = "第" + step;
        switch (random.nextInt(8)) {
          case 0 -> work.checkpoint();
          case 1 -> work.restart();
          case 2 -> assertThat(work.items(key)).as("seed %d, step %d", seed, step).isEqualTo(list);
          case 3 -> {
            List<String> rest = List.copyOf(list.subList(list.size() / 2, list.size()));
            work.on(key, (book, of) -> book.items.update(rest));
            expected.put(key, new ArrayList<>(rest));
          }
          default -> {
            work.on(key, (book, of) -> book.items.add(item));
            list.add(item);
          }
        }
      }
    }
  }

  @Test
  void whatWasTakenUpBeforeItWasWrittenNeverWas() throws Exception {
    try (Work work = new Work()) {
      work.on("防汛", (book, key) -> book.items.add("一"));
      work.on("防汛", (book, key) -> book.items.update(List.of()));
      work.on("防汛", (book, key) -> book.items.add("二"));
      work.restart();
      assertThat(work.items("防汛")).containsExactly("二");
    }
  }

  @Test
  void entriesAreKnownWhetherTheyHaveBeenWrittenOrNot() throws Exception {
    try (Work work = new Work()) {
      work.on("防汛", (book, key) -> book.entries.put("一", 1L));
      work.on("防汛", (book, key) -> book.entries.put("二", 2L));
      work.checkpoint();
      work.on("防汛", (book, key) -> book.entries.put("二", 22L));
      work.on("防汛", (book, key) -> book.entries.put("三", 3L));
      work.on("防汛", (book, key) -> book.entries.put("一", null));
      work.on("防汛", (book, key) -> assertThat(book.entries.get("二")).isEqualTo(22));
      work.on("防汛", (book, key) -> assertThat(book.entries.get("一")).isNull());
      work.on("机器人", (book, key) -> assertThat(book.entries.get("二")).isNull());
      assertThat(work.entries("防汛")).isEqualTo(Map.of("二", 22L, "三", 3L));
      work.restart();
      assertThat(work.entries("防汛")).isEqualTo(Map.of("二", 22L, "三", 3L));
    }
  }

  @Test
  void manyEntriesOfAKeyAreKnownAsFewAre() throws Exception {
    try (var work = new Work()) {
      Map<String, Long> expected = new TreeMap<>();
      for (int i = 0; i < 40; i++) {
        String name = "故事" + i;
        long value = i;
        work.on("防汛", (book, key) -> book.entries.put(name, value));
        expected.put(name, value);
        assertThat(work.entries("防汛")).isEqualTo(expected);
      }
      work.checkpoint();
      for (int i = 0; i < 40; i += 3) {
        String name = "故事" + i;
        work.on("防汛", (book, key) -> book.entries.put(name, null));
        work.on("防汛", (book, key) -> assertThat(book.entries.get(name)).isNull());
        expected.remove(name);
      }
      work.on("防汛", (book, key) -> book.entries.put("故事1", 100L));
      work.on("防汛", (book, key) -> assertThat(book.entries.get("故事1")).isEqualTo(100));
      work.on("防汛", (book, key) -> assertThat(book.entries.get("故事2")).isEqualTo(2));
      expected.put("故事1", 100L);
      assertThat(work.entries("防汛")).isEqualTo(expected);
      work.checkpoint();
      assertThat(work.entries("防汛")).isEqualTo(expected);
    }
  }

  @Test
  void entriesThatWereClearedAreGoneButForThoseAfterwards() throws Exception {
    try (Work work = new Work()) {
      work.on("防汛", (book, key) -> book.entries.put("一", 1L));
      work.on("机器人", (book, key) -> book.entries.put("甲", 1L));
      work.checkpoint();
      work.on("防汛", (book, key) -> book.entries.clear());
      work.on("防汛", (book, key) -> assertThat(book.entries.get("一")).isNull());
      work.on("防汛", (book, key) -> book.entries.put("二", 2L));
      work.on("机器人", (book, key) -> book.entries.clear());
      work.restart();
      assertThat(work.entries("防汛")).isEqualTo(Map.of("二", 2L));
      assertThat(work.entries("机器人")).isEmpty();
    }
  }

  @Test
  void entriesOfSuchValuesAreGoneWhetherTheyHaveBeenWrittenOrNot() throws Exception {
    try (Work work = new Work()) {
      work.on("防汛", (book, key) -> book.entries.put("旧", 1L));
      work.on("防汛", (book, key) -> book.entries.put("成新", 1L));
      work.on("防汛", (book, key) -> book.entries.put("成旧", 9L));
      work.on("防汛", (book, key) -> book.entries.put("无", 1L));
      work.on("防汛", (book, key) -> book.entries.put("新", 9L));
      work.checkpoint();
      work.on("防汛", (book, key) -> book.entries.put("成新", 9L));
      work.on("防汛", (book, key) -> book.entries.put("成旧", 1L));
      work.on("防汛", (book, key) -> book.entries.put("无", null));
      work.on("防汛", (book, key) -> book.entries.put("又旧", 2L));
      work.on("防汛", (book, key) -> book.entries.put("又新", 3L));
      work.on("机器人", (book, key) -> book.entries.put("旧", 1L));
      work.on("防汛", (book, key) -> book.entries.removeIf(value -> value <= 2));
      Map<String, Long> left = Map.of("成新", 9L, "新", 9L, "又新", 3L);
      assertThat(work.entries("防汛")).isEqualTo(left);
      work.restart();
      assertThat(work.entries("防汛")).isEqualTo(left);
      assertThat(work.entries("机器人")).isEqualTo(Map.of("旧", 1L));
      work.on("防汛", (book, key) -> book.entries.clear());
      work.on("防汛", (book, key) -> book.entries.put("旧", 1L));
      work.on("防汛", (book, key) -> book.entries.removeIf(value -> value <= 2));
      assertThat(work.entries("防汛")).isEmpty();
    }
  }

  @Test
  void noMoreIsHeldThanMemoryIsMeantFor() throws Exception {
    try (Work work = new Work()) {
      for (Iterator<String> each = IntStream.range(0, 50_001).mapToObj(i -> "word" + i).iterator();
          each.hasNext(); ) {
        work.on(each.next(), DeferredStatesTest::countOne);
      }
      assertThat(work.book.written).hasSize(50_000);
      // The key of the element at hand is what it was, and nothing of it was lost.
      assertThat(work.count("word50000")).isEqualTo(1);
      work.restart();
      assertThat(work.count("word50000")).isEqualTo(1);
      assertThat(work.count("word0")).isEqualTo(1);
    }
  }
}
