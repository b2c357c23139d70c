package io.newstide.job;

import static io.newstide.job.Wire.readList;
import static io.newstide.job.Wire.readNumber;
import static io.newstide.job.Wire.readText;
import static io.newstide.job.Wire.writeList;
import static io.newstide.job.Wire.writeNumber;
import static io.newstide.job.Wire.writeText;

import io.newstide.kafka.LookBack;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How look-backs are written between operators and into state. */
final class LookBackCodecs {

  private static final ArticleCodecs.Enricheds ARTICLE = new ArticleCodecs.Enricheds();

  private LookBackCodecs() {}

  private static void writeArticle(Enriched article, DataOutput out) throws IOException {
    ARTICLE.write(article, out);
  }

  private static Enriched readArticle(DataInput in) throws IOException {
    return ARTICLE.read(in, ARTICLE.version());
  }

  private static void writeMatch(Optional<TopicMatch> match, DataOutput out) throws IOException {
    writeList(
        match.stream().toList(),
        (topic, to) -> {
          writeText(topic.id(), to);
          to.writeDouble(topic.score());
          to.writeBoolean(topic.inTitle());
          writeList(topic.matched(), Wire::writeText, to);
        },
        out);
  }

  private static Optional<TopicMatch> readMatch(DataInput in) throws IOException {
    return readList(
            from ->
                new TopicMatch(
                    readText(from),
                    from.readDouble(),
                    from.readBoolean(),
                    readList(Wire::readText, from)),
            in)
        .stream()
        .findFirst();
  }

  /** A record of a look-back. */
  public static final class Records implements Codec<LookBack> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(LookBack record, DataOutput out) throws IOException {
      if (record instanceof LookBack.Found found) {
        out.writeByte(0);
        new Founds().write(found, out);
      } else if (record instanceof LookBack.End end) {
        out.writeByte(1);
        writeText(end.requestId(), out);
        writeText(end.topic(), out);
        writeText(end.version(), out);
        writeNumber(end.from(), out);
        writeNumber(end.carried(), out);
      }
    }

    @Override
    public LookBack read(DataInput in, int version) throws IOException {
      return in.readByte() == 0
          ? new Founds().read(in, version)
          : new LookBack.End(
              readText(in), readText(in), readText(in), readNumber(in), readNumber(in));
    }
  }

  /** What was found in an article. */
  public static final class Founds implements Codec<LookBack.Found> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(LookBack.Found found, DataOutput out) throws IOException {
      writeText(found.topic(), out);
      writeArticle(found.article(), out);
      writeMatch(found.was(), out);
      writeMatch(found.is(), out);
    }

    @Override
    public LookBack.Found read(DataInput in, int version) throws IOException {
      return new LookBack.Found(readText(in), readArticle(in), readMatch(in), readMatch(in));
    }
  }

  /** An article that was looked back on. */
  public static final class Articles implements Codec<LookedBackOn> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(LookedBackOn value, DataOutput out) throws IOException {
      writeArticle(value.article(), out);
      writeNumber(value.topics().size(), out);
      for (Map.Entry<String, LookedBackOn.Instead> topic :
          new TreeMap<>(value.topics()).entrySet()) {
        writeText(topic.getKey(), out);
        writeMatch(topic.getValue().was(), out);
        writeMatch(topic.getValue().is(), out);
      }
    }

    @Override
    public LookedBackOn read(DataInput in, int version) throws IOException {
      Enriched article = readArticle(in);
      Map<String, LookedBackOn.Instead> topics = new TreeMap<>();
      for (long left = readNumber(in); left > 0; left--) {
        topics.put(readText(in), new LookedBackOn.Instead(readMatch(in), readMatch(in)));
      }
      return new LookedBackOn(article, topics);
    }
  }
}
