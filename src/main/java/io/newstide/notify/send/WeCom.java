package io.newstide.notify.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.notify.Delivery;
import io.newstide.notify.Message;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A group robot of WeCom. Its key stands in its address; Markdown has at most 4,096 bytes, and it
 * takes twenty messages a minute (developer.work.weixin.qq.com, "Group robots").
 *
 * @param address the robot's, with its key
 */
record WeCom(URI address) implements Form {

  private static final int MOST_BYTES = 4096;

  @Override
  public boolean fits(Message message) {
    return Texts.utf8(Texts.markdown(message, "\n")) <= MOST_BYTES;
  }

  @Override
  public ObjectNode body(Message message) {
    ObjectNode body = Bytes.JSON.createObjectNode();
    body.put("msgtype", "markdown");
    body.putObject("markdown").put("content", Texts.markdown(message, "\n"));
    return body;
  }

  @Override
  public Request request(Message message, Instant now) {
    return new Request(address, Map.of(), Bytes.of(body(message)));
  }

  @Override
  public Optional<Delivery> meaning(Answer answer) {
    if (!answer.body().path("errcode").isIntegralNumber()) {
      return Robots.strange("WeCom", answer);
    }
    int code = answer.body().path("errcode").asInt();
    String said = "WeCom %d: %s".formatted(code, Robots.said(answer, "errmsg"));
    return Optional.of(
        switch (code) {
          case 0 -> new Delivery.Delivered("");
          case 45009, 45033 -> new Delivery.Later(said, Optional.of(Duration.ofMinutes(1)));
          case 40001, 40014, 93000, 93004, 93008 ->
              new Delivery.Misconfigured(
                  said + "; is the key in its url right, and the robot still in its group?");
          case 40008, 40058, 44004, 45002 -> new Delivery.Refused(said);
          default -> new Delivery.Later(said, Optional.empty());
        });
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "wecom";
  }
}
