package io.newstide.job;

import static io.newstide.job.Wire.readInt;
import static io.newstide.job.Wire.readList;
import static io.newstide.job.Wire.readNumber;
import static io.newstide.job.Wire.readText;
import static io.newstide.job.Wire.writeList;
import static io.newstide.job.Wire.writeNumber;
import static io.newstide.job.Wire.writeText;

import io.newstide.job.Wire.Reader;
import io.newstide.job.Wire.Writer;
import io.newstide.trend.Trend;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Delay;
import io.newstide.window.Evidence;
import io.newstide.window.Firing;
import io.newstide.window.Multiset;
import io.newstide.window.NamedEntity;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowedCount;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How slices, windows and trends are written between operators and into state. */
final class WindowCodecs {

  private WindowCodecs() {}

  /** A stretch of time. */
  public static final class Spans implements Codec<Span> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Span span, DataOutput out) throws IOException {
      writeNumber(span.start(), out);
      writeNumber(span.end() - span.start(), out);
    }

    @Override
    public Span read(DataInput in, int version) throws IOException {
      return readSpan(in);
    }
  }

  private static void writeSpan(Span span, DataOutput out) throws IOException {
    new Spans().write(span, out);
  }

  private static Span readSpan(DataInput in) throws IOException {
    long start = readNumber(in);
    return new Span(start, start + readNumber(in));
  }

  /** What is followed. */
  public static final class Subjects implements Codec<Subject> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Subject subject, DataOutput out) throws IOException {
      writeSubject(subject, out);
    }

    @Override
    public Subject read(DataInput in, int version) throws IOException {
      return readSubject(in);
    }
  }

  private static void writeSubject(Subject subject, DataOutput out) throws IOException {
    out.writeByte(subject.kind().code());
    writeText(subject.id(), out);
  }

  private static Subject readSubject(DataInput in) throws IOException {
    return new Subject(SubjectKind.of(in.readByte()), readText(in));
  }

  private static <T> void writeCounts(Multiset<T> counts, Writer<T> writer, DataOutput out)
      throws IOException {
    List<Multiset.Count<T>> all = new ArrayList<>(counts.distinct());
    counts.forEach((thing, count) -> all.add(new Multiset.Count<>(thing, count)));
    writeList(all, (one, to) -> writeCount(one, writer, to), out);
  }

  private static <T> Multiset<T> readCounts(Reader<T> reader, DataInput in) throws IOException {
    Map<T, Long> counts = new HashMap<>();
    for (Multiset.Count<T> one : readList(from -> readCount(reader, from), in)) {
      counts.put(one.thing(), one.count());
    }
    return Multiset.of(counts);
  }

  private static <T> void writeCount(Multiset.Count<T> one, Writer<T> writer, DataOutput out)
      throws IOException {
    writer.write(one.thing(), out);
    writeNumber(one.count(), out);
  }

  private static <T> Multiset.Count<T> readCount(Reader<T> reader, DataInput in)
      throws IOException {
    return new Multiset.Count<>(reader.read(in), readNumber(in));
  }

  private static void writeEntity(NamedEntity entity, DataOutput out) throws IOException {
    out.writeByte(entity.kind().code());
    writeText(entity.name(), out);
  }

  private static NamedEntity readEntity(DataInput in) throws IOException {
    return new NamedEntity(SubjectKind.of(in.readByte()), readText(in));
  }

  private static void writeEvidence(Evidence article, DataOutput out) throws IOException {
    writeText(article.id(), out);
    writeText(article.story(), out);
    writeText(article.title(), out);
    writeText(article.source(), out);
    writeNumber(article.publishedAt(), out);
    writeText(article.url(), out);
    out.writeDouble(article.strength());
  }

  private static Evidence readEvidence(DataInput in) throws IOException {
    return new Evidence(
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        readNumber(in),
        readText(in),
        in.readDouble());
  }

  private static void writeDelay(Delay delay, DataOutput out) throws IOException {
    writeText(delay.source(), out);
    writeNumber(delay.seconds(), out);
  }

  private static Delay readDelay(DataInput in) throws IOException {
    return new Delay(readText(in), readNumber(in));
  }

  /** What a slice holds. */
  public static final class Tallies implements Codec<Tally> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Tally tally, DataOutput out) throws IOException {
      writeTally(tally, out);
    }

    @Override
    public Tally read(DataInput in, int version) throws IOException {
      return readTally(in);
    }
  }

  private static void writeTally(Tally tally, DataOutput out) throws IOException {
    writeCounts(tally.stories(), Wire::writeText, out);
    writeCounts(tally.sources(), Wire::writeText, out);
    writeCounts(tally.keywords(), Wire::writeText, out);
    writeCounts(tally.entities(), WindowCodecs::writeEntity, out);
    writeCounts(tally.evidence(), WindowCodecs::writeEvidence, out);
    writeCounts(tally.delays(), WindowCodecs::writeDelay, out);
    writeNumber(tally.titleMentions(), out);
  }

  private static Tally readTally(DataInput in) throws IOException {
    return new Tally(
        readCounts(Wire::readText, in),
        readCounts(Wire::readText, in),
        readCounts(Wire::readText, in),
        readCounts(WindowCodecs::readEntity, in),
        readCounts(WindowCodecs::readEvidence, in),
        readCounts(WindowCodecs::readDelay, in),
        readNumber(in));
  }

  /** A slice of a subject. */
  public static final class SubjectSlices implements Codec<SubjectSlice> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(SubjectSlice value, DataOutput out) throws IOException {
      writeSubject(value.subject(), out);
      writeSpan(value.slice(), out);
      out.writeBoolean(value.day());
      writeTally(value.tally(), out);
    }

    @Override
    public SubjectSlice read(DataInput in, int version) throws IOException {
      return new SubjectSlice(readSubject(in), readSpan(in), in.readBoolean(), readTally(in));
    }
  }

  /** Which slices a subject has. Mutable, so that Flink must copy it. */
  public static final class Histories implements Codec<SubjectHistory> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(SubjectHistory history, DataOutput out) throws IOException {
      SubjectHistory.Saved saved = history.save();
      out.writeBoolean(saved.continuous());
      writeMentions(saved.slices(), out);
      writeMentions(saved.days(), out);
      writeList(saved.unpublished(), WindowCodecs::writeSpan, out);
      writeList(saved.changed(), WindowCodecs::writeSpan, out);
      out.writeLong(saved.reported());
      writeList(saved.covered().stream().toList(), WindowCodecs::writeSpan, out);
      writeList(saved.coveredWithDays().stream().toList(), WindowCodecs::writeSpan, out);
    }

    private static void writeMentions(Map<Span, Long> mentions, DataOutput out) throws IOException {
      writeNumber(mentions.size(), out);
      for (Map.Entry<Span, Long> slice : mentions.entrySet()) {
        writeSpan(slice.getKey(), out);
        writeNumber(slice.getValue(), out);
      }
    }

    @Override
    public SubjectHistory read(DataInput in, int version) throws IOException {
      return new SubjectHistory(
          new SubjectHistory.Saved(
              in.readBoolean(),
              readMentions(in),
              readMentions(in),
              readList(WindowCodecs::readSpan, in),
              readList(WindowCodecs::readSpan, in),
              in.readLong(),
              readList(WindowCodecs::readSpan, in).stream().findFirst(),
              readList(WindowCodecs::readSpan, in).stream().findFirst()));
    }

    private static Map<Span, Long> readMentions(DataInput in) throws IOException {
      Map<Span, Long> mentions = new TreeMap<>();
      for (int left = readInt(in); left > 0; left--) {
        mentions.put(readSpan(in), readNumber(in));
      }
      return mentions;
    }

    @Override
    public boolean mutable() {
      return true;
    }

    @Override
    public SubjectHistory copy(SubjectHistory history) {
      return new SubjectHistory(history.save());
    }
  }

  private static void writeWindowCount(WindowCount count, DataOutput out) throws IOException {
    writeSubject(count.subject(), out);
    writeSpan(count.span(), out);
    writeNumber(count.mentions(), out);
    writeNumber(count.uniqueStories(), out);
    writeNumber(count.sources(), out);
    writeNumber(count.titleMentions(), out);
    writeNumber(count.previous(), out);
    writeList(count.topKeywords(), (one, to) -> writeCount(one, Wire::writeText, to), out);
    writeList(
        count.topEntities(), (one, to) -> writeCount(one, WindowCodecs::writeEntity, to), out);
    writeList(count.evidence(), WindowCodecs::writeEvidence, out);
  }

  private static WindowCount readWindowCount(DataInput in) throws IOException {
    return new WindowCount(
        readSubject(in),
        readSpan(in),
        readNumber(in),
        readNumber(in),
        readNumber(in),
        readNumber(in),
        readNumber(in),
        readList(from -> readCount(Wire::readText, from), in),
        readList(from -> readCount(WindowCodecs::readEntity, from), in),
        readList(WindowCodecs::readEvidence, in));
  }

  /** What a window shows of a subject. */
  public static final class WindowedCounts implements Codec<WindowedCount> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(WindowedCount value, DataOutput out) throws IOException {
      writeText(value.window(), out);
      writeText(value.definitionVersion(), out);
      writeWindowCount(value.count(), out);
    }

    @Override
    public WindowedCount read(DataInput in, int version) throws IOException {
      return new WindowedCount(readText(in), readText(in), readWindowCount(in));
    }
  }

  /** One span of one window. */
  public static final class WindowKeys implements Codec<WindowKey> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(WindowKey key, DataOutput out) throws IOException {
      writeText(key.window(), out);
      writeSpan(key.span(), out);
    }

    @Override
    public WindowKey read(DataInput in, int version) throws IOException {
      return new WindowKey(readText(in), readSpan(in));
    }
  }

  /** All topics of one window. Mutable, so that Flink must copy it. */
  public static final class Boards implements Codec<WindowBoard> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(WindowBoard board, DataOutput out) throws IOException {
      WindowBoard.Saved saved = board.save();
      writeOptional(saved.total(), out);
      writeOptional(saved.writtenTotal(), out);
      writeList(List.copyOf(saved.counts().values()), WindowCodecs::writeWindowCount, out);
      writeNumber(saved.written().size(), out);
      for (WindowBoard.Written written : saved.written().values()) {
        writeWindowCount(written.count(), out);
        writeNumber(written.rank(), out);
        writeNumber(written.revision(), out);
      }
    }

    private static void writeOptional(Optional<WindowCount> count, DataOutput out)
        throws IOException {
      out.writeBoolean(count.isPresent());
      if (count.isPresent()) {
        writeWindowCount(count.get(), out);
      }
    }

    private static Optional<WindowCount> readOptional(DataInput in) throws IOException {
      return in.readBoolean() ? Optional.of(readWindowCount(in)) : Optional.empty();
    }

    @Override
    public WindowBoard read(DataInput in, int version) throws IOException {
      Optional<WindowCount> total = readOptional(in);
      Optional<WindowCount> writtenTotal = readOptional(in);
      Map<String, WindowCount> counts = new HashMap<>();
      for (WindowCount count : readList(WindowCodecs::readWindowCount, in)) {
        counts.put(count.subject().id(), count);
      }
      Map<String, WindowBoard.Written> written = new HashMap<>();
      for (int left = readInt(in); left > 0; left--) {
        WindowCount count = readWindowCount(in);
        written.put(count.subject().id(), new WindowBoard.Written(count, readInt(in), readInt(in)));
      }
      return new WindowBoard(new WindowBoard.Saved(total, writtenTotal, counts, written));
    }

    @Override
    public boolean mutable() {
      return true;
    }

    @Override
    public WindowBoard copy(WindowBoard board) {
      return new WindowBoard(board.save());
    }
  }

  /** A row of the trends. */
  public static final class Trends implements Codec<Trend> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Trend trend, DataOutput out) throws IOException {
      writeText(trend.name(), out);
      writeText(trend.topicVersion(), out);
      writeText(trend.window(), out);
      writeText(trend.definitionVersion(), out);
      writeNumber(trend.revision(), out);
      writeText(trend.firing().name(), out);
      writeNumber(trend.finalAt(), out);
      writeWindowCount(trend.count(), out);
      writeNumber(trend.totalMentions(), out);
      writeNumber(trend.totalStories(), out);
      writeNumber(trend.rank(), out);
    }

    @Override
    public Trend read(DataInput in, int version) throws IOException {
      return new Trend(
          readText(in),
          readText(in),
          readText(in),
          readText(in),
          readInt(in),
          Firing.valueOf(readText(in)),
          readNumber(in),
          readWindowCount(in),
          readNumber(in),
          readNumber(in),
          readInt(in));
    }
  }
}
