package io.newstide.job;

import io.newstide.job.JobSettings.Channel;
import io.newstide.job.JobSettings.Quiet;
import io.newstide.job.JobSettings.Route;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What the settings of {@code notify} must fulfil beyond what each says by itself. */
final class NotifyRules {

  /** The word for no channel at all. */
  static final String NOBODY = "nobody";

  private static final Set<String> ROBOTS = Set.of("dingtalk", "feishu", "wecom");
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final Pattern MAILBOX =
      Pattern.compile(
          "[^\\s<>\"@,;]+@[^\\s<>\"@,;]+|[^<>\"@,;\\p{Cntrl}]*<[^\\s<>\"@,;]+@[^\\s<>\"@,;]+>");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private final JobSettings.Notify notify;
  private final SettingsReader reader;

  NotifyRules(JobSettings.Notify notify, SettingsReader reader) {
    this.notify = notify;
    this.reader = reader;
  }

  /** Checks all that can be known without secrets. */
  void check() {
    notify.link().ifPresent(link -> address(link, "notify.link"));
    Set<String> names = new HashSet<>();
    for (int i = 0; i < notify.channels().size(); i++) {
      Channel channel = notify.channels().get(i);
      String at = "notify.channels[" + i + "]";
      if (channel.name().length() > 64
          || channel.name().isBlank()
          || channel.name().codePoints().anyMatch(Character::isISOControl)) {
        throw reader.refuse(at + ".name", "a channel has a name of at most 64 characters");
      }
      if (channel.name().equals(NOBODY)) {
        throw reader.refuse(at + ".name", "'nobody' stands for no channel; choose another name");
      }
      if (!names.add(channel.name())) {
        throw reader.refuse(
            at + ".name", "there is another channel named '" + channel.name() + "'");
      }
      if (channel.type().equals("smtp")) {
        checkMail(channel, at);
      } else {
        checkWeb(channel, at);
      }
      quiet(channel.quiet(), at + ".quiet");
    }
    for (int i = 0; i < notify.routes().size(); i++) {
      Route route = notify.routes().get(i);
      known(route.channels(), "notify.routes[" + i + "].channels", names);
    }
    known(notify.otherwise(), "notify.otherwise", names);
    checkAddresses();
  }

  /** Checks the addresses as far as they hold no reference any more. */
  void checkAddresses() {
    for (int i = 0; i < notify.channels().size(); i++) {
      String at = "notify.channels[" + i + "].url";
      notify
          .channels()
          .get(i)
          .url()
          .filter(url -> !JobFile.REFERENCE.matcher(url).find())
          .ifPresent(url -> address(url, at));
    }
  }

  private void known(List<String> channels, String at, Set<String> names) {
    if (channels.contains(NOBODY) && channels.size() > 1) {
      throw reader.refuse(at, "'nobody' stands alone");
    }
    for (int i = 0; i < channels.size(); i++) {
      String name = channels.get(i);
      if (!names.contains(name) && !name.equals(NOBODY)) {
        List<String> there = notify.channels().stream().map(Channel::name).toList();
        throw reader.refuse(
            at + "[" + i + "]",
            "there is no channel '%s'; %s"
                .formatted(
                    name,
                    there.isEmpty()
                        ? "notify.channels names none"
                        : SettingsReader.nearest(name, there)
                                .map(near -> "did you mean '" + near + "'? ")
                                .orElse("")
                            + "Here one of "
                            + String.join(", ", there)
                            + ", nobody can be chosen"));
      }
    }
  }

  private void checkWeb(Channel channel, String at) {
    none(channel, at, "host", Channel::host);
    none(channel, at, "port", Channel::port);
    none(channel, at, "user", Channel::user);
    none(channel, at, "password", Channel::password);
    none(channel, at, "from", Channel::from);
    none(channel, at, "to", c -> c.to().stream().findFirst());
    needed(channel, at, "url", channel.url().isPresent());
    if (!channel.type().equals("webhook")) {
      none(channel, at, "headers", c -> c.headers().keySet().stream().findFirst());
    }
    if (channel.type().equals("wecom")) {
      none(channel, at, "secret", Channel::secret);
    }
    secret(channel.secret(), at + ".secret");
    if (ROBOTS.contains(channel.type())
        && !JobFile.REFERENCE.matcher(channel.url().orElse("")).find()) {
      throw reader.refuse(
          at + ".url",
          "who knows a robot's address can write to its group: give the address, or the key in it, as ${env:NAME} or ${file:PATH}");
    }
    for (String header : channel.headers().keySet()) {
      if (!HEADER.matcher(header).matches()
          || Set.of("host", "content-length", "content-type", "connection", "transfer-encoding")
              .contains(header.toLowerCase(Locale.ROOT))) {
        throw reader.refuse(at + ".headers." + header, "this header cannot be set");
      }
    }
  }

  private void checkMail(Channel channel, String at) {
    none(channel, at, "url", Channel::url);
    none(channel, at, "secret", Channel::secret);
    none(channel, at, "headers", c -> c.headers().keySet().stream().findFirst());
    needed(channel, at, "host", channel.host().isPresent());
    needed(channel, at, "from", channel.from().isPresent());
    needed(channel, at, "to", !channel.to().isEmpty());
    mailbox(channel.from().orElse(""), at + ".from");
    for (int i = 0; i < channel.to().size(); i++) {
      mailbox(channel.to().get(i), at + ".to[" + i + "]");
    }
    secret(channel.password(), at + ".password");
    if (channel.user().isPresent() != channel.password().isPresent()) {
      throw reader.refuse(
          at + (channel.user().isPresent() ? ".user" : ".password"),
          "user and password go together");
    }
    if (channel.tls().equals("none")
        && channel.password().isPresent()
        && !HERE.contains(channel.host().orElse("").toLowerCase(Locale.ROOT))) {
      throw reader.refuse(
          at + ".tls", "the password would be sent for everyone to read: starttls or tls");
    }
  }

  private void mailbox(String written, String at) {
    if (!MAILBOX.matcher(written).matches()) {
      throw reader.refuse(
          at,
          "'%s' is no mail address, as in desk@example.org or Newstide <alerts@example.org>"
              .formatted(written));
    }
  }

  private void needed(Channel channel, String at, String field, boolean there) {
    if (!there) {
      throw reader.refuse(at + "." + field, "must be given for type " + channel.type());
    }
  }

  private void none(
      Channel channel, String at, String field, Function<Channel, Optional<?>> value) {
    if (value.apply(channel).isPresent()) {
      throw reader.refuse(at + "." + field, "there is none for type " + channel.type());
    }
  }

  private void secret(Optional<String> value, String at) {
    if (value.isPresent() && !JobFile.REFERENCE.matcher(value.get()).find()) {
      throw reader.refuse(
          at, "a secret does not stand in the job file: give it as ${env:NAME} or ${file:PATH}");
    }
  }

  private void quiet(Quiet quiet, String at) {
    if (quiet.from().isPresent() != quiet.to().isPresent()) {
      throw reader.refuse(
          at + (quiet.from().isPresent() ? ".from" : ".to"), "from and to go together");
    }
    if (quiet.from().isEmpty()) {
      if (quiet.passAbove().isPresent()) {
        throw reader.refuse(at + ".passAbove", "there is no quiet time: give from and to");
      }
      return;
    }
    if (time(quiet.from().get(), at + ".from").equals(time(quiet.to().orElse(""), at + ".to"))) {
      throw reader.refuse(at + ".to", "the quiet time would never end, or never begin");
    }
  }

  private LocalTime time(String written, String at) {
    try {
      return LocalTime.parse(written);
    } catch (DateTimeException e) {
      throw reader.refuse(at, "'" + written + "' is no time of the day, as in 22:00 or 07:30");
    }
  }

  private void address(String written, String at) {
    URI address;
    try {
      address = URI.create(written);
    } catch (IllegalArgumentException e) {
      // The exception would quote it, and it may hold a secret.
      throw reader.refuse(at, "this is no address");
    }
    if (!List.of("http", "https")
        .contains(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT))) {
      throw reader.refuse(at, "only http and https addresses can be told");
    }
    if (address.getHost() == null) {
      throw reader.refuse(at, "the address names no host");
    }
  }
}
