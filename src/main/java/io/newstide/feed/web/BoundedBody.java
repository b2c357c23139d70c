package io.newstide.feed.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes so many bytes of a body and hangs up on the rest. */
final class BoundedBody implements BodySubscriber<byte[]> {

  private final int most;
  private final boolean beginningOnly;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Flow.Subscription subscription;

  private BoundedBody(int most, boolean beginningOnly) {
    this.most = most;
    this.beginningOnly = beginningOnly;
  }

  /** A body that fails if it is longer. */
  static BoundedBody atMost(int bytes) {
    return new BoundedBody(bytes, false);
  }

  /** The beginning of a body. */
  static BoundedBody beginning(int bytes) {
    return new BoundedBody(bytes, true);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription to) {
    subscription = to;
    to.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      byte[] more = new byte[Math.min(part.remaining(), most + 1 - bytes.size())];
      part.get(more);
      bytes.writeBytes(more);
      if (bytes.size() > most) {
        subscription.cancel();
        if (beginningOnly) {
          body.complete(bytes.toByteArray());
        } else {
          body.completeExceptionally(new IOException("it has more than %,d bytes".formatted(most)));
        }
        return;
      }
    }
    subscription.request(1);
  }

  @Override
  public void onError(Throwable problem) {
    body.completeExceptionally(problem);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }
}
