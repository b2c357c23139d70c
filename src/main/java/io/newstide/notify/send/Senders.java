package io.newstide.notify.send;

import io.newstide.notify.Sender;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Makes what sends to each kind of receiver. Immutable. */
public final class Senders {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Duration patience;
  private final Optional<SSLSocketFactory> trusted;
  private final InstantSource clock;

  /** Senders that wait as long as is usual and trust what Java trusts. */
  public Senders(InstantSource clock) {
    this(PATIENCE, Optional.empty(), clock);
  }

  Senders(Duration patience, Optional<SSLSocketFactory> trusted, InstantSource clock) {
    this.patience = patience;
    this.trusted = trusted;
    this.clock = clock;
  }

  /** For any program that takes JSON. */
  public Sender webhook(URI address, Optional<String> secret, Map<String, String> headers) {
    return http(new WebHook(address, secret, headers), address, secret, headers.values());
  }

  /** For a group robot of DingTalk. */
  public Sender dingtalk(URI address, Optional<String> secret) {
    return http(new DingTalk(address, secret), address, secret, List.of());
  }

  /** For a group robot of Feishu or Lark. */
  public Sender feishu(URI address, Optional<String> secret) {
    return http(new Feishu(address, secret), address, secret, List.of());
  }

  /** For a group robot of WeCom. */
  public Sender wecom(URI address) {
    return http(new WeCom(address), address, Optional.empty(), List.of());
  }

  /** For people's mailboxes. */
  public Sender smtp(MailServer server) {
    return new SmtpSender(server, patience, trusted, clock);
  }

  private Sender http(Form form, URI address, Optional<String> secret, Iterable<String> headers) {
    List<String> secrets = new ArrayList<>(Secrets.of(address));
    secret.ifPresent(secrets::add);
    headers.forEach(secrets::add);
    return new HttpSender(form, new Secrets(secrets), patience, clock);
  }
}
