package io.newstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.newstide.article.RawRecord;
import io.newstide.dashboard.Dashboard;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedBroker;
import io.newstide.local.EmbeddedJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.support.ui.Select;

/** The page in a real browser, over a real broker with the rows of a running job. */
class DashboardIT {

  private static final String TOKEN = "a-token-of-this-test";
  private static final Path SAMPLE = Path.of("jobs/sample/articles.jsonl");

  @TempDir private static Path folder;
  private static int port;
  private static EmbeddedBroker broker;
  private static JobFile job;
  private static EmbeddedJob running;
  private static Dashboard dashboard;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    browser = new Browser(Path.of("target/screenshots"));
    port = freePort();
    broker = EmbeddedBroker.start(folder.resolve("kafka"), port);
    job =
        JobFile.read(
            Path.of("jobs/demo.yaml"),
            Map.of("kafka.bootstrapServers", broker.bootstrapServers()),
            Map.of());
    EmbeddedJob.prepareTopics(job, line -> {});
    try (ArticleFeeder feeder = ArticleFeeder.open(job.cluster(), "demo", job.reader());
        JsonLines lines = JsonLines.open(SAMPLE, job.reader())) {
      feeder.sendAll(lines, sent -> {});
    }
    int flink = freePort();
    running =
        EmbeddedJob.start(
            job,
            folder.resolve("job"),
            false,
            Map.of("rest.port", Integer.toString(flink), "rest.address", "localhost"));
    dashboard =
        Dashboards.start(
            job, Optional.of(0), Optional.of(TOKEN), Optional.of("http://localhost:" + flink));
    put(TopicName.ALERTS, "topic/flood-prevention/2026-07-04T16:00:00Z", alert("OPEN", 4.2));
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.await(".table tbody tr", "防汛");
    browser.await("#fresh", "5 rejected");
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (dashboard != null) {
      dashboard.close();
    }
    if (running != null) {
      running.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Writes a row as the contract has it, where the job writes none of its kind yet. */
  private static void put(TopicName topic, String key, String row) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", job.cluster().bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic.in(job.cluster().prefix()),
                  key.getBytes(StandardCharsets.UTF_8),
                  row.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  private static String alert(String state, double score) {
    return """
        {"schemaVersion":1,"alertId":"topic/flood-prevention/2026-07-04T16:00:00Z","state":"%s","kind":"topic",
        "id":"flood-prevention","name":"防汛","window":"24h","windowStart":"2026-07-03T16:00:00Z",
        "windowEnd":"2026-07-04T16:00:00Z","at":"2026-07-04T16:00:00Z","mentions":5,"uniqueStories":4,
        "expected":0.6,"score":%s,"peakScore":%s,"reason":"burst","evidence":[{"id":"a","title":"暴雨橙色预警",
        "source":"lanjiang-daily","publishedAt":"2026-07-04T08:00:00Z","url":"https://example.org/a"}]}
        """
        .formatted(state, score, score)
        .replace("\n", "");
  }

  /** What is at an address, in both languages, light and dark, on a wall and on a phone. */
  @Test
  void theOverviewShowsTopicsAlertsAndRankings() {
    browser.open(dashboard.url() + "/overview?lang=en&theme=light&window=day&range=30");
    browser.await(".table tbody tr", "防汛");
    browser.await(".alerts .alert.open", "暴雨橙色预警");
    browser.await(".ranks li", "1");
    browser.await(
        "canvas of the chart", () -> browser.driver().findElement(By.cssSelector(".chart canvas")));
    assertThat(browser.texts(".table tbody tr")).hasSize(10);
    assertThat(browser.find(".chart").getAttribute("aria-label")).contains("10 topics");
    browser.screenshot("overview-en");
    browser.assertSound();

    browser.open(dashboard.url() + "/overview?lang=zh&theme=dark&window=day&range=30");
    browser.await("h2", "热门主题");
    browser.await(".alerts .alert.open", "暴雨橙色预警");
    browser.await(".ranks li", "1");
    browser.screenshot("overview-zh-dark");
    browser.assertSound();

    browser.size(390, 844);
    browser.screenshot("overview-phone");
    assertThat(
            browser.run(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as("what sticks out of a phone's screen")
        .isEqualTo(0L);
    browser.size(3840, 2160);
    browser.open(dashboard.url() + "/overview?lang=zh&theme=dark&wall=1");
    browser.await(".table tbody tr", "防汛");
    browser.await(".ranks li", "1");
    browser.screenshot("overview-wall");
    browser.size(1440, 1000);
  }

  @Test
  void whatChangesShowsWithoutReload() throws Exception {
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.await(".alerts .alert.open", "4.2");
    browser.run("window.notReloaded = true");
    put(TopicName.ALERTS, "topic/flood-prevention/2026-07-04T16:00:00Z", alert("UPDATE", 9.7));
    browser.await(".alerts .alert.open", "9.7");
    long rejected = dashboardRejected();
    try (ArticleFeeder feeder = ArticleFeeder.openBeside(job.cluster(), "test", job.reader())) {
      feeder.send(
          new RawRecord("test", 0, 0, 1783000000000L, "no json".getBytes(StandardCharsets.UTF_8)));
      feeder.commit();
    }
    browser.await(".pill.warn", (rejected + 1) + " rejected");
    assertThat(browser.run("return window.notReloaded")).isEqualTo(true);
  }

  /** A browser has six connections to a server, and each open page hears of changes. */
  @Test
  void moreTabsThanABrowserHasConnectionsAllShowWhatIsNew() throws Exception {
    var driver = browser.driver();
    String first = driver.getWindowHandle();
    for (int tab = 0; tab < 7; tab++) {
      driver.switchTo().newWindow(WindowType.TAB);
      browser.open(dashboard.url() + "/overview?lang=en");
      browser.await("#fresh", "Live");
    }
    put(
        TopicName.ALERTS,
        "topic/waste-sorting/2026-07-04T16:00:00Z",
        alert("OPEN", 7.3).replace("flood-prevention", "waste-sorting"));
    for (String tab : driver.getWindowHandles()) {
      driver.switchTo().window(tab);
      if (!tab.equals(first)) {
        browser.await(".alerts .alert.open", "7.3");
        driver.close();
      }
    }
    driver.switchTo().window(first);
    // Pages that were left and may be gone back to.
    for (int page = 0; page < 7; page++) {
      browser.open(dashboard.url() + "/workbench?lang=en&size=PT" + (page + 1) + "H");
    }
    browser.await(".figure", "Spans with stories");
  }

  private static long dashboardRejected() {
    return Long.parseLong(browser.await(".pill.warn", "rejected").getText().replaceAll("\\D", ""));
  }

  @Test
  void surviveARestartOfTheBroker() throws Exception {
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.await(".table tbody tr", "防汛");
    browser.run("window.notReloaded = true");
    broker.close();
    // What is there stays while the broker is away.
    browser.open(dashboard.url() + "/overview?lang=en&window=week&range=all");
    browser.await(".table tbody tr", "防汛");
    browser.run("window.notReloaded = true");
    broker = EmbeddedBroker.start(folder.resolve("kafka"), port);
    put(
        TopicName.ALERTS,
        "topic/robotics/2026-07-05T16:00:00Z",
        alert("OPEN", 5.5)
            .replace("flood-prevention/2026-07-04", "robotics/2026-07-05")
            .replace("flood-prevention", "robotics")
            .replace("防汛", "机器人"));
    browser.await(".alerts .alert.open", "机器人");
    assertThat(browser.run("return window.notReloaded")).isEqualTo(true);
  }

  /** Every other view, by its address, in a language each. */
  @Test
  void everyViewHasAnAddressAndIsSound() {
    String at = dashboard.url();
    browser.open(at + "/subject?lang=zh&theme=light&kind=topic&id=flood-prevention&window=day");
    browser.await("h1", "防汛");
    browser.await(".map text", "");
    browser.await(".headlines.two li", "lanjiang");
    browser.await(".chips li", "云台区");
    browser.screenshot("subject-zh");
    browser.assertSound();

    browser.open(at + "/subject?lang=en&theme=dark&kind=place&id=云台区&window=day&range=all");
    browser.await("h1", "云台区");
    browser.await(".headlines.two li", "lanjiang");
    browser.screenshot("subject-en-dark");
    browser.assertSound();

    browser.open(
        at
            + "/workbench?lang=en&theme=light&id=flood-prevention&kind=sliding&size=PT6H&slide=PT1H");
    browser.await(".figure", "Spans with stories");
    browser.await(".chips li", "Kept");
    browser.await("[data-hint=mostly-empty]", "too short");
    assertThat(browser.find("input[aria-label=Size]").getAttribute("aria-valuetext")).contains("6");
    browser.screenshot("workbench-en");
    browser.assertSound();

    browser.open(at + "/topics?lang=zh&theme=light&id=flood-prevention");
    browser.await(".result", "得分");
    browser.screenshot("topics-zh");
    browser.assertSound();

    browser.open(at + "/articles?lang=en&theme=dark&q=暴雨&sort=newest");
    browser.await(".result mark", "暴雨");
    browser.screenshot("articles-en-dark");
    browser.assertSound();

    browser.open(at + "/job?lang=zh&theme=light");
    browser.await(".pill.good", "运行中");
    browser.await(".chips li", "不是 JSON");
    browser.screenshot("job-zh");
    browser.assertSound();
  }

  @Test
  void whatOneChoosesIsInTheAddressAndComesBackWithIt() {
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.await(".segmented button", "Articles").click();
    browser.await(".segmented button", "7 d").click();
    browser.await("the address", () -> browser.driver().getCurrentUrl().contains("range=7"));
    assertThat(browser.driver().getCurrentUrl()).contains("measure=mentions");
    browser.driver().navigate().refresh();
    browser.await("[data-value=mentions][aria-pressed=true]", "Articles");
    browser.await("[data-value='7'][aria-pressed=true]", "7 d");
    browser.find("a[href*='/job']").click();
    browser.await("h1", "Job");
    browser.driver().navigate().back();
    browser.await("[data-value='7'][aria-pressed=true]", "7 d");
  }

  /** From the skip link to a topic, with the keyboard alone. */
  @Test
  void theKeyboardReachesEverything() {
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.await(".table tbody tr", "防汛");
    String reached =
        (String)
            browser.run(
                """
                const names = [];
                for (const e of document.querySelectorAll('a[href],button,select,input')) {
                  if (e.tabIndex < 0 || !e.offsetParent && getComputedStyle(e).position !== 'fixed') continue;
                  e.focus();
                  if (document.activeElement === e) names.push(e.textContent.trim() || e.getAttribute('aria-label') || '');
                }
                return names.join('|');
                """);
    assertThat(reached).contains("Overview", "Workbench", "Stacked", "Download CSV", "防汛", "中文");
    assertThat(reached.split("\\|", -1)).as("nothing without a name").doesNotContain("");
  }

  /** What is made anew while one is at it passes the focus on. */
  @Test
  void theFocusStaysWhereItWas() {
    browser.open(dashboard.url() + "/overview?lang=en");
    browser.find(".legend-item");
    browser.run("const item = document.querySelector('.legend-item'); item.focus(); item.click();");
    browser.await(
        "the focus on the topic that is hidden now",
        () ->
            (Boolean)
                browser.run(
                    "const at = document.activeElement; return at.className === 'legend-item' && at.getAttribute('aria-pressed') === 'false'"));
  }

  @Test
  void aThresholdBetweenThoseOfTheSliderIsShownAsItIs() {
    browser.open(dashboard.url() + "/workbench?lang=en&threshold=2.8&least=7");
    browser.await(".slider", "2.8");
    assertThat(browser.texts(".slider output")).contains("7");
  }

  @Test
  void aWindowThatIsTriedCanBeApplied() {
    browser.open(
        dashboard.url()
            + "/workbench?lang=en&id=flood-prevention&kind=sliding&size=PT6H&slide=PT2H#token="
            + TOKEN);
    browser.await(".figure", "Spans with stories");
    assertThat(browser.driver().getCurrentUrl()).doesNotContain(TOKEN);
    WebElement name = browser.find("[data-window-name]");
    assertThat(name.getAttribute("value")).isEqualTo("6h-2h");
    browser.find("[data-apply]").click();
    browser.await(".ack", "Accepted by the job");
    browser.screenshot("workbench-applied");
    browser.open(dashboard.url() + "/job?lang=en");
    browser.await(".acks li", "6h-2h");
    browser.open(dashboard.url() + "/overview?lang=en&window=6h-2h&range=all");
    browser.await(".table tbody tr", "防汛");
  }

  @Test
  void aQueryThatIsEditedCanBeApplied() {
    browser.open(dashboard.url() + "/topics?lang=en&id=flood-prevention#token=" + TOKEN);
    browser.await(".result", "score");
    WebElement query = browser.find("textarea");
    assertThat(query.getAttribute("value")).contains("防汛");
    query.sendKeys(" OR (");
    browser.await(
        "what is wrong with it",
        () -> browser.texts(".warning").stream().anyMatch(text -> text.length() > 10));
    query.sendKeys("拦洪坝^2 AND 合龙)");
    browser.await(
        "no fault any more", () -> browser.texts(".warning").stream().allMatch(String::isEmpty));
    browser.find("[data-apply]").click();
    browser.await(".ack", "Accepted by the job, version");
    browser.screenshot("topics-applied");
    browser.open(dashboard.url() + "/topics?lang=en&id=flood-prevention");
    browser.await(
        "the query as it was applied",
        () -> browser.find("textarea").getAttribute("value").endsWith("OR (拦洪坝^2 AND 合龙)"));
  }

  @Test
  void aWrongTokenIsSaidAndAskedFor() {
    browser.open(dashboard.url() + "/workbench?lang=en&id=flood-prevention#token=wrong");
    browser.await(".figure", "Spans with stories");
    browser.find("[data-apply]").click();
    browser.await(".ack", "the token is missing or wrong");
    assertThat(browser.find(".apply input[type=password]").isDisplayed()).isTrue();
    assertThat(browser.console())
        .as("said here, so that no other test hears of it")
        .anyMatch(said -> said.contains("401"));
  }

  @Test
  void anEmergingSubjectIsATopicInTwoClicks() throws Exception {
    put(
        TopicName.EMERGING,
        "day/2026-07-04T16:00:00Z/石门水库",
        """
        {"schemaVersion":1,"group":"石门水库","terms":[{"term":"石门水库","kind":"place","score":4.5,"mentions":6,
        "uniqueStories":5,"sources":3}],"proposedTopic":{"id":"shimen-reservoir","name":"石门水库","query":"石门水库^3 OR 泄洪",
        "threshold":2},"window":"day","windowStart":"2026-07-04T16:00:00Z","windowEnd":"2026-07-05T16:00:00Z",
        "evidence":[]}
        """
            .replace("\n", ""));
    browser.open(dashboard.url() + "/overview?lang=en#token=" + TOKEN);
    browser.await(".emerging a.button", "Make it a topic").click();
    browser.await(".result", "score");
    assertThat(browser.find("textarea").getAttribute("value")).isEqualTo("石门水库^3 OR 泄洪");
    assertThat(browser.find("[data-apply]").isEnabled()).isTrue();
  }

  /** Text of strangers changes nothing but text. */
  @Test
  void hostileTextStaysText() throws Exception {
    String script = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
    String turned = "\u202Eevil\u2066 abc";
    String titles =
        "%s|javascript:window.hacked=1|%s|https://example.org/ok|%s|data:text/html,<script>window.hacked=1</script>"
            .formatted(script, turned, "长".repeat(10_000));
    String[] parts = titles.split("\\|", -1);
    try (ArticleFeeder feeder = ArticleFeeder.openBeside(job.cluster(), "hostile", job.reader())) {
      for (int i = 0; i < parts.length; i += 2) {
        var article =
            new ObjectMapper()
                .createObjectNode()
                .put("id", "hostile-" + i)
                .put("source", "<b>" + i + "</b>")
                .put("title", parts[i])
                .put("url", parts[i + 1])
                .put("body", "敌意文本 " + parts[i])
                .put("publishedAt", "2026-07-05T10:0" + i + ":00+08:00");
        feeder.send(
            new RawRecord(
                "test", 0, i, 1783303200000L, new ObjectMapper().writeValueAsBytes(article)));
      }
      feeder.commit();
    }
    browser.open(dashboard.url() + "/articles?lang=en&q=敌意文本");
    browser.await("three articles", () -> browser.texts(".result").size() == 3);
    browser.await(".result h3", "onerror");
    browser.await("its full text", () -> clicked(".result button"));
    browser.await(".full p", "敌意文本");
    assertThat(browser.run("return window.hacked")).isNull();
    assertThat(
            browser.run(
                "return document.querySelectorAll('main img, main script, main b b').length"))
        .isEqualTo(0L);
    assertThat(
            browser.run(
                "return [...document.querySelectorAll('.result a')].map(a => new URL(a.href).protocol).filter(p => !/^https?:$/.test(p))"))
        .isEqualTo(List.of());
    assertThat(browser.run("return /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText)"))
        .as("signs that turn the direction of text")
        .isEqualTo(false);
    assertThat(
            (Long)
                browser.run(
                    "return Math.max(...[...document.querySelectorAll('.result h3')].map(e => e.textContent.length))"))
        .isLessThan(300L);
    assertThat(
            browser.run(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .isEqualTo(0L);
    browser.screenshot("articles-hostile");
    browser.assertSound();
    browser.open(
        dashboard.url()
            + "/overview?lang=en&window="
            + "%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E");
    browser.await("#fresh", "Live");
    assertThat(browser.run("return window.hacked")).isNull();
  }

  private static Boolean clicked(String css) {
    browser.driver().findElements(By.cssSelector(css)).forEach(WebElement::click);
    return true;
  }

  /** What every path answers is what the document says. */
  @Test
  void theDocumentSaysWhatTheServerAnswers() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    HttpClient client = HttpClient.newHttpClient();
    JsonNode document = mapper.readTree(answer(client, dashboard.url() + "/api/v1/openapi.json"));
    int checked = 0;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      JsonNode get = path.getValue().path("get");
      JsonNode schema =
          get.path("responses").path("200").path("content").path("application/json").path("schema");
      if (schema.isMissingNode()) {
        continue;
      }
      StringBuilder query = new StringBuilder();
      for (JsonNode parameter : get.path("parameters")) {
        if (parameter.has("example")) {
          query
              .append(query.isEmpty() ? "?" : "&")
              .append(parameter.path("name").asText())
              .append('=')
              .append(
                  URLEncoder.encode(parameter.path("example").asText(), StandardCharsets.UTF_8));
        }
      }
      ObjectNode whole = mapper.createObjectNode();
      whole.set("components", document.path("components"));
      whole.setAll((ObjectNode) schema.deepCopy());
      String answered = answer(client, dashboard.url() + path.getKey() + query);
      Set<ValidationMessage> wrong =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
              .getSchema(whole)
              .validate(mapper.readTree(answered));
      assertThat(wrong).as("%s%s: %s", path.getKey(), query, answered).isEmpty();
      checked++;
    }
    assertThat(checked).isGreaterThanOrEqualTo(19);
    String csv =
        answer(client, dashboard.url() + "/api/v1/series.csv?window=day&id=flood-prevention");
    assertThat(csv.lines().findFirst().orElseThrow())
        .startsWith("\uFEFFkind,id,name,window,windowStart,windowEnd,firing");
    assertThat(csv)
        .contains("topic,flood-prevention,防汛,day,2026-07-05T16:00:00Z,2026-07-06T16:00:00Z,");
  }

  /** Who does not see the curve, or cannot point at it, has the same by the keyboard. */
  @Test
  void theCurveOfASubjectIsATableToo() throws Exception {
    JsonNode series =
        new ObjectMapper()
            .readTree(
                answer(
                    HttpClient.newHttpClient(),
                    dashboard.url() + "/api/v1/series?window=week&id=flood-prevention"))
            .at("/series/0");
    int last = series.path("end").size() - 1;
    String end = series.path("end").get(last).asText();
    browser.open(
        dashboard.url()
            + "/subject?lang=en&id=flood-prevention&window=week&range=all&measure=share");
    browser.await("h1", "防汛");
    browser.await(".headlines.two li", "lanjiang");
    browser.find("details summary").sendKeys(Keys.ENTER);
    browser.await("details thead", "Expected band");
    assertThat(browser.texts("details tbody tr")).hasSize(last + 1);
    assertThat(browser.texts("details tbody tr:first-child td").subList(0, 2))
        .containsExactly(
            series.path("uniqueStories").get(last).asText(),
            series.path("mentions").get(last).asText());
    browser.assertSound();

    browser.find("details tbody tr:first-child button").sendKeys(Keys.ENTER);
    browser.await("details tbody tr:first-child button[aria-pressed=true]", "");
    assertThat(browser.run("return new URLSearchParams(location.search).get('at')")).isEqualTo(end);
    assertThat(browser.run("return document.activeElement.dataset.value")).isEqualTo(end);
    browser.await(".panel-head .button", "Whole range");
    browser.screenshot("subject-table");
  }

  @Test
  void whatComesWhileOneLooksLeavesTheListsOfASubjectOpen() throws Exception {
    browser.open(dashboard.url() + "/subject?lang=en&id=green-performance&window=day&range=all");
    browser.await("h1", "绿色绩效");
    browser.await(".headlines.two li", "");
    browser.run("window.chosen = document.querySelector('.toolbar select')");
    put(
        TopicName.ALERTS,
        "topic/green-performance/2026-07-04T16:00:00Z",
        alert("OPEN", 6.6).replace("flood-prevention", "green-performance").replace("防汛", "绿色绩效"));
    browser.await(".alerts .alert.open", "6.6");
    assertThat(browser.run("return window.chosen === document.querySelector('.toolbar select')"))
        .isEqualTo(true);
    browser.find(".toolbar [data-value='7']").click();
    browser.await(".toolbar [data-value='7'][aria-pressed=true]", "");
  }

  /** Until it is let go, has the page's requests whose address holds a text fail. */
  private static void failRequests(String holding) {
    browser.run(
        """
        const real = window.fetch;
        window.letGo = () => (window.fetch = real);
        window.fetch = (address, ...more) =>
          String(address).includes(arguments[0]) ? Promise.reject(new TypeError('the line is dead')) : real(address, ...more);
        """,
        holding);
  }

  @Test
  void whatFailsIsSaidWhereItIsMissingAndCanBeAskedForAgain() {
    browser.open(dashboard.url() + "/overview?lang=en&window=day&range=all");
    browser.await(".table tbody tr", "防汛");
    failRequests("/series?");
    browser.await(".table .subject-link", "防汛").click();
    browser.await("h1", "防汛");
    browser.await(".chart-empty .failed", "This failed: the line is dead");
    // What did not fail is there.
    browser.await(".map text", "");
    browser.assertSound();
    browser.run("window.letGo()");
    browser.find(".chart-empty .failed button").click();
    browser.await(".figure", "Share");
    browser.await(
        "the curve in place of the failure",
        () -> browser.texts(".failed").stream().allMatch(String::isEmpty) ? true : null);
  }

  /** Has the page's requests whose address holds a text answered only when they are let go. */
  private static void holdRequests(String holding) {
    browser.run(
        """
        const real = window.fetch;
        window.held = 0;
        window.read = 0;
        const gate = new Promise((resolve) => (window.letGo = resolve));
        window.fetch = (address, ...more) => {
          const answer = real(address, ...more);
          if (!String(address).includes(arguments[0])) return answer;
          window.held++;
          return gate.then(() => answer).then((response) => {
            const json = response.json.bind(response);
            response.json = () => json().finally(() => window.read++);
            return response;
          });
        };
        """,
        holding);
  }

  @Test
  void anAnswerThatComesLateDoesNotTakeThePlaceOfWhatWasAskedForSince() {
    browser.open(dashboard.url() + "/subject?lang=en&id=flood-prevention&window=day&range=all");
    browser.await("h1", "防汛");
    browser.await(".headlines.two li", "lanjiang");
    holdRequests("id=robotics");
    new Select(browser.find(".toolbar select")).selectByValue("robotics");
    browser.await("h1", "机器人");
    browser.await(
        "the requests that are held", () -> (Boolean) browser.run("return window.held >= 3"));
    new Select(browser.find(".toolbar select")).selectByValue("green-performance");
    browser.await("h1", "绿色绩效");
    browser.await(".figure", "Share");
    browser.await(".headlines.two li", "");
    List<String> before = pageTexts();
    browser.run("window.letGo()");
    browser.await(
        "the answers to be read",
        () -> (Boolean) browser.run("return window.read === window.held"));
    assertThat(pageTexts()).isEqualTo(before);
  }

  private static List<String> pageTexts() {
    return browser.texts("h1, .figure, .chips, .map text, .headlines li, .alerts li");
  }

  @Test
  void whatWasExpectedIsThereOnDaysWithoutAStoryToo() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    ObjectMapper mapper = new ObjectMapper();
    String address = dashboard.url() + "/api/v1/series?window=day&id=robotics";
    JsonNode rows = mapper.readTree(answer(client, address)).at("/series/0");
    JsonNode whole = mapper.readTree(answer(client, address + "&expected=all")).at("/series/0");
    int without = 0;
    for (int i = 0; i < rows.path("end").size(); i++) {
      // The job's rows say it once there is a history; before that the dashboard works it out.
      JsonNode said = rows.path("expected").get(i);
      JsonNode expected = whole.path("expected").get(i);
      if (said.isNull() && rows.path("uniqueStories").get(i).asInt() == 0) {
        assertThat(whole.path("expectedLow").get(i).asInt())
            .isLessThanOrEqualTo(whole.path("expectedHigh").get(i).asInt());
      } else {
        assertThat(expected).isEqualTo(said);
        boolean none = rows.path("uniqueStories").get(i).asInt() == 0;
        without += none && expected.asDouble() > 0 ? 1 : 0;
      }
    }
    assertThat(without).isGreaterThan(20);
  }

  private static String answer(HttpClient client, String url) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(url + ": " + answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** The day's report over the same rows, as it is called; kept beside the screenshots. */
  @Test
  void theBriefTellsTheDayOfTheFlood() throws Exception {
    Path out = Path.of("target/brief");
    String[] call = {
      "brief",
      "--job",
      "jobs/demo.yaml",
      "--set",
      "kafka.bootstrapServers=" + broker.bootstrapServers(),
      "--day",
      "2026-07-05",
      "--lang",
      "en",
      "--out",
      out.toString()
    };
    String text = "";
    // Rows are read as far as they are committed: that of the day after is the last that it needs.
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!text.contains("4 stories in 5 articles") && System.nanoTime() < deadline) {
      assertThat(Newstide.commandLine().execute(call)).isZero();
      text = Files.readString(out.resolve("brief-2026-07-05.md"));
    }
    assertThat(text)
        .startsWith("# News brief · Sunday, 5 July 2026\n")
        .contains(
            "5 articles telling 4 stories, from 3 sources",
            "### 防汛 _beyond expectation_",
            "4 stories in 5 articles of 3 sources; 2 articles the day before.",
            "[石门水库今日11时开闸泄洪](<https://news.example.cn/dongchuan-news/20260705/xiehong>)",
            "lanjiang-emergency 2, lanjiang-evening 2, dongchuan-news 1");
    browser.open(out.resolve("brief-2026-07-05.html").toUri().toString());
    browser.await("h1", "News brief");
    browser.await("section li a", "石门水库今日11时开闸泄洪");
    browser.screenshot("brief");
    assertThat(browser.faults()).isEmpty();

    call[5 + 1] = "2026-07-39";
    assertThat(Newstide.commandLine().execute(call)).isEqualTo(2);
  }

  /** The page that tune writes: as accessible as the others, and without a fault in the console. */
  @Test
  void theComparisonOfSettingsIsAPageToRead() throws Exception {
    Path grid = folder.resolve("grid.yaml");
    Files.writeString(grid, "windows: [PT3H]\ntime: {allowedLateness: [P4D]}\n");
    Path bursts = folder.resolve("bursts.yaml");
    Files.writeString(
        bursts,
        "- {name: '<b>洪水</b>', subject: flood-prevention, from: '2026-07-04T00:00:00+08:00'}\n");
    Path out = Path.of("target/tuned");
    assertThat(
            Newstide.commandLine()
                .execute(
                    "tune",
                    "--job",
                    "jobs/demo.yaml",
                    "--articles",
                    SAMPLE.toString(),
                    "--grid",
                    grid.toString(),
                    "--bursts",
                    bursts.toString(),
                    "--out",
                    out.toString(),
                    "--lang",
                    "en"))
        .isZero();
    browser.open(out.resolve("report.html").toUri().toString());
    browser.await("h1", "Windows and settings compared");
    // Both late articles of the sample are in time with four days.
    browser.await("section p", "2 articles no longer too late");
    browser.await("section h3", "<b>洪水</b>");
    browser.screenshot("tune");
    browser.assertSound();
  }
}
