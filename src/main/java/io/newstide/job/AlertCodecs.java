package io.newstide.job;

import static io.newstide.job.WindowCodecs.readSpan;
import static io.newstide.job.WindowCodecs.writeSpan;
import static io.newstide.job.Wire.readInt;
import static io.newstide.job.Wire.readList;
import static io.newstide.job.Wire.readNumber;
import static io.newstide.job.Wire.readText;
import static io.newstide.job.Wire.writeList;
import static io.newstide.job.Wire.writeNumber;
import static io.newstide.job.Wire.writeText;

import io.newstide.job.Wire.Reader;
import io.newstide.job.Wire.Writer;
import io.newstide.trend.AlertEpisodes;
import io.newstide.trend.AlertEvent;
import io.newstide.trend.EmergingGroup;
import io.newstide.trend.HourCount;
import io.newstide.trend.RisingTerm;
import io.newstide.trend.SourceSilence;
import io.newstide.trend.StorySlice;
import io.newstide.trend.StorySlices;
import io.newstide.trend.Stratum;
import io.newstide.trend.SubjectTrack;
import io.newstide.trend.Telling;
import io.newstide.trend.TotalHistory;
import io.newstide.trend.WholeStream;
import io.newstide.window.SubjectKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How baselines and alerts are written between operators and into state. */
final class AlertCodecs {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private AlertCodecs() {}

  private static <K, V> void writeMap(Map<K, V> map, Writer<K> key, Writer<V> value, DataOutput out)
      throws IOException {
    writeNumber(map.size(), out);
    for (Map.Entry<K, V> entry : map.entrySet()) {
      key.write(entry.getKey(), out);
      value.write(entry.getValue(), out);
    }
  }

  private static <K extends Comparable<K>, V> Map<K, V> readMap(
      Reader<K> key, Reader<V> value, DataInput in) throws IOException {
    Map<K, V> map = new TreeMap<>();
    for (int left = readInt(in); left > 0; left--) {
      map.put(key.read(in), value.read(in));
    }
    return map;
  }

  private static void writeInt(int number, DataOutput out) throws IOException {
    writeNumber(number, out);
  }

  private static void writeStratum(Stratum stratum, DataOutput out) throws IOException {
    writeText(stratum.source(), out);
    out.writeBoolean(stratum.day());
  }

  private static Stratum readStratum(DataInput in) throws IOException {
    return new Stratum(readText(in), in.readBoolean());
  }

  private static void writeHour(HourCount count, DataOutput out) throws IOException {
    writeNumber(count.hour() / HOUR, out);
    writeStratum(count.stratum(), out);
    writeNumber(count.stories(), out);
  }

  private static HourCount readHour(DataInput in) throws IOException {
    return new HourCount(readNumber(in) * HOUR, readStratum(in), readInt(in));
  }

  private static void writeStrata(Map<Stratum, Integer> strata, DataOutput out) throws IOException {
    writeMap(strata, AlertCodecs::writeStratum, AlertCodecs::writeInt, out);
  }

  private static Map<Stratum, Integer> readStrata(DataInput in) throws IOException {
    return readMap(AlertCodecs::readStratum, Wire::readInt, in);
  }

  private static void writeTelling(Telling telling, DataOutput out) throws IOException {
    writeText(telling.story(), out);
    writeText(telling.source(), out);
    writeList(telling.evidence().stream().toList(), WindowCodecs::writeEvidence, out);
  }

  private static Telling readTelling(DataInput in) throws IOException {
    return new Telling(
        readText(in), readText(in), readList(WindowCodecs::readEvidence, in).stream().findFirst());
  }

  private static void writeSlices(StorySlices.Saved slices, DataOutput out) throws IOException {
    writeMap(
        slices.open(),
        WindowCodecs::writeSpan,
        (tellings, to) -> {
          List<Map.Entry<Telling, Integer>> entries = new ArrayList<>(tellings.entrySet());
          writeList(
              entries,
              (one, each) -> {
                writeTelling(one.getKey(), each);
                writeNumber(one.getValue(), each);
              },
              to);
        },
        out);
    writeMap(slices.told(), Wire::writeText, Wire::writeNumber, out);
  }

  private static StorySlices.Saved readSlices(DataInput in) throws IOException {
    return new StorySlices.Saved(
        readMap(
            WindowCodecs::readSpan,
            from -> {
              Map<Telling, Integer> tellings = new HashMap<>();
              for (int left = readInt(from); left > 0; left--) {
                tellings.put(readTelling(from), readInt(from));
              }
              return tellings;
            },
            in),
        readMap(Wire::readText, Wire::readNumber, in));
  }

  private static void writeSlice(StorySlice slice, DataOutput out) throws IOException {
    writeSpan(slice.slice(), out);
    out.writeBoolean(slice.day());
    writeList(slice.fresh(), AlertCodecs::writeStory, out);
    writeMap(slice.mentions(), Wire::writeText, AlertCodecs::writeInt, out);
    writeList(slice.evidence(), WindowCodecs::writeEvidence, out);
  }

  private static StorySlice readSlice(DataInput in) throws IOException {
    return StorySlice.of(
        readSpan(in),
        in.readBoolean(),
        readList(AlertCodecs::readStory, in),
        readMap(Wire::readText, Wire::readInt, in),
        readList(WindowCodecs::readEvidence, in));
  }

  private static void writeStory(StorySlice.Story story, DataOutput out) throws IOException {
    writeText(story.id(), out);
    writeList(story.tellers(), Wire::writeText, out);
  }

  private static StorySlice.Story readStory(DataInput in) throws IOException {
    return new StorySlice.Story(readText(in), readList(Wire::readText, in));
  }

  private static void writeTrack(SubjectTrack.Saved track, DataOutput out) throws IOException {
    writeSlices(track.slices(), out);
    writeList(track.recent(), AlertCodecs::writeSlice, out);
    writeList(track.hours(), AlertCodecs::writeHour, out);
    out.writeLong(track.completed());
  }

  private static SubjectTrack.Saved readTrack(DataInput in) throws IOException {
    return new SubjectTrack.Saved(
        readSlices(in),
        readList(AlertCodecs::readSlice, in),
        readList(AlertCodecs::readHour, in),
        in.readLong());
  }

  /** A slice that has ended and the stories that began in it. */
  public static final class EndedSlices implements Codec<StorySlice> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(StorySlice slice, DataOutput out) throws IOException {
      writeSlice(slice, out);
    }

    @Override
    public StorySlice read(DataInput in, int version) throws IOException {
      return readSlice(in);
    }
  }

  /** A subject's stories over time. Mutable, so that Flink must copy it. */
  public static final class Tracks implements Codec<SubjectTrack.Memory> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(SubjectTrack.Memory track, DataOutput out) throws IOException {
      writeTrack(track.view(), out);
    }

    @Override
    public SubjectTrack.Memory read(DataInput in, int version) throws IOException {
      return new SubjectTrack.Memory(readTrack(in));
    }

    @Override
    public boolean mutable() {
      return true;
    }

    @Override
    public SubjectTrack.Memory copy(SubjectTrack.Memory track) {
      return track.copy();
    }
  }

  /** A subject's stories and its open alert. Mutable, so that Flink must copy it. */
  public static final class Episodes implements Codec<AlertEpisodes.Memory> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(AlertEpisodes.Memory memory, DataOutput out) throws IOException {
      AlertEpisodes.Saved saved = memory.view();
      writeTrack(saved.track(), out);
      writeList(saved.episode().stream().toList(), Episodes::writeEpisode, out);
      out.writeLong(saved.advanced());
    }

    @Override
    public boolean mutable() {
      return true;
    }

    @Override
    public AlertEpisodes.Memory copy(AlertEpisodes.Memory memory) {
      return memory.copy();
    }

    private static void writeEpisode(AlertEpisodes.Episode episode, DataOutput out)
        throws IOException {
      writeNumber(episode.start(), out);
      writeNumber(episode.held(), out);
      out.writeDouble(episode.told());
      out.writeDouble(episode.peak());
    }

    @Override
    public AlertEpisodes.Memory read(DataInput in, int version) throws IOException {
      return new AlertEpisodes.Memory(
          new AlertEpisodes.Saved(
              readTrack(in),
              readList(Episodes::readEpisode, in).stream().findFirst(),
              in.readLong()));
    }

    private static AlertEpisodes.Episode readEpisode(DataInput in) throws IOException {
      return new AlertEpisodes.Episode(
          readNumber(in), readNumber(in), in.readDouble(), in.readDouble());
    }
  }

  /** The whole stream over time. */
  public static final class Totals implements Codec<TotalHistory.Saved> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(TotalHistory.Saved saved, DataOutput out) throws IOException {
      writeList(saved.hours(), AlertCodecs::writeHour, out);
      writeMap(saved.slices(), WindowCodecs::writeSpan, AlertCodecs::writeStrata, out);
      writeMap(saved.firstSeen(), Wire::writeText, Wire::writeNumber, out);
      out.writeLong(saved.slicesFrom());
    }

    /** The first did not say from when on slices are known. */
    @Override
    public int version() {
      return 2;
    }

    @Override
    public TotalHistory.Saved read(DataInput in, int version) throws IOException {
      return new TotalHistory.Saved(
          readList(AlertCodecs::readHour, in),
          readMap(WindowCodecs::readSpan, AlertCodecs::readStrata, in),
          readMap(Wire::readText, Wire::readNumber, in),
          version == 1 ? Long.MIN_VALUE : in.readLong());
    }
  }

  /** What of the whole stream has not ended, and the habits of its sources. */
  public static final class Streams implements Codec<WholeStream.Saved> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(WholeStream.Saved saved, DataOutput out) throws IOException {
      writeSlices(saved.all(), out);
      writeSlices(saved.withoutTopic(), out);
      writeMap(saved.sources(), Wire::writeText, Streams::writeSilence, out);
      out.writeLong(saved.completed());
    }

    private static void writeSilence(SourceSilence.Saved silence, DataOutput out)
        throws IOException {
      writeList(silence.hours(), Wire::writeNumber, out);
      out.writeLong(silence.first());
      out.writeLong(silence.last());
      out.writeLong(silence.advanced());
      out.writeDouble(silence.score());
      writeList(
          silence.episode().stream().toList(),
          (episode, to) -> {
            writeNumber(episode.start(), to);
            to.writeDouble(episode.told());
          },
          out);
    }

    @Override
    public WholeStream.Saved read(DataInput in, int version) throws IOException {
      return new WholeStream.Saved(
          readSlices(in),
          readSlices(in),
          readMap(Wire::readText, Streams::readSilence, in),
          in.readLong());
    }

    private static SourceSilence.Saved readSilence(DataInput in) throws IOException {
      return new SourceSilence.Saved(
          readList(Wire::readNumber, in),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readDouble(),
          readList(from -> new SourceSilence.Episode(readNumber(from), from.readDouble()), in)
              .stream()
              .findFirst());
    }
  }

  /** An article as it counts for the whole stream, or one that no longer does. */
  public static final class StreamArticles implements Codec<StreamArticle> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(StreamArticle counted, DataOutput out) throws IOException {
      WholeStream.Article article = counted.article();
      writeSpan(article.slice(), out);
      writeText(article.story(), out);
      writeText(article.source(), out);
      out.writeBoolean(article.withoutTopic());
      writeNumber(counted.count(), out);
      out.writeLong(counted.sealed());
    }

    @Override
    public StreamArticle read(DataInput in, int version) throws IOException {
      return new StreamArticle(
          new WholeStream.Article(readSpan(in), readText(in), readText(in), in.readBoolean()),
          readInt(in),
          in.readLong());
    }
  }

  /** A step of the whole stream. */
  static void writeStep(TotalStep step, DataOutput out) throws IOException {
    out.writeLong(step.mark());
    out.writeLong(step.to());
    writeList(step.change().slices(), AlertCodecs::writeSlice, out);
    writeList(step.change().corrections(), AlertCodecs::writeCorrection, out);
  }

  private static void writeCorrection(WholeStream.Correction correction, DataOutput out)
      throws IOException {
    writeSpan(correction.slice(), out);
    writeStratum(correction.stratum(), out);
    writeNumber(correction.stories(), out);
  }

  static TotalStep readStep(DataInput in) throws IOException {
    return new TotalStep(
        in.readLong(),
        in.readLong(),
        new WholeStream.Change(
            readList(AlertCodecs::readSlice, in), readList(AlertCodecs::readCorrection, in)));
  }

  private static WholeStream.Correction readCorrection(DataInput in) throws IOException {
    return new WholeStream.Correction(readSpan(in), readStratum(in), readInt(in));
  }

  /** What goes to every subtask. */
  public static final class Broadcasts implements Codec<Broadcast> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Broadcast value, DataOutput out) throws IOException {
      if (value instanceof TotalStep step) {
        out.writeByte(1);
        writeStep(step, out);
      } else if (value instanceof TotalSlice total) {
        out.writeByte(2);
        new WindowCodecs.SubjectSlices().write(total.slice(), out);
      } else if (value instanceof LookBackEnd end) {
        out.writeByte(3);
        writeText(end.topic(), out);
        writeNumber(end.from(), out);
      } else {
        out.writeByte(0);
        ControlCodecs.writeChange((ControlChange) value, out);
      }
    }

    @Override
    public Broadcast read(DataInput in, int version) throws IOException {
      return switch (in.readByte()) {
        case 1 -> readStep(in);
        case 2 -> new TotalSlice(new WindowCodecs.SubjectSlices().read(in, 1));
        case 3 -> new LookBackEnd(readText(in), readNumber(in));
        default -> ControlCodecs.readChange(in);
      };
    }
  }

  /** A state of an alert. */
  public static final class Alerts implements Codec<AlertEvent> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(AlertEvent event, DataOutput out) throws IOException {
      writeText(event.kind(), out);
      writeText(event.id(), out);
      writeText(event.name(), out);
      writeNumber(event.episodeStart(), out);
      writeText(event.state().name(), out);
      writeText(event.reason().name(), out);
      writeText(event.window(), out);
      writeSpan(event.span(), out);
      writeNumber(event.at(), out);
      writeNumber(event.mentions(), out);
      writeNumber(event.uniqueStories(), out);
      out.writeDouble(event.expected());
      out.writeDouble(event.score());
      out.writeDouble(event.peakScore());
      writeList(event.evidence(), WindowCodecs::writeEvidence, out);
    }

    @Override
    public AlertEvent read(DataInput in, int version) throws IOException {
      return new AlertEvent(
          readText(in),
          readText(in),
          readText(in),
          readNumber(in),
          AlertEvent.State.valueOf(readText(in)),
          AlertEvent.Reason.valueOf(readText(in)),
          readText(in),
          readSpan(in),
          readNumber(in),
          readNumber(in),
          readNumber(in),
          in.readDouble(),
          in.readDouble(),
          in.readDouble(),
          readList(WindowCodecs::readEvidence, in));
    }
  }

  private static void writeTerm(RisingTerm term, DataOutput out) throws IOException {
    out.writeByte(term.kind().code());
    writeText(term.term(), out);
    writeList(List.copyOf(term.stories()), Wire::writeText, out);
    writeList(List.copyOf(term.sources()), Wire::writeText, out);
    writeNumber(term.mentions(), out);
    out.writeDouble(term.expected());
    out.writeDouble(term.score());
    writeList(term.evidence(), WindowCodecs::writeEvidence, out);
  }

  private static RisingTerm readTerm(DataInput in) throws IOException {
    return new RisingTerm(
        SubjectKind.of(in.readByte()),
        readText(in),
        Set.copyOf(readList(Wire::readText, in)),
        Set.copyOf(readList(Wire::readText, in)),
        readNumber(in),
        in.readDouble(),
        in.readDouble(),
        readList(WindowCodecs::readEvidence, in));
  }

  /** A term that rises in a window. */
  public static final class Risings implements Codec<Rising> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Rising rising, DataOutput out) throws IOException {
      writeTerm(rising.term(), out);
      writeSpan(rising.window(), out);
      writeNumber(rising.totalStories(), out);
    }

    @Override
    public Rising read(DataInput in, int version) throws IOException {
      return new Rising(readTerm(in), readSpan(in), readNumber(in));
    }
  }

  /** Terms that rise together. */
  public static final class Groups implements Codec<EmergingGroup> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(EmergingGroup group, DataOutput out) throws IOException {
      writeText(group.group(), out);
      writeList(group.terms(), AlertCodecs::writeTerm, out);
      EmergingGroup.ProposedTopic topic = group.proposed();
      writeText(topic.id(), out);
      writeText(topic.name(), out);
      writeText(topic.query(), out);
      out.writeDouble(topic.threshold());
      writeSpan(group.window(), out);
      writeList(group.evidence(), WindowCodecs::writeEvidence, out);
    }

    @Override
    public EmergingGroup read(DataInput in, int version) throws IOException {
      return new EmergingGroup(
          readText(in),
          readList(AlertCodecs::readTerm, in),
          new EmergingGroup.ProposedTopic(
              readText(in), readText(in), readText(in), in.readDouble()),
          readSpan(in),
          readList(WindowCodecs::readEvidence, in));
    }
  }
}
