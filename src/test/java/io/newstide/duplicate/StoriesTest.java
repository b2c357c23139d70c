package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StoriesTest {

  private static final Duration TTL = Duration.ofDays(7);
  private static final long SEALED = at("2026-07-04T10:10:00Z");
  private static final String[] SENTENCES = Texts.sentences();

  private final StoriesInMemory stories = new StoriesInMemory(0.9, TTL);

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static SignedArticle article(String id, String at, String sealed, String body) {
    return new SignedArticle(
        id,
        at(at),
        sealed.isEmpty() ? Long.MIN_VALUE : at(sealed),
        Signature.of(Texts.TITLE, body));
  }

  private StoryDecision arrive(String id, String at, String sealed, String body) {
    return stories.arrive(article(id, at, sealed, body));
  }

  private List<StoryDecision> advance(String watermark) {
    List<StoryDecision> decisions = new ArrayList<>();
    stories.advance(at(watermark), decisions::add);
    return decisions;
  }

  @Test
  void isToldAtOnceAndSettledWhenTheWatermarkPasses() {
    assertThat(arrive("a", "2026-07-04T10:00:00Z", "", Texts.BODY))
        .isEqualTo(new StoryDecision("a", Long.MIN_VALUE, "a", false));
    assertThat(arrive("b", "2026-07-04T10:01:00Z", "", Texts.BODY))
        .isEqualTo(new StoryDecision("b", Long.MIN_VALUE, "a", false));
    assertThat(advance("2026-07-04T09:59:59.999Z")).isEmpty();
    assertThat(advance("2026-07-04T10:00:00Z"))
        .containsExactly(new StoryDecision("a", Long.MIN_VALUE, "a", true));
    assertThat(advance("2026-07-04T11:00:00Z"))
        .containsExactly(new StoryDecision("b", Long.MIN_VALUE, "a", true));
  }

  @Test
  void theFirstIsTheLeastByTimeThenId() {
    arrive("c", "2026-07-04T10:05:00Z", "", Texts.BODY);
    arrive("b", "2026-07-04T10:00:00Z", "", Texts.BODY);
    arrive("a", "2026-07-04T10:00:00Z", "", Texts.BODY);
    assertThat(advance("2026-07-04T11:00:00Z"))
        .containsExactly(
            new StoryDecision("a", Long.MIN_VALUE, "a", true),
            new StoryDecision("b", Long.MIN_VALUE, "a", true),
            new StoryDecision("c", Long.MIN_VALUE, "a", true));
  }

  @Test
  void anArticleIsComparedOnlyWithTheFirstsOfStories() {
    // Of four sentences each: b has nine tenths of a, c of b, but c has not of a.
    String a = SENTENCES[0] + SENTENCES[1] + SENTENCES[2] + SENTENCES[3];
    String b = SENTENCES[1] + SENTENCES[2] + SENTENCES[3];
    String c = SENTENCES[1] + SENTENCES[2] + SENTENCES[3] + SENTENCES[4];
    arrive("a", "2026-07-04T10:00:00Z", "", a);
    arrive("b", "2026-07-04T10:01:00Z", "", b);
    arrive("c", "2026-07-04T10:02:00Z", "", c);
    assertThat(advance("2026-07-04T11:00:00Z"))
        .extracting(StoryDecision::storyId)
        .containsExactly("a", "a", "c");
  }

  @Test
  void joinsTheStoryItIsMostAlike() {
    arrive("lead", "2026-07-04T10:00:00Z", "", SENTENCES[0]);
    arrive("other", "2026-07-04T10:01:00Z", "", Texts.BODY.replace("提前23天", "提前32天"));
    arrive("copy", "2026-07-04T10:02:00Z", "", String.join("", SENTENCES).substring(40));
    arrive("same", "2026-07-04T10:03:00Z", "", Texts.BODY);
    assertThat(advance("2026-07-04T11:00:00Z"))
        .extracting(StoryDecision::storyId)
        .containsExactly("lead", "other", "other", "lead");
  }

  @Test
  void whatComesBehindTheWatermarkJoinsAndNeverDisplaces() {
    arrive("a", "2026-07-04T10:00:00Z", "", Texts.BODY);
    advance("2026-07-04T10:10:00Z");
    assertThat(arrive("0", "2026-07-04T09:00:00Z", "2026-07-04T10:10:00Z", Texts.BODY))
        .isEqualTo(new StoryDecision("0", SEALED, "a", true));
    arrive("b", "2026-07-04T10:20:00Z", "2026-07-04T10:10:00Z", Texts.BODY);
    assertThat(advance("2026-07-04T11:00:00Z"))
        .containsExactly(new StoryDecision("b", SEALED, "a", true));
  }

  @Test
  void whatComesBehindTheWatermarkDoesNotDisplaceAFirstThatIsNotSettledEither() {
    arrive("a", "2026-07-04T10:15:00Z", "2026-07-04T10:10:00Z", Texts.BODY);
    assertThat(arrive("0", "2026-07-04T09:00:00Z", "2026-07-04T10:10:00Z", Texts.BODY))
        .isEqualTo(new StoryDecision("0", SEALED, "a", false));
    arrive("aa", "2026-07-04T10:12:00Z", "2026-07-04T10:10:00Z", Texts.BODY);
    assertThat(advance("2026-07-04T11:00:00Z"))
        .containsExactly(
            new StoryDecision("aa", SEALED, "aa", true),
            new StoryDecision("a", SEALED, "aa", true),
            new StoryDecision("0", SEALED, "aa", true));
  }

  @Test
  void whereThereIsNoStoryOneBeginsBehindTheWatermarkToo() {
    assertThat(arrive("0", "2026-06-01T09:00:00Z", "2026-07-04T10:10:00Z", Texts.BODY))
        .isEqualTo(new StoryDecision("0", SEALED, "0", true));
    assertThat(arrive("a", "2026-07-11T10:09:59Z", "2026-07-04T10:10:00Z", Texts.BODY))
        .as("its time-to-live counts from the watermark it came behind")
        .isEqualTo(new StoryDecision("a", SEALED, "0", false));
  }

  @Test
  void aStoryIsForgottenAfterItsTimeToLive() {
    arrive("a", "2026-07-04T10:00:00Z", "", Texts.BODY);
    advance("2026-07-04T12:00:00Z");
    assertThat(arrive("b", "2026-07-11T09:59:59Z", "2026-07-04T12:00:00Z", Texts.BODY).storyId())
        .isEqualTo("a");
    assertThat(arrive("c", "2026-07-11T10:00:00Z", "2026-07-04T12:00:00Z", Texts.BODY).storyId())
        .isEqualTo("c");
    assertThat(advance("2026-07-11T10:00:00Z"))
        .extracting(StoryDecision::storyId)
        .containsExactly("a", "c");
    advance("2026-07-18T10:00:00Z");
    assertThat(stories.entries()).isZero();
  }

  /** Elsewhere event time may be a time to live ahead: the id is forgotten there, not yet here. */
  @Test
  void anIdThatComesAgainBeforeItIsSettledHasTheStoryOfTheLaterArticle() {
    String other = Texts.warning("桐山区", "7月11日18时", "橙色", "50");
    arrive("a", "2026-07-04T10:00:00Z", "", Texts.BODY);
    arrive("a", "2026-07-12T10:00:00Z", "2026-07-11T10:00:00Z", other);
    arrive("a", "2026-07-13T00:00:00Z", "2026-07-19T10:00:00Z", Texts.BODY);

    long first = Long.MIN_VALUE;
    long second = at("2026-07-11T10:00:00Z");
    assertThat(advance("2026-07-12T10:00:00Z"))
        .containsExactly(
            new StoryDecision("a", first, "a", true), new StoryDecision("a", second, "a", true));
    assertThat(arrive("b", "2026-07-19T11:00:00Z", "2026-07-19T10:00:00Z", Texts.BODY).storyId())
        .isEqualTo("a");
    assertThat(arrive("c", "2026-07-19T11:00:00Z", "2026-07-19T10:00:00Z", other).storyId())
        .isEqualTo("c");
    advance("2026-08-04T10:00:00Z");
    assertThat(stories.entries()).isZero();
  }

  /** Of these, to how many stories the one leads that leads to most. */
  private static int most(Stories stories, List<SignedArticle> articles) {
    return articles.stream()
        .flatMapToInt(article -> Arrays.stream(article.signature().fingerprints()))
        .map(stories::postings)
        .max()
        .orElseThrow();
  }

  @Test
  void aPassageThatManyStoriesShareLeadsToSomeOfThemAndToTheSameAfterAFailure() {
    Random random = new Random(3);
    StoriesInMemory.Store store = new StoriesInMemory.Store();
    Stories before = new Stories(store, 0.9, TTL);
    List<SignedArticle> articles = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      articles.add(
          article(
              "s" + i,
              "2026-07-04T10:00:00Z",
              "",
              text(random, 400) + "。" + SENTENCES[0] + SENTENCES[2]));
    }
    articles.forEach(before::arrive);
    assertThat(most(before, articles)).isEqualTo(100);
    List<StoryDecision> settled = new ArrayList<>();
    before.settle(at("2026-07-04T10:00:00Z"), settled::add);
    assertThat(settled)
        .hasSize(100)
        .allMatch(decision -> decision.storyId().equals(decision.articleId()));
    assertThat(most(before, articles)).isEqualTo(64);

    Stories after = new Stories(store, 0.9, TTL);
    store.firsts.forEach(after::takeUp);

    assertThat(most(after, articles)).isEqualTo(64);
    assertThat(after.postings()).isEqualTo(before.postings()).isGreaterThan(100 * 20);
    assertThat(after.arrive(article("copy", "2026-07-05T10:00:00Z", "", text(new Random(3), 400))))
        .isEqualTo(new StoryDecision("copy", Long.MIN_VALUE, "s0", false));
    List<String> ids = List.copyOf(store.firsts.keySet());
    ids.forEach(id -> after.expire(id, at("2026-07-11T10:00:00Z")));
    assertThat(store.firsts).isEmpty();
    assertThat(after.postings()).isZero();
  }

  @Test
  void aStoryThatNoFingerprintHasRoomForIsForgottenLikeOthers() {
    StoriesInMemory.Store store = new StoriesInMemory.Store();
    Stories stories = new Stories(store, 0.9, TTL);
    long moment = at("2026-07-04T10:00:00Z");
    for (int i = 0; i < 130; i++) {
      Signature text = new Signature(Signature.Basis.EQUALITY, "快讯", "明天有雨" + i, new int[] {7});
      stories.arrive(new SignedArticle("s" + i, moment, Long.MIN_VALUE, text));
    }
    assertThat(stories.postings(7)).isEqualTo(128);
    stories.settle(moment, decision -> {});
    assertThat(stories.postings(7)).isEqualTo(64);
    assertThat(store.firsts).hasSize(130);

    List.copyOf(store.firsts.keySet()).forEach(id -> stories.expire(id, Long.MAX_VALUE));

    assertThat(store.firsts).isEmpty();
    assertThat(stories.postings()).isZero();
  }

  private static String text(Random random, int length) {
    return random
        .ints(length, 0, 3000)
        .mapToObj(i -> Character.toString((char) (0x4E00 + i)))
        .collect(Collectors.joining());
  }

  /** Articles of some stories with copies of several kinds, many of them at the same moment. */
  private static List<SignedArticle> news(Random random, int count) {
    List<List<String>> texts = new ArrayList<>();
    for (int i = 0; i < count / 4; i++) {
      List<String> sentences = new ArrayList<>();
      for (int s = 0; s < 3 + random.nextInt(5); s++) {
        sentences.add(text(random, 20 + random.nextInt(30)) + random.nextInt(100) + "。");
      }
      texts.add(sentences);
    }
    List<SignedArticle> news = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> sentences = new ArrayList<>(texts.get(random.nextInt(texts.size())));
      switch (random.nextInt(5)) {
        case 0 -> sentences.remove(random.nextInt(sentences.size()));
        case 1 -> sentences = sentences.subList(0, 2);
        case 2 -> Collections.shuffle(sentences, random);
        case 3 -> sentences.replaceAll(sentence -> sentence.replace('1', '2'));
        default -> {}
      }
      news.add(
          new SignedArticle(
              "id" + random.nextInt(1_000_000),
              60_000L * random.nextInt(30 * 24 * 60 / 10) * 10,
              Long.MIN_VALUE,
              Signature.of("题", String.join("", sentences))));
    }
    return news.stream()
        .collect(Collectors.toMap(SignedArticle::id, a -> a, (a, b) -> a))
        .values()
        .stream()
        .toList();
  }

  /** What is settled in the end when articles come in an order within the out-of-orderness. */
  private static Map<String, String> settled(List<SignedArticle> news, Random random) {
    long outOfOrderness = Duration.ofHours(random.nextInt(48)).toMillis();
    Map<String, Long> arrival = new HashMap<>();
    news.forEach(
        a -> arrival.put(a.id(), a.publishedAt() + (long) (random.nextDouble() * outOfOrderness)));
    List<SignedArticle> arriving = new ArrayList<>(news);
    arriving.sort(Comparator.comparingLong(a -> arrival.get(a.id())));
    StoriesInMemory stories = new StoriesInMemory(0.9, TTL);
    Map<String, String> settled = new HashMap<>();
    long watermark = Long.MIN_VALUE;
    long greatest = Long.MIN_VALUE;
    for (SignedArticle article : arriving) {
      assertThat(article.publishedAt()).isGreaterThan(watermark);
      stories.arrive(
          new SignedArticle(article.id(), article.publishedAt(), watermark, article.signature()));
      greatest = Math.max(greatest, article.publishedAt());
      if (random.nextInt(3) == 0) {
        watermark = Math.max(watermark, greatest - outOfOrderness - 1);
        stories.advance(watermark, one -> put(settled, one));
      }
    }
    stories.advance(Long.MAX_VALUE, one -> put(settled, one));
    assertThat(stories.entries()).isZero();
    return settled;
  }

  private static void put(Map<String, String> settled, StoryDecision decision) {
    assertThat(decision.settled()).isTrue();
    assertThat(settled.put(decision.articleId(), decision.storyId()))
        .as("%s is settled once", decision.articleId())
        .isNull();
  }

  @Test
  void whatIsSettledDoesNotDependOnTheOrderOfArrival() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      List<SignedArticle> news = news(random, 200);
      Map<String, String> settled = settled(news, random);
      assertThat(settled).hasSameSizeAs(news);
      assertThat(settled.entrySet().stream().filter(e -> !e.getKey().equals(e.getValue())))
          .as("seed %d, round %d: there are copies", seed, round)
          .hasSizeGreaterThan(20);
      for (int again = 0; again < 4; again++) {
        assertThat(settled(news, random)).as("seed %d, round %d", seed, round).isEqualTo(settled);
      }
    }
  }
}
