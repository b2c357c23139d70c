package io.newstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSizeTest {

  /** A savepoint writes all of it: in files, and what is small beside what it notes of them. */
  @Test
  void aSavepointIsAsLargeAsItsFiles() throws IOException {
    Path savepoint = Path.of("src/test/resources/golden/0.1/savepoint");
    long notes = Files.size(savepoint.resolve("_metadata"));
    long all;
    try (Stream<Path> files = Files.list(savepoint)) {
      all = files.mapToLong(file -> file.toFile().length()).sum();
    }
    CheckpointSize size = CheckpointSize.newestIn(savepoint.getParent());
    assertThat(size.state()).isBetween(all - notes, all);
    assertThat(size.written()).isEqualTo(size.state());
  }

  @Test
  void whereThereIsNoCheckpointThereIsNothing(@TempDir Path folder) throws IOException {
    assertThat(CheckpointSize.newestIn(folder)).isEqualTo(new CheckpointSize(0, 0));
  }
}
