package io.newstide.language.words;

import java.util.Arrays;

/** Where a segmenter cut a text, in order: an append-only list without an object a word. */
public final class Words {

  private int[] ends = new int[128];
  private String[] tags = new String[128];
  private String[] forms = new String[128];
  private int size;

  /**
   * Adds the next word.
   *
   * @param end behind its last UTF-16 offset
   * @param tag its part of speech in HanLP's tag set
   * @param form its characters where the dictionary has them as a string, else null
   */
  public void add(int end, String tag, String form) {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      tags = Arrays.copyOf(tags, 2 * size);
      forms = Arrays.copyOf(forms, 2 * size);
    }
    ends[size] = end;
    tags[size] = tag;
    forms[size] = form;
    size++;
  }

  public int size() {
    return size;
  }

  /** Its first UTF-16 offset; of the first word 0. */
  public int start(int word) {
    return word == 0 ? 0 : ends[word - 1];
  }

  /** The word that holds an offset; {@link #size} if none does. */
  public int at(int offset) {
    var found = Arrays.binarySearch(ends, 0, size, offset + 1);
    return found < 0 ? -found - 1 : found;
  }

  /** Behind its last UTF-16 offset. */
  public int end(int word) {
    return ends[word];
  }

  public String tag(int word) {
    return tags[word];
  }

  public String form(int word) {
    return forms[word];
  }

  /** Forgets the words behind the first so many. */
  public void truncate(int toSize) {
    Arrays.fill(tags, toSize, size, null);
    Arrays.fill(forms, toSize, size, null);
    size = toSize;
  }
}
