package io.newstide.job;

import static io.newstide.job.Wire.readBytes;
import static io.newstide.job.Wire.readInt;
import static io.newstide.job.Wire.readList;
import static io.newstide.job.Wire.readNumber;
import static io.newstide.job.Wire.readText;
import static io.newstide.job.Wire.writeBytes;
import static io.newstide.job.Wire.writeList;
import static io.newstide.job.Wire.writeNumber;
import static io.newstide.job.Wire.writeText;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.article.Rejection;
import io.newstide.article.RejectionReason;
import io.newstide.kafka.Row;
import io.newstide.language.Analysis;
import io.newstide.language.Keyword;
import io.newstide.language.Name;
import io.newstide.language.Person;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How articles and what is known of them are written between operators. */
final class ArticleCodecs {

  private ArticleCodecs() {}

  private static void writeInstant(Instant instant, DataOutput out) throws IOException {
    writeNumber(instant.toEpochMilli(), out);
  }

  private static Instant readInstant(DataInput in) throws IOException {
    return Instant.ofEpochMilli(readNumber(in));
  }

  private static void writeArticle(Article article, DataOutput out) throws IOException {
    writeText(article.id(), out);
    writeText(article.source(), out);
    writeText(article.title(), out);
    writeText(article.kicker(), out);
    writeText(article.subtitle(), out);
    writeText(article.body(), out);
    writeInstant(article.publishedAt(), out);
    out.writeBoolean(article.datePrecision() == DatePrecision.DAY);
    out.writeBoolean(article.dateReliable());
    writeText(article.eventDate(), out);
    writeInstant(article.arrivedAt(), out);
    writeText(article.url(), out);
    writeText(article.author(), out);
    writeText(article.section(), out);
  }

  private static Article readArticle(DataInput in) throws IOException {
    return new Article(
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        readInstant(in),
        in.readBoolean() ? DatePrecision.DAY : DatePrecision.INSTANT,
        in.readBoolean(),
        readText(in),
        readInstant(in),
        readText(in),
        readText(in),
        readText(in));
  }

  private static void writeRaw(RawRecord raw, DataOutput out) throws IOException {
    writeText(raw.topic(), out);
    writeNumber(raw.partition(), out);
    writeNumber(raw.offset(), out);
    writeNumber(raw.timestamp(), out);
    writeBytes(raw.value(), out);
  }

  private static RawRecord readRaw(DataInput in) throws IOException {
    return new RawRecord(readText(in), readInt(in), readNumber(in), readNumber(in), readBytes(in));
  }

  /** An article and the record it came in. */
  public static final class Accepted implements Codec<Incoming.Accepted> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Incoming.Accepted accepted, DataOutput out) throws IOException {
      writeArticle(accepted.article(), out);
      writeRaw(accepted.raw(), out);
    }

    @Override
    public Incoming.Accepted read(DataInput in, int version) throws IOException {
      return new Incoming.Accepted(readArticle(in), readRaw(in));
    }
  }

  /** Why a record was rejected. */
  public static final class Rejections implements Codec<Rejection> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Rejection rejection, DataOutput out) throws IOException {
      writeText(rejection.reason().name(), out);
      writeText(rejection.detail(), out);
      writeText(rejection.topic(), out);
      writeNumber(rejection.partition(), out);
      writeNumber(rejection.offset(), out);
      writeNumber(rejection.timestamp(), out);
      writeBytes(rejection.raw(), out);
      writeNumber(rejection.rawLength(), out);
    }

    @Override
    public Rejection read(DataInput in, int version) throws IOException {
      return new Rejection(
          RejectionReason.valueOf(readText(in)),
          readText(in),
          readText(in),
          readInt(in),
          readNumber(in),
          readNumber(in),
          readBytes(in),
          readInt(in));
    }
  }

  /** What came in. */
  public static final class Incomings implements Codec<Incoming> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Incoming incoming, DataOutput out) throws IOException {
      if (incoming instanceof Incoming.Accepted accepted) {
        out.writeBoolean(true);
        new Accepted().write(accepted, out);
      } else if (incoming instanceof Incoming.Rejected rejected) {
        out.writeBoolean(false);
        new Rejections().write(rejected.rejection(), out);
      }
    }

    @Override
    public Incoming read(DataInput in, int version) throws IOException {
      return in.readBoolean()
          ? new Accepted().read(in, version)
          : new Incoming.Rejected(new Rejections().read(in, version));
    }
  }

  /** An article that counts. */
  public static final class Counteds implements Codec<Counted> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Counted counted, DataOutput out) throws IOException {
      writeArticle(counted.article(), out);
      writeNumber(counted.lateBy().toMillis(), out);
      out.writeLong(counted.sealed());
    }

    @Override
    public Counted read(DataInput in, int version) throws IOException {
      return new Counted(readArticle(in), Duration.ofMillis(readNumber(in)), in.readLong());
    }
  }

  /** An article understood, without its body, passages and mentions. */
  public static final class Enricheds implements Codec<Enriched> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Enriched enriched, DataOutput out) throws IOException {
      writeArticle(enriched.article(), out);
      writeText(enriched.storyId(), out);
      writeText(enriched.formerStoryId(), out);
      writeNumber(enriched.revision(), out);
      writeNumber(enriched.lateBy().toMillis(), out);
      writeAnalysis(enriched.analysis(), out);
      writeList(enriched.topics(), Enricheds::writeTopic, out);
      writeText(enriched.analyser().model(), out);
      writeText(enriched.analyser().lexicon(), out);
      writeText(enriched.analyser().topics(), out);
      out.writeLong(enriched.sealed());
    }

    @Override
    public Enriched read(DataInput in, int version) throws IOException {
      return new Enriched(
          readArticle(in),
          readText(in),
          readText(in),
          readInt(in),
          Duration.ofMillis(readNumber(in)),
          readAnalysis(in),
          readList(Enricheds::readTopic, in),
          new Enriched.Versions(readText(in), readText(in), readText(in)),
          in.readLong());
    }

    private static void writeAnalysis(Analysis analysis, DataOutput out) throws IOException {
      writeList(
          analysis.keywords(),
          (keyword, to) -> {
            writeText(keyword.term(), to);
            to.writeDouble(keyword.weight());
          },
          out);
      writeList(
          analysis.people(),
          (person, to) -> {
            writeText(person.name(), to);
            writeText(person.post(), to);
            writeNumber(person.count(), to);
          },
          out);
      writeList(analysis.places(), Enricheds::writeName, out);
      writeList(analysis.organisations(), Enricheds::writeName, out);
      writeText(analysis.author(), out);
    }

    private static Analysis readAnalysis(DataInput in) throws IOException {
      return new Analysis(
          List.of(),
          List.of(),
          readList(from -> new Keyword(readText(from), from.readDouble()), in),
          readList(from -> new Person(readText(from), readText(from), readInt(from)), in),
          readList(Enricheds::readName, in),
          readList(Enricheds::readName, in),
          readText(in));
    }

    private static void writeName(Name name, DataOutput out) throws IOException {
      writeText(name.name(), out);
      writeNumber(name.count(), out);
    }

    private static Name readName(DataInput in) throws IOException {
      return new Name(readText(in), readInt(in));
    }

    private static void writeTopic(TopicMatch topic, DataOutput out) throws IOException {
      writeText(topic.id(), out);
      out.writeDouble(topic.score());
      out.writeBoolean(topic.inTitle());
      writeList(topic.matched(), Wire::writeText, out);
    }

    private static TopicMatch readTopic(DataInput in) throws IOException {
      return new TopicMatch(
          readText(in), in.readDouble(), in.readBoolean(), readList(Wire::readText, in));
    }
  }

  /** A row for an output topic. */
  public static final class Rows implements Codec<Row> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Row row, DataOutput out) throws IOException {
      writeText(row.key(), out);
      out.writeBoolean(row.value() != null);
      if (row.value() != null) {
        writeBytes(row.value(), out);
      }
      writeNumber(row.timestamp(), out);
    }

    @Override
    public Row read(DataInput in, int version) throws IOException {
      return new Row(readText(in), in.readBoolean() ? readBytes(in) : null, readNumber(in));
    }
  }
}
