package io.newstide.local;

import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.feed.JsonLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReaderBase;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The articles of a JSONL file in its order, each line a record whose offset is its number. Where a
 * {@link Pause} is given, the source does not end behind the last article before it may.
 */
final class ArticleFile
    implements Source<Incoming, ArticleFile.Whole, Collection<ArticleFile.Whole>> {

  private static final long serialVersionUID = 1;

  private final String path;
  private final ArticleReader reader;
  private final Pause pause;

  ArticleFile(Path path, ArticleReader reader) {
    this(path, reader, Pause.NONE);
  }

  ArticleFile(Path path, ArticleReader reader, Pause pause) {
    this.path = path.toString();
    this.reader = reader;
    this.pause = pause;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<Whole, Collection<Whole>> createEnumerator(
      SplitEnumeratorContext<Whole> context) {
    return new IteratorSourceEnumerator<>(context, List.of(new Whole(path, reader)));
  }

  @Override
  public SplitEnumerator<Whole, Collection<Whole>> restoreEnumerator(
      SplitEnumeratorContext<Whole> context, Collection<Whole> splits) {
    return new IteratorSourceEnumerator<>(context, splits);
  }

  @Override
  public SourceReader<Incoming, Whole> createReader(SourceReaderContext context) {
    return new Reader(context, reader, pause);
  }

  @Override
  public SimpleVersionedSerializer<Whole> getSplitSerializer() {
    return new Splits(reader);
  }

  @Override
  public SimpleVersionedSerializer<Collection<Whole>> getEnumeratorCheckpointSerializer() {
    return new Checkpoints(new Splits(reader));
  }

  /** The one split there is: all of the file. */
  static final class Whole implements IteratorSourceSplit<RawRecord, Iterator<RawRecord>> {

    private final String path;
    private final ArticleReader reader;

    Whole(String path, ArticleReader reader) {
      this.path = path;
      this.reader = reader;
    }

    @Override
    public String splitId() {
      return path;
    }

    @Override
    public Iterator<RawRecord> getIterator() {
      return JsonLines.open(Path.of(path), reader);
    }

    @Override
    public IteratorSourceSplit<RawRecord, Iterator<RawRecord>> getUpdatedSplitForIterator(
        Iterator<RawRecord> iterator) {
      // A back-test takes no checkpoints: it starts over.
      return this;
    }
  }

  private static final class Reader
      extends IteratorSourceReaderBase<RawRecord, Incoming, Iterator<RawRecord>, Whole> {

    private final ArticleReader reader;
    private final Pause pause;
    private boolean waiting;

    Reader(SourceReaderContext context, ArticleReader reader, Pause pause) {
      super(context);
      this.reader = reader;
      this.pause = pause;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Incoming> output) {
      InputStatus status = super.pollNext(output);
      waiting = status == InputStatus.END_OF_INPUT && pause.lasts();
      return waiting ? InputStatus.NOTHING_AVAILABLE : status;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return waiting ? pause.aMoment() : super.isAvailable();
    }

    @Override
    protected Incoming convert(RawRecord line) {
      return reader.read(line);
    }
  }

  private record Splits(ArticleReader reader) implements SimpleVersionedSerializer<Whole> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Whole split) throws IOException {
      var bytes = new ByteArrayOutputStream();
      new DataOutputStream(bytes).writeUTF(split.path);
      return bytes.toByteArray();
    }

    @Override
    public Whole deserialize(int version, byte[] serialized) throws IOException {
      return new Whole(new DataInputStream(new ByteArrayInputStream(serialized)).readUTF(), reader);
    }
  }

  private record Checkpoints(Splits splits)
      implements SimpleVersionedSerializer<Collection<Whole>> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Collection<Whole> remaining) throws IOException {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      for (Whole split : remaining) {
        out.writeUTF(split.path);
      }
      return bytes.toByteArray();
    }

    @Override
    public Collection<Whole> deserialize(int version, byte[] serialized) throws IOException {
      var in = new DataInputStream(new ByteArrayInputStream(serialized));
      List<Whole> remaining = new ArrayList<>();
      while (in.available() > 0) {
        remaining.add(new Whole(in.readUTF(), splits.reader()));
      }
      return remaining;
    }
  }
}
