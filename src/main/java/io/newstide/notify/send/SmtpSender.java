package io.newstide.notify.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.notify.Delivery;
import io.newstide.notify.Message;
import io.newstide.notify.Sender;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Sends messages as mail (RFC 5321): all recipients or none in one transaction, so that it can be
 * tried again without anyone getting it twice; recipients whom the server refuses for good are left
 * out. The Message-ID hangs on the message's key alone: mail servers and readers that look at it
 * show a mail once that came twice. Safe for use by several threads.
 */
final class SmtpSender implements Sender {

  private static final Set<Integer> NOT_LET_IN = Set.of(530, 534, 535, 538);

  private final MailServer server;
  private final Secrets secrets;
  private final Session session;
  private final InstantSource clock;

  /**
   * A sender.
   *
   * @param patience how long a connection, and each answer may take
   * @param trusted what makes encrypted connections; the computer's own if empty
   * @param clock tells the date of mails
   */
  SmtpSender(
      MailServer server,
      Duration patience,
      Optional<SSLSocketFactory> trusted,
      InstantSource clock) {
    this.server = server;
    this.clock = clock;
    this.secrets =
        new Secrets(server.login().map(MailServer.Login::password).map(List::of).orElse(List.of()));
    Properties properties = new Properties();
    String wait = Long.toString(patience.toMillis());
    properties.put("mail.smtp.connectiontimeout", wait);
    properties.put("mail.smtp.timeout", wait);
    properties.put("mail.smtp.writetimeout", wait);
    properties.put("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
    properties.put("mail.smtp.sendpartial", "false");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    boolean starttls = server.encryption() == MailServer.Encryption.STARTTLS;
    properties.put("mail.smtp.starttls.enable", Boolean.toString(starttls));
    properties.put("mail.smtp.starttls.required", Boolean.toString(starttls));
    properties.put(
        "mail.smtp.ssl.enable", Boolean.toString(server.encryption() == MailServer.Encryption.TLS));
    trusted.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
    this.session = Session.getInstance(properties);
  }

  @Override
  public boolean fits(Message message) {
    return true;
  }

  @Override
  public JsonNode preview(Message message) {
    ObjectNode mail = Bytes.JSON.createObjectNode();
    mail.put("from", server.from());
    server.to().forEach(mail.putArray("to")::add);
    mail.put("subject", subject(message));
    mail.put("text", Texts.plain(message));
    return mail;
  }

  @Override
  public Delivery send(Message message) {
    return secrets.without(delivery(message));
  }

  private Delivery delivery(Message message) {
    try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
      MimeMessage mail = mail(message);
      try {
        transport.connect(
            server.host(),
            server.port(),
            server.login().map(MailServer.Login::user).orElse(null),
            server.login().map(MailServer.Login::password).orElse(null));
      } catch (AuthenticationFailedException e) {
        int code = transport.getLastReturnCode();
        return code / 100 == 4
            ? later(e)
            : new Delivery.Misconfigured(
                said(e) + ": it does not let us in; are user and password right?");
      } catch (MessagingException e) {
        return notConnected(e);
      }
      return send(mail, transport);
    } catch (MessagingException e) {
      return later(e);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every Java has UTF-8", e);
    }
  }

  private Delivery send(MimeMessage mail, SMTPTransport transport) throws MessagingException {
    List<Address> recipients = new ArrayList<>(Arrays.asList(mail.getAllRecipients()));
    Set<Address> refused = new LinkedHashSet<>();
    String why = "";
    while (true) {
      try {
        transport.sendMessage(mail, recipients.toArray(new Address[0]));
        return new Delivery.Delivered(
            refused.isEmpty()
                ? ""
                : "not to %s, whom the server refuses: %s".formatted(refused, why));
      } catch (SendFailedException e) {
        Set<Address> wrong = new LinkedHashSet<>();
        for (Exception at = e; at instanceof MessagingException one; at = one.getNextException()) {
          if (at instanceof SMTPAddressFailedException address) {
            if (address.getReturnCode() / 100 != 5) {
              return later(address);
            }
            wrong.add(address.getAddress());
            why = said(address);
          }
        }
        if (wrong.isEmpty() || !recipients.removeAll(wrong)) {
          return failed(e);
        }
        refused.addAll(wrong);
        if (recipients.isEmpty()) {
          return new Delivery.Misconfigured(
              "the server refuses %s: %s; is `to` right?".formatted(refused, why));
        }
      }
    }
  }

  private static Delivery failed(SendFailedException e) {
    Optional<SMTPSenderFailedException> sender = first(e, SMTPSenderFailedException.class);
    Optional<SMTPSendFailedException> send = first(e, SMTPSendFailedException.class);
    int code =
        sender
            .map(SMTPSenderFailedException::getReturnCode)
            .or(() -> send.map(SMTPSendFailedException::getReturnCode))
            .orElse(0);
    if (code / 100 != 5) {
      return later(e);
    }
    if (NOT_LET_IN.contains(code)) {
      return new Delivery.Misconfigured(said(e) + ": it wants a login (user, password)");
    }
    return sender.isPresent()
        ? new Delivery.Misconfigured(said(e) + ": it does not take mail from `from`")
        : new Delivery.Refused(said(e));
  }

  private static <T extends Exception> Optional<T> first(MessagingException e, Class<T> type) {
    for (Exception at = e; at instanceof MessagingException one; at = one.getNextException()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }

  private Delivery notConnected(MessagingException e) {
    boolean tls = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      tls |= cause instanceof SSLException;
    }
    String said = said(e);
    if (tls) {
      return new Delivery.Misconfigured(
          said
              + ": the connection cannot be encrypted; is tls right for this port, and the server's certificate one that Java trusts?");
    }
    if (said.contains("STARTTLS is required")) {
      return new Delivery.Misconfigured(
          said + ": tls: tls is for servers that encrypt from the beginning, as on port 465");
    }
    return later(e);
  }

  private static Delivery later(MessagingException e) {
    return new Delivery.Later(said(e), Optional.empty());
  }

  private static String said(MessagingException e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String deeper =
        cause == e || cause.getMessage() == null || message.contains(cause.getMessage())
            ? ""
            : ": " + cause.getMessage();
    return "SMTP: " + (message + deeper).strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
  }

  private MimeMessage mail(Message message)
      throws MessagingException, UnsupportedEncodingException {
    InternetAddress from = address(server.from());
    String domain = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
    var mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id(message.key(), domain));
          }
        };
    mail.setFrom(from);
    for (String to : server.to()) {
      mail.addRecipient(jakarta.mail.Message.RecipientType.TO, address(to));
    }
    mail.setSubject(subject(message), "UTF-8");
    mail.setSentDate(Date.from(clock.instant()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("Idempotency-Key", HttpSender.ascii(message.key()));
    if (message.alerts().size() == 1) {
      // Readers show what refers to the same as one conversation.
      mail.setHeader("References", id(message.alerts().get(0).alertId(), domain));
    }
    var text = new MimeBodyPart();
    text.setText(Texts.plain(message), "UTF-8");
    var html = new MimeBodyPart();
    html.setText(Texts.html(message), "UTF-8", "html");
    mail.setContent(new MimeMultipart("alternative", text, html));
    mail.saveChanges();
    return mail;
  }

  private static InternetAddress address(String written)
      throws MessagingException, UnsupportedEncodingException {
    InternetAddress address = new InternetAddress(written, true);
    if (address.getPersonal() != null) {
      address.setPersonal(address.getPersonal(), "UTF-8");
    }
    return address;
  }

  /** One line: a title comes from articles, and a line break would begin another header. */
  private static String subject(Message message) {
    return message.title().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
  }

  private static String id(String key, String domain) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return "<newstide." + HexFormat.of().formatHex(hash, 0, 16) + "@" + domain + ">";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
