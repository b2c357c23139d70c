package io.newstide.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server lets in and what it does not, with no Kafka behind it. */
class ServerTest {

  private static final String TOKEN = "a-token-of-this-test";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Dashboard dashboard;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    dashboard = start(Optional.of(TOKEN));
  }

  private static Dashboard start(Optional<String> token) {
    return Dashboard.start(
        WorkbenchSpeed.deployment(),
        new DashboardSettings(
            "127.0.0.1", 0, Optional.empty(), token, Optional.empty(), 1_000, 1_000));
  }

  @AfterAll
  static void stop() {
    dashboard.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(dashboard.url() + path));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        request("/api/v1/windows").POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Bytes as they are, for what a client would not send. */
  private static String raw(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(dashboard.url()).getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String status(String answer) {
    return answer.substring(0, answer.indexOf('\r')).split(" ", -1)[1];
  }

  @Test
  void thePageRunsNothingThatIsNotItsOwn() throws Exception {
    HttpResponse<String> page = get("/overview");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .contains("base-uri 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.body()).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain(" on");
    assertThat(page.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void everyViewIsThePageAndEveryFileIsThere() throws Exception {
    for (String view :
        List.of("/", "/overview", "/subject", "/workbench", "/topics", "/articles", "/job")) {
      assertThat(get(view).body()).startsWith("<!doctype html>");
    }
    for (String file : Page.FILES) {
      assertThat(get("/" + file).statusCode()).as(file).isEqualTo(200);
    }
  }

  @Test
  void thereIsNoWayOutOfTheStaticFolder() throws Exception {
    for (String path :
        List.of(
            "/../openapi.json",
            "/js/../../openapi.json",
            "/..%2fopenapi.json",
            "/%2e%2e/openapi.json",
            "/js/%2e%2e/%2e%2e/Dashboard.class",
            "/page/index.html",
            "//etc/passwd",
            "/js/",
            "/js/main.js/",
            "/lib/..;/app.css",
            "/index.html%00.js",
            "/..\\openapi.json")) {
      String answer =
          raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(status(answer)).as(path).isIn("400", "404");
      assertThat(answer).doesNotContain("openapi\":", "root:");
    }
  }

  @Test
  void anotherNameForThisComputerIsNotAnswered() throws Exception {
    assertThat(
            status(
                raw(
                    "GET /api/v1/deployment HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")))
        .isEqualTo("421");
  }

  @Test
  void aChangeNeedsTokenOriginAndJson() throws Exception {
    String body = "{\"name\":\"6h\",\"shape\":\"nonsense\"}";
    String json = "application/json";
    assertThat(post(body, "Content-Type", json, "Authorization", "Bearer " + TOKEN).statusCode())
        .as("without an origin")
        .isEqualTo(403);
    assertThat(
            post(
                    body,
                    "Content-Type",
                    json,
                    "Authorization",
                    "Bearer " + TOKEN,
                    "Origin",
                    "http://evil.example")
                .statusCode())
        .as("from another page")
        .isEqualTo(403);
    assertThat(post(body, "Content-Type", json, "Origin", dashboard.url()).statusCode())
        .as("without a token")
        .isEqualTo(401);
    assertThat(
            post(
                    body,
                    "Content-Type",
                    json,
                    "Origin",
                    dashboard.url(),
                    "Authorization",
                    "Bearer wrong")
                .statusCode())
        .as("with a wrong token")
        .isEqualTo(401);
    HttpResponse<String> right =
        post(
            body,
            "Content-Type",
            json,
            "Origin",
            dashboard.url(),
            "Authorization",
            "Bearer " + TOKEN);
    assertThat(right.statusCode()).as("allowed, and the window is wrong").isEqualTo(400);
    assertThat(right.body()).contains("'nonsense' is no size");
  }

  @Test
  void withoutATokenNothingCanBeChanged() throws Exception {
    try (Dashboard reading = start(Optional.empty())) {
      HttpResponse<String> answer =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create(reading.url() + "/api/v1/windows"))
                  .header("Origin", reading.url())
                  .header("Authorization", "Bearer ")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("dashboard.token");
    }
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    assertThat(
            post(
                    " ".repeat(70_000),
                    "Content-Type",
                    "application/json",
                    "Origin",
                    dashboard.url(),
                    "Authorization",
                    "Bearer " + TOKEN)
                .statusCode())
        .isEqualTo(413);
    assertThat(get("/api/v1/articles?q=" + "a".repeat(5_000)).statusCode()).isEqualTo(400);
    assertThat(
            status(
                raw(
                    "GET /?"
                        + "a".repeat(20_000)
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")))
        .isIn("414", "431");
  }

  @Test
  void whoAsksTooOftenIsToldToWait() throws Exception {
    try (Dashboard busy = start(Optional.of(TOKEN))) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        HttpResponse<String> answer =
            CLIENT.send(
                HttpRequest.newBuilder(URI.create(busy.url() + "/api/v1/windows"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        statuses.add(answer.statusCode());
      }
      assertThat(statuses.subList(0, 10)).containsOnly(403);
      assertThat(statuses.get(11)).isEqualTo(429);
    }
  }

  @Test
  void aWrongRequestIsToldWhatWouldBeRight() throws Exception {
    assertThat(get("/api/v1/series?windw=day").body())
        .contains(
            "there is no parameter 'windw' here; there are expected, from, id, kind, to, window");
    assertThat(get("/api/v1/series?kind=nonsense&window=day").body())
        .contains("kind: 'nonsense' is none of topic, keyword");
    assertThat(get("/api/v1/ranks?window=day&limit=0").body())
        .contains("limit: '0' is no whole number from 1 to 1000");
    assertThat(get("/api/v1/workbench?shape=PT25M").body())
        .contains("shape: the size PT25M is no multiple of the slice PT10M");
    assertThat(get("/api/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(post("{}").statusCode()).isEqualTo(403);
    HttpResponse<String> put =
        CLIENT.send(
            request("/api/v1/series").method("PUT", HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(put.statusCode()).isEqualTo(405);
  }

  @Test
  void theFirstViewIsSmall() throws Exception {
    long bytes = 0;
    for (String file : Page.FILES) {
      HttpResponse<byte[]> answer =
          CLIENT.send(
              request("/" + file).header("Accept-Encoding", "gzip").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      bytes += answer.body().length;
    }
    assertThat(bytes).as("bytes of the whole page, all views").isLessThan(400_000);
  }

  @Test
  void whatIsUnchangedIsNotSentAgain() throws Exception {
    HttpResponse<String> first = get("/app.css");
    HttpResponse<String> again =
        CLIENT.send(
            request("/app.css")
                .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(again.statusCode()).isEqualTo(304);
    HttpResponse<InputStream> packed =
        CLIENT.send(
            request("/app.css").header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = new GZIPInputStream(packed.body())) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(first.body());
    }
  }

  @Test
  void theDocumentNamesEveryPathThereIs() throws Exception {
    JsonNode document = JSON.readTree(get("/api/v1/openapi.json").body());
    TreeSet<String> documented = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(method -> documented.add(method + " " + path.getKey()));
    }
    assertThat(documented).isEqualTo(dashboard.paths());
  }
}
