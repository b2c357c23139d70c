package io.newstide.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.job.DefinitionsInEffect;
import io.newstide.job.JobFile;
import io.newstide.job.NotifyFile;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.KafkaAlertLogs;
import io.newstide.local.EmbeddedJob;
import io.newstide.notify.Channel;
import io.newstide.notify.Delivery;
import io.newstide.notify.Message;
import io.newstide.notify.Notifier;
import io.newstide.notify.send.Senders;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Alerts to people. */
@Command(
    name = "notify",
    mixinStandardHelpOptions = true,
    description = {
      "Tells people of alerts: on webhooks, in the groups of DingTalk, Feishu (Lark) and WeCom, by mail, as the section notify of the job file says.",
      "Each state of an alert is told once on each channel; what was told and what waits is remembered in Kafka, so it may be stopped or killed at any moment. It goes on until it is stopped.",
      "What cannot be delivered is tried again, less and less often, and keeps no other channel waiting. Kinds of channels, templates, quiet hours and what is guaranteed: docs/notify.md"
    })
final class NotifyCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Mixin private JobOptions options;

  @ArgGroup(exclusive = true)
  private Mode mode = new Mode();

  private static final class Mode {
    @Option(
        names = "--once",
        description =
            "Tells what is there and ends. Exit code 1 if something could not be told; it waits for the next time.")
    private boolean once;

    @Option(
        names = "--dry-run",
        description =
            "Prints as JSONL what would be told now, and tells nobody; needs the same secrets.")
    private boolean dryRun;

    @Option(
        names = "--status",
        description =
            "Prints how each channel fares: what was told, waits, is held back by quiet hours, was refused or given up, last error, next try. Asks Kafka, not the channels.")
    private boolean status;

    @Option(
        names = "--test",
        paramLabel = "CHANNEL",
        description =
            "Sends a test message to a channel and says what it answered; needs no Kafka.")
    private String test;
  }

  @Override
  public Integer call() throws Exception {
    JobFile job = options.read();
    NotifyFile file = options.readNotify();
    ZoneId zone = job.settings().time().zone();
    Notices notices = new Notices(file, new Senders(InstantSource.system()), zone);
    List<Channel> channels = notices.channels();
    if (mode.test != null) {
      return test(channels, job);
    }
    EmbeddedJob.prepareTopics(job, NotifyCommand::say);
    if (mode.status) {
      System.out.print(
          new ChannelTable(file.settings().channels(), KafkaAlertLogs.notes(job.cluster()), zone));
      return 0;
    }
    warnOfUnknownTopics(job, file);
    try (Notifier notifier =
        new Notifier(
            channels,
            notices.routing(),
            file.settings().maxAge(),
            new KafkaAlertLogs(job.cluster(), job.settings().name()),
            InstantSource.system(),
            RandomGenerator.getDefault(),
            NotifyCommand::say)) {
      if (mode.dryRun) {
        notifier.preview(NotifyCommand::print).forEach(outcome -> left(outcome, zone, file));
        return 0;
      }
      if (mode.once) {
        return once(notifier.once(), zone, file);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(notifier::close));
      say(
          "telling alerts of '%s' on %,d channel%s (%s); stop with Ctrl-C"
              .formatted(
                  job.settings().name(),
                  channels.size(),
                  channels.size() == 1 ? "" : "s",
                  channels.stream().map(Channel::name).collect(Collectors.joining(", "))));
      notifier.run();
    }
    return 0;
  }

  /** Topics come and go while the job runs: a route to one that is not there is no error. */
  private static void warnOfUnknownTopics(JobFile job, NotifyFile file) {
    if (file.settings().routes().stream().allMatch(route -> route.topics().isEmpty())) {
      return;
    }
    Set<String> known =
        DefinitionsInEffect.topics(job, ControlClient.accepted(job.cluster())).stream()
            .filter(line -> !line.state().equals("removed"))
            .map(DefinitionsInEffect.Line::id)
            .collect(Collectors.toSet());
    for (int i = 0; i < file.settings().routes().size(); i++) {
      for (String topic : file.settings().routes().get(i).topics()) {
        if (!known.contains(topic)) {
          say(
              "notify.routes[%d].topics: the job has no topic '%s' now; there are %s"
                  .formatted(i, topic, known.stream().sorted().collect(Collectors.joining(", "))));
        }
      }
    }
  }

  private int test(List<Channel> channels, JobFile job) {
    Channel channel =
        channels.stream()
            .filter(known -> known.name().equals(mode.test))
            .findFirst()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "there is no channel '%s'; there are %s"
                            .formatted(
                                mode.test,
                                channels.stream()
                                    .map(Channel::name)
                                    .collect(Collectors.joining(", ")))));
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Delivery delivery = channel.sender().send(channel.template().test(job.settings().name(), now));
    if (delivery instanceof Delivery.Delivered delivered) {
      say("%s took the test message".formatted(channel));
      if (!delivered.remark().isEmpty()) {
        say("%s: %s".formatted(channel, delivered.remark()));
      }
      return 0;
    }
    String why =
        delivery instanceof Delivery.Later later
            ? later.why()
            : delivery instanceof Delivery.Refused refused
                ? refused.why()
                : ((Delivery.Misconfigured) delivery).why();
    throw new IllegalStateException("%s did not take the test message: %s".formatted(channel, why));
  }

  private static int once(List<Notifier.Outcome> outcomes, ZoneId zone, NotifyFile file) {
    int code = 0;
    for (Notifier.Outcome outcome : outcomes) {
      say(
          "%s: told %s%s%s"
              .formatted(
                  outcome.channel(),
                  states(outcome.told()),
                  outcome.refused() == 0 ? "" : ", %,d refused".formatted(outcome.refused()),
                  outcome.waiting() == 0
                      ? ""
                      : ", %,d could not be told and wait%s for the next time"
                          .formatted(outcome.waiting(), outcome.waiting() == 1 ? "s" : "")));
      left(outcome, zone, file);
      if (outcome.refused() > 0 || outcome.waiting() > 0) {
        code = 1;
      }
    }
    return code;
  }

  private static String states(long count) {
    return "%,d state%s of alerts".formatted(count, count == 1 ? "" : "s");
  }

  private static void left(Notifier.Outcome outcome, ZoneId zone, NotifyFile file) {
    outcome
        .until()
        .filter(until -> outcome.held() > 0)
        .ifPresent(
            until ->
                say(
                    "%s: quiet hours hold %s back until %s"
                        .formatted(
                            outcome.channel(),
                            states(outcome.held()),
                            until.atZone(zone).toLocalDateTime())));
    if (outcome.told() + outcome.refused() + outcome.waiting() + outcome.held() == 0
        && outcome.old() > 0) {
      say(
          "%s: nothing but %s older than %s; a larger notify.maxAge tells those too"
              .formatted(outcome.channel(), states(outcome.old()), file.settings().maxAge()));
    }
  }

  private static void print(Channel channel, Message message) {
    ObjectNode line = JSON.createObjectNode();
    line.put("channel", channel.name());
    line.put("key", message.key());
    line.put("title", message.title());
    line.set("message", channel.sender().preview(message));
    try {
      System.out.println(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static void say(String line) {
    System.err.println("newstide: " + line);
  }
}
