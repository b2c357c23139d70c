package io.newstide.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.EventStream;
import io.newstide.dashboard.web.Reply;
import io.newstide.dashboard.web.StaticFiles;
import io.newstide.dashboard.web.WebServer;
import io.newstide.kafka.RowFetcher;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard: follows the output topics of a deployment and serves a page over them. It reads
 * committed rows, joins no group, and keeps nothing that Kafka does not have: it can be stopped and
 * started at any time, and there may be several.
 */
public final class Dashboard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** How often pages are told of changes at most. */
  private static final long TELL_MILLIS = 500;

  /** Of topics that only grow the last so many records of a partition are read. */
  private static final int LAST = 100_000;

  /** Requests a second from one address: a hundred open pages may sit behind one. */
  private static final double PER_SECOND = 500;

  private static final Set<String> VIEWS =
      Set.of("/", "/overview", "/subject", "/workbench", "/topics", "/articles", "/job");

  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final ArticleIndex articles;
  private final RowFetcher fetcher;
  private final Rows rows;
  private final EventStream events = new EventStream();
  private final WebServer.Site site;
  private final WebServer server;
  private final Thread teller;
  private final SeriesApi series;
  private final WorkbenchApi workbench;

  /** Starts when all that was there has been read. */
  private final Thread preparer;

  private volatile boolean closed;
  private final StatusApi status;
  private final DashboardSettings settings;

  private Dashboard(Deployment deployment, DashboardSettings settings) throws IOException {
    this.settings = settings;
    Path folder = Files.createTempDirectory("newstide-articles");
    articles = new ArticleIndex(folder, settings.articles(), deployment.reader());
    rows = new Rows(deployment, settings, articles);
    Workbench over = new Workbench(rows.slices(), deployment, rows::sourceOf);
    series = new SeriesApi(rows.trends(), over);
    workbench = new WorkbenchApi(over, rows, deployment);
    preparer = new Thread(() -> workbench.prepare(() -> !closed), "dashboard-workbench");
    preparer.setDaemon(true);
    fetcher = new RowFetcher(deployment.cluster(), TopicName.TRENDS);
    status = new StatusApi(deployment, rows, this::progress, settings.token().isPresent());
    site = new WebServer.Site(files(), VIEWS, reads(deployment), writes(deployment));
    try {
      server =
          new WebServer(
              site,
              new WebServer.Access(
                  settings.address(),
                  settings.port(),
                  settings.origin(),
                  settings.token(),
                  PER_SECOND),
              events);
    } catch (IllegalStateException e) {
      articles.close();
      throw e;
    }
    followers.add(
        new Follower(
            "trends", deployment.cluster(), Map.of(TopicName.TRENDS, Integer.MAX_VALUE), rows));
    followers.add(
        new Follower(
            "facts",
            deployment.cluster(),
            Map.of(
                TopicName.SLICES, Integer.MAX_VALUE,
                TopicName.EMERGING, Integer.MAX_VALUE,
                TopicName.ALERTS, LAST,
                TopicName.LATE, LAST,
                TopicName.REJECTED, LAST,
                TopicName.CONTROL, Integer.MAX_VALUE,
                TopicName.CONTROL_ACKS, Integer.MAX_VALUE),
            rows));
    followers.add(
        new Follower(
            "articles",
            deployment.cluster(),
            Map.of(
                TopicName.ARTICLES, settings.articles(),
                TopicName.ENRICHED, settings.articles()),
            rows));
    teller = new Thread(this::tell, "dashboard-events");
    teller.setDaemon(true);
    teller.start();
  }

  /**
   * Starts a dashboard; it fills as it reads.
   *
   * @throws IllegalStateException if it cannot listen where it is told to
   */
  public static Dashboard start(Deployment deployment, DashboardSettings settings) {
    try {
      return new Dashboard(deployment, settings);
    } catch (IOException e) {
      throw new UncheckedIOException("the dashboard has no folder for its index", e);
    }
  }

  private static StaticFiles files() {
    return new StaticFiles(Dashboard.class, Page.FILES);
  }

  private Map<String, Function<Asked, Reply>> reads(Deployment deployment) {
    SubjectApi subjects = new SubjectApi(rows, fetcher);
    ArticlesApi found = new ArticlesApi(articles);
    TopicsApi topics = new TopicsApi(articles, deployment.language());
    JobApi job = new JobApi(settings.flink(), deployment.name());
    Map<String, Function<Asked, Reply>> reads = new LinkedHashMap<>();
    reads.put("deployment", status::deployment);
    reads.put("windows", status::windows);
    reads.put("freshness", status::freshness);
    reads.put("series", series::series);
    reads.put("series.csv", series::csv);
    reads.put("ranks", series::ranks);
    reads.put("subject", subjects::subject);
    reads.put("alerts", status::alerts);
    reads.put("emerging", status::emerging);
    reads.put("articles", found::search);
    reads.put("article", found::article);
    reads.put("sources", found::sources);
    reads.put("uncounted", status::uncounted);
    reads.put("acknowledgements", status::acknowledgements);
    reads.put("throughput", status::throughput);
    reads.put("workbench", workbench::tried);
    reads.put("workbench/alerts", workbench::alerts);
    reads.put("topics/preview", topics::preview);
    reads.put("job", job::job);
    byte[] document = document();
    reads.put(
        "openapi.json",
        asked -> new Reply(200, "application/json; charset=utf-8", document, Map.of()));
    return reads;
  }

  private static Map<String, Function<Asked, Reply>> writes(Deployment deployment) {
    ControlApi control = new ControlApi(deployment.cluster(), deployment.slicing());
    return Map.of("windows", control::window, "topics", control::topic);
  }

  private static byte[] document() {
    try (InputStream in = Dashboard.class.getResourceAsStream("openapi.json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.json", e);
    }
  }

  /** How much of what was there at the start has been read, from 0 to 1. */
  public double progress() {
    // The constructor hands this out before there are any.
    return followers.stream().mapToDouble(Follower::progress).min().orElse(0);
  }

  /** The paths of the API, each with its method before it. */
  Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    site.reads().keySet().forEach(path -> paths.add("get /api/v1/" + path));
    site.writes().keySet().forEach(path -> paths.add("post /api/v1/" + path));
    paths.add("get /api/v1/events");
    return paths;
  }

  /** Where the page is. */
  public String url() {
    String host = settings.address().equals("0.0.0.0") ? "localhost" : settings.address();
    return settings
        .origin()
        .orElse("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
  }

  /** Tells open pages what has changed. */
  private void tell() {
    Map<String, Long> told = Map.of();
    double toldProgress = -1;
    try {
      while (true) {
        Thread.sleep(TELL_MILLIS);
        Map<String, Long> now = rows.versions();
        double progress = progress();
        if (!now.equals(told) || progress != toldProgress) {
          told = now;
          if (progress == 1 && toldProgress < 1) {
            preparer.start();
          }
          toldProgress = progress;
          events.tell("change", MAPPER.writeValueAsString(status.freshness()));
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (JsonProcessingException e) {
      LOG.error("open pages are told nothing any more", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    teller.interrupt();
    server.close();
    followers.forEach(Follower::close);
    fetcher.close();
    try {
      articles.close();
    } catch (IOException e) {
      LOG.warn("the index of articles was not closed in good order", e);
    }
  }
}
