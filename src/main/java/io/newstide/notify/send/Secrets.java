package io.newstide.notify.send;

import io.newstide.notify.Delivery;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What must not be told: it is taken out of whatever is. Immutable. */
final class Secrets {

  private static final int SHORTEST = 4;

  private final List<String> secrets;

  Secrets(Collection<String> secrets) {
    // A secret may hold another.
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** What of an address may be secret: all behind the host. */
  static Set<String> of(URI address) {
    Set<String> secrets = new LinkedHashSet<>();
    secrets.add(address.toString());
    for (String part :
        List.of(
            String.valueOf(address.getRawUserInfo()),
            String.valueOf(address.getUserInfo()),
            String.valueOf(address.getRawQuery()),
            String.valueOf(address.getQuery()))) {
      secrets.add(part);
    }
    for (String pair : String.valueOf(address.getRawQuery()).split("&", -1)) {
      secrets.add(pair.substring(pair.indexOf('=') + 1));
    }
    String path = String.valueOf(address.getRawPath());
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (last.length() >= 16) {
      secrets.add(last);
    }
    secrets.remove("null");
    return secrets;
  }

  String without(String text) {
    String without = text;
    for (String secret : secrets) {
      without = without.replace(secret, "***");
    }
    return without;
  }

  Delivery without(Delivery delivery) {
    if (delivery instanceof Delivery.Later later) {
      return new Delivery.Later(without(later.why()), later.after());
    }
    if (delivery instanceof Delivery.Refused refused) {
      return new Delivery.Refused(without(refused.why()));
    }
    if (delivery instanceof Delivery.Misconfigured wrong) {
      return new Delivery.Misconfigured(without(wrong.why()));
    }
    return delivery;
  }

  /** Tells nothing. */
  @Override
  public String toString() {
    return "***";
  }
}
