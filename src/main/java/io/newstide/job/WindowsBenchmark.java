package io.newstide.job;

import com.sun.management.OperatingSystemMXBean;
import io.newstide.window.CountedArticle;
import io.newstide.window.Delay;
import io.newstide.window.NamedEntity;
import io.newstide.window.Observation;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import io.newstide.window.WindowSums;
import io.newstide.window.WindowedCount;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FileUtils;

/**
 * The windows of the job beside Flink's own: the same records, the same tallies, the same rows, in
 * one process, one after the other. A record counts one story of one subject with its source, three
 * keywords and a name. Measured is the CPU time of the process from the first record to the last,
 * checkpoints and garbage collection included; what is written at the end of all input is not.
 */
public final class WindowsBenchmark {

  private static final int KEYS = 2_000;
  private static final Slicing SLICING = new Slicing(ZoneId.of("UTC"), Duration.ofMinutes(10));
  private static final long SLICE = SLICING.slice().toMillis();
  private static final int VARIANTS = 1_024;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  // What a run in this process tells: read when its last record has been made.
  private static final LongAdder ROWS = new LongAdder();
  private static volatile Run running;

  /** One measurement under way. */
  private static final class Run {
    private final long last;
    private final long warmUp;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private long cpuThen;

    Run(long warmUp, long last) {
      this.warmUp = warmUp;
      this.last = last;
    }

    void at(long record) {
      if (record == warmUp) {
        cpuThen = cpu();
      } else if (record == last) {
        done.complete(cpu() - cpuThen);
      }
    }
  }

  private final Consumer<String> say;
  private final Path checkpoints;

  private WindowsBenchmark(Consumer<String> say, Path checkpoints) {
    this.say = say;
    this.checkpoints = checkpoints;
  }

  /**
   * Runs all of it, or one part.
   *
   * @param only the part's name, empty for all
   * @param say told each result as it comes
   * @return figures by part, in the order in which they were measured
   */
  public static Map<String, Map<String, Object>> run(String only, Consumer<String> say)
      throws Exception {
    Path checkpoints = Files.createTempDirectory("newstide-bench");
    try {
      return new WindowsBenchmark(say, checkpoints).all(only);
    } finally {
      FileUtils.deleteDirectoryQuietly(checkpoints.toFile());
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private Map<String, Map<String, Object>> all(String only) throws Exception {
    Map<String, Callable<Map<String, Object>>> parts = new LinkedHashMap<>();
    parts.put("tumblingHeap", () -> sideBySide("tumbling, heap", 1, false, 4_000_000, 4_000_000));
    parts.put("sliding60Heap", () -> sideBySide("sliding 60, heap", 60, false, 80_000, 3_000_000));
    parts.put(
        "sliding600Heap", () -> sideBySide("sliding 600, heap", 600, false, 12_000, 1_200_000));
    parts.put(
        "tumblingRocksdb", () -> sideBySide("tumbling, RocksDB", 1, true, 600_000, 1_600_000));
    parts.put(
        "sliding60Rocksdb", () -> sideBySide("sliding 60, RocksDB", 60, true, 24_000, 1_600_000));
    parts.put("hundredWindows", this::hundredWindows);
    parts.put("hotKey", this::hotKey);
    parts.put("aggregates", this::aggregates);
    if (!only.isEmpty()) {
      if (!parts.containsKey(only)) {
        throw new IllegalArgumentException(
            "there is no part '%s'; there are %s"
                .formatted(only, String.join(", ", parts.keySet())));
      }
      parts.keySet().retainAll(Set.of(only));
    }
    Map<String, Map<String, Object>> figures = new LinkedHashMap<>();
    for (Map.Entry<String, Callable<Map<String, Object>>> part : parts.entrySet()) {
      figures.put(part.getKey(), part.getValue().call());
    }
    return figures;
  }

  /** How many records of a subject there are in each slice: 1,200 in a window of many. */
  private static int perSlice(int ratio) {
    return ratio == 600 ? 2 : 20;
  }

  private Map<String, Object> sideBySide(
      String name, int ratio, boolean rocks, long flinkRecords, long ownRecords) throws Exception {
    int perSlice = perSlice(ratio);
    String shape = "PT" + ratio * 10 + "M/PT10M";
    double flink =
        measure(
            flinkRecords,
            perSlice,
            rocks,
            records ->
                records
                    .keyBy(SubjectSlice::subject, WireTypes.SUBJECT)
                    .window(
                        SlidingEventTimeWindows.of(
                            Duration.ofMillis(ratio * SLICE), SLICING.slice()))
                    .aggregate(new Aggregate(), new Rows(), SUMS, SUMS, WireTypes.WINDOW_COUNT));
    say.accept("%s: Flink's windows %,.0f records a second".formatted(name, flink));
    double own =
        measure(ownRecords, perSlice, rocks, own(List.of(WindowShape.parse("w", shape, SLICING))));
    say.accept("%s: slices %,.0f records a second, %.1f times".formatted(name, own, own / flink));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("flinkRecordsPerSecond", Math.round(flink));
    figures.put("newstideRecordsPerSecond", Math.round(own));
    figures.put("ratio", Math.round(own / flink * 100) / 100.0);
    return figures;
  }

  /** Many windows none of which ends while it is measured, and as many that do. */
  private Map<String, Object> hundredWindows() throws Exception {
    long records = 6_000_000;
    double one = measure(records, 200, false, own(many(1, "PT%dH", 48)));
    double hundred = measure(records, 200, false, own(many(100, "PT%dH", 48)));
    ROWS.reset();
    double writing = measure(records, 200, false, own(many(100, "PT%dM/PT10M", 2)));
    double rows = ROWS.sum();
    double micros = Math.max(0, (records / writing - records / hundred) * 1e6 / rows);
    say.accept(
        "100 windows: %,.0f records a second, one: %,.0f; cost %.2f times; %.1f microseconds a row"
            .formatted(hundred, one, one / hundred, micros));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("oneWindowRecordsPerSecond", Math.round(one));
    figures.put("hundredWindowsRecordsPerSecond", Math.round(hundred));
    figures.put("costRatio", Math.round(one / hundred * 100) / 100.0);
    figures.put("rows", Math.round(rows));
    figures.put("microsecondsPerRow", Math.round(micros * 10) / 10.0);
    return figures;
  }

  private static List<WindowDefinition> many(int count, String shape, int first) {
    List<WindowDefinition> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int size = shape.contains("M") ? (first + i) * 10 : first + i;
      windows.add(WindowShape.parse("w" + i, shape.formatted(size), SLICING));
    }
    return windows;
  }

  /** Half of all records are about one subject. */
  private Map<String, Object> hotKey() throws Exception {
    AtomicLongArray received = new AtomicLongArray(2);
    Received.COUNTS = received;
    StreamExecutionEnvironment env = environment(false, 2);
    source(env, 2_000_000, 20, true)
        .rebalance()
        .transform("combine", WireTypes.SUBJECT_SLICE, new Combine())
        .setParallelism(2)
        .keyBy(SubjectSlice::subject, WireTypes.SUBJECT)
        .map(new Received())
        .returns(WireTypes.SUBJECT_SLICE)
        .setParallelism(2)
        .sinkTo(new DiscardingSink<>());
    running = new Run(0, Long.MAX_VALUE);
    env.execute("hot key");
    long all = received.get(0) + received.get(1);
    double busiest = (double) Math.max(received.get(0), received.get(1)) / all;
    say.accept(
        "hot key: the busiest of two tasks receives %.1f%% of the tallies"
            .formatted(busiest * 100));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("records", 2_000_000);
    figures.put("combinedTallies", all);
    figures.put("busiestTaskShare", Math.round(busiest * 1000) / 1000.0);
    return figures;
  }

  /**
   * The ways to add up a window of many slices, one result for each slice; microseconds a result.
   */
  private Map<String, Object> aggregates() {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (int ratio : List.of(60, 600)) {
      Map<Span, Tally> slices = new LinkedHashMap<>();
      SubjectHistory history =
          new SubjectHistory(SubjectKind.KEYWORD, new SubjectHistory.Terms(1L << 50, 0));
      for (int i = 0; i < 10 * ratio; i++) {
        Tally.Sum sum = new Tally.Sum();
        for (int j = 0; j < 4; j++) {
          sum.add(Tally.of(observation(i * 4 + j)));
        }
        Span slice = new Span(i * SLICE, (i + 1) * SLICE);
        slices.put(slice, sum.total());
        history.put(slice, false, sum.total());
      }
      WindowDefinition window = WindowShape.parse("w", "PT" + ratio * 10 + "M/PT10M", SLICING);
      String of = "ratio" + ratio;
      figures.put(
          of + "AddedUpAnewMicros",
          micros(ratio, end -> WindowAggregates.flat(slices, end, ratio)));
      WindowAggregates.Hierarchy hierarchy = new WindowAggregates.Hierarchy(slices);
      figures.put(of + "HierarchyMicros", micros(ratio, end -> hierarchy.sum(end, ratio)));
      WindowAggregates.TwoStacks stacks = new WindowAggregates.TwoStacks(slices, ratio);
      figures.put(of + "TwoStacksMicros", micros(ratio, stacks::sum));
      var sums = new WindowSums(1_000_000);
      Subject subject = new Subject(SubjectKind.KEYWORD, "k");
      figures.put(
          of + "MovedOnMicros",
          micros(
              ratio,
              end -> {
                Span span = new Span((end - ratio) * SLICE, end * SLICE);
                return sums.of(subject, history, window, span, span.end(), slices::get).tally();
              }));
    }
    say.accept("a window of many slices, microseconds a result: " + figures);
    return figures;
  }

  /**
   * Results for every slice behind the first window; their mentions keep the work from being
   * dropped.
   */
  private static double micros(int ratio, IntFunction<Tally> result) {
    long mentions = 0;
    for (int end = ratio; end < 2 * ratio; end++) {
      mentions += result.apply(end).uniqueStories();
    }
    var threads = ManagementFactory.getThreadMXBean();
    long then = threads.getCurrentThreadCpuTime();
    for (int end = 2 * ratio; end < 10 * ratio; end++) {
      mentions += result.apply(end).uniqueStories();
    }
    long nanos = threads.getCurrentThreadCpuTime() - then;
    if (mentions == 0) {
      throw new IllegalStateException("nothing was added up");
    }
    return Math.round(nanos / 1e3 / (8 * ratio) * 10) / 10.0;
  }

  private double measure(
      long records,
      int perSlice,
      boolean rocks,
      Function<DataStream<SubjectSlice>, DataStream<WindowCount>> windows)
      throws Exception {
    StreamExecutionEnvironment env = environment(rocks, 1);
    windows
        .apply(source(env, records, perSlice, false))
        .map(
            count -> {
              ROWS.increment();
              return count;
            })
        .returns(WireTypes.WINDOW_COUNT)
        .sinkTo(new DiscardingSink<>());
    long warmUp = records / 2;
    Run run = new Run(warmUp, records - 1);
    running = run;
    JobClient job = env.executeAsync("bench windows");
    CompletableFuture<?> failed =
        job.getJobExecutionResult()
            .handle(
                (result, failure) ->
                    run.done.completeExceptionally(
                        failure == null
                            ? new IllegalStateException("the job ended too early")
                            : failure));
    long nanos = run.done.get(20, TimeUnit.MINUTES);
    job.cancel().get();
    failed.get(1, TimeUnit.MINUTES);
    return (records - warmUp) * 1e9 / nanos;
  }

  private static Function<DataStream<SubjectSlice>, DataStream<WindowCount>> own(
      List<WindowDefinition> windows) {
    // As long as the longest window needs them; Flink, too, forgets what no window needs.
    long kept = 0;
    for (WindowDefinition window : windows) {
      kept = Math.max(kept, 2 * window.longest().toMillis());
    }
    SubjectHistory.Terms terms = new SubjectHistory.Terms(kept, 0);
    return records -> {
      StreamExecutionEnvironment env = records.getExecutionEnvironment();
      DataStream<Broadcast> noChanges =
          env.fromSource(
                  new NumberSequenceSource(0, 0),
                  WatermarkStrategy.noWatermarks(),
                  "no changes",
                  Types.LONG)
              .setParallelism(1)
              .filter(number -> number < 0)
              .map(WindowsBenchmark::change)
              .returns(WireTypes.BROADCAST);
      return records
          .transform("combine", WireTypes.SUBJECT_SLICE, new Combine())
          .keyBy(SubjectSlice::subject, WireTypes.SUBJECT)
          .connect(noChanges.broadcast())
          .transform(
              "accumulate",
              WireTypes.WINDOWED_COUNT,
              new Accumulate(windows, SLICING, terms, TrendTerms.NONE, Map.of(), Integer.MAX_VALUE))
          .map(WindowedCount::count)
          .returns(WireTypes.WINDOW_COUNT);
    };
  }

  private static Broadcast change(long number) {
    throw new IllegalStateException("there are no changes, not even " + number);
  }

  private StreamExecutionEnvironment environment(boolean rocks, int parallelism) {
    Configuration flink = new Configuration();
    flink.setString("state.backend.type", rocks ? "rocksdb" : "hashmap");
    flink.setString("execution.checkpointing.interval", CHECKPOINTS.toMillis() + " ms");
    flink.setString("execution.checkpointing.storage", "filesystem");
    flink.setString("execution.checkpointing.dir", checkpoints.toUri().toString());
    flink.setString("state.backend.rocksdb.memory.managed", "true");
    flink.setString("taskmanager.memory.managed.size", "256m");
    flink.setString("taskmanager.memory.network.max", "64m");
    flink.setString("taskmanager.numberOfTaskSlots", Integer.toString(parallelism));
    flink.setString("restart-strategy.type", "disable");
    flink.setString("pipeline.object-reuse", "true");
    flink.setString("pipeline.generic-types", "false");
    flink.setString("jobmanager.memory.off-heap.size", "128m");
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
  }

  /** Records evenly over the subjects, or half of them about one. */
  private static SingleOutputStreamOperator<SubjectSlice> source(
      StreamExecutionEnvironment env, long records, int perSlice, boolean hot) {
    WatermarkStrategy<Long> byRecord =
        WatermarkStrategy.<Long>forGenerator(context -> new Time(perSlice))
            .withTimestampAssigner((number, before) -> time(number, perSlice));
    return env.fromSource(new NumberSequenceSource(0, records - 1), byRecord, "records", Types.LONG)
        .setParallelism(1)
        .map(new Records(perSlice, hot))
        .returns(WireTypes.SUBJECT_SLICE)
        .setParallelism(1);
  }

  private static long time(long number, int perSlice) {
    return number / ((long) KEYS * perSlice) * SLICE;
  }

  private record Time(int perSlice) implements WatermarkGenerator<Long> {
    @Override
    public void onEvent(Long number, long timestamp, WatermarkOutput output) {
      if (number % ((long) KEYS * perSlice) == 0) {
        output.emitWatermark(new Watermark(timestamp - 1));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Time comes with the records.
    }
  }

  private static Observation observation(long number) {
    CountedArticle article =
        new CountedArticle(
            "article-" + number,
            "story-" + number % 50_000,
            "",
            "source-" + number % 20,
            0,
            "",
            List.of("kw-" + number % 40, "kw-" + (40 + number % 60), "kw-" + (100 + number % 100)),
            List.of(new NamedEntity(SubjectKind.PLACE, "place-" + number % 30)),
            new Delay("source-" + number % 20, 64));
    return Observation.withoutEvidence(article, number % 3 == 0);
  }

  private static final class Records extends RichMapFunction<Long, SubjectSlice> {
    private static final long serialVersionUID = 1;
    private final int perSlice;
    private final boolean hot;
    private transient Subject[] subjects;
    private transient Tally[] tallies;

    Records(int perSlice, boolean hot) {
      this.perSlice = perSlice;
      this.hot = hot;
    }

    @Override
    public void open(OpenContext context) {
      subjects = new Subject[KEYS];
      for (int i = 0; i < KEYS; i++) {
        subjects[i] = new Subject(SubjectKind.KEYWORD, "subject-" + i);
      }
      tallies = new Tally[VARIANTS];
      for (int i = 0; i < VARIANTS; i++) {
        tallies[i] = Tally.of(observation(i * 31L));
      }
    }

    @Override
    public SubjectSlice map(Long number) {
      running.at(number);
      long mixed = (number * 0x9E3779B97F4A7C15L) >>> 40;
      int key = hot && number % 2 == 0 ? 0 : (int) (mixed % KEYS);
      long start = time(number, perSlice);
      return new SubjectSlice(
          subjects[key],
          new Span(start, start + SLICE),
          false,
          tallies[(int) (mixed / KEYS % VARIANTS)]);
    }
  }

  private static final class Combine extends AbstractStreamOperator<SubjectSlice>
      implements OneInputStreamOperator<SubjectSlice, SubjectSlice> {
    private static final long serialVersionUID = 1;
    private transient Combiner combiner;

    @Override
    public void open() throws Exception {
      super.open();
      combiner = new Combiner(SLICING);
    }

    @Override
    public void processElement(StreamRecord<SubjectSlice> element) {
      SubjectSlice one = element.getValue();
      combiner.add(one.subject(), one.slice(), one.sealed(), one.tally(), 1);
      if (combiner.isFull()) {
        passOn();
      }
    }

    private void passOn() {
      combiner.passOn(slice -> output.collect(new StreamRecord<>(slice)));
    }

    @Override
    public void processWatermark(org.apache.flink.streaming.api.watermark.Watermark mark)
        throws Exception {
      passOn();
      super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
      passOn();
    }
  }

  private static final class Received extends RichMapFunction<SubjectSlice, SubjectSlice> {
    private static final long serialVersionUID = 1;
    private static AtomicLongArray COUNTS;

    @Override
    public SubjectSlice map(SubjectSlice slice) {
      COUNTS.incrementAndGet(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
      return slice;
    }
  }

  // Flink's own windows.

  private static final TypeInformation<Tally.Sum> SUMS =
      new WireType<>(Tally.Sum.class, new Sums());

  /** A sum that is added to in place, as a window's accumulator on the heap is. */
  public static final class Sums implements Codec<Tally.Sum> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Tally.Sum sum, DataOutput out) throws IOException {
      new WindowCodecs.Tallies().write(sum.total(), out);
    }

    @Override
    public Tally.Sum read(DataInput in, int version) throws IOException {
      Tally.Sum sum = new Tally.Sum();
      sum.add(new WindowCodecs.Tallies().read(in, version));
      return sum;
    }

    @Override
    public boolean mutable() {
      return true;
    }

    @Override
    public Tally.Sum copy(Tally.Sum from) {
      Tally.Sum copy = new Tally.Sum();
      copy.add(from.total());
      return copy;
    }
  }

  private static final class Aggregate
      implements AggregateFunction<SubjectSlice, Tally.Sum, Tally.Sum> {
    private static final long serialVersionUID = 1;

    @Override
    public Tally.Sum createAccumulator() {
      return new Tally.Sum();
    }

    @Override
    public Tally.Sum add(SubjectSlice record, Tally.Sum sum) {
      sum.add(record.tally());
      return sum;
    }

    @Override
    public Tally.Sum getResult(Tally.Sum sum) {
      return sum;
    }

    @Override
    public Tally.Sum merge(Tally.Sum one, Tally.Sum other) {
      one.add(other.total());
      return one;
    }
  }

  private static final class Rows
      extends ProcessWindowFunction<Tally.Sum, WindowCount, Subject, TimeWindow> {
    private static final long serialVersionUID = 1;

    @Override
    public void process(
        Subject subject, Context context, Iterable<Tally.Sum> sums, Collector<WindowCount> out) {
      Span span = new Span(context.window().getStart(), context.window().getEnd());
      out.collect(WindowCount.of(subject, span, sums.iterator().next().total(), 0));
    }
  }
}
