package io.newstide.feed.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.newstide.feed.SourceException;
import io.newstide.feed.web.FeedClient.Answer;
import io.newstide.feed.web.FeedClient.Limits;
import io.newstide.feed.web.FeedClient.Validators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers as they are, and as they should not be. */
@Timeout(300)
class FeedClientTest {

  private static final Instant NOW = Instant.parse("2026-07-04T08:00:00Z");
  private static final int MOST = 100_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final FeedServer server = FeedServer.start();
  private final FeedClient client = client(PATIENCE);

  @AfterEach
  void stop() {
    server.close();
  }

  private static FeedClient client(Duration patience) {
    return new FeedClient(new Limits(patience, patience, MOST, 5), InstantSource.fixed(NOW));
  }

  private Answer.Document document(URI at) {
    return (Answer.Document) client.get(at, Validators.NONE);
  }

  private SourceException refused(URI at) {
    return refused(at, client);
  }

  private static SourceException refused(URI at, FeedClient client) {
    return catchThrowableOfType(SourceException.class, () -> client.get(at, Validators.NONE));
  }

  private static String text(Answer.Document document) {
    return new String(document.bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void givesTheDocumentAndHowToAskAgain() {
    Answer.Document document =
        document(
            server.gives(
                "/rss",
                "<rss/>",
                "Content-Type",
                "application/rss+xml; charset=\"GBK\"",
                "ETag",
                "W/\"1\"",
                "Last-Modified",
                "Sat, 04 Jul 2026 07:00:00 GMT"));

    assertThat(text(document)).isEqualTo("<rss/>");
    assertThat(document.charset()).contains("GBK");
    assertThat(document.validators())
        .isEqualTo(new Validators("W/\"1\"", "Sat, 04 Jul 2026 07:00:00 GMT"));
    assertThat(document.movedTo()).isEmpty();
    assertThat(server.requests().get(0))
        .containsKeys("User-Agent", "Accept")
        .doesNotContainKeys("If-none-match", "If-modified-since");
  }

  @Test
  void asksOnlyForWhatHasChanged() {
    URI at = server.on("/rss", exchange -> FeedServer.send(exchange, 304, new byte[0]));

    assertThat(client.get(at, new Validators("\"1\"", "Sat, 04 Jul 2026 07:00:00 GMT")))
        .isEqualTo(new Answer.Unchanged());
    assertThat(server.requests().get(0).getFirst("If-None-Match")).isEqualTo("\"1\"");
    assertThat(server.requests().get(0).getFirst("If-Modified-Since"))
        .isEqualTo("Sat, 04 Jul 2026 07:00:00 GMT");
    assertThat(refused(at)).hasMessage("HTTP 304");
  }

  @Test
  void unpacksWhatIsPackedSaidOrNot() throws IOException {
    byte[] packed = gzip("<rss/>".getBytes(StandardCharsets.UTF_8));
    assertThat(text(document(server.gives("/said", packed, "Content-Encoding", "gzip"))))
        .isEqualTo("<rss/>");
    assertThat(text(document(server.gives("/rss.xml.gz", packed)))).isEqualTo("<rss/>");
    assertThat(server.requests().get(0).getFirst("Accept-Encoding")).isEqualTo("gzip");
  }

  @Test
  void refusesABombABrokenPackageAndOnePackedOtherwise() throws IOException {
    byte[] bomb = gzip(new byte[50_000_000]);
    assertThat(bomb.length).isLessThan(MOST);
    assertThat(refused(server.gives("/bomb", bomb, "Content-Encoding", "gzip")))
        .hasMessage("it unpacks to more than 100,000 bytes");
    assertThat(refused(server.gives("/broken", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0})))
        .hasMessageStartingWith("it cannot be unpacked: ");
    assertThat(refused(server.gives("/br", "?", "Content-Encoding", "br")))
        .hasMessage("it is packed by 'br', which was not asked for");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsARedirectAndSaysWhetherItIsForGood(int status) {
    URI target = server.gives("/new/rss", "<rss/>");
    URI at =
        server.on(
            "/rss",
            exchange -> FeedServer.send(exchange, status, new byte[0], "Location", "new/rss"));

    Answer.Document document = document(at);

    assertThat(text(document)).isEqualTo("<rss/>");
    assertThat(document.at()).isEqualTo(target);
    assertThat(document.movedTo())
        .isEqualTo(status == 301 || status == 308 ? Optional.of(target) : Optional.empty());
  }

  @Test
  void aLoopOfRedirectsIsLeft() {
    URI at =
        server.on(
            "/rss", exchange -> FeedServer.send(exchange, 302, new byte[0], "Location", "/rss"));
    assertThat(refused(at)).hasMessage("it redirects more than 5 times");
    assertThat(server.requests()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/hostname, it redirects to what is no http or https address",
    "ftp://127.0.0.1/a, it redirects to what is no http or https address",
    "http://%%%, it redirects to what is no address",
  })
  void redirectsNowhereElse(String location, String why) {
    URI at =
        server.on(
            "/rss", exchange -> FeedServer.send(exchange, 302, new byte[0], "Location", location));
    assertThat(refused(at)).hasMessage(why);
  }

  @Test
  void aRedirectWithoutATargetIsSaid() {
    URI at = server.on("/rss", exchange -> FeedServer.send(exchange, 302, new byte[0]));
    assertThat(refused(at)).hasMessage("HTTP 302 without saying where to");
  }

  @Test
  void thePasswordInAnAddressIsForItsOwnServerOnly() {
    try (FeedServer other = FeedServer.start()) {
      URI target = other.gives("/rss", "<rss/>");
      URI at =
          server.on(
              "/rss",
              exchange ->
                  FeedServer.send(exchange, 302, new byte[0], "Location", target.toString()));

      document(URI.create(at.toString().replace("http://", "http://me:secret@")));

      assertThat(server.requests().get(0).getFirst("Authorization"))
          .isEqualTo("Basic bWU6c2VjcmV0");
      assertThat(other.requests().get(0)).doesNotContainKey("Authorization");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, 120, PT2M, HTTP 429: it is asked too often",
    "503, 'Sat, 04 Jul 2026 08:05:00 GMT', PT5M, HTTP 503: it is not available now",
    "503, soon, , HTTP 503: it is not available now",
    "503, 'Sat, 04 Jul 2026 07:05:00 GMT', , HTTP 503: it is not available now",
    "404, , , HTTP 404: there is nothing at this address",
    "500, , , HTTP 500: it is in trouble itself",
    "410, , P1D, HTTP 410: it is gone for good; take it out of the job file",
    "204, , , HTTP 204",
  })
  void saysWhatIsWrongAndWhenToComeBack(
      int status, String retryAfter, Duration comeBack, String why) {
    URI at =
        server.on(
            "/rss",
            exchange ->
                FeedServer.send(
                    exchange,
                    status,
                    new byte[0],
                    retryAfter == null ? new String[0] : new String[] {"Retry-After", retryAfter}));
    SourceException refused = refused(at);
    assertThat(refused).hasMessage(why);
    assertThat(refused.retryAfter()).isEqualTo(Optional.ofNullable(comeBack));
  }

  @Test
  void hangsUpOnABodyWithoutEnd() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    URI at =
        server.on(
            "/rss",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try {
                while (true) {
                  exchange.getResponseBody().write(new byte[10_000]);
                }
              } catch (IOException e) {
                hungUp.countDown();
              }
            });
    assertThat(refused(at)).hasMessage("it has more than 100,000 bytes");
    assertThat(hungUp.await(1, TimeUnit.MINUTES)).as("the connection is closed").isTrue();
  }

  @Test
  void hangsUpOnABodyThatTrickles() {
    CountDownLatch hungUp = new CountDownLatch(1);
    URI at =
        server.on(
            "/rss",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try {
                while (!hungUp.await(50, TimeUnit.MILLISECONDS)) {
                  exchange.getResponseBody().write(' ');
                  exchange.getResponseBody().flush();
                }
              } catch (IOException | InterruptedException e) {
                hungUp.countDown();
              }
            });
    long begin = System.nanoTime();
    assertThat(refused(at, client(Duration.ofSeconds(2))))
        .hasMessage("it did not finish within PT2S");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
    hungUp.countDown();
  }

  /** The refusal of a server that begins to answer and then says something for ever. */
  private static String refusalOf(String begin, String forEver, Duration patience)
      throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CountDownLatch refused = new CountDownLatch(1);
      Thread serving =
          new Thread(
              () -> {
                try (Socket connection = socket.accept()) {
                  OutputStream out = connection.getOutputStream();
                  out.write(begin.getBytes(StandardCharsets.US_ASCII));
                  byte[] much = forEver.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
                  while (refused.getCount() > 0 && much.length > 0) {
                    out.write(much);
                  }
                  refused.await();
                } catch (IOException | InterruptedException e) {
                  // The client has hung up, as it may.
                }
              });
      serving.setDaemon(true);
      serving.start();
      SourceException e =
          refused(
              URI.create("http://127.0.0.1:%d/rss".formatted(socket.getLocalPort())),
              client(patience));
      refused.countDown();
      return e.getMessage();
    }
  }

  @Test
  void waitsNotForEverForAServerThatSaysNothing() throws Exception {
    Duration little = Duration.ofSeconds(2);
    assertThat(refusalOf("", "", little)).isEqualTo("it did not finish within PT2S");
    assertThat(refusalOf("HTTP/1.1 200 OK\r\n", "", little))
        .isEqualTo("it did not finish within PT2S");
  }

  @Test
  void takesNoHeadersWithoutEnd() throws Exception {
    assertThat(refusalOf("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n", PATIENCE))
        .startsWith("Header size too big");
    assertThat(refusalOf("HTTP/1.1 200 OK\r\n", "x", PATIENCE)).startsWith("Header size too big");
  }

  @Test
  void refusesWhatIsNoHttp() throws Exception {
    assertThat(refusalOf("SSH-2.0-OpenSSH_9.2\r\n", "", PATIENCE)).contains("status line");
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThatThrownBy(
            () -> client.get(URI.create("http://127.0.0.1:%d/".formatted(free)), Validators.NONE))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("no connection");
    assertThat(refused(URI.create("http://no-such-host.invalid/")))
        .hasMessageStartingWith("no connection");
  }
}
