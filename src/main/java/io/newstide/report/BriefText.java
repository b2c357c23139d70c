package io.newstide.report;

import static io.newstide.report.Inline.link;
import static io.newstide.report.Inline.news;
import static io.newstide.report.Inline.words;

import com.fasterxml.jackson.databind.JsonNode;
import io.newstide.report.Inline.Tone;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a day's rows say, in words. */
final class BriefText {

  private static final List<String> NAMED = List.of("person", "organisation", "place", "keyword");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY_TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  /** So many of what rose or fell have a paragraph; the rest is in the table. */
  private static final int TOLD = 10;

  /** With fewer articles the day by hours says no more than the headlines. */
  private static final int WORTH_HOURS = 3;

  private static final int SHOWN_NAMES = 5;
  private static final int SHOWN_EMERGING = 8;
  private static final int SHOWN_ALERTS = 20;
  private static final int SHOWN_TERMS = 6;
  private static final int SHOWN_SOURCES = 12;

  private final String name;
  private final DayRows rows;
  private final Lang lang;
  private final List<JsonNode> topics;

  BriefText(String name, DayRows rows, Lang lang) {
    this.name = name;
    this.rows = rows;
    this.lang = lang;
    this.topics =
        rows.today().stream()
            .filter(row -> row.path("kind").asText().equals("topic"))
            .sorted(
                Comparator.comparingDouble(BriefText::score)
                    .thenComparingInt(row -> row.path("mentions").asInt())
                    .reversed()
                    .thenComparing(row -> row.path("id").asText()))
            .toList();
  }

  private static double score(JsonNode row) {
    return row.path("score").asDouble(0);
  }

  /** All of it. */
  Report report() {
    List<Block> blocks = new ArrayList<>();
    if (topics.stream().allMatch(row -> row.path("totalMentions").asInt() == 0)) {
      blocks.add(Block.note(nothing()));
    } else {
      standing().forEach(note -> blocks.add(Block.note(note)));
      blocks.add(lead());
      moved(true, blocks);
      moved(false, blocks);
    }
    alerts(blocks);
    emerging(blocks);
    names(blocks);
    table(blocks);
    sources(blocks);
    if (rows.unreadable() > 0) {
      blocks.add(Block.note(lang.say("unreadable", rows.unreadable())));
    }
    blocks.add(new Block.Paragraph(List.of(new Inline.Muted(words(lang.say("made")))), false));
    return new Report(lang, lang.say("brief.title", date(rows.day())), subtitle(), blocks, false);
  }

  private String date(LocalDate day) {
    return day.format(DateTimeFormatter.ofPattern(lang.say("date"), lang.locale()));
  }

  private String subtitle() {
    return lang.say(
        "brief.subtitle",
        SafeText.line(name),
        rows.zone().getId(),
        total("totalMentions"),
        total("totalStories"),
        sourceCounts().size());
  }

  private int total(String field) {
    return topics.stream().mapToInt(row -> row.path(field).asInt()).max().orElse(0);
  }

  /** Why there is nothing to tell. */
  private String nothing() {
    if (rows.days().isEmpty()) {
      return lang.say("nothing.ever");
    }
    LocalDate first = rows.days().get().get(0);
    LocalDate last = rows.days().get().get(1);
    return lang.say("nothing", first.toString(), last.toString());
  }

  /** How final the figures are. */
  private List<String> standing() {
    List<String> notes = new ArrayList<>();
    long reached = rows.eventTime().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
    boolean open = topics.stream().anyMatch(row -> row.path("firing").asText().equals("EARLY"));
    if (open) {
      notes.add(
          reached > rows.span().start()
              ? lang.say("unfinished.at", time(reached))
              : lang.say("unfinished"));
      return notes;
    }
    long finalAt = topics.stream().mapToLong(row -> DayRows.at(row, "finalAt")).max().orElse(0);
    if (finalAt > reached) {
      notes.add(lang.say("correctable", time(finalAt)));
    }
    return notes;
  }

  /** A moment in the deployment's zone; with its day where that is another than the report's. */
  private String time(long moment) {
    ZonedDateTime at = Instant.ofEpochMilli(moment).atZone(rows.zone());
    return at.format(at.toLocalDate().equals(rows.day()) ? TIME : DAY_TIME);
  }

  private Block lead() {
    long rose = topics.stream().filter(row -> direction(row).equals("UP")).count();
    long fell = topics.stream().filter(row -> direction(row).equals("DOWN")).count();
    long opened = rows.alerts().stream().filter(states -> within(states.get(0))).count();
    long closed =
        rows.alerts().stream().map(BriefText::last).filter(r -> closed(r) && within(r)).count();
    return Block.paragraph(words(lang.say("lead", rose, fell, opened, closed)));
  }

  private static String direction(JsonNode row) {
    return row.path("direction").asText();
  }

  private boolean within(JsonNode row) {
    long at = DayRows.at(row, "at");
    return at > rows.span().start() && at <= rows.span().end();
  }

  private static JsonNode last(List<JsonNode> states) {
    return states.get(states.size() - 1);
  }

  private static boolean closed(JsonNode state) {
    return state.path("state").asText().equals("CLOSE");
  }

  /** What rose or fell against the day before, the most surprising first. */
  private void moved(boolean up, List<Block> blocks) {
    List<JsonNode> moved =
        topics.stream()
            .filter(row -> direction(row).equals(up ? "UP" : "DOWN"))
            .sorted(
                up
                    ? Comparator.comparingDouble(BriefText::score).reversed()
                    : Comparator.comparingInt(
                        row -> row.path("mentions").asInt() - row.path("previous").asInt()))
            .toList();
    blocks.add(Block.heading(2, words(lang.say(up ? "rose" : "fell"))));
    if (moved.isEmpty()) {
      blocks.add(Block.paragraph(words(lang.say(up ? "rose.none" : "fell.none"))));
    }
    for (JsonNode row : moved.subList(0, Math.min(TOLD, moved.size()))) {
      blocks.add(new Block.Card(moved(row, up)));
    }
    if (moved.size() > TOLD) {
      blocks.add(Block.paragraph(words(lang.say("more", moved.size() - TOLD))));
    }
  }

  private List<Block> moved(JsonNode row, boolean up) {
    List<Inline> heading = new ArrayList<>(List.of(news(row.path("name").asText())));
    int stories = row.path("uniqueStories").asInt();
    if (row.path("expectedHigh").isNumber() && stories > row.path("expectedHigh").asDouble()) {
      heading.add(words(" "));
      heading.add(new Inline.Mark(lang.say("outstanding"), up ? Tone.UP : Tone.DOWN));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(3, heading));
    blocks.add(Block.paragraph(words(counted(row))));
    blocks.add(curve(row));
    hours(row).ifPresent(blocks::add);
    List<List<Inline>> headlines = headlines(row);
    if (headlines.isEmpty()) {
      headlines = rows.dayBefore(row).map(this::headlines).orElse(List.of());
      if (!headlines.isEmpty()) {
        blocks.add(Block.paragraph(words(lang.say("daybefore"))));
      }
    }
    if (!headlines.isEmpty()) {
      blocks.add(new Block.Points(headlines));
    }
    return blocks;
  }

  /** What was counted, and what was to be expected. */
  private String counted(JsonNode row) {
    int mentions = row.path("mentions").asInt();
    int previous = row.path("previous").asInt();
    String counts =
        mentions == 0
            ? lang.say("counted.none", previous)
            : lang.say(
                "counted",
                row.path("uniqueStories").asInt(),
                mentions,
                row.path("sources").asInt(),
                previous);
    if (!row.path("score").isNumber()) {
      return counts + lang.say("gap") + lang.say("noscore");
    }
    return counts
        + lang.say("gap")
        + lang.say(
            "expected",
            lang.number(row.path("expected").asDouble(), 1),
            row.path("expectedHigh").asInt(),
            lang.number(score(row), 1));
  }

  private Block curve(JsonNode row) {
    List<Curve.Bar> bars = new ArrayList<>();
    for (int back = DayRows.CURVE_DAYS - 1; back > 0; back--) {
      LocalDate day = rows.day().minusDays(back);
      DayRows.Past past = rows.past(row, day).orElse(new DayRows.Past(0, -1));
      bars.add(new Curve.Bar(day.toString(), past.stories(), past.high()));
    }
    int high = row.path("expectedHigh").isNumber() ? row.path("expectedHigh").asInt() : -1;
    bars.add(new Curve.Bar(rows.day().toString(), row.path("uniqueStories").asInt(), high));
    return Curve.draw(lang.say("curve", bars.get(0).label(), rows.day().toString()), bars, true);
  }

  /** The day by hours, of what was dated to the minute; empty where there is nothing of it. */
  private Optional<Block> hours(JsonNode row) {
    long start = rows.span().start();
    long hour = Duration.ofHours(1).toMillis();
    int[] counts = new int[(int) ((rows.span().end() - start) / hour)];
    boolean any = false;
    for (JsonNode slice : rows.slices()) {
      long from = DayRows.at(slice, "sliceStart");
      boolean ofTopic =
          slice.path("kind").asText().equals("topic")
              && slice.path("id").asText().equals(row.path("id").asText());
      if (ofTopic && DayRows.at(slice, "sliceEnd") - from <= hour) {
        counts[(int) ((from - start) / hour)] += slice.path("mentions").asInt();
        any = true;
      }
    }
    if (!any || row.path("mentions").asInt() < WORTH_HOURS) {
      return Optional.empty();
    }
    List<Curve.Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      bars.add(new Curve.Bar(time(start + i * hour), counts[i], -1));
    }
    return Optional.of(Curve.draw(lang.say("hours"), bars, false));
  }

  private List<List<Inline>> headlines(JsonNode row) {
    List<List<Inline>> lines = new ArrayList<>();
    for (JsonNode article : row.path("evidence")) {
      lines.add(headline(article));
    }
    return lines;
  }

  private List<Inline> headline(JsonNode article) {
    List<Inline> line = new ArrayList<>();
    line.add(link(article.path("title").asText(), article.path("url").asText("")));
    line.add(words(lang.say("by")));
    line.add(new Inline.Muted(news(article.path("source").asText(lang.say("nosource")))));
    try {
      long at = Instant.parse(article.path("publishedAt").asText()).toEpochMilli();
      line.add(new Inline.Muted(words(" " + time(at))));
    } catch (DateTimeParseException e) {
      // Without a date it is a headline all the same.
    }
    return line;
  }

  private void alerts(List<Block> blocks) {
    blocks.add(Block.heading(2, words(lang.say("alerts"))));
    List<List<JsonNode>> alerts = rows.alerts();
    if (alerts.isEmpty()) {
      blocks.add(Block.paragraph(words(lang.say("alerts.none"))));
    }
    for (List<JsonNode> states : alerts.subList(0, Math.min(SHOWN_ALERTS, alerts.size()))) {
      blocks.add(new Block.Card(alert(states)));
    }
    if (alerts.size() > SHOWN_ALERTS) {
      blocks.add(Block.paragraph(words(lang.say("alerts.more", alerts.size() - SHOWN_ALERTS))));
    }
  }

  private List<Block> alert(List<JsonNode> states) {
    JsonNode last = last(states);
    boolean closed = closed(last);
    // As the day saw it; how it ended may have been later.
    JsonNode strongest =
        states.stream()
            .filter(state -> DayRows.at(state, "at") <= rows.span().end())
            .max(Comparator.comparingDouble(state -> state.path("score").asDouble()))
            .orElse(states.get(0));
    long opened = DayRows.at(states.get(0), "at");
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Block.heading(
            3,
            news(last.path("name").asText()),
            words(" "),
            new Inline.Mark(
                lang.say(closed ? "ended" : "open"), closed ? Tone.CLOSED : Tone.OPEN)));
    boolean silence = last.path("reason").asText().equals("silence");
    StringBuilder text = new StringBuilder();
    text.append(
        silence
            ? lang.say("silence", time(DayRows.at(strongest, "windowStart")), time(opened))
            : lang.say(
                "burst",
                lang.say("kind." + kind(last)),
                time(opened),
                strongest.path("uniqueStories").asInt(),
                windowHours(strongest),
                lang.number(strongest.path("expected").asDouble(), 1),
                lang.number(strongest.path("peakScore").asDouble(), 1)));
    text.append(lang.say("gap"));
    text.append(
        closed
            ? lang.say("ended.at", time(DayRows.at(last, "at")), length(opened, last))
            : lang.say("open.still"));
    blocks.add(Block.paragraph(words(text.toString())));
    List<List<Inline>> headlines = headlines(strongest);
    if (!headlines.isEmpty()) {
      blocks.add(new Block.Points(headlines));
    }
    return blocks;
  }

  private static String kind(JsonNode row) {
    String kind = row.path("kind").asText();
    return List.of("topic", "topic-place", "person", "organisation").contains(kind)
        ? kind
        : "other";
  }

  private static long windowHours(JsonNode state) {
    return (DayRows.at(state, "windowEnd") - DayRows.at(state, "windowStart"))
        / Duration.ofHours(1).toMillis();
  }

  private String length(long opened, JsonNode closed) {
    return Lengths.of(lang, DayRows.at(closed, "at") - opened);
  }

  private void emerging(List<Block> blocks) {
    blocks.add(Block.heading(2, words(lang.say("emerging"))));
    List<JsonNode> emerging = rows.emerging();
    if (emerging.isEmpty()) {
      blocks.add(Block.paragraph(words(lang.say("emerging.none"))));
    }
    for (JsonNode group : emerging.subList(0, Math.min(SHOWN_EMERGING, emerging.size()))) {
      blocks.add(new Block.Card(emerging(group)));
    }
  }

  private List<Block> emerging(JsonNode group) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Block.heading(
            3,
            news(group.path("proposedTopic").path("name").asText(group.path("group").asText()))));
    List<Inline> terms = new ArrayList<>();
    terms.add(words(lang.say("emerging.by", time(DayRows.at(group, "windowEnd")))));
    int shown = 0;
    for (JsonNode term : group.path("terms")) {
      if (shown++ == SHOWN_TERMS) {
        break;
      }
      terms.add(words(shown == 1 ? "" : lang.say("comma")));
      terms.add(new Inline.Strong(news(term.path("term").asText())));
      terms.add(
          words(
              lang.say(
                  "emerging.term",
                  term.path("uniqueStories").asInt(),
                  term.path("sources").asInt())));
    }
    blocks.add(new Block.Paragraph(terms, false));
    List<List<Inline>> headlines = headlines(group);
    if (!headlines.isEmpty()) {
      blocks.add(new Block.Points(headlines));
    }
    return blocks;
  }

  /** People, organisations, places and keywords of the day that are told of most. */
  private void names(List<Block> blocks) {
    List<List<List<Inline>>> lines = new ArrayList<>();
    for (String kind : NAMED) {
      rows.today().stream()
          .filter(row -> row.path("kind").asText().equals(kind))
          .filter(row -> row.path("uniqueStories").asInt() > 0)
          .sorted(
              Comparator.comparingInt((JsonNode row) -> row.path("uniqueStories").asInt())
                  .thenComparingDouble(BriefText::score)
                  .reversed()
                  .thenComparing(row -> row.path("id").asText()))
          .limit(SHOWN_NAMES)
          .forEach(row -> lines.add(nameLine(kind, row)));
    }
    if (!lines.isEmpty()) {
      blocks.add(Block.heading(2, words(lang.say("names"))));
      blocks.add(
          new Block.Table(
              List.of(
                  lang.say("column.name"),
                  lang.say("column.kind"),
                  lang.say("column.stories"),
                  lang.say("column.previous"),
                  lang.say("column.headline")),
              List.of(false, false, true, true, false),
              lines,
              List.of()));
    }
  }

  private List<List<Inline>> nameLine(String kind, JsonNode row) {
    JsonNode article = row.path("evidence").path(0);
    return List.of(
        List.of(news(row.path("name").asText())),
        List.of(words(lang.say("kind." + kind))),
        List.of(words(Integer.toString(row.path("uniqueStories").asInt()))),
        List.of(words(Integer.toString(row.path("previous").asInt()))),
        article.isMissingNode() ? List.of(words("–")) : headline(article));
  }

  private void table(List<Block> blocks) {
    if (topics.isEmpty()) {
      return;
    }
    blocks.add(Block.heading(2, words(lang.say("topics"))));
    List<List<List<Inline>>> lines = new ArrayList<>();
    for (JsonNode row : topics) {
      boolean scored = row.path("score").isNumber();
      lines.add(
          List.of(
              List.of(news(row.path("name").asText())),
              List.of(words(Integer.toString(row.path("uniqueStories").asInt()))),
              List.of(words(Integer.toString(row.path("mentions").asInt()))),
              List.of(words(Integer.toString(row.path("previous").asInt()))),
              List.of(words(scored ? lang.number(row.path("expected").asDouble(), 1) : "–")),
              List.of(words(scored ? lang.number(score(row), 1) : "–"))));
    }
    blocks.add(
        new Block.Table(
            List.of(
                lang.say("column.topic"),
                lang.say("column.stories"),
                lang.say("column.articles"),
                lang.say("column.previous"),
                lang.say("column.expected"),
                lang.say("column.score")),
            List.of(false, true, true, true, true, true),
            lines,
            List.of()));
  }

  private Map<String, Integer> sourceCounts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode slice : rows.slices()) {
      if (slice.path("kind").asText().equals("total")) {
        slice
            .path("sources")
            .properties()
            .forEach(of -> counts.merge(of.getKey(), of.getValue().asInt(), Integer::sum));
      }
    }
    return counts;
  }

  private void sources(List<Block> blocks) {
    Map<String, Integer> counts = sourceCounts();
    if (counts.isEmpty()) {
      return;
    }
    blocks.add(Block.heading(2, words(lang.say("sources"))));
    List<Inline> line = new ArrayList<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(SHOWN_SOURCES)
        .forEach(
            of -> {
              line.add(words(line.isEmpty() ? "" : lang.say("comma")));
              line.add(news(of.getKey().isEmpty() ? lang.say("nosource") : of.getKey()));
              line.add(words(" " + of.getValue()));
            });
    if (counts.size() > SHOWN_SOURCES) {
      line.add(words(lang.say("sources.more", counts.size() - SHOWN_SOURCES)));
    }
    blocks.add(new Block.Paragraph(line, false));
  }
}
