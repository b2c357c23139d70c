package io.newstide.job;

import static io.newstide.job.Wire.readInt;
import static io.newstide.job.Wire.readNumber;
import static io.newstide.job.Wire.readText;
import static io.newstide.job.Wire.writeNumber;
import static io.newstide.job.Wire.writeText;

import io.newstide.duplicate.Posting;
import io.newstide.duplicate.Signature;
import io.newstide.duplicate.SignedArticle;
import io.newstide.duplicate.StoryDecision;
import io.newstide.duplicate.StoryStore.First;
import io.newstide.duplicate.StoryStore.Pending;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** How signatures and stories are written between operators and into state. */
final class StoryCodecs {

  private StoryCodecs() {}

  private static void writeSignature(Signature signature, DataOutput out) throws IOException {
    writeText(signature.basis().name(), out);
    writeText(signature.title(), out);
    writeText(signature.body(), out);
    writeNumber(signature.fingerprints().length, out);
    for (int fingerprint : signature.fingerprints()) {
      out.writeInt(fingerprint);
    }
  }

  private static Signature readSignature(DataInput in) throws IOException {
    Signature.Basis basis = Signature.Basis.valueOf(readText(in));
    String title = readText(in);
    String body = readText(in);
    int[] fingerprints = new int[readInt(in)];
    for (int i = 0; i < fingerprints.length; i++) {
      fingerprints[i] = in.readInt();
    }
    return new Signature(basis, title, body, fingerprints);
  }

  private static void writeSigned(SignedArticle article, DataOutput out) throws IOException {
    writeText(article.id(), out);
    writeNumber(article.publishedAt(), out);
    writeNumber(article.sealed(), out);
    writeSignature(article.signature(), out);
  }

  private static SignedArticle readSigned(DataInput in) throws IOException {
    return new SignedArticle(readText(in), readNumber(in), readNumber(in), readSignature(in));
  }

  /** An article as far as its story depends on it. */
  public static final class Signed implements Codec<SignedArticle> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(SignedArticle article, DataOutput out) throws IOException {
      writeSigned(article, out);
    }

    @Override
    public SignedArticle read(DataInput in, int version) throws IOException {
      return readSigned(in);
    }
  }

  /** Under what something is kept. */
  public static final class Keys implements Codec<StoryKey> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(StoryKey key, DataOutput out) throws IOException {
      out.writeByte(key.kind());
      writeNumber(key.number(), out);
      writeText(key.story(), out);
    }

    @Override
    public StoryKey read(DataInput in, int version) throws IOException {
      return new StoryKey((char) in.readByte(), readNumber(in), readText(in));
    }
  }

  /** Where a fingerprint occurs, as older versions kept it. */
  public static final class Postings implements Codec<Posting> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Posting posting, DataOutput out) throws IOException {
      writeText(posting.storyId(), out);
      writeNumber(posting.publishedAt(), out);
      writeNumber(posting.fingerprints(), out);
      writeNumber(posting.expiry(), out);
    }

    @Override
    public Posting read(DataInput in, int version) throws IOException {
      return new Posting(readText(in), readNumber(in), readInt(in), readNumber(in));
    }
  }

  /** The first article of a story. */
  public static final class Firsts implements Codec<First> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(First first, DataOutput out) throws IOException {
      writeNumber(first.publishedAt(), out);
      writeNumber(first.expiry(), out);
      out.writeBoolean(first.settled());
      writeSignature(first.signature(), out);
      writeNumber(first.withoutRoom().size(), out);
      for (int fingerprint : first.withoutRoom()) {
        out.writeInt(fingerprint);
      }
    }

    @Override
    public First read(DataInput in, int version) throws IOException {
      long publishedAt = readNumber(in);
      long expiry = readNumber(in);
      boolean settled = in.readBoolean();
      Signature signature = readSignature(in);
      Set<Integer> withoutRoom = new HashSet<>();
      for (int left = version == 1 ? 0 : readInt(in); left > 0; left--) {
        withoutRoom.add(in.readInt());
      }
      return new First(publishedAt, expiry, settled, signature, withoutRoom);
    }

    @Override
    public int version() {
      return 2;
    }
  }

  /** An article whose story is not settled. */
  public static final class Pendings implements Codec<Pending> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Pending pending, DataOutput out) throws IOException {
      writeSigned(pending.article(), out);
      writeText(pending.storyId(), out);
    }

    @Override
    public Pending read(DataInput in, int version) throws IOException {
      return new Pending(readSigned(in), readText(in));
    }
  }

  /** Which story an article tells. */
  public static final class Decisions implements Codec<StoryDecision> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(StoryDecision decision, DataOutput out) throws IOException {
      writeText(decision.articleId(), out);
      writeNumber(decision.sealed(), out);
      writeText(decision.storyId(), out);
      out.writeBoolean(decision.settled());
    }

    @Override
    public StoryDecision read(DataInput in, int version) throws IOException {
      return new StoryDecision(readText(in), readNumber(in), readText(in), in.readBoolean());
    }
  }
}
