package io.newstide.cli;

import io.newstide.feed.NewsSource;
import io.newstide.feed.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the sources of a deployment fare, as a table; what went wrong below it. */
final class SourceTable {

  private static final List<String> HEADER =
      List.of(
          "source", "state", "every", "last success", "asked", "articles", "last new", "next due");
  private static final String NONE = "-";

  private final DateTimeFormatter time;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * A table.
   *
   * @param configured the sources of the job file; the others were given by hand
   * @param noted what is noted of each source, by its name
   * @param zone in which times are shown
   * @param now against which a source is overdue
   */
  SourceTable(
      List<NewsSource> configured,
      Map<String, Map<String, byte[]>> noted,
      ZoneId zone,
      Instant now) {
    time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
    Map<String, Optional<SourceState>> states = new LinkedHashMap<>();
    configured.forEach(source -> states.put(source.name(), Optional.empty()));
    noted.forEach((source, notesOf) -> states.put(source, SourceState.of(notesOf)));
    Map<String, Duration> intervals =
        configured.stream().collect(Collectors.toMap(NewsSource::name, NewsSource::every));
    states.forEach(
        (source, state) -> add(source, Optional.ofNullable(intervals.get(source)), state, now));
  }

  private void add(
      String source, Optional<Duration> every, Optional<SourceState> noted, Instant now) {
    if (noted.isEmpty()) {
      rows.add(
          List.of(
              source,
              "not asked yet",
              every.map(Duration::toString).orElse(NONE),
              NONE,
              "0",
              "0",
              NONE,
              "at once"));
      return;
    }
    SourceState state = noted.get();
    rows.add(
        List.of(
            source,
            state.failures() > 0 ? "failing" : "ok",
            every.map(Duration::toString).orElse("by hand"),
            state.lastSuccess().map(time::format).orElse("never"),
            "%,d".formatted(state.tries()),
            "%,d".formatted(state.articles()),
            state.lastFound() == 0 ? NONE : "%,d".formatted(state.lastFound()),
            every.isEmpty()
                ? NONE
                : state
                    .nextDue()
                    .map(due -> time.format(due) + (due.isBefore(now) ? " (overdue)" : ""))
                    .orElse("at once")));
    state
        .lastErrorAt()
        .ifPresent(
            at ->
                notes.add(
                    "%s: last error %s%s: %s"
                        .formatted(
                            source,
                            time.format(at),
                            state.failures() > 1
                                ? ", %,d times in a row".formatted(state.failures())
                                : "",
                            state.lastError())));
    if (!state.remark().isEmpty()) {
      notes.add(source + ": " + state.remark());
    }
  }

  @Override
  public String toString() {
    if (rows.isEmpty()) {
      return "no source yet: the job file names none, and none was given by hand\n";
    }
    StringBuilder table = new StringBuilder(Columns.of(HEADER, rows));
    if (!notes.isEmpty()) {
      table.append('\n');
      notes.forEach(note -> table.append(note).append('\n'));
    }
    return table.toString();
  }
}
