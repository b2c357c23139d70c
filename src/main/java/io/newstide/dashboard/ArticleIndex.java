package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.newstide.article.Article;
import io.newstide.article.ArticleReader;
import io.newstide.article.DatePrecision;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.kafka.RowStream.Placed;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;

/**
 * The latest articles, their text from {@code articles} and their subjects from {@code
 * enriched.v1}, in an index of Lucene's in a folder of its own that does not outlive it: Kafka has
 * everything. Safe for reading by many threads; one thread adds.
 */
final class ArticleIndex implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Articles without their subjects, subjects without their article: one comes before the other.
   */
  private static final int WAITING = 20_000;

  private static final int RECENT = 1_000;
  private static final int LONGEST_QUERY = 40;

  private final Path folder;
  private final int most;
  private final ArticleReader reader;
  private final NewsAnalyzer analyzer = new NewsAnalyzer();
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Map<String, JsonNode> waiting = bounded(WAITING);
  private final Map<String, Article> recent = bounded(RECENT);
  private final Set<String> unseen = new HashSet<>();
  private final Map<String, Long> sources = new TreeMap<>();
  private int sinceTrimmed;

  /**
   * What is looked for.
   *
   * @param text words, phrases in quotation marks, and with a minus what must not be there; empty
   *     for everything
   * @param after published at or after, epoch milliseconds
   * @param before published before, epoch milliseconds
   * @param source its source; empty for any
   * @param subjects the subjects that it carries, each as kind/id
   * @param newest whether the newest come first rather than the best
   * @param offset how many to pass over
   * @param limit how many to give
   */
  record Search(
      String text,
      long after,
      long before,
      String source,
      List<String> subjects,
      boolean newest,
      int offset,
      int limit) {}

  /**
   * An article that was found.
   *
   * @param article the article
   * @param subjects what its enriched row says; an empty object before there is one
   */
  record Found(Article article, JsonNode subjects) {}

  /**
   * What was found.
   *
   * @param total how many there are
   * @param articles those that were asked for
   */
  record Result(long total, List<Found> articles) {}

  /**
   * Opens an empty index.
   *
   * @param folder an empty folder of its own, which is deleted when it is closed
   * @param most how many articles are kept
   * @param reader what reads articles
   */
  ArticleIndex(Path folder, int most, ArticleReader reader) {
    this.folder = folder;
    this.most = most;
    this.reader = reader;
    try {
      writer =
          new IndexWriter(
              FSDirectory.open(folder),
              new IndexWriterConfig(analyzer)
                  .setRAMBufferSizeMB(32)
                  .setCommitOnClose(false)
                  .setOpenMode(IndexWriterConfig.OpenMode.CREATE));
      searchers = new SearcherManager(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException("the index of articles cannot be kept in " + folder, e);
    }
  }

  private static <T> Map<String, T> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > most;
      }
    };
  }

  /** Takes up a record of {@code articles}; one that is no article is passed over. */
  void putArticle(Placed placed) throws IOException {
    if (placed.row().value() == null) {
      return;
    }
    Incoming incoming =
        reader.read(
            new RawRecord(
                TopicName.ARTICLES.fileName(),
                placed.partition(),
                placed.offset(),
                placed.row().timestamp(),
                placed.row().value()));
    if (incoming instanceof Incoming.Accepted accepted) {
      Article article = accepted.article();
      JsonNode subjects = waiting.remove(article.id());
      if (subjects == null) {
        // An id that comes again is mostly rejected: it counts once an enriched row says otherwise.
        recent.putIfAbsent(article.id(), article);
        if (has(article.id())) {
          return;
        }
      }
      synchronized (sources) {
        sources.merge(article.source(), 1L, Long::sum);
      }
      index(article, subjects == null ? JsonNodeFactory.instance.objectNode() : subjects);
    }
  }

  /** Takes up an enriched row. */
  void putEnriched(JsonNode row) throws IOException {
    String id = row.path("id").asText();
    Article article = recent.remove(id);
    if (article == null) {
      if (unseen.contains(id)) {
        searchers.maybeRefreshBlocking();
        unseen.clear();
      }
      article = byId(id).map(Found::article).orElse(null);
    }
    if (article == null) {
      waiting.put(id, row);
    } else {
      index(article, row);
    }
  }

  /** Whether there is an article of this id; costs no refresh. */
  private boolean has(String id) throws IOException {
    if (unseen.contains(id)) {
      return true;
    }
    IndexSearcher searcher = searchers.acquire();
    try {
      return searcher.count(new TermQuery(new Term("id", id))) > 0;
    } finally {
      searchers.release(searcher);
    }
  }

  private void index(Article article, JsonNode subjects) throws IOException {
    Document document = new Document();
    document.add(new StringField("id", article.id(), Field.Store.YES));
    document.add(new StringField("source", article.source(), Field.Store.YES));
    long published = article.publishedAt().toEpochMilli();
    document.add(new LongPoint("publishedAt", published));
    document.add(new NumericDocValuesField("publishedAt", published));
    document.add(new StoredField("at", published));
    String headline = String.join("\n", article.kicker(), article.title(), article.subtitle());
    document.add(new TextField("title.words", headline, Field.Store.NO));
    document.add(new TextField("title.characters", headline, Field.Store.NO));
    document.add(new TextField("body.words", article.body(), Field.Store.NO));
    document.add(new TextField("body.characters", article.body(), Field.Store.NO));
    document.add(new StoredField("title", article.title()));
    document.add(new StoredField("kicker", article.kicker()));
    document.add(new StoredField("subtitle", article.subtitle()));
    document.add(new StoredField("body", article.body()));
    document.add(new StoredField("url", article.url()));
    document.add(new StoredField("author", article.author()));
    document.add(new StoredField("section", article.section()));
    document.add(new StoredField("precision", article.datePrecision().name()));
    document.add(new StoredField("subjects", MAPPER.writeValueAsString(subjects)));
    for (String subject : subjects(subjects)) {
      document.add(new StringField("subject", subject, Field.Store.NO));
    }
    writer.updateDocument(new Term("id", article.id()), document);
    unseen.add(article.id());
    if (++sinceTrimmed > Math.max(100, most / 20)) {
      trim();
    }
  }

  /** The subjects of an enriched row, each as kind/id. */
  static List<String> subjects(JsonNode row) {
    List<String> subjects = new ArrayList<>();
    row.path("topics").forEach(topic -> subjects.add("topic/" + topic.path("id").asText()));
    row.path("keywords").forEach(word -> subjects.add("keyword/" + word.path("term").asText()));
    row.path("people").forEach(name -> subjects.add("person/" + name.path("name").asText()));
    row.path("places").forEach(name -> subjects.add("place/" + name.path("name").asText()));
    row.path("organisations")
        .forEach(name -> subjects.add("organisation/" + name.path("name").asText()));
    return subjects;
  }

  /** Deletes the oldest beyond the most that are kept. */
  private void trim() throws IOException {
    sinceTrimmed = 0;
    searchers.maybeRefreshBlocking();
    unseen.clear();
    IndexSearcher searcher = searchers.acquire();
    try {
      int tooMany = searcher.getIndexReader().numDocs() - most;
      if (tooMany > 0) {
        TopDocs oldest =
            searcher.search(
                new MatchAllDocsQuery(),
                tooMany,
                new Sort(new SortField("publishedAt", SortField.Type.LONG)));
        var last = (FieldDoc) oldest.scoreDocs[tooMany - 1];
        writer.deleteDocuments(
            LongPoint.newRangeQuery("publishedAt", Long.MIN_VALUE, (Long) last.fields[0]));
      }
    } finally {
      searchers.release(searcher);
    }
  }

  /** The sources there were, with how many articles of each. */
  Map<String, Long> sources() {
    synchronized (sources) {
      return new TreeMap<>(sources);
    }
  }

  /** How many articles can be searched. */
  int size() {
    return asked(searcher -> searcher.getIndexReader().numDocs());
  }

  /** An article by its id. */
  Optional<Found> byId(String id) {
    return asked(
        searcher -> {
          TopDocs found = searcher.search(new TermQuery(new Term("id", id)), 1);
          return found.scoreDocs.length == 0
              ? Optional.empty()
              : Optional.of(found(searcher.storedFields().document(found.scoreDocs[0].doc)));
        });
  }

  /** Searches. */
  Result search(Search search) {
    Query query = query(search);
    Sort sort =
        search.newest()
            ? new Sort(new SortField("publishedAt", SortField.Type.LONG, true))
            : new Sort(
                SortField.FIELD_SCORE, new SortField("publishedAt", SortField.Type.LONG, true));
    return asked(
        searcher -> {
          TopDocs found = searcher.search(query, search.offset() + search.limit(), sort);
          List<Found> articles = new ArrayList<>();
          for (int i = search.offset(); i < found.scoreDocs.length; i++) {
            articles.add(found(searcher.storedFields().document(found.scoreDocs[i].doc)));
          }
          return new Result(searcher.count(query), articles);
        });
  }

  /** What can go wrong while one searches. */
  private interface Asking<T> {
    T of(IndexSearcher searcher) throws IOException;
  }

  private <T> T asked(Asking<T> asking) {
    try {
      searchers.maybeRefreshBlocking();
      IndexSearcher searcher = searchers.acquire();
      try {
        return asking.of(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the index of articles in " + folder, e);
    }
  }

  private Query query(Search search) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean any = false;
    for (Wanted wanted : wanted(search.text())) {
      all.add(match(wanted), wanted.not() ? Occur.MUST_NOT : Occur.MUST);
      any |= !wanted.not();
    }
    if (!any) {
      all.add(new MatchAllDocsQuery(), Occur.FILTER);
    }
    if (search.after() > Long.MIN_VALUE || search.before() < Long.MAX_VALUE) {
      all.add(
          LongPoint.newRangeQuery("publishedAt", search.after(), search.before() - 1),
          Occur.FILTER);
    }
    if (!search.source().isEmpty()) {
      all.add(new TermQuery(new Term("source", search.source())), Occur.FILTER);
    }
    for (String subject : search.subjects()) {
      all.add(new TermQuery(new Term("subject", subject)), Occur.FILTER);
    }
    return all.build();
  }

  /** A part of what is looked for. */
  private record Wanted(String text, boolean phrase, boolean not) {}

  private static List<Wanted> wanted(String text) {
    List<Wanted> wanted = new ArrayList<>();
    boolean quoted = false;
    for (String part : text.replace('“', '"').replace('”', '"').split("\"", -1)) {
      if (quoted) {
        add(new Wanted(part, true, false), wanted);
      } else {
        for (String word : part.strip().split("\\s+", -1)) {
          boolean not = word.startsWith("-") && word.length() > 1;
          add(new Wanted(not ? word.substring(1) : word, false, not), wanted);
        }
      }
      quoted = !quoted;
    }
    return wanted.size() > LONGEST_QUERY ? wanted.subList(0, LONGEST_QUERY) : wanted;
  }

  private static void add(Wanted part, List<Wanted> wanted) {
    if (!NewsAnalyzer.characters(part.text()).isEmpty()) {
      wanted.add(part);
    }
  }

  /** As it stands, or, unless it is a phrase, by all of its words. */
  private Query match(Wanted wanted) {
    BooleanQuery.Builder either = new BooleanQuery.Builder();
    either.add(new BoostQuery(phrase("title.characters", wanted.text()), 4), Occur.SHOULD);
    either.add(phrase("body.characters", wanted.text()), Occur.SHOULD);
    if (!wanted.phrase()) {
      BooleanQuery.Builder words = new BooleanQuery.Builder();
      for (NewsAnalyzer.Piece word : analyzer.words(wanted.text())) {
        BooleanQuery.Builder somewhere = new BooleanQuery.Builder();
        somewhere.add(
            new BoostQuery(new TermQuery(new Term("title.words", word.text())), 2), Occur.SHOULD);
        somewhere.add(new TermQuery(new Term("body.words", word.text())), Occur.SHOULD);
        words.add(somewhere.build(), Occur.MUST);
      }
      either.add(words.build(), Occur.SHOULD);
    }
    return either.build();
  }

  private static Query phrase(String field, String text) {
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    NewsAnalyzer.characters(text).stream()
        .limit(200)
        .forEach(piece -> phrase.add(new Term(field, piece.text())));
    return phrase.build();
  }

  /** What of a text is to be marked where it was looked for, the longest first. */
  List<String> marks(String text) {
    Set<String> marks = new HashSet<>();
    for (Wanted wanted : wanted(text)) {
      if (!wanted.not()) {
        marks.add(wanted.text().strip());
        if (!wanted.phrase()) {
          analyzer.words(wanted.text()).forEach(word -> marks.add(word.text()));
        }
      }
    }
    return marks.stream()
        .sorted(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static Found found(Document document) throws IOException {
    Article article =
        new Article(
            document.get("id"),
            document.get("source"),
            document.get("title"),
            document.get("kicker"),
            document.get("subtitle"),
            document.get("body"),
            Instant.ofEpochMilli(document.getField("at").numericValue().longValue()),
            DatePrecision.valueOf(document.get("precision")),
            true,
            "",
            Instant.EPOCH,
            document.get("url"),
            document.get("author"),
            document.get("section"));
    return new Found(article, MAPPER.readTree(document.get("subjects")));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.close();
    delete(folder);
  }
}
