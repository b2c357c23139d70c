package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.job.DemoJob;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recount.Recount;
import recount.RecountStories;

/** The sample's articles, many of them copied, in two orders through the production graph. */
class StoriesIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration OUT_OF_ORDERNESS = Duration.ofHours(2);

  @TempDir private static Path folder;

  /** Each article of the sample up to four times, some edited, some filled in anew. */
  private static List<ObjectNode> news(Random random) throws IOException {
    long start = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
    List<ObjectNode> news = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String line : Files.readAllLines(Path.of("jobs/sample/articles.jsonl"))) {
      if (!line.endsWith("}")) {
        continue;
      }
      JsonNode article = JSON.readTree(line);
      // Without what the recount does not know: openings, bylines, what ends in mid-sentence.
      String body =
          article
              .path("body")
              .asText("")
              .replaceAll("（[^）]*）|本报讯|据[^，。]{2,12}消息，|东川新闻网[0-9月]*日讯|[“”]|[^。！？]*$|\\s", "");
      List<String> sentences = List.of(body.split("(?<=[。！？])"));
      if (sentences.size() < 4 || body.length() < 200) {
        continue;
      }
      // Five-minute steps, so that some are published at the same moment.
      long at = start + 300_000L * random.nextInt(10 * 288);
      for (int copy = random.nextInt(4); copy >= 0; copy--) {
        ObjectNode one = JSON.createObjectNode();
        // Ids in no order: of copies published at one moment any can be the least.
        String id = "n%05d".formatted(random.nextInt(100_000));
        while (!ids.add(id)) {
          id += "x";
        }
        one.put("id", id);
        one.put("source", "paper-" + random.nextInt(5));
        one.put("title", article.path("title").asText("无题"));
        one.put("body", String.join("", edited(sentences, random)));
        // Most within the out-of-orderness, so that many a copy comes before its first.
        long moment = at + 300_000L * random.nextInt(random.nextInt(4) == 0 ? 288 : 12);
        one.put("publishedAt", Instant.ofEpochMilli(moment).toString());
        news.add(one);
      }
    }
    return news;
  }

  private static List<String> edited(List<String> sentences, Random random) {
    List<String> edited = new ArrayList<>(sentences);
    switch (random.nextInt(7)) {
      case 0 -> edited.remove(random.nextInt(edited.size()));
      case 1 -> edited = lead(edited);
      case 2 -> edited.set(0, "本报讯（记者 苏晴）" + edited.get(0));
      case 3 -> Collections.shuffle(edited, random);
      case 4 ->
          edited.replaceAll(
              sentence ->
                  sentence
                      .codePoints()
                      .map(c -> c >= '0' && c <= '9' ? '0' + (c - '0' + 1) % 10 : c)
                      .collect(
                          StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                      .toString());
      default -> {}
    }
    return edited;
  }

  /** The first sentences, until they have 150 characters. */
  private static List<String> lead(List<String> sentences) {
    int count = 1;
    while (String.join("", sentences.subList(0, count)).replaceAll("\\s", "").length() < 150) {
      count++;
    }
    return sentences.subList(0, count);
  }

  /** In an order in which no article is behind the watermark. */
  private static Path file(String name, List<ObjectNode> news, Random random) throws IOException {
    Map<ObjectNode, Long> order = new HashMap<>();
    for (ObjectNode article : news) {
      long delay = (long) (random.nextDouble() * OUT_OF_ORDERNESS.toMillis());
      order.put(article, at(article) + delay);
    }
    List<ObjectNode> inOrder = new ArrayList<>(news);
    inOrder.sort(Comparator.comparing(order::get));
    return Files.write(folder.resolve(name), inOrder.stream().map(ObjectNode::toString).toList());
  }

  private static long at(JsonNode article) {
    return Instant.parse(article.get("publishedAt").asText()).toEpochMilli();
  }

  private static List<JsonNode> rows(Path out, TopicName topic) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve(topic.fileName() + ".jsonl"))) {
      JsonNode row = JSON.readTree(line);
      rows.add(row);
    }
    return rows;
  }

  private static Set<JsonNode> finalRows(Path out, TopicName topic) throws IOException {
    Set<JsonNode> rows = new HashSet<>();
    for (JsonNode row : rows(out, topic)) {
      rows.add(((ObjectNode) row).remove(List.of("revision", "firing", "arrivedAt", "delays")));
    }
    return rows;
  }

  @Test
  void storiesAreThoseOfARecountWhateverTheOrderAndTheParallelism() throws Exception {
    // The same run everywhere; other ones by -Dnewstide.seed.
    long seed = Long.getLong("newstide.seed", 1);
    Random random = new Random(seed);
    List<ObjectNode> news = news(random);
    JobFile job =
        JobFile.read(
            DemoJob.write(folder, DemoJob.FEW_WINDOWS),
            Map.of("time.outOfOrderness", "PT2H"),
            Map.of());
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    Backtest.run(job, file("one.jsonl", news, random), one, 1, false, read -> {});
    Backtest.run(job, file("other.jsonl", news, random), other, 2, false, read -> {});

    Map<String, String> told = new HashMap<>();
    List<JsonNode> enriched = rows(one, TopicName.ENRICHED);
    enriched.forEach(row -> told.put(row.get("id").asText(), row.get("storyId").asText()));
    Map<String, String> recounted =
        RecountStories.of(
            news.stream()
                .map(
                    n ->
                        new RecountStories.Article(
                            n.get("id").asText(), at(n), n.get("body").asText()))
                .toList(),
            0.9,
            Duration.ofDays(7));
    assertThat(told).as("seed %d", seed).isEqualTo(recounted);
    assertThat(enriched)
        .as("seed %d: copies name the first", seed)
        .allMatch(
            row -> row.get("duplicateOf").isNull() == row.get("storyId").equals(row.get("id")))
        .filteredOn(row -> !row.get("duplicateOf").isNull())
        .hasSizeGreaterThan(50);
    assertThat(enriched)
        .as("seed %d: some were settled otherwise than told", seed)
        .anyMatch(row -> row.get("revision").asInt() == 1);
    assertThat(
            Recount.check(
                    one,
                    ZoneId.of("Asia/Shanghai"),
                    Duration.ofMinutes(10),
                    20,
                    List.of(
                        "6h=PT6H/PT3H",
                        "day=P1D",
                        "today=P1D+PT6H",
                        "week=P1W",
                        "month=P1M",
                        "visit=~PT6H"))
                .stream()
                .limit(3))
        .as("seed %d", seed)
        .isEmpty();
    for (TopicName topic : List.of(TopicName.ENRICHED, TopicName.TRENDS, TopicName.SLICES)) {
      Set<JsonNode> different = finalRows(other, topic);
      Set<JsonNode> expected = finalRows(one, topic);
      assertThat(different).as("seed %d: %s", seed, topic).hasSameSizeAs(expected);
      different.removeAll(expected);
      assertThat(different.stream().limit(3)).as("seed %d: %s", seed, topic).isEmpty();
    }
  }
}
