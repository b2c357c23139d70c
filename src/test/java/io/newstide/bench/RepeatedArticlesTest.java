package io.newstide.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.ArticleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatedArticlesTest {

  private static final ArticleReader READER =
      new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofDays(1));

  @TempDir private Path folder;

  private RepeatedArticles of(String lines, int perDay) throws IOException {
    Path file = folder.resolve("articles.jsonl");
    Files.writeString(file, lines);
    return new RepeatedArticles(file, READER, perDay);
  }

  @Test
  void repeatsUnderNewIdsWhileDatesGoOn() throws IOException {
    RepeatedArticles articles =
        of(
            """
            {"id": "x", "source": "报", "title": "河道清淤", "body": "汛期之前。", "publishedAt": "2026-05-01", "datePrecision": "day"}
            no article
            {"id": "y", "source": "台", "title": "机器人", "publishedAt": "2026-05-02T08:00:00+08:00"}
            """,
            24);

    assertThat(articles.round()).isEqualTo(2);
    assertThat(articles.characters()).isEqualTo(4 + 5 + 3);
    assertThat(articles.apart()).isEqualTo(Duration.ofHours(1));
    RepeatedArticles.Repeat third = articles.get(2);
    JsonNode json = new ObjectMapper().readTree(third.json());
    assertThat(third.id()).isEqualTo("2");
    assertThat(json.path("id").asText()).isEqualTo("2");
    assertThat(json.path("title").asText()).isEqualTo("河道清淤");
    assertThat(json.path("source").asText()).isEqualTo("报");
    assertThat(json.path("publishedAt").asText()).isEqualTo("2025-01-01T02:00:00Z");
    assertThat(json.has("datePrecision")).isFalse();
    assertThat(third.publishedAt()).isEqualTo(Instant.parse("2025-01-01T02:00:00Z").toEpochMilli());
  }

  @Test
  void aFileWithoutArticlesIsRefused() {
    assertThatThrownBy(() -> of("{}\n", 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("articles.jsonl: there is no article in it");
  }
}
