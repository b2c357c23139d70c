package io.newstide.cli;

import io.newstide.job.JobSettings;
import io.newstide.job.NotifyFile;
import io.newstide.notify.Channel;
import io.newstide.notify.Language;
import io.newstide.notify.MessageTemplate;
import io.newstide.notify.QuietHours;
import io.newstide.notify.Route;
import io.newstide.notify.Routing;
import io.newstide.notify.Sender;
import io.newstide.notify.send.MailServer;
import io.newstide.notify.send.Senders;
import io.newstide.trend.AlertEvent;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes channels and routes of what a job file says; it was checked when it was read. */
final class Notices {

  private static final String NOBODY = "nobody";
  private static final Map<String, Integer> PER_MINUTE = Map.of("dingtalk", 20, "wecom", 20);
  private static final int USUAL_PER_MINUTE = 60;

  private final NotifyFile file;
  private final Senders senders;
  private final ZoneId zone;

  Notices(NotifyFile file, Senders senders, ZoneId zone) {
    this.file = file;
    this.senders = senders;
    this.zone = zone;
  }

  List<Channel> channels() {
    return file.settings().channels().stream().map(this::channel).toList();
  }

  Routing routing() {
    JobSettings.Notify settings = file.settings();
    Set<String> all =
        settings.channels().stream().map(JobSettings.Channel::name).collect(Collectors.toSet());
    return new Routing(
        settings.routes().stream().map(Notices::route).toList(),
        settings.otherwise().isEmpty() ? all : named(settings.otherwise()));
  }

  private static Route route(JobSettings.Route route) {
    return new Route(
        new HashSet<>(route.topics()),
        new HashSet<>(route.kinds()),
        route.reasons().stream()
            .map(reason -> AlertEvent.Reason.valueOf(reason.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        route.minScore(),
        named(route.channels()));
  }

  private static Set<String> named(List<String> channels) {
    return channels.contains(NOBODY) ? Set.of() : new HashSet<>(channels);
  }

  private Channel channel(JobSettings.Channel channel) {
    return new Channel(
        channel.name(),
        sender(channel),
        template(channel),
        channel.states().isEmpty()
            ? EnumSet.allOf(AlertEvent.State.class)
            : channel.states().stream().map(AlertEvent.State::valueOf).collect(Collectors.toSet()),
        channel.perMinute().orElse(PER_MINUTE.getOrDefault(channel.type(), USUAL_PER_MINUTE)),
        quiet(channel.quiet()));
  }

  private Sender sender(JobSettings.Channel channel) {
    if (channel.type().equals("smtp")) {
      return senders.smtp(mail(channel));
    }
    URI address = URI.create(channel.url().orElseThrow());
    return switch (channel.type()) {
      case "webhook" -> senders.webhook(address, channel.secret(), channel.headers());
      case "dingtalk" -> senders.dingtalk(address, channel.secret());
      case "feishu" -> senders.feishu(address, channel.secret());
      case "wecom" -> senders.wecom(address);
      default -> throw new IllegalStateException(channel + " was checked when it was read");
    };
  }

  private static MailServer mail(JobSettings.Channel channel) {
    var encryption = MailServer.Encryption.valueOf(channel.tls().toUpperCase(Locale.ROOT));
    int usual =
        switch (encryption) {
          case STARTTLS -> 587;
          case TLS -> 465;
          case NONE -> 25;
        };
    return new MailServer(
        channel.host().orElseThrow(),
        channel.port().orElse(usual),
        encryption,
        channel.user().map(user -> new MailServer.Login(user, channel.password().orElseThrow())),
        channel.from().orElseThrow(),
        channel.to());
  }

  private MessageTemplate template(JobSettings.Channel channel) {
    Language language =
        Arrays.stream(Language.values())
            .filter(known -> known.label().equals(channel.language()))
            .findFirst()
            .orElseThrow();
    Optional<String> link = file.settings().link();
    NotifyFile.Template own = file.templates().get(channel.name());
    return own == null
        ? MessageTemplate.of(language, zone, link)
        : MessageTemplate.of(own.file(), own.text(), language, zone, link);
  }

  private Optional<QuietHours> quiet(JobSettings.Quiet quiet) {
    return quiet
        .from()
        .map(
            from ->
                new QuietHours(
                    LocalTime.parse(from),
                    LocalTime.parse(quiet.to().orElseThrow()),
                    zone,
                    quiet.passAbove(),
                    quiet.then().equals("digest")));
  }
}
