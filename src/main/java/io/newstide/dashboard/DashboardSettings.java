package io.newstide.dashboard;

import java.net.URI;
import java.util.Optional;

/**
 * How a dashboard is served.
 *
 * @param address the network address it listens on; the loopback address unless told otherwise
 * @param port where it listens; 0 for any free port
 * @param origin the address people reach it by where that is another, as behind a proxy, as in
 *     {@code https://news.example.org}
 * @param token what a request that changes something must know; without one nothing can be changed
 * @param flink the address of Flink's REST interface, for the view of the job
 * @param articles how many articles can be searched, the latest ones
 * @param rows how many rows of trends are kept, the latest ones
 */
public record DashboardSettings(
    String address,
    int port,
    Optional<String> origin,
    Optional<String> token,
    Optional<URI> flink,
    int articles,
    int rows) {

  /** The fewest characters a token may have. */
  public static final int SHORTEST_TOKEN = 16;

  public DashboardSettings {
    if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "dashboard.token: a token has at least %d characters".formatted(SHORTEST_TOKEN));
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return address + ":" + port;
  }
}
