package io.newstide.notify.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.newstide.feed.web.FeedServer;
import io.newstide.notify.AlertRows;
import io.newstide.notify.Delivery;
import io.newstide.notify.Language;
import io.newstide.notify.Message;
import io.newstide.notify.MessageTemplate;
import io.newstide.notify.Sender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that fail in all the usual ways. */
@Timeout(300)
class HttpSenderTest {

  private static final Instant NOW = Instant.parse("2026-03-26T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Message MESSAGE =
      MessageTemplate.of(Language.ZH, ZoneId.of("Asia/Shanghai"), Optional.empty())
          .message(AlertRows.alert(AlertRows.silence("亦城 100%", "OPEN")));

  private final FeedServer server = FeedServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private static Sender webhook(URI address) {
    return webhook(address, PATIENCE);
  }

  private static Sender webhook(URI address, Duration patience) {
    return new Senders(patience, Optional.empty(), InstantSource.fixed(NOW))
        .webhook(address, Optional.empty(), Map.of("Authorization", "Bearer tok-7e5f"));
  }

  private static void answers(Delivery delivery, String kind, String why) {
    assertThat(Deliveries.shown(delivery)).as(Deliveries.why(delivery)).isEqualTo(kind);
    assertThat(Deliveries.why(delivery)).contains(why);
  }

  @Test
  void aServerThatTakesItGetsItWithItsKeyAndHeaders() throws IOException {
    var body = new CompletableFuture<byte[]>();
    URI at =
        server.on(
            "/hook",
            exchange -> {
              body.complete(exchange.getRequestBody().readAllBytes());
              FeedServer.send(exchange, 204, new byte[0]);
            });
    assertThat(webhook(at).send(MESSAGE)).isEqualTo(new Delivery.Delivered(""));
    Headers headers = server.requests().get(0);
    assertThat(headers.getFirst("Idempotency-Key"))
        .isEqualTo(
            "source/%E4%BA%A6%E5%9F%8E%20100%25/2026-03-26T08:00:00Z/OPEN/2026-03-26T08:00:00Z");
    assertThat(headers.getFirst("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer tok-7e5f");
    assertThat(new ObjectMapper().readTree(body.join()).get("title").asText())
        .isEqualTo("【提醒】亦城 100%（来源）");
  }

  @Test
  void aPasswordInTheAddressIsSentAsOne() {
    URI at = server.gives("/hook", "");
    URI with = URI.create(at.toString().replace("http://", "http://us%C3%A9r:p%40ss@"));
    new Senders(PATIENCE, Optional.empty(), InstantSource.fixed(NOW))
        .webhook(with, Optional.empty(), Map.of())
        .send(MESSAGE);
    assertThat(server.requests().get(0).getFirst("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder().encodeToString("usér:p@ss".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | Later         | HTTP 500 (oh dear): it is in trouble itself",
        "503 | Later         | HTTP 503",
        "408 | Later         | HTTP 408",
        "429 | Later         | HTTP 429 (oh dear): it is asked too often",
        "400 | Refused       | HTTP 400 (oh dear)",
        "413 | Refused       | HTTP 413",
        "422 | Refused       | HTTP 422",
        "401 | Misconfigured | are the key, secret and headers right?",
        "403 | Misconfigured | it does not let us in",
        "404 | Misconfigured | is its url right?",
        "410 | Misconfigured | is its url right?",
      })
  void anAnswerThatIsNone(int status, String kind, String why) {
    byte[] said = "oh\r\ndear".getBytes(StandardCharsets.UTF_8);
    URI at = server.on("/", exchange -> FeedServer.send(exchange, status, said));
    answers(webhook(at).send(MESSAGE), kind, why);
  }

  @Test
  void aServerSaysHowLongItWantsToBeLeftAlone() {
    URI seconds = retryAfter("/a", "120");
    URI date = retryAfter("/b", "Thu, 26 Mar 2026 08:03:00 GMT");
    URI past = retryAfter("/c", "Thu, 26 Mar 2026 07:03:00 GMT");
    URI nonsense = retryAfter("/d", "soon");
    answers(webhook(seconds).send(MESSAGE), "Later PT2M", "HTTP 429");
    answers(webhook(date).send(MESSAGE), "Later PT3M", "HTTP 429");
    answers(webhook(past).send(MESSAGE), "Later", "HTTP 429");
    answers(webhook(nonsense).send(MESSAGE), "Later", "HTTP 429");
  }

  private URI retryAfter(String path, String value) {
    return server.on(
        path, exchange -> FeedServer.send(exchange, 429, new byte[0], "Retry-After", value));
  }

  /** Whoever can answer for the receiver could lead us anywhere in our own network. */
  @Test
  void aRedirectIsNotFollowed() {
    URI inside = server.gives("/inside", "secret");
    URI at =
        server.on(
            "/hook",
            exchange -> FeedServer.send(exchange, 307, new byte[0], "Location", inside.toString()));
    answers(webhook(at).send(MESSAGE), "Misconfigured", "it redirects, which is not followed");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aPortWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    URI at = URI.create("http://127.0.0.1:" + port + "/hook?key=top-secret-key");
    Delivery delivery = webhook(at).send(MESSAGE);
    answers(delivery, "Later", "no connection: nobody listens there");
    assertThat(Deliveries.why(delivery)).doesNotContain("top-secret-key");
  }

  @Test
  void aCertificateThatNobodyTrusts(@TempDir Path folder) throws Exception {
    var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.forLocalhost(folder)));
    var asked = new AtomicBoolean();
    https.createContext("/", exchange -> asked.set(true));
    https.start();
    try {
      answers(
          webhook(URI.create("https://localhost:" + https.getAddress().getPort() + "/"))
              .send(MESSAGE),
          "Misconfigured",
          "is the server's certificate one that Java trusts?");
      assertThat(asked).isFalse();
    } finally {
      https.stop(0);
    }
  }

  @Test
  void aHostThatDoesNotExist() {
    answers(
        webhook(URI.create("http://hook.invalid/")).send(MESSAGE),
        "Later",
        "nobody knows the host's name");
  }

  @Test
  void aServerThatDoesNotAnswer() throws Exception {
    var end = new CountDownLatch(1);
    URI at =
        server.on(
            "/",
            exchange -> {
              try {
                end.await(30, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    answers(
        webhook(at, Duration.ofSeconds(1)).send(MESSAGE), "Later", "it did not answer within PT1S");
    end.countDown();
  }

  /** The head comes at once, the body never ends. */
  @Test
  void aServerThatAnswersDropByDrop() {
    URI at =
        server.on(
            "/",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try {
                while (true) {
                  exchange.getResponseBody().write(' ');
                  exchange.getResponseBody().flush();
                  if (new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)) {
                    return;
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    answers(
        webhook(at, Duration.ofSeconds(1)).send(MESSAGE), "Later", "it did not answer within PT1S");
  }

  @Test
  void aServerThatBreaksOff() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket once = socket.accept()) {
                  var unused = once.getInputStream().read(new byte[100_000]);
                  once.getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly"
                              .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  // The test has ended.
                  return;
                }
              });
      thread.start();
      URI at = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
      assertThat(Deliveries.shown(webhook(at).send(MESSAGE))).isEqualTo("Later");
    }
  }

  @Test
  void aRobotsAnswerIsLookedIntoWhateverItsStatus() {
    Senders senders = new Senders(PATIENCE, Optional.empty(), InstantSource.fixed(NOW));
    URI wrong = server.gives("/a", "{\"errcode\":310000,\"errmsg\":\"keywords not in content\"}");
    answers(
        senders.dingtalk(wrong, Optional.empty()).send(MESSAGE),
        "Misconfigured",
        "DingTalk 310000: keywords not in content");
    URI bad =
        server.on(
            "/b",
            exchange ->
                FeedServer.send(
                    exchange,
                    400,
                    "{\"code\":19024,\"msg\":\"Key Words Not Found\"}"
                        .getBytes(StandardCharsets.UTF_8)));
    answers(senders.feishu(bad, Optional.empty()).send(MESSAGE), "Misconfigured", "Feishu 19024");
    URI down = server.on("/c", exchange -> FeedServer.send(exchange, 502, new byte[0]));
    answers(senders.wecom(down).send(MESSAGE), "Later", "HTTP 502");
  }

  /** Servers quote what they were sent. */
  @Test
  void secretsAreTakenOutOfWhatServersSay() {
    URI at =
        server.on(
            "/robot/0123456789abcdef",
            exchange ->
                FeedServer.send(
                    exchange,
                    400,
                    "bad token abc-123-xyz of Bearer tok-7e5f at /robot/0123456789abcdef"
                        .getBytes(StandardCharsets.UTF_8)));
    Delivery delivery = webhook(URI.create(at + "?token=abc-123-xyz")).send(MESSAGE);
    answers(delivery, "Refused", "HTTP 400 (bad token *** of *** at /robot/***)");
    assertThat(new Secrets(List.of("ab")).without("abc"))
        .as("too short to be one")
        .isEqualTo("abc");
  }
}
