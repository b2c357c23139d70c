package io.newstide.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where texts of a vocabulary stand in an article: numbers in arrays, because of ten thousand
 * topics hundreds of texts are found, and few of them are asked for. Not for use by several
 * threads.
 */
final class FoundTexts {

  private static final int NONE = -1;

  /** By hash of the text's number: the text's index here. */
  private int[] slots = filled(new int[128]);

  // By index, in the order in which the texts were first found.
  private int[] numbers = new int[slots.length / 2];
  private double[] inWhole = new double[numbers.length];
  private double[] inPart = new double[numbers.length];
  private int[] firstPlace = new int[numbers.length];
  private int[] lastPlace = new int[numbers.length];
  private int size;

  // By place.
  private ReadPassage[] passages = new ReadPassage[numbers.length];
  private int[] starts = new int[numbers.length];
  private int[] ends = new int[numbers.length];
  private int[] nextPlace = new int[numbers.length];
  private int places;

  /**
   * Adds a place.
   *
   * @param text the text's number
   * @param whole no less than what the place counts in the whole article
   * @param part no less than that in any section or paragraph
   */
  void add(int text, ReadPassage passage, int start, int end, double whole, double part) {
    int place = addPlace(passage, start, end);
    int slot = slot(text);
    int index = slots[slot];
    if (index == NONE) {
      if (size == numbers.length) {
        grow();
        slot = slot(text);
      }
      index = size++;
      slots[slot] = index;
      numbers[index] = text;
      firstPlace[index] = place;
    } else {
      nextPlace[lastPlace[index]] = place;
    }
    lastPlace[index] = place;
    inWhole[index] += whole;
    inPart[index] += part;
  }

  private int addPlace(ReadPassage passage, int start, int end) {
    if (places == starts.length) {
      passages = Arrays.copyOf(passages, 2 * places);
      starts = Arrays.copyOf(starts, 2 * places);
      ends = Arrays.copyOf(ends, 2 * places);
      nextPlace = Arrays.copyOf(nextPlace, 2 * places);
    }
    passages[places] = passage;
    starts[places] = start;
    ends[places] = end;
    nextPlace[places] = NONE;
    return places++;
  }

  private void grow() {
    int room = 2 * size;
    numbers = Arrays.copyOf(numbers, room);
    inWhole = Arrays.copyOf(inWhole, room);
    inPart = Arrays.copyOf(inPart, room);
    firstPlace = Arrays.copyOf(firstPlace, room);
    lastPlace = Arrays.copyOf(lastPlace, room);
    slots = filled(new int[2 * room]);
    for (int i = 0; i < size; i++) {
      slots[slot(numbers[i])] = i;
    }
  }

  private static int[] filled(int[] slots) {
    Arrays.fill(slots, NONE);
    return slots;
  }

  /** Where a text's index is or is to be. */
  private int slot(int text) {
    int hash = text * 0x9E3779B9;
    int slot = (hash ^ hash >>> 16) & (slots.length - 1);
    while (slots[slot] != NONE && numbers[slots[slot]] != text) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /** How many different texts were found. */
  int size() {
    return size;
  }

  /** The number of a text that was found. */
  int number(int index) {
    return numbers[index];
  }

  /** No less than what a text that was found counts in the whole article. */
  double inWhole(int index) {
    return inWhole[index];
  }

  /** No less than that in any section or paragraph. */
  double inPart(int index) {
    return inPart[index];
  }

  /** Whether a text was found, by its number. */
  boolean has(int text) {
    return slots[slot(text)] != NONE;
  }

  /** The places of a text by its number, in the order they were added; none if it was not found. */
  List<Hits.Place> places(int text) {
    int index = slots[slot(text)];
    if (index == NONE) {
      return List.of();
    }
    List<Hits.Place> of = new ArrayList<>();
    for (int place = firstPlace[index]; place != NONE; place = nextPlace[place]) {
      of.add(new Hits.Place(passages[place], starts[place], ends[place]));
    }
    return of;
  }
}
