package io.newstide.local;

import io.newstide.article.CodePointOrder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what {@link RowFiles} wrote into one JSONL file, in order; the rows themselves stay on disk.
 */
final class RowOrder {

  private static final Comparator<Place> BY_KEY =
      Comparator.comparing(Place::key, CodePointOrder.CODE_POINTS).thenComparingInt(Place::order);

  private record Place(
      String key, long timestamp, int order, RandomAccessFile file, long at, int length) {}

  private RowOrder() {}

  /**
   * Writes the rows of a topic in the order of their keys, or of their timestamps first.
   *
   * @param folder where the subtasks' files are
   * @param name what their names begin with
   * @param byTime whether the order is that of the timestamps, then of the keys
   * @param lastOnly whether only the last row of a key is wanted, and none if that is a tombstone
   * @param to the file to write
   * @return how many rows were written
   */
  static int write(Path folder, String name, boolean byTime, boolean lastOnly, Path to)
      throws IOException {
    List<RandomAccessFile> open = new ArrayList<>();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      List<Place> places = new ArrayList<>();
      try (var files = Files.newDirectoryStream(folder, name + ".*.rows")) {
        for (Path file : files) {
          RandomAccessFile random = new RandomAccessFile(file.toFile(), "r");
          open.add(random);
          read(file, random, places);
        }
      }
      if (lastOnly) {
        // A key's rows are all in one file, in the order in which they were written.
        Map<String, Place> last = new HashMap<>();
        for (Place place : places) {
          last.put(place.key(), place);
        }
        places = new ArrayList<>(last.values());
        places.removeIf(place -> place.length() < 0);
      }
      places.sort(
          byTime ? Comparator.comparingLong(Place::timestamp).thenComparing(BY_KEY) : BY_KEY);
      int written = 0;
      for (Place place : places) {
        if (place.length() >= 0) {
          byte[] value = new byte[place.length()];
          place.file().seek(place.at());
          place.file().readFully(value);
          out.write(value);
          out.write('\n');
          written++;
        }
      }
      return written;
    } finally {
      for (RandomAccessFile file : open) {
        file.close();
      }
    }
  }

  private static void read(Path file, RandomAccessFile random, List<Place> places)
      throws IOException {
    long left = Files.size(file);
    long at = 0;
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      while (at < left) {
        byte[] key = new byte[in.readInt()];
        in.readFully(key);
        long timestamp = in.readLong();
        int length = in.readInt();
        at += 16L + key.length;
        places.add(
            new Place(
                new String(key, StandardCharsets.UTF_8),
                timestamp,
                places.size(),
                random,
                at,
                length));
        if (length > 0) {
          in.skipNBytes(length);
          at += length;
        }
      }
    }
  }
}
