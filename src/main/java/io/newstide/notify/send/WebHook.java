package io.newstide.notify.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.notify.Alert;
import io.newstide.notify.Delivery;
import io.newstide.notify.Message;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * JSON for any program: {@code {key, title, text, alerts[]}}, the alerts as rows of {@code
 * alerts.v1}. With a secret it is signed: {@code Newstide-Signature: t=SECONDS,v1=HEX}, the HMAC of
 * {@code SECONDS.BODY}.
 *
 * @param address where to
 * @param secret by which it is signed
 * @param headers further headers
 */
record WebHook(URI address, Optional<String> secret, Map<String, String> headers) implements Form {

  @Override
  public boolean fits(Message message) {
    return true;
  }

  @Override
  public ObjectNode body(Message message) {
    ObjectNode body = Bytes.JSON.createObjectNode();
    body.put("key", message.key());
    body.put("title", message.title());
    body.put("text", Texts.plain(message));
    message.alerts().stream().map(Alert::row).forEach(body.putArray("alerts")::add);
    return body;
  }

  @Override
  public Request request(Message message, Instant now) {
    byte[] body = Bytes.of(body(message));
    Map<String, String> all = new LinkedHashMap<>(headers);
    secret.ifPresent(
        key -> {
          var signed = new ByteArrayOutputStream();
          signed.writeBytes((now.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
          signed.writeBytes(body);
          all.put(
              "Newstide-Signature",
              "t=%d,v1=%s"
                  .formatted(
                      now.getEpochSecond(),
                      HexFormat.of().formatHex(Hmac.sha256(key, signed.toByteArray()))));
        });
    return new Request(address, all, body);
  }

  @Override
  public Optional<Delivery> meaning(Answer answer) {
    return Optional.empty();
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "webhook";
  }
}
