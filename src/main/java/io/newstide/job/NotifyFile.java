package io.newstide.job;

import io.newstide.job.JobSettings.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a job file says of {@code notify}, with its secrets. They are filled in for who tells alerts
 * and nobody else: a job needs none of them where it is submitted, and takes none along.
 *
 * @param settings the settings, secrets filled in
 * @param templates the templates of the channels' own, by channel
 */
public record NotifyFile(JobSettings.Notify settings, Map<String, Template> templates) {

  /**
   * A template.
   *
   * @param file where it was read, as it is to be named
   * @param text what it says
   */
  public record Template(String file, String text) {}

  public NotifyFile {
    templates = Map.copyOf(templates);
  }

  /** Without what it holds, which may be secret. */
  @Override
  public String toString() {
    return settings.channels().toString();
  }

  /**
   * Reads the settings of {@code notify} from a job file.
   *
   * @param path the file
   * @param set values given by {@code --set path=value}
   * @param environment the process's environment
   * @throws SettingsException if a setting is wrong, or there is no channel
   */
  public static NotifyFile read(
      Path path, Map<String, String> set, Map<String, String> environment) {
    SettingsReader reader = JobFile.settingsReader(path, set, environment);
    JobSettings.Notify raw = reader.read(JobFile.parse(path), JobSettings.class).notices();
    new NotifyRules(raw, reader).check();
    if (raw.channels().isEmpty()) {
      throw reader.refuse(
          "notify",
          "there is no channel to tell alerts to: add a section as in notify: {channels: [{name:"
              + " desk, type: webhook, url: \"https://example.org/hook\"}]}; docs/notify.md has"
              + " every kind");
    }
    List<Channel> channels = new ArrayList<>();
    Map<String, Template> templates = new LinkedHashMap<>();
    for (Channel channel : raw.channels()) {
      String at = "notify.channels[" + channels.size() + "].";
      if (channel.template().isPresent()) {
        templates.put(
            channel.name(), template(channel.template().get(), at + "template", path, reader));
      }
      channels.add(filled(channel, at, path, reader, environment));
    }
    var notify =
        new JobSettings.Notify(raw.link(), raw.maxAge(), channels, raw.routes(), raw.otherwise());
    new NotifyRules(notify, reader).checkAddresses();
    return new NotifyFile(notify, templates);
  }

  private static Template template(
      String written, String setting, Path jobFile, SettingsReader reader) {
    Path file = JobFile.resolve(jobFile, written);
    try {
      return new Template(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw reader.refuse(setting, "the file " + written + " cannot be read");
    }
  }

  private static Channel filled(
      Channel channel,
      String at,
      Path jobFile,
      SettingsReader reader,
      Map<String, String> environment) {
    UnaryOperator<String> headers =
        name ->
            JobFile.filled(
                channel.headers().get(name), at + "headers." + name, reader, environment, jobFile);
    Map<String, String> filledHeaders = new LinkedHashMap<>();
    channel.headers().keySet().forEach(name -> filledHeaders.put(name, headers.apply(name)));
    return new Channel(
        channel.name(),
        channel.type(),
        filled(channel.url(), at + "url", jobFile, reader, environment),
        filled(channel.secret(), at + "secret", jobFile, reader, environment),
        filledHeaders,
        channel.host(),
        channel.port(),
        channel.tls(),
        filled(channel.user(), at + "user", jobFile, reader, environment),
        filled(channel.password(), at + "password", jobFile, reader, environment),
        channel.from(),
        channel.to(),
        channel.language(),
        channel.template(),
        channel.states(),
        channel.perMinute(),
        channel.quiet());
  }

  private static Optional<String> filled(
      Optional<String> value,
      String setting,
      Path jobFile,
      SettingsReader reader,
      Map<String, String> environment) {
    Optional<String> filled =
        value.map(written -> JobFile.filled(written, setting, reader, environment, jobFile));
    if (filled.filter(String::isBlank).isPresent()) {
      throw reader.refuse(setting, "what it refers to is empty");
    }
    return filled;
  }
}
