package io.newstide.local;

import io.newstide.article.RawRecord;
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
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Nobody changes a back-test while it runs, nor looks back: a topic that is empty and ends at once,
 * or when a pause is over: a task that ends while a savepoint is taken can keep that from ending.
 *
 * @param <T> what it would hold
 */
record Nothing<T>(ArticleFile form, Pause pause)
    implements Source<T, ArticleFile.Whole, Collection<ArticleFile.Whole>> {

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<ArticleFile.Whole, Collection<ArticleFile.Whole>> createEnumerator(
      SplitEnumeratorContext<ArticleFile.Whole> context) {
    return new IteratorSourceEnumerator<>(context, List.of());
  }

  @Override
  public SplitEnumerator<ArticleFile.Whole, Collection<ArticleFile.Whole>> restoreEnumerator(
      SplitEnumeratorContext<ArticleFile.Whole> context, Collection<ArticleFile.Whole> splits) {
    return new IteratorSourceEnumerator<>(context, splits);
  }

  @Override
  public SourceReader<T, ArticleFile.Whole> createReader(SourceReaderContext context) {
    return new Reader<>(context, pause);
  }

  @Override
  public SimpleVersionedSerializer<ArticleFile.Whole> getSplitSerializer() {
    return form.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Collection<ArticleFile.Whole>>
      getEnumeratorCheckpointSerializer() {
    return form.getEnumeratorCheckpointSerializer();
  }

  private static final class Reader<T>
      extends IteratorSourceReaderBase<RawRecord, T, Iterator<RawRecord>, ArticleFile.Whole> {

    private final Pause pause;

    Reader(SourceReaderContext context, Pause pause) {
      super(context);
      this.pause = pause;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) {
      return pause.isOver() ? super.pollNext(output) : InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return pause.isOver() ? super.isAvailable() : pause.aMoment();
    }

    @Override
    protected T convert(RawRecord line) {
      throw new IllegalStateException("a topic without records has none");
    }
  }
}
