package io.newstide.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.dashboard.web.Asked;
import io.newstide.window.Multiset;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the workbench answers over one slice of one topic. */
class WorkbenchApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long T0 = Instant.parse("2026-05-01T16:00:00Z").toEpochMilli();

  @TempDir private Path folder;
  private ArticleIndex articles;
  private WorkbenchApi api;

  @BeforeEach
  void open() throws IOException {
    Deployment deployment = WorkbenchSpeed.deployment();
    articles =
        new ArticleIndex(Files.createDirectory(folder.resolve("index")), 100, deployment.reader());
    Rows rows =
        new Rows(
            deployment,
            new DashboardSettings(
                "127.0.0.1", 0, Optional.empty(), Optional.empty(), Optional.empty(), 100, 100),
            articles);
    for (Subject subject : List.of(Subject.TOTAL, new Subject(SubjectKind.TOPIC, "flood"))) {
      rows.slices()
          .put(
              new SubjectSlice(
                  subject,
                  new Span(T0, T0 + Duration.ofMinutes(10).toMillis()),
                  false,
                  Tally.of(
                      Multiset.of(Map.of("story", 1L)),
                      Multiset.of(Map.of("paper", 1L)),
                      Multiset.empty(),
                      Multiset.empty(),
                      Multiset.empty(),
                      Multiset.empty(),
                      0)));
    }
    Workbench workbench = new Workbench(rows.slices(), deployment, id -> Optional.empty());
    api = new WorkbenchApi(workbench, rows, deployment);
  }

  @AfterEach
  void close() throws IOException {
    articles.close();
  }

  private JsonNode alerts(String... ids) throws IOException {
    return JSON.readTree(api.alerts(new Asked(Map.of("id", List.of(ids)), new byte[0])).body());
  }

  /** Whatever is compared is kept, so that random ids would fill the memory. */
  @Test
  void onlyTopicsThatHaveSlicesAreCompared() throws IOException {
    JsonNode some = alerts("no-such", "flood", "flood");
    assertThat(some.path("topics").asInt()).isEqualTo(1);
    assertThat(some.path("pending")).isEmpty();
    JsonNode none = alerts("no-such");
    assertThat(none.path("topics").asInt()).isZero();
    assertThat(none.path("pending")).isEmpty();
    assertThat(none.path("kept")).isEmpty();
  }
}
