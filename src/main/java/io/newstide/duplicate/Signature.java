package io.newstide.duplicate;

import io.newstide.article.Article;
import java.util.Arrays;
import java.util.Objects;

/**
 * What is needed of an article to tell whether it is a copy: its text as compared, which is exact
 * and smaller than the hashes of its shingles, and a few fingerprints by which texts that share a
 * passage are found. At most {@value PlainText#MOST} characters of title and of body each; a text
 * and its signature are equal for all that is compared. Immutable.
 */
public final class Signature {

  /** Texts shorter than this, in characters without white space, are copies only if equal. */
  public static final int SHORT = 50;

  /** What of the article is compared. */
  public enum Basis {
    /** The body, which is long enough by itself. */
    BODY,
    /** Title and body together, because the body is short. */
    TITLE_AND_BODY,
    /** All of it, and only for being equal, because even both together are short. */
    EQUALITY
  }

  private final Basis basis;
  private final String title;
  private final String body;
  private final int[] fingerprints;

  /** Made when they are first asked for, null before; of two made at a time either will do. */
  private GramSketch bodySketch;

  private GramSketch wholeSketch;

  /**
   * A signature of these parts, as it was written to state.
   *
   * @param basis what is compared
   * @param title the title as compared
   * @param body the body as compared
   * @param fingerprints ascending, each once; not to be changed
   */
  public Signature(Basis basis, String title, String body, int[] fingerprints) {
    this.basis = Objects.requireNonNull(basis, "basis");
    this.title = Objects.requireNonNull(title, "title");
    this.body = Objects.requireNonNull(body, "body");
    this.fingerprints = fingerprints;
  }

  /** The signature of an article. */
  public static Signature of(Article article) {
    return of(article.title(), article.body());
  }

  static Signature of(String title, String body) {
    String foldedTitle = PlainText.folded(title);
    String foldedBody = PlainText.withoutOpening(PlainText.folded(body));
    if (foldedTitle.length() + foldedBody.length() < SHORT) {
      return new Signature(
          Basis.EQUALITY,
          foldedTitle,
          foldedBody,
          new int[] {Winnowing.hash(foldedTitle + '\n' + foldedBody)});
    }
    String letters = PlainText.letters(foldedTitle);
    String bodyLetters = PlainText.letters(foldedBody);
    return new Signature(
        foldedBody.length() < SHORT ? Basis.TITLE_AND_BODY : Basis.BODY,
        letters,
        bodyLetters,
        Winnowing.fingerprints(letters, bodyLetters));
  }

  /** What of the article is compared. */
  public Basis basis() {
    return basis;
  }

  /** The title as compared. */
  public String title() {
    return title;
  }

  /** The body as compared. */
  public String body() {
    return body;
  }

  /** Ascending, each once; not to be changed. */
  public int[] fingerprints() {
    return fingerprints;
  }

  /** The body, or title and body. */
  String text(boolean bodyAlone) {
    return bodyAlone ? body : title + '\n' + body;
  }

  /** The shingles of {@link #text}, roughly. */
  GramSketch sketch(boolean bodyAlone) {
    GramSketch made = bodyAlone ? bodySketch : wholeSketch;
    if (made != null) {
      return made;
    }
    made = new GramSketch(text(bodyAlone));
    if (bodyAlone) {
      bodySketch = made;
    } else {
      wholeSketch = made;
    }
    return made;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature that
        && basis == that.basis
        && title.equals(that.title)
        && body.equals(that.body)
        && Arrays.equals(fingerprints, that.fingerprints);
  }

  @Override
  public int hashCode() {
    return Objects.hash(title, body);
  }

  @Override
  public String toString() {
    return basis + " " + title + "/" + body;
  }
}
