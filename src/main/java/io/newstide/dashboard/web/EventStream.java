package io.newstide.dashboard.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events to every open page. A page that is slow misses events rather than holding
 * anyone up: it gets the latest when it has taken the one before. Safe for use by many threads.
 */
public final class EventStream {

  private static final int MOST = 1_000;
  private static final ByteBuffer HEARTBEAT = bytes(":\n\n");

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile ByteBuffer latest = bytes("retry: 2000\n\n");

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
  }

  /** How many pages listen. */
  public int listeners() {
    return listeners.size();
  }

  /** Tells everyone something, JSON in one line. */
  public void tell(String event, String json) {
    latest = bytes("retry: 2000\nevent: " + event + "\ndata: " + json + "\n\n");
    ByteBuffer now = latest;
    listeners.forEach(listener -> listener.send(now));
  }

  /**
   * Writes to everyone, so that connections that are gone are found and proxies keep the others.
   */
  public void beat() {
    listeners.forEach(Listener::beat);
  }

  /** Takes up a listener; says no when there are too many. */
  boolean listen(Response response, Callback callback) {
    if (listeners.size() >= MOST) {
      return false;
    }
    response.setStatus(200);
    response.getHeaders().put("Content-Type", "text/event-stream; charset=utf-8");
    response.getHeaders().put("Cache-Control", "no-store");
    response.getHeaders().put("X-Accel-Buffering", "no");
    Listener listener = new Listener(response, callback);
    listeners.add(listener);
    listener.send(latest);
    return true;
  }

  /** Ends all of them. */
  void close() {
    listeners.forEach(Listener::end);
    listeners.clear();
  }

  private final class Listener implements Callback {

    private final Response response;
    private final Callback whole;
    private boolean busy;

    /** What is to be sent when what is under way has gone. */
    private Optional<ByteBuffer> next = Optional.empty();

    Listener(Response response, Callback whole) {
      this.response = response;
      this.whole = whole;
    }

    void send(ByteBuffer event) {
      synchronized (this) {
        if (busy) {
          next = Optional.of(event);
          return;
        }
        busy = true;
      }
      response.write(false, event.slice(), this);
    }

    /** Nothing new: of use only where nothing else is under way. */
    void beat() {
      synchronized (this) {
        if (busy) {
          return;
        }
        busy = true;
      }
      response.write(false, HEARTBEAT.slice(), this);
    }

    void end() {
      response.write(true, ByteBuffer.allocate(0), whole);
    }

    @Override
    public void succeeded() {
      ByteBuffer event;
      synchronized (this) {
        if (next.isEmpty()) {
          busy = false;
          return;
        }
        event = next.get();
        next = Optional.empty();
      }
      response.write(false, event.slice(), this);
    }

    @Override
    public void failed(Throwable gone) {
      listeners.remove(this);
      whole.failed(gone);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
