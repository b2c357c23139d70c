package io.newstide.notify.send;

import java.util.List;
import java.util.Optional;

/**
 * A mail server, and whose mail it takes to whom.
 *
 * @param host where it is
 * @param port where it listens
 * @param encryption how the connection is encrypted
 * @param login whom to log in as
 * @param from the sender
 * @param to the recipients
 */
public record MailServer(
    String host,
    int port,
    Encryption encryption,
    Optional<Login> login,
    String from,
    List<String> to) {

  /** How a connection is encrypted. */
  public enum Encryption {
    /** It begins in the clear and must be encrypted before anything is said. */
    STARTTLS,
    /** It is encrypted from its beginning. */
    TLS,
    /** It is not. */
    NONE
  }

  /** A user and the password. */
  public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return user;
    }
  }

  public MailServer {
    to = List.copyOf(to);
  }
}
