package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.newstide.article.Article;
import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.duplicate.Signature;
import io.newstide.duplicate.SignedArticle;
import io.newstide.duplicate.StoryDecision;
import io.newstide.feed.JsonLines;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.management.ObjectName;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * How many articles a second of CPU time the stories cost: signing, the way to the one task and
 * back to text, finding and settling, with Flink's state. Not among the tests that always run:
 *
 * <pre>
 * mvn test -Dtest=StorySpeed -Darticles=FILE [-Dbackend=rocksdb] [-Dttl=P7D]
 * </pre>
 */
class StorySpeed {

  private static final int PASSES = 5;

  /** So many articles are between two checkpoints. */
  private static final int CHECKPOINT = 2_000;

  @Test
  void fiveThousandArticlesASecond() throws Exception {
    String file = System.getProperty("articles", "");
    assumeThat(file).as("give a file of articles: -Darticles=FILE").isNotEmpty();
    ArticleReader reader = new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofDays(36_500));
    List<Article> articles = new ArrayList<>();
    for (RawRecord line : JsonLines.all(Path.of(file), reader)) {
      if (reader.read(line) instanceof Incoming.Accepted accepted) {
        articles.add(accepted.article());
      }
    }
    articles.sort(Comparator.comparing(Article::publishedAt).thenComparing(Article::id));
    boolean rocksdb = System.getProperty("backend", "").equals("rocksdb");
    double best = 0;
    for (int pass = 1; pass <= PASSES; pass++) {
      best = Math.max(best, pass(articles, rocksdb, pass));
    }
    assertThat(best).isGreaterThan(rocksdb ? 1000 : 5000);
  }

  private static KeyedOneInputStreamOperatorTestHarness<StoryKey, SignedArticle, StoryDecision>
      harness(boolean rocksdb) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<StoryKey, SignedArticle, StoryDecision>(
            new FindStories(0.9, Duration.parse(System.getProperty("ttl", "P7D"))),
            signed -> StoryKey.story(signed.id()),
            WireTypes.STORY_KEY,
            1,
            1,
            0);
    harness.setCheckpointStorage(new JobManagerCheckpointStorage(1 << 30));
    if (rocksdb) {
      harness.setStateBackend(new EmbeddedRocksDBStateBackend());
    }
    return harness;
  }

  /** How long it takes to go on from a checkpoint. */
  private static void restore(OperatorSubtaskState saved, boolean rocksdb) throws Exception {
    try (var harness = harness(rocksdb)) {
      harness.initializeState(saved);
      long start = System.nanoTime();
      harness.open();
      System.out.printf("put together again in %,.3f s%n", (System.nanoTime() - start) / 1e9);
    }
  }

  private static double pass(List<Article> articles, boolean rocksdb, int pass) throws Exception {
    try (var harness = harness(rocksdb)) {
      harness.open();
      var serializer = WireTypes.SIGNED.createSerializer(new SerializerConfigImpl());
      DataOutputSerializer out = new DataOutputSerializer(1 << 14);
      var threads = ManagementFactory.getThreadMXBean();
      long start = threads.getCurrentThreadCpuTime();
      long signing = 0;
      long bytes = 0;
      long slice = Duration.ofMinutes(10).toMillis();
      long watermark = Long.MIN_VALUE;
      int count = 0;
      for (Article article : articles) {
        if (++count % CHECKPOINT == 0) {
          harness.prepareSnapshotPreBarrier(count);
        }
        long at = article.publishedAt().toEpochMilli();
        long reached = Math.floorDiv(at - slice, slice) * slice - 1;
        if (reached > watermark) {
          watermark = reached;
          harness.processWatermark(watermark);
          harness.getOutput().clear();
        }
        long before = threads.getCurrentThreadCpuTime();
        SignedArticle signed =
            new SignedArticle(article.id(), at, watermark, Signature.of(article));
        out.clear();
        serializer.serialize(signed, out);
        signing += threads.getCurrentThreadCpuTime() - before;
        bytes += out.length();
        harness.processElement(
            serializer.deserialize(
                new DataInputDeserializer(out.getSharedBuffer(), 0, out.length())),
            at);
      }
      double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
      System.out.printf(
          "%,d articles, %.3f s CPU, %,.0f a second; signing %.0f%%; %,d bytes each%n",
          articles.size(),
          seconds,
          articles.size() / seconds,
          signing / seconds / 1e7,
          bytes / articles.size());
      if (pass == PASSES) {
        harness.prepareSnapshotPreBarrier(count);
        System.out.printf(
            "at the end %s; %,d MB that live, the articles too%n",
            rocksdb
                ? "state on disk"
                : "%,d state entries".formatted(harness.numKeyedStateEntries()),
            bytesThatLive() >> 20);
        restore(harness.snapshot(1, 1), rocksdb);
      }
      return articles.size() / seconds;
    }
  }

  /** By the virtual machine's own count: what collections leave is not all of it alive. */
  private static long bytesThatLive() throws Exception {
    // The passes before are known to references that only a collection clears.
    System.gc();
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    String total =
        histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.replaceFirst(".*\\s", ""));
  }
}
