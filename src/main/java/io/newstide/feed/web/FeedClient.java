package io.newstide.feed.web;

import io.newstide.feed.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * Gets documents over HTTP, politely and within limits: only http and https, only when changed, a
 * few redirects and never from https to http, so many bytes and so long and no more, whatever the
 * server does. Headers are bounded by the JDK ({@code jdk.http.maxHeaderSize}, 384 KiB), which
 * leaves the connection of a server that exceeds them to be closed by that server. Safe for use by
 * several threads.
 */
final class FeedClient {

  /** What a server answered. */
  sealed interface Answer {

    /** What is there is what was there. */
    record Unchanged() implements Answer {}

    /**
     * What is there.
     *
     * @param bytes unpacked
     * @param charset what the server says they are in
     * @param validators by which to ask next time
     * @param at where it was found
     * @param movedTo where it has moved for good
     */
    record Document(
        byte[] bytes,
        Optional<String> charset,
        Validators validators,
        URI at,
        Optional<URI> movedTo)
        implements Answer {}
  }

  /**
   * By what a server knows whether something has changed (RFC 9110, 8.8); empty if it gave none.
   */
  record Validators(String etag, String lastModified) {
    static final Validators NONE = new Validators("", "");
  }

  /**
   * How far a server is put up with.
   *
   * @param connect how long a connection may take
   * @param whole how long everything may take, redirects included
   * @param bytes how many bytes a document may have, packed and unpacked
   * @param redirects how many redirects are followed
   */
  record Limits(Duration connect, Duration whole, int bytes, int redirects) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 16 * 1024 * 1024, 5);
  }

  private static final String USER_AGENT = "Newstide (news feed reader)";
  private static final String ACCEPT =
      "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
          + " text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> FOR_GOOD = Set.of(301, 308);
  private static final int MOST_OF_NO_DOCUMENT = 64 * 1024;

  private final Limits limits;
  private final InstantSource clock;
  private final HttpClient http;

  FeedClient(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .build();
  }

  /**
   * Gets a document.
   *
   * @throws SourceException if there is none to be had
   */
  Answer get(URI address, Validators validators) {
    long deadline = System.nanoTime() + limits.whole().toNanos();
    URI at = address;
    Optional<URI> movedTo = Optional.of(address);
    for (int redirects = 0; ; redirects++) {
      HttpResponse<byte[]> response = send(request(at, address, validators), deadline);
      int status = response.statusCode();
      if (!REDIRECTS.contains(status)) {
        return answer(response, validators, movedTo.filter(to -> !to.equals(address)));
      }
      if (redirects == limits.redirects()) {
        throw new SourceException("it redirects more than %d times".formatted(limits.redirects()));
      }
      at = redirected(at, response);
      URI to = at;
      movedTo = FOR_GOOD.contains(status) ? movedTo.map(before -> to) : Optional.empty();
    }
  }

  private static URI redirected(URI from, HttpResponse<?> response) {
    String location =
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(
                () ->
                    new SourceException(
                        "HTTP %d without saying where to".formatted(response.statusCode())));
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new SourceException("it redirects to what is no address", e);
    }
    String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || to.getHost() == null) {
      throw new SourceException("it redirects to what is no http or https address");
    }
    if (scheme.equals("http") && from.getScheme().equalsIgnoreCase("https")) {
      throw new SourceException("it redirects from https to http, which is not followed");
    }
    return to;
  }

  private HttpRequest request(URI at, URI asked, Validators validators) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .timeout(limits.whole())
            .header("User-Agent", USER_AGENT)
            .header("Accept", ACCEPT)
            .header("Accept-Encoding", "gzip");
    if (!validators.etag().isEmpty()) {
      request.header("If-None-Match", validators.etag());
    }
    if (!validators.lastModified().isEmpty()) {
      request.header("If-Modified-Since", validators.lastModified());
    }
    // The password in an address is for its own server and no other.
    if (asked.getUserInfo() != null
        && at.getScheme().equals(asked.getScheme())
        && at.getAuthority()
            .replaceFirst("^.*@", "")
            .equals(asked.getAuthority().replaceFirst("^.*@", ""))) {
      byte[] user = asked.getUserInfo().getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    return request.build();
  }

  private HttpResponse<byte[]> send(HttpRequest request, long deadline) {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(
            request,
            head ->
                head.statusCode() == 200
                    ? BoundedBody.atMost(limits.bytes())
                    : BoundedBody.beginning(MOST_OF_NO_DOCUMENT));
    try {
      return response.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SourceException("it did not finish within " + limits.whole(), e);
    } catch (ExecutionException e) {
      throw new SourceException(why(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("it was not waited for", e);
    } finally {
      // Ends the exchange if it is still under way.
      response.cancel(true);
    }
  }

  private String why(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection within " + limits.connect();
    }
    if (cause instanceof HttpTimeoutException) {
      return "it did not finish within " + limits.whole();
    }
    if (cause instanceof java.net.ConnectException) {
      return "no connection"
          + (cause.getMessage() == null ? "; is the host's name right?" : ": it was refused");
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private Answer answer(
      HttpResponse<byte[]> response, Validators validators, Optional<URI> movedTo) {
    int status = response.statusCode();
    if (status == 304 && !validators.equals(Validators.NONE)) {
      return new Answer.Unchanged();
    }
    if (status == 410) {
      throw new SourceException(
          "HTTP 410: it is gone for good; take it out of the job file",
          Optional.of(Duration.ofDays(1)));
    }
    if (status != 200) {
      throw new SourceException("HTTP " + status + meaning(status), retryAfter(response));
    }
    return new Answer.Document(
        unpacked(response),
        response.headers().firstValue("Content-Type").flatMap(FeedClient::charset),
        new Validators(
            response.headers().firstValue("ETag").orElse(""),
            response.headers().firstValue("Last-Modified").orElse("")),
        response.uri(),
        movedTo);
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401, 403 -> ": it does not let us in";
      case 404 -> ": there is nothing at this address";
      case 429 -> ": it is asked too often";
      case 503 -> ": it is not available now";
      default -> status >= 500 ? ": it is in trouble itself" : "";
    };
  }

  private Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
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

  private static Optional<String> charset(String contentType) {
    for (String parameter : contentType.split(";", -1)) {
      String[] parts = parameter.strip().split("=", 2);
      if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("charset")) {
        return Optional.of(parts[1].strip().replace("\"", "").replace("'", ""));
      }
    }
    return Optional.empty();
  }

  private byte[] unpacked(HttpResponse<byte[]> response) {
    byte[] bytes = response.body();
    String encoding =
        response
            .headers()
            .firstValue("Content-Encoding")
            .orElse("")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (!Set.of("", "identity", "gzip", "x-gzip").contains(encoding)) {
      throw new SourceException(
          "it is packed by '%s', which was not asked for".formatted(encoding));
    }
    // Some servers give packed files as they are.
    boolean gzip = bytes.length > 2 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
    if (!gzip) {
      return bytes;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] unpacked = in.readNBytes(limits.bytes() + 1);
      if (unpacked.length > limits.bytes()) {
        throw new SourceException("it unpacks to more than %,d bytes".formatted(limits.bytes()));
      }
      return unpacked;
    } catch (IOException e) {
      throw new SourceException("it cannot be unpacked: " + e.getMessage(), e);
    }
  }
}
