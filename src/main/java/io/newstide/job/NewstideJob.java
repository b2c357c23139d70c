package io.newstide.job;

import io.newstide.article.Incoming;
import io.newstide.article.Rejection;
import io.newstide.duplicate.StoryDecision;
import io.newstide.kafka.AlertJson;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlJson;
import io.newstide.kafka.EmergingJson;
import io.newstide.kafka.EnrichedJson;
import io.newstide.kafka.LateJson;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.RejectionJson;
import io.newstide.kafka.Row;
import io.newstide.kafka.SliceJson;
import io.newstide.kafka.TopicAdmin;
import io.newstide.kafka.TopicName;
import io.newstide.kafka.TrendJson;
import io.newstide.topic.TopicDefinition;
import io.newstide.trend.WindowBoard;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectSlice;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/** The job: articles in, topic windows out. Sources and sinks are handed in. */
public final class NewstideJob {

  /** Milliseconds. */
  static final long ROW_BUFFER_TIMEOUT = 5;

  private final JobFile job;
  private final JobSettings.Time time;
  private final Endpoints endpoints;

  private NewstideJob(JobFile job, Endpoints endpoints) {
    this.job = job;
    this.time = job.settings().time();
    this.endpoints = endpoints;
  }

  /** The accumulator that counts the articles read. */
  public static final String ARTICLES_READ = "articles-read";

  /**
   * Submits the job to the Flink cluster it is run on: {@code flink run newstide-job.jar --job FILE
   * [--set PATH=VALUE]...}. Creates the Kafka topics that are missing.
   */
  public static void main(String[] args) throws Exception {
    JobArguments arguments = JobArguments.parse(args);
    JobFile job = JobFile.read(arguments.job(), arguments.set(), System.getenv());
    TopicAdmin.ensure(job.cluster(), job.settings().time().sliceRetention())
        .forEach(System.err::println);
    var env = StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(job));
    build(env, job, new KafkaEndpoints(job, false));
    env.execute("newstide " + job.settings().name());
  }

  /** Lays the job into an environment. */
  public static void build(StreamExecutionEnvironment env, JobFile job, Endpoints endpoints) {
    new NewstideJob(job, endpoints).graph(env);
  }

  /** All of it, in the order in which an article meets it. */
  private void graph(StreamExecutionEnvironment env) {
    var articles =
        atOnce(
            inOrder(
                step(
                    Step.SORT_OUT_REJECTED,
                    read(env).process(new SortOutRejected(), WireTypes.ACCEPTED))));
    var duplicates = job.settings().duplicates();
    KeySelector<Incoming.Accepted, String> byId = accepted -> accepted.article().id();
    var inTime =
        inOrder(
            step(
                Step.KEEP_TIME,
                articles
                    .keyBy(byId)
                    .transform(
                        Step.KEEP_TIME.label(), WireTypes.ACCEPTED, new KeepTime(job.slicing()))));
    var distinct =
        atOnce(
            inOrder(
                step(
                    Step.FIND_DUPLICATES,
                    DataStreamUtils.reinterpretAsKeyedStream(inTime, byId),
                    WireTypes.COUNTED,
                    FindDuplicates.operator(
                        job.slicing(), time.allowedLateness(), duplicates.ttl()))));
    var stories =
        atOnce(
                step(
                    Step.FIND_STORIES,
                    distinct
                        .getSideOutput(FindDuplicates.SIGNED)
                        .keyBy(signed -> StoryKey.story(signed.id()), WireTypes.STORY_KEY),
                    WireTypes.STORY_DECISION,
                    new FindStories(duplicates.containment(), duplicates.ttl())))
            .setParallelism(1)
            .setMaxParallelism(1);
    var lookBacks =
        step(Step.HAND_OUT_LOOK_BACKS, readLookBacks(env), WireTypes.FOUND, new HandOutLookBacks())
            .setParallelism(1);
    var changes = coordinated(env, lookBacks.getSideOutput(Coordinate.ACKNOWLEDGEMENTS));
    var understood =
        atOnce(
            step(
                Step.ANALYSE,
                distinct
                    .connect(changes.broadcast())
                    .transform(
                        Step.ANALYSE.label(),
                        WireTypes.ENRICHED,
                        new Analyse(job.understanding(), endpoints.understood()))));
    var enriched =
        step(
            Step.TELL_STORIES,
            understood
                .keyBy(article -> article.article().id())
                .connect(stories.keyBy(StoryDecision::articleId))
                .process(new TellStories(), WireTypes.ENRICHED));
    var observed =
        step(Step.OBSERVE, enriched, WireTypes.SUBJECT_SLICE, new Observe(job.slicing()));
    var lookedBack =
        step(
            Step.COUNT_LOOK_BACKS,
            step(Step.SORT_OUT_REVISED, enriched.filter(article -> article.revision() > 0))
                .keyBy(article -> article.article().id())
                .connect(lookBacks.keyBy(found -> found.article().article().id()))
                .transform(
                    Step.COUNT_LOOK_BACKS.label(),
                    WireTypes.SUBJECT_SLICE,
                    new CountLookBacks(job.slicing(), time.retention())));
    var terms =
        new SubjectHistory.Terms(time.retention().toMillis(), time.allowedLateness().toMillis());
    int ranked = job.settings().trends().ranked();
    var trendTerms = TrendTerms.of(job.settings(), job.slicing());
    var total =
        step(
                Step.FOLLOW_TOTAL,
                observed.getSideOutput(Observe.STREAM),
                WireTypes.BROADCAST,
                new FollowTotal(job.slicing(), trendTerms.alerts(), trendTerms.baseline()))
            .setParallelism(1)
            .setMaxParallelism(1);
    var counted =
        step(
            Step.ACCUMULATE,
            observed
                .union(lookedBack)
                .keyBy(SubjectSlice::subject, WireTypes.SUBJECT)
                .connect(
                    changes
                        .union(total, lookBacks.getSideOutput(HandOutLookBacks.ENDS))
                        .broadcast())
                .transform(
                    Step.ACCUMULATE.label(),
                    WireTypes.WINDOWED_COUNT,
                    new Accumulate(
                        job.windows(),
                        job.slicing(),
                        terms,
                        trendTerms,
                        names(job.topics()),
                        ranked)));
    var trends =
        step(
            Step.RANK,
            counted
                .keyBy(
                    count -> new WindowKey(count.window(), count.count().span()),
                    WireTypes.WINDOW_KEY)
                .connect(counted.getSideOutput(Accumulate.TOTALS).broadcast())
                .transform(
                    Step.RANK.label(),
                    WireTypes.TREND_ROW,
                    new Rank(ranked(job.topics()), ranked, terms, job.slicing())));

    var rising =
        step(
            Step.FOLLOW_TERMS,
            observed
                .getSideOutput(Observe.TERMS)
                .keyBy(SubjectSlice::subject, WireTypes.SUBJECT)
                .connect(total.getSideOutput(FollowTotal.WITHOUT_TOPIC).broadcast())
                .transform(
                    Step.FOLLOW_TERMS.label(), WireTypes.RISING, new FollowTerms(trendTerms)));
    var emerging =
        step(
            Step.GROUP_EMERGING,
            rising
                .keyBy(Rising::window, WireTypes.SPAN)
                .process(
                    new GroupEmerging(job.settings().trends().emerging()),
                    WireTypes.EMERGING_GROUP));

    DataStream<Rejection> rejected =
        articles
            .getSideOutput(SortOutRejected.REJECTED)
            .union(distinct.getSideOutput(SortOutRejected.REJECTED));
    write(TopicName.ENRICHED, Step.WRITE_ENRICHED, enriched, EnrichedJson::row, Step.SINK_ENRICHED);
    write(
        TopicName.ALERTS,
        Step.WRITE_ALERTS,
        counted.getSideOutput(Accumulate.ALERTS).union(total.getSideOutput(Accumulate.ALERTS)),
        AlertJson::row,
        Step.SINK_ALERTS);
    write(
        TopicName.EMERGING,
        Step.WRITE_EMERGING,
        emerging,
        group -> EmergingJson.row(FollowTerms.WINDOW_NAME, group),
        Step.SINK_EMERGING);
    write(
        TopicName.LATE,
        Step.WRITE_LATE,
        step(
            Step.SORT_OUT_LATE,
            enriched.filter(article -> article.late() && article.revision() == 0)),
        LateJson::row,
        Step.SINK_LATE);
    write(
        TopicName.REJECTED, Step.WRITE_REJECTED, rejected, RejectionJson::row, Step.SINK_REJECTED);
    write(
        TopicName.SLICES,
        Step.WRITE_SLICES,
        counted.getSideOutput(Accumulate.SLICES),
        SliceJson::row,
        Step.SINK_SLICES);
    write(TopicName.TRENDS, Step.WRITE_TRENDS, trends, TrendJson::row, Step.SINK_TRENDS);
  }

  /** Changes to the running job: decided by one task, made by all at the same barrier. */
  private SingleOutputStreamOperator<Broadcast> coordinated(
      StreamExecutionEnvironment env, DataStream<ControlAck> lookedBack) {
    var requests =
        step(
            Step.READ_CONTROL,
            env.fromSource(
                    endpoints.control(),
                    WatermarkStrategy.noWatermarks(),
                    Step.READ_CONTROL.label(),
                    WireTypes.CONTROL_RECORD)
                .setParallelism(1));
    var changes =
        step(
                Step.COORDINATE,
                requests,
                WireTypes.BROADCAST,
                new Coordinate(
                    job.windows(),
                    WindowRules.of(job.settings(), job.slicing()),
                    job.topics(),
                    job.understanding().language().lexicon()))
            .setParallelism(1)
            .setMaxParallelism(1);
    write(
        TopicName.CONTROL_ACKS,
        Step.WRITE_ACKNOWLEDGEMENTS,
        changes.getSideOutput(Coordinate.ACKNOWLEDGEMENTS).union(lookedBack),
        ControlJson::row,
        Step.SINK_ACKNOWLEDGEMENTS);
    return changes;
  }

  private static List<WindowBoard.RankedTopic> ranked(List<TopicDefinition> topics) {
    return topics.stream()
        .map(topic -> new WindowBoard.RankedTopic(topic.id(), topic.name(), topic.version()))
        .toList();
  }

  private static Map<String, String> names(List<TopicDefinition> topics) {
    return topics.stream()
        .collect(Collectors.toMap(TopicDefinition::id, TopicDefinition::name, (a, b) -> a));
  }

  private DataStream<LookBack> readLookBacks(StreamExecutionEnvironment env) {
    return step(
        Step.READ_BACKFILL,
        env.fromSource(
                endpoints.lookBacks(),
                WatermarkStrategy.noWatermarks(),
                Step.READ_BACKFILL.label(),
                WireTypes.LOOK_BACK)
            .setParallelism(1));
  }

  private DataStream<Incoming> read(StreamExecutionEnvironment env) {
    var source =
        env.fromSource(
            endpoints.articles(),
            endpoints.live()
                ? EventTime.strategy(job.slicing(), time.outOfOrderness())
                    .withIdleness(time.idleness())
                : EventTime.strategy(job.slicing(), time.outOfOrderness()),
            Step.READ_ARTICLES.label(),
            WireTypes.INCOMING);
    return step(Step.READ_ARTICLES, inOrder(source));
  }

  /** A file is read in its order, by one subtask: what is late in it must not depend on chance. */
  private <T> SingleOutputStreamOperator<T> inOrder(SingleOutputStreamOperator<T> operator) {
    return endpoints.live() ? operator : operator.setParallelism(1);
  }

  /**
   * On the way of an article's own row little may wait in buffers: it passes four tasks, and that
   * adds up. Everything else waits for event time and is sent as Flink sends it. What the operator
   * has set for all is left alone.
   */
  private static <T> SingleOutputStreamOperator<T> atOnce(SingleOutputStreamOperator<T> operator) {
    var env = operator.getExecutionEnvironment();
    return env.getConfiguration().getOptional(ExecutionOptions.BUFFER_TIMEOUT).isPresent()
        ? operator
        : operator.setBufferTimeout(Math.min(env.getBufferTimeout(), ROW_BUFFER_TIMEOUT));
  }

  private static <T> SingleOutputStreamOperator<T> step(
      Step step, SingleOutputStreamOperator<T> operator) {
    return operator.name(step.label()).uid(step.uid());
  }

  private static <T, R> SingleOutputStreamOperator<R> step(
      Step step, DataStream<T> in, TypeInformation<R> type, OneInputStreamOperator<T, R> operator) {
    return step(step, in.transform(step.label(), type, operator));
  }

  private <T> void write(
      TopicName topic,
      Step writeStep,
      DataStream<T> values,
      MapFunction<T, Row> toRow,
      Step sinkStep) {
    step(writeStep, values.map(toRow).returns(WireTypes.ROW))
        .sinkTo(endpoints.rows(topic))
        .name(sinkStep.label())
        .uid(sinkStep.uid());
  }
}
