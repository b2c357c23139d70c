package io.newstide.feed;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is noted of a file: how far its articles were sent, and what the file looked like when all
 * were.
 *
 * @param mark how far its lines were sent
 * @param size of the file, in bytes, when it was read to its end; -1 if it was not yet
 * @param modified when it had been changed, epoch microseconds
 */
record FileNote(LineReader.Mark mark, long size, long modified) {

  static final FileNote NOTHING = new FileNote(LineReader.Mark.START, -1, -1);

  private static final String VERSION = "1";

  static FileNote of(Optional<byte[]> note) {
    if (note.isEmpty()) {
      return NOTHING;
    }
    String[] parts = new String(note.get(), StandardCharsets.UTF_8).split(" ", -1);
    if (parts.length != 6 || !parts[0].equals(VERSION)) {
      throw new IllegalStateException("a file's note of another version: " + parts[0]);
    }
    return new FileNote(
        new LineReader.Mark(Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]));
  }

  byte[] note() {
    return "%s %d %d %s %d %d"
        .formatted(VERSION, mark.position(), mark.lines(), mark.digest(), size, modified)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a file of this look was read to its end. */
  boolean knows(long size, long modified) {
    return this.size == size && this.modified == modified;
  }
}
