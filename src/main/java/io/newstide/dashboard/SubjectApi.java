package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.Reply;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowFetcher;
import io.newstide.window.Multiset;
import io.newstide.window.NamedEntity;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What goes with a subject: keywords, names, articles, and what it occurs together with. */
final class SubjectApi {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int SHOWN = 15;
  private static final int KEPT_ROWS = 500;

  /** Over how many articles, the latest, the map of a subject is drawn. */
  private static final int MAPPED_ARTICLES = 400;

  private static final int MAPPED = 24;

  private final Rows rows;
  private final RowFetcher fetcher;
  private final Map<String, JsonNode> fetched =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
              return size() > KEPT_ROWS;
            }
          });

  SubjectApi(Rows rows, RowFetcher fetcher) {
    this.rows = rows;
    this.fetcher = fetcher;
  }

  /** {@code GET subject}. */
  Reply subject(Asked asked) {
    asked.know(Set.of("kind", "id", "window", "from", "to"));
    SubjectKind kind = SeriesApi.kind(asked);
    String id = asked.required("id");
    String window = asked.required("window");
    long from = asked.moment("from", Long.MIN_VALUE);
    long to = asked.moment("to", Long.MAX_VALUE);
    List<TrendPoint> points = rows.trends().series(kind, id, window, from, to);
    Optional<JsonNode> row =
        points.stream()
            .filter(point -> point.mentions() > 0)
            .reduce((earlier, later) -> later)
            .flatMap(this::row);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", kind.label());
    answer.put("id", id);
    answer.put("name", points.isEmpty() ? id : points.get(points.size() - 1).name());
    if (kind.published()) {
      fromSlices(new Subject(kind, id), from, to, answer);
    } else {
      answer.put("keywords", row.map(r -> r.path("topKeywords")).orElse(MAPPER.createArrayNode()));
      answer.put("names", row.map(r -> r.path("topEntities")).orElse(MAPPER.createArrayNode()));
    }
    answer.put("evidence", row.map(r -> r.path("evidence")).orElse(MAPPER.createArrayNode()));
    answer.put("map", map(kind, id, from, to));
    return Reply.json(answer);
  }

  private Optional<JsonNode> row(TrendPoint point) {
    String place = point.partition() + "-" + point.offset();
    JsonNode known = fetched.get(place);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Row> row = fetcher.fetch(point.partition(), point.offset(), PATIENCE);
    if (row.isEmpty() || row.get().value() == null) {
      return Optional.empty();
    }
    try {
      JsonNode json = MAPPER.readTree(row.get().value());
      fetched.put(place, json);
      return Optional.of(json);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void fromSlices(Subject subject, long from, long to, Map<String, Object> answer) {
    long last = rows.slices().lastEnd();
    Span span =
        new Span(Math.max(0, from), Math.max(Math.max(0, from) + 1, Math.min(to, last + 1)));
    Tally.Sum sum = new Tally.Sum();
    for (SubjectSlice slice : rows.slices().slices(subject, span)) {
      sum.add(slice.tally());
    }
    Tally total = sum.total();
    List<Map<String, Object>> keywords = new ArrayList<>();
    for (Multiset.Count<String> keyword : Multiset.top(total.keywords(), SHOWN)) {
      keywords.add(Map.of("term", keyword.thing(), "count", keyword.count()));
    }
    List<Map<String, Object>> names = new ArrayList<>();
    for (Multiset.Count<NamedEntity> name :
        total.entities().top(SHOWN, Comparator.naturalOrder())) {
      names.add(
          Map.of(
              "name", name.thing().name(),
              "type", name.thing().kind().label(),
              "count", name.count()));
    }
    List<Map<String, Object>> sources = new ArrayList<>();
    for (Multiset.Count<String> source : Multiset.top(total.sources(), SHOWN)) {
      sources.add(Map.of("source", source.thing(), "count", source.count()));
    }
    answer.put("keywords", keywords);
    answer.put("names", names);
    answer.put("sources", sources);
  }

  /** What the subject's articles mention together: how often each, and how often each two. */
  private Map<String, Object> map(SubjectKind kind, String id, long from, long to) {
    String self = kind.label() + "/" + id;
    List<List<String>> articles = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    ArticleIndex.Result found =
        rows.articles()
            .search(
                new ArticleIndex.Search(
                    "", from, to, "", ArticlesApi.subjects(self), true, 0, MAPPED_ARTICLES));
    for (ArticleIndex.Found article : found.articles()) {
      List<String> subjects =
          ArticleIndex.subjects(article.subjects()).stream()
              .filter(other -> !other.equals(self) && !other.endsWith("/" + id))
              .distinct()
              .toList();
      articles.add(subjects);
      subjects.forEach(other -> counts.merge(other, 1, Integer::sum));
    }
    List<String> shown =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MAPPED)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Integer> places = new HashMap<>();
    List<Map<String, Object>> nodes = new ArrayList<>();
    Map<String, String> topics = rows.trends().subjects(Set.of(SubjectKind.TOPIC));
    for (String subject : shown) {
      int slash = subject.indexOf('/');
      String label = subject.substring(slash + 1);
      places.put(subject, nodes.size());
      nodes.add(
          Map.of(
              "kind",
              subject.substring(0, slash),
              "id",
              label,
              "name",
              subject.startsWith("topic/") ? topics.getOrDefault(label, label) : label,
              "count",
              counts.get(subject)));
    }
    int[][] together = new int[nodes.size()][nodes.size()];
    for (List<String> subjects : articles) {
      List<Integer> here =
          subjects.stream().map(places::get).filter(p -> p != null).sorted().toList();
      for (int i = 0; i < here.size(); i++) {
        for (int j = i + 1; j < here.size(); j++) {
          together[here.get(i)][here.get(j)]++;
        }
      }
    }
    List<int[]> links = new ArrayList<>();
    for (int i = 0; i < together.length; i++) {
      for (int j = i + 1; j < together.length; j++) {
        if (together[i][j] > 1) {
          links.add(new int[] {i, j, together[i][j]});
        }
      }
    }
    return Map.of("articles", articles.size(), "nodes", nodes, "links", links);
  }
}
