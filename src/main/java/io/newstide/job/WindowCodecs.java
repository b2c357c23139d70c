package io.newstide.job;

import static io.newstide.job.Wire.readInt;
import static io.newstide.job.Wire.readList;
import static io.newstide.job.Wire.readNumber;
import static io.newstide.job.Wire.readText;
import static io.newstide.job.Wire.writeBytes;
import static io.newstide.job.Wire.writeList;
import static io.newstide.job.Wire.writeNumber;
import static io.newstide.job.Wire.writeText;

import io.newstide.job.Wire.Reader;
import io.newstide.job.Wire.Writer;
import io.newstide.trend.Trend;
import io.newstide.trend.TrendRow;
import io.newstide.trend.WindowBoard;
import io.newstide.trend.Withdrawal;
import io.newstide.window.CountedArticle;
import io.newstide.window.Delay;
import io.newstide.window.Evidence;
import io.newstide.window.Expectation;
import io.newstide.window.Firing;
import io.newstide.window.Multiset;
import io.newstide.window.NamedEntity;
import io.newstide.window.Observation;
import io.newstide.window.Span;
import io.newstide.window.Standing;
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
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

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

  static void writeSpan(Span span, DataOutput out) throws IOException {
    new Spans().write(span, out);
  }

  static Span readSpan(DataInput in) throws IOException {
    long start = readNumber(in);
    return ReadLately.span(start, start + readNumber(in));
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

  static void writeSubject(Subject subject, DataOutput out) throws IOException {
    out.writeByte(subject.kind().code());
    writeText(subject.id(), out);
  }

  static Subject readSubject(DataInput in) throws IOException {
    return ReadLately.subject(SubjectKind.of(in.readByte()), in);
  }

  private static <T> void writeCounts(Multiset<T> counts, Writer<T> writer, DataOutput out)
      throws IOException {
    writeNumber(counts.distinct(), out);
    counts.each(
        (thing, count) -> {
          writer.write(thing, out);
          writeNumber(count, out);
        });
  }

  private static <T> Multiset<T> readCounts(Reader<T> reader, DataInput in) throws IOException {
    Object[] things = new Object[readInt(in)];
    long[] counts = new long[things.length];
    for (int i = 0; i < things.length; i++) {
      things[i] = reader.read(in);
      counts[i] = readNumber(in);
    }
    return Multiset.ofDistinct(things, counts);
  }

  /**
   * Articles read lately. An article stands in the tally of each of its thirty subjects, always in
   * the same written form: it is read once, and is one object then. Slots are overwritten without a
   * lock, as those of texts are.
   */
  private static final CountedArticle[] SHARED_ARTICLES = new CountedArticle[1 << 10];

  /**
   * Articles that someone holds: sums of windows do for as long as these last, and each would have
   * a copy of its own where state is read from disk.
   */
  private static final AtomicReferenceArray<WeakReference<CountedArticle>> HELD_ARTICLES =
      new AtomicReferenceArray<>(1 << 16);

  /** So much of a form tells articles apart mostly: it begins with their ids. */
  private static final int TELLING = 24;

  /** Where a form is looked at before it is known to be new. */
  private static final ThreadLocal<byte[]> FORMS = ThreadLocal.withInitial(() -> new byte[1 << 13]);

  private static void writeCounted(CountedArticle article, DataOutput out) throws IOException {
    writeBytes(article.written(WindowCodecs::form), out);
  }

  private static byte[] form(CountedArticle article) {
    DataOutputSerializer out = new DataOutputSerializer(1 << 10);
    try {
      writeText(article.id(), out);
      writeText(article.story(), out);
      writeText(article.title(), out);
      writeText(article.source(), out);
      writeNumber(article.publishedAt(), out);
      writeText(article.url(), out);
      writeList(article.keywords(), Wire::writeText, out);
      writeList(article.entities(), WindowCodecs::writeEntity, out);
      writeDelay(article.delay(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("into memory", e);
    }
    return out.getCopyOfBuffer();
  }

  private static CountedArticle readCounted(DataInput in) throws IOException {
    int length = readInt(in);
    byte[] form = FORMS.get();
    if (length > form.length) {
      form = new byte[length];
    }
    in.readFully(form, 0, length);
    int hash = length;
    for (int i = 0; i < Math.min(length, TELLING); i++) {
      hash = 31 * hash + form[i];
    }
    hash ^= hash >>> 12;
    int slot = hash & (SHARED_ARTICLES.length - 1);
    CountedArticle lately = SHARED_ARTICLES[slot];
    if (isWritten(lately, form, length)) {
      return lately;
    }
    int place = (hash ^ (hash >>> 16)) & (HELD_ARTICLES.length() - 1);
    WeakReference<CountedArticle> held = HELD_ARTICLES.get(place);
    CountedArticle article = held == null ? null : held.get();
    if (!isWritten(article, form, length)) {
      byte[] own = Arrays.copyOf(form, length);
      article = readForm(new DataInputDeserializer(own));
      article.written(same -> own);
      HELD_ARTICLES.set(place, new WeakReference<>(article));
    }
    SHARED_ARTICLES[slot] = article;
    return article;
  }

  private static boolean isWritten(CountedArticle article, byte[] form, int length) {
    if (article == null) {
      return false;
    }
    byte[] known = article.written(WindowCodecs::form);
    return Arrays.equals(known, 0, known.length, form, 0, length);
  }

  private static CountedArticle readForm(DataInput in) throws IOException {
    return new CountedArticle(
        readText(in),
        readText(in),
        readText(in),
        ReadLately.text(in),
        readNumber(in),
        readText(in),
        readList(ReadLately::text, in),
        readList(WindowCodecs::readEntity, in),
        readDelay(in));
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
    return ReadLately.entity(SubjectKind.of(in.readByte()), in);
  }

  static void writeEvidence(Evidence evidence, DataOutput out) throws IOException {
    writeCounted(evidence.article(), out);
    out.writeDouble(evidence.strength());
  }

  static Evidence readEvidence(DataInput in) throws IOException {
    return new Evidence(readCounted(in), in.readDouble());
  }

  private static void writeDelay(Delay delay, DataOutput out) throws IOException {
    writeText(delay.source(), out);
    writeNumber(delay.seconds(), out);
  }

  private static Delay readDelay(DataInput in) throws IOException {
    return new Delay(ReadLately.text(in), readNumber(in));
  }

  /** In place of how many articles there are: they have been added up. */
  private static final int MERGED = -1;

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
    Optional<List<Observation>> few = tally.few();
    if (few.isPresent()) {
      writeNumber(few.get().size(), out);
      for (Observation observation : few.get()) {
        writeCounted(observation.article(), out);
        out.writeDouble(observation.strength());
        out.writeBoolean(observation.inTitle());
      }
      return;
    }
    writeNumber(MERGED, out);
    byte[][] form = tally.written(WindowCodecs::form);
    out.write(form[0]);
    writeCounts(tally.evidence(), WindowCodecs::writeEvidence, out);
    out.write(form[1]);
  }

  /** What comes before the evidence, whose articles have forms of their own, and behind it. */
  private static byte[][] form(Tally tally) {
    DataOutputSerializer out = new DataOutputSerializer(1 << 10);
    try {
      writeCounts(tally.stories(), Wire::writeText, out);
      writeCounts(tally.sources(), Wire::writeText, out);
      writeCounts(tally.keywords(), Wire::writeText, out);
      writeCounts(tally.entities(), WindowCodecs::writeEntity, out);
      byte[] before = out.getCopyOfBuffer();
      out.clear();
      writeCounts(tally.delays(), WindowCodecs::writeDelay, out);
      writeNumber(tally.titleMentions(), out);
      return new byte[][] {before, out.getCopyOfBuffer()};
    } catch (IOException e) {
      throw new UncheckedIOException("into memory", e);
    }
  }

  private static Tally readTally(DataInput in) throws IOException {
    int few = readInt(in);
    if (few != MERGED) {
      Observation[] articles = new Observation[few];
      for (int i = 0; i < few; i++) {
        articles[i] = new Observation(readCounted(in), in.readDouble(), in.readBoolean());
      }
      return Tally.ofFew(articles);
    }
    return Tally.of(
        readCounts(ReadLately::text, in),
        readCounts(ReadLately::text, in),
        readCounts(ReadLately::text, in),
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
      out.writeLong(value.sealed());
      writeTally(value.tally(), out);
    }

    @Override
    public SubjectSlice read(DataInput in, int version) throws IOException {
      return new SubjectSlice(
          readSubject(in), readSpan(in), in.readBoolean(), in.readLong(), readTally(in));
    }
  }

  /** Which slices a subject has. Mutable, so that Flink must copy it. */
  public static final class Histories implements Codec<SubjectHistory> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(SubjectHistory history, DataOutput out) throws IOException {
      SubjectHistory.Saved saved = history.view();
      out.writeByte(saved.kind().code());
      writeBySpan(saved.slices(), Wire::writeNumber, out);
      writeBySpan(saved.days(), Wire::writeNumber, out);
      writeList(saved.touched(), WindowCodecs::writeSpan, out);
      out.writeLong(saved.reported());
      writeList(saved.covered().stream().toList(), WindowCodecs::writeSpan, out);
      writeList(saved.coveredWithDays().stream().toList(), WindowCodecs::writeSpan, out);
      writeNumber(saved.told().size(), out);
      for (var sessions : saved.told().entrySet()) {
        writeText(sessions.getKey(), out);
        writeBySpan(sessions.getValue(), (closed, to) -> to.writeBoolean(closed), out);
      }
    }

    private static <T> void writeBySpan(Map<Span, T> map, Writer<T> writer, DataOutput out)
        throws IOException {
      writeNumber(map.size(), out);
      for (Map.Entry<Span, T> entry : map.entrySet()) {
        writeSpan(entry.getKey(), out);
        writer.write(entry.getValue(), out);
      }
    }

    @Override
    public SubjectHistory read(DataInput in, int version) throws IOException {
      SubjectKind kind = SubjectKind.of(in.readByte());
      Map<Span, Long> slices = readBySpan(Wire::readNumber, in);
      Map<Span, Long> days = readBySpan(Wire::readNumber, in);
      List<Span> touched = readList(WindowCodecs::readSpan, in);
      long reported = in.readLong();
      Optional<Span> covered = readList(WindowCodecs::readSpan, in).stream().findFirst();
      Optional<Span> withDays = readList(WindowCodecs::readSpan, in).stream().findFirst();
      Map<String, Map<Span, Boolean>> told = new TreeMap<>();
      for (int left = readInt(in); left > 0; left--) {
        told.put(readText(in), readBySpan(DataInput::readBoolean, in));
      }
      return new SubjectHistory(
          new SubjectHistory.Saved(kind, slices, days, touched, reported, covered, withDays, told));
    }

    private static <T> Map<Span, T> readBySpan(Reader<T> reader, DataInput in) throws IOException {
      Map<Span, T> map = new TreeMap<>();
      for (int left = readInt(in); left > 0; left--) {
        map.put(readSpan(in), reader.read(in));
      }
      return map;
    }

    @Override
    public boolean mutable() {
      return true;
    }

    @Override
    public SubjectHistory copy(SubjectHistory history) {
      return history.copy();
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
    writeList(count.expectation().stream().toList(), WindowCodecs::writeExpectation, out);
  }

  private static void writeExpectation(Expectation expectation, DataOutput out) throws IOException {
    out.writeDouble(expectation.mean());
    writeNumber(expectation.low(), out);
    writeNumber(expectation.high(), out);
    writeNumber(expectation.windows(), out);
    // No score is told by what no score can be.
    out.writeDouble(expectation.score().orElse(Double.NaN));
  }

  private static Expectation readExpectation(DataInput in) throws IOException {
    double mean = in.readDouble();
    long low = readNumber(in);
    long high = readNumber(in);
    int windows = readInt(in);
    double score = in.readDouble();
    return new Expectation(
        mean,
        low,
        high,
        windows,
        Double.isNaN(score) ? OptionalDouble.empty() : OptionalDouble.of(score));
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
        readList(WindowCodecs::readEvidence, in),
        readList(WindowCodecs::readExpectation, in).stream().findFirst());
  }

  /** What a window shows of a subject. */
  public static final class WindowedCounts implements Codec<WindowedCount> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(WindowedCount value, DataOutput out) throws IOException {
      writeText(value.window(), out);
      writeText(value.definitionVersion(), out);
      writeNumber(value.generation(), out);
      out.writeBoolean(value.session());
      out.writeLong(value.after());
      writeText(value.standing().name(), out);
      writeWindowCount(value.count(), out);
    }

    @Override
    public WindowedCount read(DataInput in, int version) throws IOException {
      return new WindowedCount(
          ReadLately.text(in),
          ReadLately.text(in),
          readNumber(in),
          in.readBoolean(),
          in.readLong(),
          Standing.valueOf(ReadLately.text(in)),
          readWindowCount(in));
    }
  }

  /** A count alone. */
  public static final class WindowCounts implements Codec<WindowCount> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(WindowCount count, DataOutput out) throws IOException {
      writeWindowCount(count, out);
    }

    @Override
    public WindowCount read(DataInput in, int version) throws IOException {
      return readWindowCount(in);
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

  /** What is known of a span of a window as a whole. */
  public static final class Heads implements Codec<BoardHead> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(BoardHead head, DataOutput out) throws IOException {
      writeText(head.definitionVersion(), out);
      writeNumber(head.generation(), out);
      out.writeBoolean(head.session());
      out.writeBoolean(head.settled());
      writeList(head.total().stream().toList(), WindowCodecs::writeWindowCount, out);
    }

    @Override
    public BoardHead read(DataInput in, int version) throws IOException {
      return new BoardHead(
          readText(in),
          readNumber(in),
          in.readBoolean(),
          in.readBoolean(),
          readList(WindowCodecs::readWindowCount, in).stream().findFirst());
    }
  }

  /** What was last written of a subject. */
  public static final class Writtens implements Codec<WindowBoard.Written> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(WindowBoard.Written written, DataOutput out) throws IOException {
      writeWindowCount(written.count(), out);
      writeNumber(written.totalMentions(), out);
      writeNumber(written.totalStories(), out);
      writeNumber(written.rank(), out);
      writeNumber(written.revision(), out);
    }

    @Override
    public WindowBoard.Written read(DataInput in, int version) throws IOException {
      return new WindowBoard.Written(
          readWindowCount(in), readNumber(in), readNumber(in), readInt(in), readInt(in));
    }
  }

  /** A row of the trends, or its withdrawal. */
  public static final class TrendRows implements Codec<TrendRow> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(TrendRow row, DataOutput out) throws IOException {
      out.writeBoolean(row instanceof Trend);
      if (row instanceof Trend trend) {
        writeTrend(trend, out);
      } else {
        writeSubject(row.subject(), out);
        writeText(row.window(), out);
        writeSpan(row.span(), out);
      }
    }

    private static void writeTrend(Trend trend, DataOutput out) throws IOException {
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
    public TrendRow read(DataInput in, int version) throws IOException {
      return in.readBoolean()
          ? new Trend(
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
              readInt(in))
          : new Withdrawal(readSubject(in), readText(in), readSpan(in));
    }
  }
}
