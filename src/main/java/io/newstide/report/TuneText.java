package io.newstide.report;

import static io.newstide.report.Inline.link;
import static io.newstide.report.Inline.news;
import static io.newstide.report.Inline.words;

import com.fasterxml.jackson.databind.JsonNode;
import io.newstide.job.BurstsFile.Burst;
import io.newstide.job.Tried;
import io.newstide.report.Inline.Tone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a comparison of settings came to, in words, tables and drawings. */
final class TuneText {

  private static final int SHOWN_SOURCES = 20;
  private static final int SHOWN_GROUPS = 12;
  private static final int SHOWN_ALERTS = 10;
  private static final int SHOWN_HEADLINES = 3;
  private static final int SHOWN_LATE = 8;
  private static final int SHOWN_PAIRS = 6;

  private final Tuning tuning;
  private final TuneTable table;
  private final Lang lang;
  private final ZoneId zone;
  private final Optional<TuneRow> best;

  TuneText(Tuning tuning, Lang lang) {
    this.tuning = tuning;
    this.table = tuning.table();
    this.lang = lang;
    this.zone = tuning.job().settings().time().zone();
    this.best = table.recommended();
  }

  Report report() {
    List<Block> blocks = new ArrayList<>();
    lead(blocks);
    scatter(blocks);
    rows(blocks);
    sources(blocks);
    bursts(blocks);
    alerts(blocks);
    late(blocks);
    blocks.add(Block.heading(2, words(lang.say("tune.paste"))));
    blocks.add(Block.paragraph(words(lang.say("tune.paste.how"))));
    blocks.add(new Block.Code(tuning.settings()));
    blocks.add(Block.heading(2, words(lang.say("tune.meaning"))));
    List<List<Inline>> meanings = new ArrayList<>();
    for (String what : List.of("delay", "lost", "revised", "alerts", "lag", "state", "front")) {
      meanings.add(List.of(words(lang.say("tune.meaning." + what))));
    }
    blocks.add(new Block.Points(meanings));
    return new Report(
        lang,
        lang.say("tune.title", tuning.job().settings().name()),
        lang.say(
            "tune.subtitle",
            SafeText.line(tuning.file()),
            tuning.articles(),
            tuning.outcomes().size(),
            table.rows().size(),
            zone.getId()),
        blocks,
        true);
  }

  private void lead(List<Block> blocks) {
    if (best.isEmpty()) {
      blocks.add(Block.note(lang.say("tune.nobest")));
      return;
    }
    TuneRow row = best.get();
    blocks.add(
        Block.paragraph(
            new Inline.Mark(lang.say("tune.best"), Tone.CHOSEN),
            words(" "),
            new Inline.Strong(words(label(row))),
            words(
                lang.say(
                    "tune.lead",
                    Lengths.of(lang, row.delay().orElseThrow().p50()),
                    Lengths.of(lang, row.delay().orElseThrow().p95()),
                    Lengths.percent(row.lost().value())))));
    if (row.present()) {
      blocks.add(Block.paragraph(words(lang.say("tune.best.present"))));
    }
  }

  private String label(TuneRow row) {
    return row.window().shape() + " · " + label(row.tried());
  }

  private String label(Tried tried) {
    return lang.say(
        "tune.tried",
        Lengths.iso(tried.outOfOrderness()),
        Lengths.iso(tried.allowedLateness()),
        table.others(tried));
  }

  private void scatter(List<Block> blocks) {
    List<Scatter.Dot> dots = new ArrayList<>();
    for (TuneRow row : table.rows()) {
      row.delay()
          .ifPresent(
              delay ->
                  dots.add(
                      new Scatter.Dot(
                          delay.p95(),
                          row.lost().value(),
                          best.filter(row::equals).isPresent()
                              ? "best"
                              : row.present() ? "present" : table.onFront(row) ? "front" : "",
                          label(row)
                              + ": "
                              + Lengths.brief(delay.p95())
                              + ", "
                              + Lengths.percent(row.lost().value()))));
    }
    if (!dots.isEmpty()) {
      blocks.add(Block.heading(2, words(lang.say("tune.trade"))));
      blocks.add(
          new Block.Drawing(
              Scatter.draw(dots, lang.say("tune.x"), lang.say("tune.y")),
              lang.say("tune.trade.caption"),
              ""));
    }
  }

  private void rows(List<Block> blocks) {
    blocks.add(Block.heading(2, words(lang.say("tune.rows"))));
    List<String> columns = new ArrayList<>();
    List<Boolean> numbers = new ArrayList<>();
    for (String column : List.of("window", "ooo", "lateness", "threshold")) {
      columns.add(lang.say("tune.column." + column));
      numbers.add(false);
    }
    for (String column : List.of("p50", "p95", "lost", "revised", "alerts", "rows", "state")) {
      columns.add(lang.say("tune.column." + column));
      numbers.add(true);
    }
    for (Burst burst : table.bursts()) {
      columns.add(lang.say("tune.column.lag", SafeText.line(burst.name())));
      numbers.add(true);
    }
    columns.add("");
    numbers.add(false);
    List<List<List<Inline>>> lines = new ArrayList<>();
    List<Integer> chosen = new ArrayList<>();
    for (TuneRow row : table.rows()) {
      if (row.present() || best.filter(row::equals).isPresent()) {
        chosen.add(lines.size());
      }
      lines.add(line(row));
    }
    blocks.add(new Block.Table(columns, numbers, lines, chosen));
  }

  private List<List<Inline>> line(TuneRow row) {
    List<List<Inline>> line = new ArrayList<>();
    for (String cell :
        List.of(
            row.window().shape(),
            Lengths.iso(row.tried().outOfOrderness()),
            Lengths.iso(row.tried().allowedLateness()),
            table.others(row.tried()),
            row.delay().map(delay -> Lengths.brief(delay.p50())).orElse("–"),
            row.delay().map(delay -> Lengths.brief(delay.p95())).orElse("–"),
            Lengths.percent(row.lost().value()),
            Lengths.percent(row.revised().value()),
            lang.number(row.alertsPerWeek(), 2),
            lang.number((double) row.rows(), 0),
            Lengths.bytes(row.state()))) {
      line.add(List.of(words(cell)));
    }
    row.lags().forEach(lag -> line.add(List.of(words(lag(lag)))));
    List<Inline> marks = new ArrayList<>();
    if (row.present()) {
      marks.add(new Inline.Mark(lang.say("tune.present"), Tone.CLOSED));
    }
    if (best.filter(row::equals).isPresent()) {
      marks.add(new Inline.Mark(lang.say("tune.best"), Tone.UP));
    }
    if (table.onFront(row)) {
      marks.add(new Inline.Mark(lang.say("tune.front"), Tone.CHOSEN));
    }
    line.add(marks);
    return line;
  }

  private String lag(OptionalLong lag) {
    return lag.isPresent() ? Lengths.brief(lag.getAsLong()) : lang.say("tune.missed");
  }

  /** What of each source comes too late depends on two settings only. */
  private void sources(List<Block> blocks) {
    Map<String, Tuning.Outcome> pairs = new LinkedHashMap<>();
    best.ifPresent(row -> pairs.put(pair(row.tried()), tuning.outcomes().get(row.tried())));
    Map<String, Tuning.Outcome> all = new LinkedHashMap<>();
    tuning.outcomes().forEach((tried, outcome) -> all.putIfAbsent(pair(tried), outcome));
    // The present ones first, then what is recommended.
    Map<String, Tuning.Outcome> ordered = new LinkedHashMap<>();
    ordered.put(pair(table.present()), tuning.outcomes().get(table.present()));
    pairs.forEach(ordered::putIfAbsent);
    all.forEach(
        (pair, outcome) -> {
          if (ordered.size() < SHOWN_PAIRS) {
            ordered.putIfAbsent(pair, outcome);
          }
        });
    Map<String, RunRows.Share> present = tuning.outcomes().get(table.present()).sources();
    if (present.isEmpty()) {
      return;
    }
    List<Map.Entry<String, RunRows.Share>> worst =
        present.entrySet().stream()
            .sorted(
                Comparator.comparingDouble(
                        (Map.Entry<String, RunRows.Share> of) -> of.getValue().value())
                    .reversed()
                    .thenComparing(
                        Comparator.comparingLong(
                                (Map.Entry<String, RunRows.Share> of) -> of.getValue().all())
                            .reversed())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(SHOWN_SOURCES)
            .toList();
    blocks.add(Block.heading(2, words(lang.say("tune.sources"))));
    if (worst.get(0).getValue().part() > 0) {
      List<Strips.Strip> strips =
          worst.stream()
              .map(
                  of ->
                      new Strips.Strip(
                          source(of.getKey()),
                          of.getValue().value(),
                          Lengths.percent(of.getValue().value()),
                          "share lost"))
              .toList();
      blocks.add(
          new Block.Drawing(
              Strips.draw(strips, lang.say("tune.sources.caption")),
              lang.say("tune.sources.caption"),
              ""));
    }
    List<String> columns = new ArrayList<>(List.of(lang.say("tune.source")));
    columns.add(lang.say("column.articles"));
    columns.addAll(ordered.keySet());
    List<Boolean> numbers = new ArrayList<>(List.of(false, true));
    ordered.keySet().forEach(pair -> numbers.add(true));
    List<List<List<Inline>>> lines = new ArrayList<>();
    for (Map.Entry<String, RunRows.Share> of : worst) {
      List<List<Inline>> line = new ArrayList<>();
      line.add(List.of(news(source(of.getKey()))));
      line.add(List.of(words(lang.number((double) of.getValue().all(), 0))));
      for (Tuning.Outcome outcome : ordered.values()) {
        RunRows.Share share = outcome.sources().getOrDefault(of.getKey(), RunRows.Share.NOTHING);
        line.add(List.of(words(Lengths.percent(share.value()))));
      }
      lines.add(line);
    }
    blocks.add(new Block.Table(columns, numbers, lines, List.of()));
    if (present.size() > SHOWN_SOURCES) {
      blocks.add(Block.paragraph(words(lang.say("tune.more", present.size() - SHOWN_SOURCES))));
    }
  }

  private String source(String name) {
    return name.isEmpty() ? lang.say("nosource") : name;
  }

  private String pair(Tried tried) {
    return lang.say(
        "tune.pair", Lengths.iso(tried.outOfOrderness()), Lengths.iso(tried.allowedLateness()));
  }

  private void bursts(List<Block> blocks) {
    if (table.bursts().isEmpty()) {
      return;
    }
    blocks.add(Block.heading(2, words(lang.say("tune.bursts"))));
    for (int i = 0; i < table.bursts().size(); i++) {
      Burst burst = table.bursts().get(i);
      Map<Tried, OptionalLong> lags = new LinkedHashMap<>();
      for (TuneRow row : table.rows()) {
        lags.putIfAbsent(row.tried(), row.lags().get(i));
      }
      long missed = lags.values().stream().filter(OptionalLong::isEmpty).count();
      List<Block> card = new ArrayList<>();
      card.add(Block.heading(3, news(burst.name())));
      card.add(
          Block.paragraph(
              words(
                  lang.say(
                      "tune.burst",
                      time(burst.from().toEpochMilli()),
                      lag(lags.get(table.present())),
                      lags.size() - missed,
                      lags.size())),
              new Inline.Muted(news(burst.subject().kind().label() + "/" + burst.subject().id()))));
      card.add(new Block.Drawing(lags(lags), lang.say("tune.burst.caption"), ""));
      blocks.add(new Block.Card(card));
    }
  }

  private String lags(Map<Tried, OptionalLong> lags) {
    List<Strips.Strip> strips = new ArrayList<>();
    lags.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<Tried, OptionalLong> of) -> of.getValue().orElse(Long.MAX_VALUE))
                .thenComparing(of -> !of.getKey().equals(table.present())))
        .limit(SHOWN_GROUPS)
        .forEach(
            of ->
                strips.add(
                    new Strips.Strip(
                        label(of.getKey()),
                        of.getValue().orElse(0),
                        lag(of.getValue())
                            + (of.getKey().equals(table.present())
                                ? " · " + lang.say("tune.present")
                                : ""),
                        of.getValue().isPresent() ? "found" : "missed")));
    return Strips.draw(strips, lang.say("tune.burst.caption"));
  }

  /** The alerts gained and lost against the present settings, once for each outcome. */
  private void alerts(List<Block> blocks) {
    blocks.add(Block.heading(2, words(lang.say("tune.alerts"))));
    List<Episode> now = tuning.outcomes().get(table.present()).episodes();
    blocks.add(Block.paragraph(words(lang.say("tune.alerts.present", now.size()))));
    Map<String, List<Tried>> groups = new LinkedHashMap<>();
    tuning
        .outcomes()
        .forEach(
            (tried, outcome) ->
                groups
                    .computeIfAbsent(outcome(outcome.episodes()), absent -> new ArrayList<>())
                    .add(tried));
    groups.remove(outcome(now));
    if (groups.isEmpty()) {
      blocks.add(Block.paragraph(words(lang.say("tune.alerts.same"))));
    }
    groups.values().stream()
        .limit(SHOWN_GROUPS)
        .forEach(group -> blocks.add(new Block.Card(changed(group, now))));
    if (groups.size() > SHOWN_GROUPS) {
      blocks.add(
          Block.paragraph(words(lang.say("tune.groups.more", groups.size() - SHOWN_GROUPS))));
    }
  }

  private static String outcome(List<Episode> episodes) {
    StringBuilder text = new StringBuilder();
    episodes.forEach(
        one -> text.append(one.subject()).append('@').append(one.opened()).append('\n'));
    return text.toString();
  }

  private List<Block> changed(List<Tried> group, List<Episode> now) {
    List<Episode> then = tuning.outcomes().get(group.get(0)).episodes();
    List<Episode> gained = then.stream().filter(one -> now.stream().noneMatch(one::meets)).toList();
    List<Episode> lost = now.stream().filter(one -> then.stream().noneMatch(one::meets)).toList();
    int moved = then.size() - gained.size();
    List<Block> blocks = new ArrayList<>();
    List<Inline> heading = new ArrayList<>(List.of(words(label(group.get(0)))));
    if (group.size() > 1) {
      heading.add(words(lang.say("tune.likewise", group.size() - 1)));
    }
    blocks.add(new Block.Heading(3, heading));
    blocks.add(Block.paragraph(words(lang.say("tune.changed", gained.size(), lost.size(), moved))));
    episodes(gained, Tone.UP, "tune.gained", blocks);
    episodes(lost, Tone.DOWN, "tune.lost", blocks);
    return blocks;
  }

  private void episodes(List<Episode> episodes, Tone tone, String mark, List<Block> blocks) {
    for (Episode one : episodes.subList(0, Math.min(SHOWN_ALERTS, episodes.size()))) {
      blocks.add(
          Block.paragraph(
              new Inline.Mark(lang.say(mark), tone),
              words(" "),
              new Inline.Strong(news(one.name())),
              words(
                  lang.say(
                      "tune.episode",
                      time(one.opened()),
                      one.closed() == Long.MAX_VALUE ? lang.say("open") : time(one.closed()),
                      one.stories(),
                      lang.number(one.peak(), 1)))));
      List<List<Inline>> headlines =
          one.evidence().stream().limit(SHOWN_HEADLINES).map(this::headline).toList();
      if (!headlines.isEmpty()) {
        blocks.add(new Block.Points(headlines));
      }
    }
    if (episodes.size() > SHOWN_ALERTS) {
      blocks.add(Block.paragraph(words(lang.say("alerts.more", episodes.size() - SHOWN_ALERTS))));
    }
  }

  /** Which articles would come too late that do not now, and the other way round. */
  private void late(List<Block> blocks) {
    Map<String, JsonNode> now = tuning.outcomes().get(table.present()).tooLate();
    Set<String> seen = new HashSet<>();
    List<Block> cards = new ArrayList<>();
    for (Map.Entry<Tried, Tuning.Outcome> of : tuning.outcomes().entrySet()) {
      Map<String, JsonNode> then = of.getValue().tooLate();
      if (!seen.add(pair(of.getKey())) || then.keySet().equals(now.keySet())) {
        continue;
      }
      List<Block> card = new ArrayList<>();
      card.add(Block.heading(3, words(pair(of.getKey()))));
      difference(then, now, "tune.late.more", card);
      difference(now, then, "tune.late.fewer", card);
      cards.add(new Block.Card(card));
    }
    blocks.add(Block.heading(2, words(lang.say("tune.late"))));
    blocks.add(Block.paragraph(words(lang.say("tune.late.present", now.size()))));
    if (cards.isEmpty()) {
      blocks.add(Block.paragraph(words(lang.say("tune.late.same"))));
    }
    blocks.addAll(cards.subList(0, Math.min(SHOWN_GROUPS, cards.size())));
    if (cards.size() > SHOWN_GROUPS) {
      blocks.add(Block.paragraph(words(lang.say("tune.groups.more", cards.size() - SHOWN_GROUPS))));
    }
  }

  private void difference(
      Map<String, JsonNode> here, Map<String, JsonNode> there, String what, List<Block> card) {
    List<JsonNode> only = new ArrayList<>();
    here.forEach(
        (id, row) -> {
          if (!there.containsKey(id)) {
            only.add(row);
          }
        });
    if (only.isEmpty()) {
      return;
    }
    card.add(Block.paragraph(words(lang.say(what, only.size()))));
    card.add(new Block.Points(only.stream().limit(SHOWN_LATE).map(this::headline).toList()));
  }

  private List<Inline> headline(JsonNode article) {
    return List.of(
        link(article.path("title").asText(), article.path("url").asText("")),
        words(lang.say("by")),
        new Inline.Muted(news(source(article.path("source").asText("")))),
        new Inline.Muted(words(" " + time(DayRows.at(article, "publishedAt")))));
  }

  private String time(long moment) {
    return Instant.ofEpochMilli(moment)
        .atZone(zone)
        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"));
  }
}
