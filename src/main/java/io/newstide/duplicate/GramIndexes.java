package io.newstide.duplicate;

/**
 * The shingles of texts compared lately. An article is compared on arrival and when it is settled,
 * and many with the same first of a story. At most {@value #MOST} texts, 24 kB each as a rule. Not
 * safe for use by several threads.
 */
final class GramIndexes {

  private static final int MOST = 512;

  private final Entry[] entries = new Entry[MOST];

  private static final class Entry {
    private final Signature signature;
    private GramIndex body;
    private GramIndex whole;

    Entry(Signature signature) {
      this.signature = signature;
    }
  }

  /** The shingles of a text's body, or of title and body. */
  GramIndex of(Signature signature, boolean bodyAlone) {
    Entry entry = entry(signature);
    GramIndex known = bodyAlone ? entry.body : entry.whole;
    if (known != null) {
      return known;
    }
    GramIndex made = new GramIndex(signature.text(bodyAlone));
    if (bodyAlone) {
      entry.body = made;
    } else {
      entry.whole = made;
    }
    return made;
  }

  private Entry entry(Signature signature) {
    int hash = 0;
    for (int fingerprint : signature.fingerprints()) {
      hash += fingerprint;
    }
    int slot = (hash ^ (hash >>> 16)) & (MOST - 1);
    Entry entry = entries[slot];
    if (entry == null || !entry.signature.equals(signature)) {
      entry = new Entry(signature);
      entries[slot] = entry;
    }
    return entry;
  }
}
