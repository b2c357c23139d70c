package io.newstide.notify.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.newstide.notify.Delivery;
import io.newstide.notify.Message;
import io.newstide.notify.Sender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Posts messages to the configured address and nowhere else: a redirect is not followed. Safe for
 * use by several threads.
 */
final class HttpSender implements Sender {

  private static final int MOST_OF_AN_ANSWER = 64 * 1024;

  private final Form form;
  private final Secrets secrets;
  private final Duration patience;
  private final InstantSource clock;
  private final HttpClient http;

  /**
   * A sender.
   *
   * @param form how the receiver wants messages
   * @param secrets what must not be told
   * @param patience how long a connection, and how long everything may take
   * @param clock tells the time of signatures
   */
  HttpSender(Form form, Secrets secrets, Duration patience, InstantSource clock) {
    this.form = form;
    this.secrets = secrets;
    this.patience = patience;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
  }

  @Override
  public boolean fits(Message message) {
    return form.fits(message);
  }

  @Override
  public JsonNode preview(Message message) {
    return form.body(cut(message));
  }

  private Message cut(Message message) {
    Message cut = message;
    for (int lines = message.lines().size() - 1; lines >= 0 && !form.fits(cut); lines--) {
      cut = message.cutTo(lines);
    }
    return cut;
  }

  @Override
  public Delivery send(Message message) {
    Form.Request request = form.request(cut(message), clock.instant());
    return secrets.without(exchange(http(request, message.key())));
  }

  private HttpRequest http(Form.Request request, String key) {
    URI address = request.address();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("User-Agent", "Newstide (notify)")
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Idempotency-Key", ascii(key))
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
    if (address.getUserInfo() != null) {
      byte[] user = address.getUserInfo().getBytes(StandardCharsets.UTF_8);
      builder.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    request.headers().forEach(builder::setHeader);
    return builder.build();
  }

  /** A header holds ASCII alone: all else is percent-encoded, the percent sign too. */
  static String ascii(String key) {
    StringBuilder ascii = new StringBuilder();
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '%') {
        ascii.append((char) b);
      } else {
        ascii.append("%%%02X".formatted(b & 0xff));
      }
    }
    return ascii.toString();
  }

  private Delivery exchange(HttpRequest request) {
    var body = new ByteArrayOutputStream();
    CompletableFuture<HttpResponse<Void>> response =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.ofByteArrayConsumer(
                part ->
                    part.ifPresent(
                        bytes ->
                            body.write(
                                bytes,
                                0,
                                Math.min(bytes.length, MOST_OF_AN_ANSWER - body.size())))));
    try {
      HttpResponse<Void> answer = response.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      var seen = new Form.Answer(answer.statusCode(), json(body.toByteArray()));
      return form.meaning(seen).orElseGet(() -> byStatus(answer, body.toByteArray()));
    } catch (TimeoutException e) {
      return later("it did not answer within " + patience);
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return later("its answer was not waited for");
    } finally {
      // Ends the exchange if it is still under way.
      response.cancel(true);
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode json = Bytes.JSON.readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static Delivery later(String why) {
    return new Delivery.Later(why, Optional.empty());
  }

  private Delivery failed(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof SSLException) {
        return new Delivery.Misconfigured(
            at.getMessage()
                + ": the connection cannot be encrypted; is the server's certificate one that Java trusts?");
      }
    }
    return later(why(cause));
  }

  private String why(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection within " + patience;
    }
    if (cause instanceof HttpTimeoutException) {
      return "it did not answer within " + patience;
    }
    if (cause instanceof ConnectException) {
      for (Throwable at = cause; at != null; at = at.getCause()) {
        if (at instanceof UnresolvedAddressException) {
          return "nobody knows the host's name";
        }
      }
      return "no connection: nobody listens there";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private Delivery byStatus(HttpResponse<?> answer, byte[] body) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return new Delivery.Delivered("");
    }
    String said = "HTTP " + status + beginning(body);
    if (status / 100 == 3) {
      return new Delivery.Misconfigured(
          said + ": it redirects, which is not followed; put the address it leads to into url");
    }
    return switch (status) {
      case 401, 403 ->
          new Delivery.Misconfigured(
              said + ": it does not let us in; are the key, secret and headers right?");
      case 404, 405, 410 -> new Delivery.Misconfigured(said + ": is its url right?");
      case 407 -> new Delivery.Misconfigured(said + ": a proxy wants to know who we are");
      case 408, 425 -> new Delivery.Later(said, after(answer));
      case 429 -> new Delivery.Later(said + ": it is asked too often", after(answer));
      default ->
          status / 100 == 4
              ? new Delivery.Refused(said)
              : new Delivery.Later(said + ": it is in trouble itself", after(answer));
    };
  }

  /** What a server says of itself, on one line. */
  private static String beginning(byte[] body) {
    String text =
        new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8)
            .replaceAll("[\\p{Cntrl}\\s\uFFFD]+", " ")
            .strip();
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  private Optional<Duration> after(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(
            after -> {
              try {
                return Optional.of(
                    after.matches("\\d{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(after))
                        : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant()));
              } catch (DateTimeException e) {
                return Optional.empty();
              }
            })
        .filter(wait -> !wait.isNegative());
  }
}
