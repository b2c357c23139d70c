package io.newstide.notify.send;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server that answers as it is told. What a command is answered is looked up by its first
 * words; unless told otherwise it takes everything. An answer of {@code hang up} ends the
 * connection.
 */
final class ScriptedSmtp implements AutoCloseable {

  private final ServerSocket socket;
  private final Optional<SSLContext> tls;
  private final boolean tlsFromTheBeginning;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> mails = Collections.synchronizedList(new ArrayList<>());
  private final List<String> commands = Collections.synchronizedList(new ArrayList<>());

  private ScriptedSmtp(ServerSocket socket, Optional<SSLContext> tls, boolean atOnce) {
    this.socket = socket;
    this.tls = tls;
    this.tlsFromTheBeginning = atOnce;
  }

  static ScriptedSmtp start(Optional<SSLContext> tls, boolean tlsFromTheBeginning) {
    try {
      var server =
          new ScriptedSmtp(
              new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), tls, tlsFromTheBeginning);
      Thread thread = new Thread(server::serve, "scripted-smtp");
      thread.setDaemon(true);
      thread.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says how commands that begin so are answered. */
  ScriptedSmtp on(String command, String answer) {
    answers.put(command, answer);
    return this;
  }

  ScriptedSmtp asUsualOn(String command) {
    answers.remove(command);
    return this;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What was taken, each as it came. */
  List<String> mails() {
    return List.copyOf(mails);
  }

  /** What was asked, in capitals. */
  List<String> commands() {
    return List.copyOf(commands);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket one = socket.accept()) {
        converse(tlsFromTheBeginning ? encrypted(one) : one);
      } catch (IOException e) {
        commands.add("GONE"); // the other side went away, or the test has ended
      }
    }
  }

  private SSLSocket encrypted(Socket plain) throws IOException {
    var encrypted =
        (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(plain, "localhost", 0, true);
    encrypted.setUseClientMode(false);
    encrypted.startHandshake();
    return encrypted;
  }

  private void converse(Socket first) throws IOException {
    Socket connection = first;
    say(connection, answers.getOrDefault("CONNECT", "220 ready"));
    BufferedReader in = reader(connection);
    boolean secure = tlsFromTheBeginning;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line.toUpperCase(Locale.ROOT);
      commands.add(command);
      Optional<String> told =
          answers.keySet().stream().filter(command::startsWith).findFirst().map(answers::get);
      if (told.equals(Optional.of("hang up"))) {
        return;
      }
      if (command.startsWith("EHLO")) {
        say(
            connection,
            told.orElse(
                "250-localhost\r\n"
                    + (tls.isPresent() && !secure ? "250-STARTTLS\r\n" : "")
                    + "250 AUTH PLAIN"));
      } else if (command.equals("STARTTLS") && told.isEmpty()) {
        say(connection, "220 go ahead");
        connection = encrypted(connection);
        in = reader(connection);
        secure = true;
      } else if (command.startsWith("AUTH")) {
        say(connection, told.orElse("235 welcome"));
      } else if (command.equals("DATA")) {
        say(connection, told.orElse("354 go on"));
        if (told.isEmpty()) {
          if (!takeMail(in, connection)) {
            return;
          }
        }
      } else if (command.equals("QUIT")) {
        say(connection, "221 bye");
        return;
      } else {
        say(connection, told.orElse("250 ok"));
      }
    }
  }

  private boolean takeMail(BufferedReader in, Socket connection) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line.startsWith("..") ? line.substring(1) : line).append("\r\n");
    }
    String answer = answers.getOrDefault("END OF DATA", "250 taken");
    if (answer.equals("hang up")) {
      mails.add(mail.toString());
      return false;
    }
    if (answer.startsWith("2")) {
      mails.add(mail.toString());
    }
    say(connection, answer);
    return true;
  }

  private static BufferedReader reader(Socket connection) throws IOException {
    return new BufferedReader(
        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void say(Socket connection, String line) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
