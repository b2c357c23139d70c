package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The page the project started from. Its text is not ours to ship: the test knows lengths and
 * hashes, made from the file's lines as a person read them, and is skipped where the page is not.
 */
class GivenPageTest {

  private static final Path PAGE = Path.of("../shared/seeds/page.txt");

  private record Story(int length, String body, List<String> headlines) {}

  private static final List<Story> STORIES =
      List.of(
          new Story(942, "022f3b4741b3802f", List.of("53edd73a7ddd294f", "a947ef51a84f719a")),
          new Story(440, "cda115fe2c5e9fcd", List.of("5d96af18d9459daf", "b78bcb30d0931453")),
          new Story(1099, "703b1eacf70925a2", List.of("79364a3f30be1b32", "66c1834eb3ca5732")),
          new Story(649, "1bc16bb2e30e08b7", List.of("c883ba07c0d339a7")),
          new Story(708, "28cd00bfc9969760", List.of("cd115e8cd0af4c1c")),
          new Story(808, "8ac6a0f97f6a3662", List.of("8a7a3255bd7823c9")),
          new Story(643, "a44d083ddef727cf", List.of("18128ca636397869")),
          new Story(527, "339ff0aefa50b5e4", List.of("abc063dd82ce59c8")),
          new Story(635, "367a534a3591c2e2", List.of("ce2ad6798421922b")));

  @BeforeEach
  void isThere() {
    assumeTrue(Files.exists(PAGE), "skipped: " + PAGE + " is not there");
  }

  @Test
  void hasNineStoriesWithAllTheirHeadlines() throws IOException {
    assertSplit(Files.readString(PAGE));
  }

  @Test
  void hasThemWithoutTheBlankLines() throws IOException {
    assertSplit(Files.readString(PAGE).replaceAll("\\n\\s*\\n", "\n"));
  }

  private static void assertSplit(String text) {
    NewspaperPage page = NewspaperPage.of(text, Optional.of(LocalDate.of(2025, 5, 9)));

    List<Story> found = new ArrayList<>();
    for (PageArticle article : page.articles()) {
      String body = PageLines.dense(article.body());
      found.add(
          new Story(
              body.length(),
              hash(body),
              article.headlines().stream().map(line -> hash(PageLines.dense(line))).toList()));
    }
    assertThat(found).containsExactlyElementsOf(STORIES);
    assertThat(page.articles())
        .extracting(article -> article.eventDate().orElse(""))
        .startsWith("2025-05-08", "2025-05-07", "2025-05-09~");
    assertThat(page.articles().stream().filter(article -> !article.author().isEmpty())).hasSize(8);
    assertThat(page.leftovers()).hasSize(1);
    Leftover caption = page.leftovers().get(0);
    assertThat(caption.kind()).isEqualTo(Leftover.Kind.CAPTION);
    assertThat(hash(PageLines.dense(caption.text()))).isEqualTo("2e4a7150d31dda8c");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
