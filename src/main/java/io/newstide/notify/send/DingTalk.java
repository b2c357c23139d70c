package io.newstide.notify.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.notify.Delivery;
import io.newstide.notify.Message;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A group robot of DingTalk. With a secret the address gets {@code timestamp} (milliseconds) and
 * {@code sign}, the Base64 of HmacSHA256 over {@code timestamp + "\n" + secret} under the secret. A
 * message has at most 20,000 bytes; more than twenty a minute are answered with silence for ten
 * (open.dingtalk.com, "Custom robots").
 *
 * @param address the robot's, with its access_token
 * @param secret of its security setting "sign"
 */
record DingTalk(URI address, Optional<String> secret) implements Form {

  private static final int MOST_BYTES = 20_000;
  private static final Duration PENALTY = Duration.ofMinutes(10);

  @Override
  public boolean fits(Message message) {
    return Bytes.of(body(message)).length <= MOST_BYTES;
  }

  @Override
  public ObjectNode body(Message message) {
    ObjectNode body = Bytes.JSON.createObjectNode();
    body.put("msgtype", "markdown");
    body.putObject("markdown")
        .put("title", message.title())
        .put("text", Texts.markdown(message, "\n\n"));
    return body;
  }

  @Override
  public Request request(Message message, Instant now) {
    URI to =
        secret
            .map(
                key -> {
                  long timestamp = now.toEpochMilli();
                  byte[] sign =
                      Hmac.sha256(key, (timestamp + "\n" + key).getBytes(StandardCharsets.UTF_8));
                  return URI.create(
                      address
                          + (address.getRawQuery() == null ? "?" : "&")
                          + "timestamp="
                          + timestamp
                          + "&sign="
                          + URLEncoder.encode(
                              Base64.getEncoder().encodeToString(sign), StandardCharsets.UTF_8));
                })
            .orElse(address);
    return new Request(to, Map.of(), Bytes.of(body(message)));
  }

  @Override
  public Optional<Delivery> meaning(Answer answer) {
    if (!answer.body().path("errcode").isIntegralNumber()) {
      return Robots.strange("DingTalk", answer);
    }
    int code = answer.body().path("errcode").asInt();
    String said = "DingTalk %d: %s".formatted(code, Robots.said(answer, "errmsg"));
    return Optional.of(
        switch (code) {
          case 0 -> new Delivery.Delivered("");
          case 130101, 410100 -> new Delivery.Later(said, Optional.of(PENALTY));
          case 310000 ->
              new Delivery.Misconfigured(
                  said
                      + "; the robot's security settings are not met: its secret (secret), its keywords (one of them must be in the template), its addresses, or this computer's clock");
          case 300001, 300005, 400101, 400106 ->
              new Delivery.Misconfigured(said + "; is the access_token in its url right?");
          case 400013, 400102 ->
              new Delivery.Misconfigured(said + "; make a new robot and put its address into url");
          case 40035, 43004, 400105, 430101, 430102, 430103, 430104, 460101 ->
              new Delivery.Refused(said);
          default -> new Delivery.Later(said, Optional.empty());
        });
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "dingtalk";
  }
}
