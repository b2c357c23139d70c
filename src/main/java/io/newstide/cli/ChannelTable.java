package io.newstide.cli;

import io.newstide.job.JobSettings;
import io.newstide.notify.ChannelState;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the channels of a deployment fare, as a table; what went wrong below it. */
final class ChannelTable {

  private static final List<String> HEADER =
      List.of(
          "channel",
          "type",
          "state",
          "told",
          "waiting",
          "held",
          "refused",
          "given up",
          "too old",
          "last told",
          "next try");
  private static final String NONE = "-";

  private final DateTimeFormatter time;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * A table.
   *
   * @param configured the channels of the job file
   * @param noted what is noted of each channel, by its name
   * @param zone in which times are shown
   */
  ChannelTable(
      List<JobSettings.Channel> configured, Map<String, Map<String, byte[]>> noted, ZoneId zone) {
    time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
    Map<String, String> types = new LinkedHashMap<>();
    configured.forEach(channel -> types.put(channel.name(), channel.type()));
    noted.keySet().forEach(channel -> types.putIfAbsent(channel, "not in the job file"));
    types.forEach(
        (channel, type) ->
            add(channel, type, ChannelState.of(noted.getOrDefault(channel, Map.of()))));
  }

  private void add(String channel, String type, Optional<ChannelState.Noted> noted) {
    if (noted.isEmpty()) {
      rows.add(List.of(channel, type, "nothing yet", "0", "0", "0", "0", "0", "0", "never", NONE));
      return;
    }
    ChannelState state = noted.get().state();
    rows.add(
        List.of(
            channel,
            type,
            state.misconfigured() ? "put it right" : state.failures() > 0 ? "failing" : "ok",
            "%,d".formatted(state.told()),
            "%,d".formatted(noted.get().waiting()),
            "%,d".formatted(noted.get().held()),
            "%,d".formatted(state.refused()),
            "%,d".formatted(state.givenUp()),
            "%,d".formatted(state.old()),
            state.lastTold().isEmpty() ? "never" : at(state.lastTold()),
            state.next().isEmpty() ? NONE : at(state.next())));
    if (!state.lastError().isEmpty()) {
      notes.add(
          "%s: last error %s%s: %s"
              .formatted(
                  channel,
                  at(state.lastErrorAt()),
                  state.failures() > 1 ? ", %,d times in a row".formatted(state.failures()) : "",
                  state.lastError()));
    }
  }

  private String at(String moment) {
    return time.format(Instant.parse(moment));
  }

  @Override
  public String toString() {
    StringBuilder table = new StringBuilder(Columns.of(HEADER, rows));
    if (!notes.isEmpty()) {
      table.append('\n');
      notes.forEach(note -> table.append(note).append('\n'));
    }
    return table.toString();
  }
}
