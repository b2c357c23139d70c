package io.newstide.local;

import io.newstide.kafka.Row;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Rows into a file for each subtask, as they come; {@link RowOrder} reads them back.
 *
 * @param folder where the files are
 * @param name what their names begin with
 */
record RowFiles(String folder, String name) implements Sink<Row> {

  @Override
  public SinkWriter<Row> createWriter(WriterInitContext context) throws IOException {
    Path file =
        Path.of(folder, name + "." + context.getTaskInfo().getIndexOfThisSubtask() + ".rows");
    return new Writer(
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)));
  }

  /** The rows of a file that was written here, in the order in which they came. */
  static void read(Path file, Consumer<Row> rows) throws IOException {
    long left = Files.size(file);
    long at = 0;
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      while (at < left) {
        byte[] key = in.readNBytes(in.readInt());
        long timestamp = in.readLong();
        int length = in.readInt();
        byte[] value = length < 0 ? null : in.readNBytes(length);
        rows.accept(new Row(new String(key, StandardCharsets.UTF_8), value, timestamp));
        at += 16L + key.length + Math.max(0, length);
      }
    }
  }

  private record Writer(DataOutputStream out) implements SinkWriter<Row> {

    @Override
    public void write(Row row, Context context) throws IOException {
      byte[] key = row.key().getBytes(StandardCharsets.UTF_8);
      out.writeInt(key.length);
      out.write(key);
      out.writeLong(row.timestamp());
      out.writeInt(row.value() == null ? -1 : row.value().length);
      if (row.value() != null) {
        out.write(row.value());
      }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
