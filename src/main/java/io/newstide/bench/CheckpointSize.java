package io.newstide.bench;

import io.newstide.local.EmbeddedJob;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;

/**
 * How large a checkpoint is, by what Flink notes of it.
 *
 * @param state bytes of all that a restart reads, as it lies in files
 * @param written bytes of that which this checkpoint wrote; the rest others had written before
 */
public record CheckpointSize(long state, long written) {

  static final CheckpointSize NONE = new CheckpointSize(0, 0);

  /** That of the newest checkpoint in a folder; none if there is none or no folder. */
  static CheckpointSize newestIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return NONE;
    }
    Optional<Path> newest = EmbeddedJob.newestCheckpoint(folder);
    return newest.isEmpty() ? NONE : of(newest.get().resolve("_metadata"));
  }

  private static CheckpointSize of(Path metadata) throws IOException {
    long state = 0;
    long written = 0;
    try (var in = new DataInputStream(Files.newInputStream(metadata))) {
      var checkpoint =
          Checkpoints.loadCheckpointMetadata(
              in, CheckpointSize.class.getClassLoader(), metadata.toString());
      for (OperatorState operator : checkpoint.getOperatorStates()) {
        state += operator.getStateSize();
        written += operator.getCheckpointedSize();
      }
    }
    return new CheckpointSize(state, written);
  }
}
