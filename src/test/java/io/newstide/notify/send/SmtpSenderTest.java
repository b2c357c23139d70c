package io.newstide.notify.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.newstide.notify.AlertRows;
import io.newstide.notify.Delivery;
import io.newstide.notify.Language;
import io.newstide.notify.Message;
import io.newstide.notify.MessageTemplate;
import io.newstide.notify.send.MailServer.Encryption;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail servers as they are: one that is not ours, and one that fails in all the usual ways. */
@Timeout(300)
class SmtpSenderTest {

  private static final Instant NOW = Instant.parse("2026-03-26T08:00:00Z");
  private static final String PASSWORD = "mail-pass-77";
  private static final MessageTemplate TEMPLATE =
      MessageTemplate.of(Language.ZH, ZoneId.of("Asia/Shanghai"), Optional.empty());

  @TempDir private static Path folder;
  private static SSLContext certified;

  @BeforeAll
  static void makeACertificate() throws Exception {
    certified = TestCertificate.forLocalhost(folder);
  }

  private static Message message(ObjectNode row) {
    return TEMPLATE.message(AlertRows.alert(row));
  }

  private static final Message MESSAGE = message(AlertRows.burst("floods", "防汛", "OPEN", 0));

  private static SmtpSender sender(
      String host, int port, Encryption encryption, boolean trusting, String password) {
    return sender(host, port, encryption, trusting, password, Duration.ofMinutes(1));
  }

  private static SmtpSender sender(
      String host,
      int port,
      Encryption encryption,
      boolean trusting,
      String password,
      Duration patience) {
    return new SmtpSender(
        new MailServer(
            host,
            port,
            encryption,
            password.isEmpty()
                ? Optional.empty()
                : Optional.of(new MailServer.Login("alerts", password)),
            "新闻 <alerts@example.org>",
            List.of("desk@example.org", "值班 <night@example.org>")),
        patience,
        trusting ? Optional.of(trustingFactory()) : Optional.empty(),
        InstantSource.fixed(NOW));
  }

  private static SSLSocketFactory trustingFactory() {
    return certified.getSocketFactory();
  }

  private static Delivery send(ScriptedSmtp server) {
    return sender("localhost", server.port(), Encryption.NONE, false, "").send(MESSAGE);
  }

  private static void answers(Delivery delivery, String kind, String why) {
    assertThat(Deliveries.shown(delivery)).as(Deliveries.why(delivery)).isEqualTo(kind);
    assertThat(Deliveries.why(delivery)).contains(why);
  }

  @Test
  void aMailComesWholeToEveryRecipient() throws Exception {
    var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    try {
      server.setUser("desk@example.org", "alerts", PASSWORD);
      server.start();
      int port = server.getSmtp().getPort();
      Delivery delivery = sender("127.0.0.1", port, Encryption.NONE, false, PASSWORD).send(MESSAGE);
      assertThat(delivery).isEqualTo(new Delivery.Delivered(""));
      answers(
          sender("127.0.0.1", port, Encryption.NONE, false, "wrong-pass").send(MESSAGE),
          "Misconfigured",
          "it does not let us in; are user and password right?");

      MimeMessage[] mails = server.getReceivedMessages();
      assertThat(mails).hasSize(2);
      MimeMessage mail = mails[0];
      assertThat(mail.getSubject()).isEqualTo("【提醒】防汛（主题）");
      assertThat(mail.getFrom()[0]).hasToString("=?UTF-8?B?5paw6Ze7?= <alerts@example.org>");
      assertThat(Arrays.toString(mail.getAllRecipients()))
          .contains("desk@example.org", "night@example.org");
      assertThat(mail.getSentDate()).isEqualTo(NOW);
      assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(mail.getHeader("Idempotency-Key"))
          .containsExactly("topic/floods/2026-03-26T08:00:00Z/OPEN/2026-03-26T08:00:00Z");
      // printf %s KEY | sha256sum
      assertThat(mail.getMessageID())
          .isEqualTo("<newstide.60918f717ae8072c067b7a36c8bb1fcc@example.org>");
      assertThat(mail.getHeader("References"))
          .containsExactly("<newstide.29ab1560a4a4ece20bdf203e8795218f@example.org>");
      MimeMultipart parts = (MimeMultipart) mail.getContent();
      assertThat(parts.getContentType()).startsWith("multipart/alternative");
      assertThat(parts.getBodyPart(0).getContent().toString())
          .contains("异常度 5.3，最高 6.0。")
          .contains("· 暴雨致城区内涝 <https://example.org/a?id=1> 亦城时报");
      assertThat(parts.getBodyPart(1).getContent().toString())
          .contains("<a href=\"https://example.org/a?id=1\" rel=\"noreferrer\">暴雨致城区内涝</a> 亦城时报");
    } finally {
      server.stop();
    }
  }

  @Test
  void anArticleCannotAddAHeader() throws Exception {
    try (ScriptedSmtp server = ScriptedSmtp.start(Optional.empty(), false)) {
      Message hostile =
          new Message(
              "k",
              "防汛\r\nBcc: victim@example.org\r\n\r\n<b>x</b>",
              MESSAGE.lines(),
              Language.ZH,
              MESSAGE.alerts());
      sender("localhost", server.port(), Encryption.NONE, false, "").send(hostile);
      String head = server.mails().get(0).split("\r\n\r\n", 2)[0];
      assertThat(head.lines()).noneMatch(line -> line.startsWith("Bcc"));
      assertThat(server.commands()).noneMatch(line -> line.contains("VICTIM"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONNECT     | 421 too busy              | Later         | 421",
        "MAIL        | 451 try later             | Later         | 451 try later",
        "MAIL        | 550 not for you           | Misconfigured | it does not take mail from `from`",
        "MAIL        | 530 log in first          | Misconfigured | 530 log in first",
        "RCPT        | 450 greylisted            | Later         | 450 greylisted",
        "RCPT        | 550 no such user          | Misconfigured | is `to` right?",
        "DATA        | 452 disk full             | Later         | 452 disk full",
        "DATA        | 554 no                    | Refused       | 554 no",
        "END OF DATA | 451 later                 | Later         | 451 later",
        "END OF DATA | 552 too large             | Refused       | 552 too large",
        "END OF DATA | hang up                   | Later         | SMTP",
        "MAIL        | hang up                   | Later         | SMTP",
      })
  void whatAServerMaySay(String at, String answer, String kind, String why) throws Exception {
    try (ScriptedSmtp server = ScriptedSmtp.start(Optional.empty(), false)) {
      server.on(at, answer);
      answers(send(server), kind, why);
    }
  }

  @Test
  void whoIsRefusedForGoodKeepsNobodyElseWaiting() throws Exception {
    try (ScriptedSmtp server = ScriptedSmtp.start(Optional.empty(), false)) {
      server.on("RCPT TO:<NIGHT@", "550 no such user");
      answers(send(server), "Delivered", "night@example.org");
      assertThat(server.mails()).hasSize(1);
    }
  }

  /** All or none: who gets it now would get it again when the other is tried again. */
  @Test
  void nobodyGetsItWhileOneRecipientIsToWait() throws Exception {
    try (ScriptedSmtp server = ScriptedSmtp.start(Optional.empty(), false)) {
      server.on("RCPT TO:<NIGHT@", "450 greylisted");
      answers(send(server), "Later", "450 greylisted");
      assertThat(server.mails()).isEmpty();
      server.asUsualOn("RCPT TO:<NIGHT@");
      answers(send(server), "Delivered", "");
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void aLoginThatCannotBeCheckedNowIsTriedAgain() throws Exception {
    try (ScriptedSmtp server = ScriptedSmtp.start(Optional.empty(), false)) {
      server.on("AUTH", "454 cannot ask the directory");
      answers(
          sender("localhost", server.port(), Encryption.NONE, false, PASSWORD).send(MESSAGE),
          "Later",
          "454");
    }
  }

  @Test
  void aConnectionIsEncryptedAsAsked() throws Exception {
    try (ScriptedSmtp starttls = ScriptedSmtp.start(Optional.of(certified), false);
        ScriptedSmtp tls = ScriptedSmtp.start(Optional.of(certified), true)) {
      answers(
          sender("localhost", starttls.port(), Encryption.STARTTLS, true, PASSWORD).send(MESSAGE),
          "Delivered",
          "");
      assertThat(starttls.commands().indexOf("STARTTLS"))
          .isPositive()
          .isLessThan(
              starttls.commands().stream().filter(c -> c.startsWith("AUTH")).findFirst().stream()
                  .mapToInt(starttls.commands()::indexOf)
                  .findFirst()
                  .orElseThrow());
      assertThat(starttls.mails()).hasSize(1);
      answers(
          sender("localhost", tls.port(), Encryption.TLS, true, PASSWORD).send(MESSAGE),
          "Delivered",
          "");
      assertThat(tls.mails()).hasSize(1);
    }
  }

  /** A server in the middle could leave STARTTLS out to read the password. */
  @Test
  void withoutEncryptionNothingIsSaid() throws Exception {
    try (ScriptedSmtp server = ScriptedSmtp.start(Optional.empty(), false)) {
      answers(
          sender("localhost", server.port(), Encryption.STARTTLS, true, PASSWORD).send(MESSAGE),
          "Misconfigured",
          "STARTTLS is required");
      assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost, false", "127.0.0.1, true"}) // not trusted; for another host
  void aCertificateThatIsNotTheServersIsNotTaken(String host, boolean trusting) throws Exception {
    try (ScriptedSmtp server = ScriptedSmtp.start(Optional.of(certified), false)) {
      answers(
          sender(host, server.port(), Encryption.STARTTLS, trusting, PASSWORD).send(MESSAGE),
          "Misconfigured",
          "the connection cannot be encrypted");
      assertThat(server.mails()).isEmpty();
      assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
    }
  }

  @Test
  void aServerThatIsNotThereOrDoesNotAnswer() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
      // It takes the connection and says nothing.
      answers(
          sender("localhost", port, Encryption.NONE, false, "", Duration.ofSeconds(2))
              .send(MESSAGE),
          "Later",
          "SMTP");
    }
    answers(
        sender("localhost", port, Encryption.NONE, false, "").send(MESSAGE),
        "Later",
        "Connection refused");
  }

  @Test
  void thePasswordIsNotToldByWhoeverQuotesIt() throws Exception {
    try (ScriptedSmtp server = ScriptedSmtp.start(Optional.empty(), false)) {
      server.on("AUTH", "535 no user alerts with " + PASSWORD);
      Delivery delivery =
          sender("localhost", server.port(), Encryption.NONE, false, PASSWORD).send(MESSAGE);
      answers(delivery, "Misconfigured", "535 no user alerts with ***");
    }
  }

  @Test
  void isShownAsItWouldBeSent() {
    var shown = sender("localhost", 1, Encryption.NONE, false, PASSWORD).preview(MESSAGE);
    assertThat(shown.get("subject").asText()).isEqualTo("【提醒】防汛（主题）");
    assertThat(shown.get("to").get(1).asText()).isEqualTo("值班 <night@example.org>");
    assertThat(shown.get("text").asText().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    assertThat(shown.toString()).doesNotContain(PASSWORD);
  }
}
