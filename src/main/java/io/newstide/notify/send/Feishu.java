package io.newstide.notify.send;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.notify.Delivery;
import io.newstide.notify.Language;
import io.newstide.notify.Message;
import io.newstide.notify.Message.Line;
import io.newstide.notify.Message.Piece;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A group robot of Feishu or Lark. With a secret the body gets {@code timestamp} (seconds) and
 * {@code sign}, the Base64 of HmacSHA256 over nothing under the key {@code timestamp + "\n" +
 * secret}. A request has at most 20 kB; a hundred a minute and five a second are taken
 * (open.feishu.cn, "Custom bot usage guide"). Messages are posts, whose texts have no meaning.
 *
 * @param address the robot's
 * @param secret of its security setting "signature verification"
 */
record Feishu(URI address, Optional<String> secret) implements Form {

  private static final int MOST_BYTES = 20_000;

  /** What a signature adds. */
  private static final int SIGNATURE = 100;

  @Override
  public boolean fits(Message message) {
    return Bytes.of(body(message)).length <= MOST_BYTES - SIGNATURE;
  }

  @Override
  public ObjectNode body(Message message) {
    ObjectNode body = Bytes.JSON.createObjectNode();
    body.put("msg_type", "post");
    ObjectNode post =
        body.putObject("content")
            .putObject("post")
            .putObject(message.language() == Language.ZH ? "zh_cn" : "en_us");
    post.put("title", message.title());
    ArrayNode lines = post.putArray("content");
    for (Line line : message.lines()) {
      ArrayNode pieces = lines.addArray();
      for (Piece piece : line.pieces()) {
        ObjectNode element = pieces.addObject();
        element.put("tag", piece.link().isPresent() ? "a" : "text").put("text", piece.text());
        piece.link().ifPresent(link -> element.put("href", link.toString()));
      }
      if (line.pieces().isEmpty()) {
        pieces.addObject().put("tag", "text").put("text", "");
      }
    }
    return body;
  }

  @Override
  public Request request(Message message, Instant now) {
    ObjectNode body = body(message);
    secret.ifPresent(
        key -> {
          String timestamp = Long.toString(now.getEpochSecond());
          byte[] sign = Hmac.sha256(timestamp + "\n" + key, new byte[0]);
          body.put("timestamp", timestamp);
          body.put("sign", new String(Base64.getEncoder().encode(sign), StandardCharsets.US_ASCII));
        });
    return new Request(address, Map.of(), Bytes.of(body));
  }

  @Override
  public Optional<Delivery> meaning(Answer answer) {
    // Older robots answer with StatusCode alone.
    String field = answer.body().has("code") ? "code" : "StatusCode";
    if (!answer.body().path(field).isIntegralNumber()) {
      return Robots.strange("Feishu", answer);
    }
    int code = answer.body().path(field).asInt();
    String said = "Feishu %d: %s".formatted(code, Robots.said(answer, "msg"));
    return Optional.of(
        switch (code) {
          case 0 -> new Delivery.Delivered("");
          case 11232, 11247 -> new Delivery.Later(said, Optional.of(Duration.ofMinutes(1)));
          case 19001 ->
              new Delivery.Misconfigured(
                  said + "; is its url right, and the robot still in its group?");
          case 19021 ->
              new Delivery.Misconfigured(
                  said + "; is its secret right, and this computer's clock?");
          case 19022 ->
              new Delivery.Misconfigured(said + "; let the robot take this computer's address");
          case 19024 ->
              new Delivery.Misconfigured(
                  said + "; one of the robot's keywords must be in the template");
          case 9499, 19002 -> new Delivery.Refused(said);
          default -> new Delivery.Later(said, Optional.empty());
        });
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "feishu";
  }
}
