package io.newstide.dashboard.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server of the dashboard: the page, the API below {@code /api/v1/}, and events. It decides
 * who may ask what: sizes, rates, hosts, and for whatever changes something a token and the right
 * origin.
 */
public final class WebServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final String API = "/api/v1/";

  /** The most bytes of a request's body. */
  public static final int MOST_BODY = 64 * 1024;

  /** So much of a request that is too large is read all the same. */
  private static final int MOST_READ_AWAY = 1 << 20;

  private static final int MOST_HEADERS = 8 * 1024;
  private static final int SMALLEST_COMPRESSED = 1_000;
  private static final int THREADS = 32;
  private static final long HEARTBEAT_MILLIS = 15_000;

  /** So that the page can do what it does and nothing else, whatever text it is given. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'";

  private static final Map<String, String> HEADERS = new LinkedHashMap<>();

  static {
    HEADERS.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    HEADERS.put("X-Content-Type-Options", "nosniff");
    HEADERS.put("X-Frame-Options", "DENY");
    HEADERS.put("Referrer-Policy", "no-referrer");
    HEADERS.put("Cross-Origin-Opener-Policy", "same-origin");
    HEADERS.put("Cross-Origin-Resource-Policy", "same-origin");
    HEADERS.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }

  /**
   * What is served.
   *
   * @param files the files of the page
   * @param views the paths at which the page itself is
   * @param reads the answers to GET, by path below the API
   * @param writes the answers to POST, by path below the API
   */
  public record Site(
      StaticFiles files,
      Set<String> views,
      Map<String, Function<Asked, Reply>> reads,
      Map<String, Function<Asked, Reply>> writes) {}

  /**
   * Who may ask.
   *
   * @param address where the server listens
   * @param port there; 0 for any free one
   * @param origin the address people know it by, if that is another
   * @param token what a write must know; without one there are none
   * @param perSecond requests a second that one address may make in the long run
   */
  public record Access(
      String address,
      int port,
      Optional<String> origin,
      Optional<String> token,
      double perSecond) {}

  private final Site site;
  private final Access access;
  private final EventStream events;
  private final RateLimit reading;
  private final RateLimit writing = new RateLimit(1, 10);
  private final Server server;
  private final ServerConnector connector;
  private final boolean loopback;
  private final Thread heart;

  /**
   * Starts a server.
   *
   * @throws IllegalStateException if it cannot listen there; the message says why
   */
  public WebServer(Site site, Access access, EventStream events) {
    this.site = site;
    this.access = access;
    this.events = events;
    this.reading = new RateLimit(access.perSecond(), 2 * access.perSecond());
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("dashboard-web");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MOST_HEADERS);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(access.address());
    connector.setPort(access.port());
    connector.setIdleTimeout(4 * HEARTBEAT_MILLIS);
    server.addConnector(connector);
    server.setHandler(new Door());
    try {
      loopback = InetAddress.getByName(access.address()).isLoopbackAddress();
      server.start();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          "dashboard.address: there is no address '%s'".formatted(access.address()), e);
    } catch (Exception e) {
      stop();
      throw new IllegalStateException(
          "the dashboard cannot listen on %s port %d: %s; choose another with --port"
              .formatted(access.address(), access.port(), cause(e)),
          e);
    }
    heart = new Thread(this::beat, "dashboard-heart");
    heart.setDaemon(true);
    heart.start();
  }

  private static String cause(Throwable e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  /** Where it listens. */
  public int port() {
    return connector.getLocalPort();
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(HEARTBEAT_MILLIS);
        events.beat();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private final class Door extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
      String path = Request.getPathInContext(request);
      try {
        if (!rightHost(request)) {
          send(
              Reply.error(421, "this server is not known by that name"),
              request,
              response,
              callback);
        } else if (!reading.allows(Request.getRemoteAddr(request), System.nanoTime())) {
          send(tooMany(), request, response, callback);
        } else if (path.equals(API + "events") && request.getMethod().equals("GET")) {
          if (!events.listen(response, callback)) {
            send(Reply.error(503, "too many pages are open"), request, response, callback);
          }
        } else {
          answer(path, request, response, callback);
        }
      } catch (Asked.BadRequest e) {
        send(Reply.error(400, e.getMessage()), request, response, callback);
      } catch (TooLarge e) {
        send(
            Reply.error(413, "more than %,d bytes".formatted(MOST_BODY)),
            request,
            response,
            callback);
      } catch (IOException | RuntimeException e) {
        LOG.warn("{} {} failed", request.getMethod(), path, e);
        send(Reply.error(500, "this failed; the log says why"), request, response, callback);
      }
      return true;
    }

    private Reply tooMany() {
      Reply reply = Reply.error(429, "too many requests; wait a second");
      return new Reply(429, reply.type(), reply.body(), Map.of("Retry-After", "1"));
    }

    private void answer(String path, Request request, Response response, Callback callback)
        throws IOException {
      boolean get = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
      boolean post = request.getMethod().equals("POST");
      if (path.startsWith(API)) {
        String name = path.substring(API.length());
        if (get && site.reads().containsKey(name)) {
          send(site.reads().get(name).apply(asked(request)), request, response, callback);
        } else if (post && site.writes().containsKey(name)) {
          send(write(name, request), request, response, callback);
        } else if (site.reads().containsKey(name) || site.writes().containsKey(name)) {
          send(Reply.error(405, "not by " + request.getMethod()), request, response, callback);
        } else {
          send(Reply.error(404, "there is no such thing"), request, response, callback);
        }
        return;
      }
      if (!get) {
        send(Reply.error(405, "not by " + request.getMethod()), request, response, callback);
        return;
      }
      String file = site.views().contains(path) ? "index.html" : path.substring(1);
      Optional<StaticFiles.StaticFile> found = site.files().get(file);
      if (found.isEmpty()) {
        send(Reply.error(404, "there is no such thing"), request, response, callback);
      } else {
        sendFile(found.get(), request, response, callback);
      }
    }

    private Reply write(String name, Request request) throws IOException {
      if (access.token().isEmpty()) {
        return Reply.error(
            403, "this dashboard only shows; set dashboard.token to let it change something");
      }
      if (!writing.allows(Request.getRemoteAddr(request), System.nanoTime())) {
        return tooMany();
      }
      if (!rightOrigin(request)) {
        return Reply.error(403, "a change must come from the page of this server");
      }
      if (!rightToken(request)) {
        return Reply.error(401, "the token is missing or wrong");
      }
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      if (type == null || !type.startsWith("application/json")) {
        return Reply.error(415, "a change is application/json");
      }
      return site.writes().get(name).apply(asked(request));
    }

    private boolean rightToken(Request request) {
      String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
      return given != null
          && MessageDigest.isEqual(
              given.getBytes(StandardCharsets.UTF_8),
              ("Bearer " + access.token().orElseThrow()).getBytes(StandardCharsets.UTF_8));
    }

    /** A browser names the origin of every POST. */
    private boolean rightOrigin(Request request) {
      String origin = request.getHeaders().get(HttpHeader.ORIGIN);
      if (origin == null) {
        return false;
      }
      return access.origin().isPresent()
          ? origin.equals(access.origin().get())
          : origin.equals("http://" + request.getHeaders().get(HttpHeader.HOST));
    }

    /**
     * On the loopback address only its own names are answered to: any page can have its own name
     * point there (DNS rebinding).
     */
    private boolean rightHost(Request request) {
      String host = Request.getServerName(request);
      if (access.origin().isPresent() && host.equals(URI.create(access.origin().get()).getHost())) {
        return true;
      }
      return !loopback || Set.of("localhost", "127.0.0.1", "[::1]", "::1").contains(host);
    }

    private Asked asked(Request request) throws IOException {
      Map<String, List<String>> parameters = new LinkedHashMap<>();
      try {
        for (Fields.Field field : Request.extractQueryParameters(request, StandardCharsets.UTF_8)) {
          parameters.put(field.getName(), field.getValues());
        }
      } catch (IllegalArgumentException e) {
        throw new Asked.BadRequest("the parameters are no UTF-8");
      }
      if (!request.getMethod().equals("POST")) {
        return new Asked(parameters, new byte[0]);
      }
      try (InputStream in = Content.Source.asInputStream(request)) {
        byte[] body = in.readNBytes(MOST_BODY + 1);
        if (body.length > MOST_BODY) {
          // An answer while the client is still sending could be lost with the connection.
          long unused = in.skip(MOST_READ_AWAY);
          throw new TooLarge();
        }
        return new Asked(parameters, body);
      }
    }

    private void sendFile(
        StaticFiles.StaticFile file, Request request, Response response, Callback callback) {
      response.getHeaders().put(HttpHeader.ETAG, file.tag());
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
      response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
      if (file.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
        response.setStatus(304);
        callback.succeeded();
        return;
      }
      response.setStatus(200);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.type());
      boolean gzip = takesGzip(request);
      if (gzip) {
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
      }
      write(gzip ? file.compressed() : file.bytes(), request, response, callback);
    }

    private boolean takesGzip(Request request) {
      HttpField accepts = request.getHeaders().getField(HttpHeader.ACCEPT_ENCODING);
      return accepts != null && accepts.contains("gzip");
    }

    private void send(Reply reply, Request request, Response response, Callback callback) {
      response.setStatus(reply.status());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
      reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
      byte[] body = reply.body();
      if (body.length > SMALLEST_COMPRESSED && takesGzip(request)) {
        body = StaticFiles.compress(body);
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
      }
      write(body, request, response, callback);
    }

    private void write(byte[] body, Request request, Response response, Callback callback) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      boolean head = request.getMethod().equals("HEAD");
      response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
    }
  }

  /** A body larger than {@link #MOST_BODY}. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the web server did not stop in good order", e);
    }
  }

  @Override
  public void close() {
    heart.interrupt();
    events.close();
    stop();
  }
}
