package io.newstide.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.kafka.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The topics day by day, from the rows of {@code trends.v1} as any consumer reads them: upserted by
 * key. Not safe for use by several threads.
 */
final class DayTable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BARS = " ▁▂▃▄▅▆▇█";

  private final String window;
  private final ZoneId zone;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<LocalDate, Map<String, Long>> days = new TreeMap<>();
  private final Map<LocalDate, Long> totals = new TreeMap<>();

  /**
   * An empty table.
   *
   * @param window the window of one day
   * @param zone the zone of the days
   * @param topics the topics' names by id, in the order of their columns
   */
  DayTable(String window, ZoneId zone, Map<String, String> topics) {
    this.window = window;
    this.zone = zone;
    names.putAll(topics);
  }

  /**
   * Takes a row of the trends.
   *
   * @return the day it is about, if it is one of this table's
   */
  LocalDate add(Row row) {
    if (row.value() == null) {
      return null;
    }
    JsonNode trend;
    try {
      trend = MAPPER.readTree(row.value());
    } catch (IOException e) {
      throw new IllegalStateException("trends.v1 holds a row that is no JSON: " + row.key(), e);
    }
    if (!trend.path("window").asText().equals(window)
        || !trend.path("kind").asText().equals("topic")) {
      return null;
    }
    LocalDate day =
        Instant.ofEpochMilli(trend.path("windowStartMs").asLong()).atZone(zone).toLocalDate();
    days.computeIfAbsent(day, absent -> new LinkedHashMap<>())
        .put(trend.path("id").asText(), trend.path("mentions").asLong());
    totals.put(day, trend.path("totalMentions").asLong());
    return day;
  }

  /** Whether all topics of a day are there. */
  boolean complete(LocalDate day) {
    return days.getOrDefault(day, Map.of()).keySet().containsAll(names.keySet());
  }

  void printHeader(PrintStream out) {
    StringBuilder line = new StringBuilder(cell("day", 10)).append(right("articles", 10));
    names.values().forEach(name -> line.append(right(name, width(name) + 3)));
    out.println(line);
  }

  /**
   * Prints the line of a day.
   *
   * @param remark what is said behind it
   */
  void printDay(LocalDate day, String remark, PrintStream out) {
    StringBuilder line =
        new StringBuilder(cell(day.toString(), 10))
            .append(right(Long.toString(totals.getOrDefault(day, 0L)), 10));
    names.forEach(
        (id, name) -> {
          long mentions = days.getOrDefault(day, Map.of()).getOrDefault(id, 0L);
          line.append(right(mentions == 0 ? "·" : Long.toString(mentions), width(name) + 3));
        });
    out.println(line + remark);
  }

  /** All days, then each topic's curve over them. */
  void print(PrintStream out) {
    printHeader(out);
    days.keySet().forEach(day -> printDay(day, "", out));
    out.println();
    int widest = names.values().stream().mapToInt(DayTable::width).max().orElse(0);
    names.forEach(
        (id, name) -> {
          List<Long> curve = new ArrayList<>();
          days.values().forEach(day -> curve.add(day.getOrDefault(id, 0L)));
          long sum = curve.stream().mapToLong(Long::longValue).sum();
          out.println(cell(name, widest + 2) + curve(curve) + right(Long.toString(sum), 6));
        });
  }

  private static String curve(List<Long> values) {
    long most = Math.max(1, values.stream().mapToLong(Long::longValue).max().orElse(1));
    StringBuilder curve = new StringBuilder();
    for (long value : values) {
      int bar = (int) Math.ceil((double) value / most * (BARS.length() - 1));
      curve.append(BARS.charAt(bar));
    }
    return curve.toString();
  }

  private static String cell(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }

  /** How many columns of a terminal a text takes: two for a Chinese character. */
  private static int width(String text) {
    return text.codePoints().map(c -> Character.isIdeographic(c) ? 2 : 1).sum();
  }
}
