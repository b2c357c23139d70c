package io.newstide.window;

/**
 * Rows of numbers side by side in one array, to which rows come mostly behind the last and from
 * which they go at the front. A copy shares the array for as long as neither changes a row that
 * both have: so copies of a long history cost no more than what is added to them.
 *
 * <p>Mutable, not safe for use by several threads; but what was copied and does not change any more
 * may be read while the copy goes on.
 */
public abstract class NumberRows {

  private static final long[] NO_NUMBERS = {};

  /** Where all of the array is another's. */
  private static final int ALL = Integer.MAX_VALUE;

  private final int width;
  private long[] numbers = NO_NUMBERS;

  // The rows from head on, size of them.
  private int head;
  private int size;

  /** The rows of the array before this one are another's, too, and not to be written. */
  private int shared;

  /** No rows, of so many numbers each. */
  protected NumberRows(int width) {
    this.width = width;
  }

  /** The same rows, which go on without the other's. */
  protected NumberRows(NumberRows other) {
    width = other.width;
    size = other.size;
    if (size > 0) {
      numbers = other.numbers;
      head = other.head;
      // The first copy may add rows behind these, another has to go elsewhere for that.
      shared = other.shared == ALL ? ALL : head + size;
      other.shared = ALL;
    }
  }

  /** How many rows there are. */
  public final int size() {
    return size;
  }

  /** Whether there are none. */
  public final boolean isEmpty() {
    return size == 0;
  }

  /** A number of a row. */
  protected final long get(int row, int column) {
    return numbers[(head + row) * width + column];
  }

  /** Sets a number of a row. */
  protected final void set(int row, int column, long number) {
    if (head + row < shared) {
      moveTo(size);
    }
    numbers[(head + row) * width + column] = number;
  }

  /** Makes a row before another, or behind the last, all numbers of which are to be set. */
  protected final void insert(int row) {
    if (head + row < shared || (head + size + 1) * width > numbers.length) {
      moveTo(size + Math.max(1, size / 2));
    }
    int at = (head + row) * width;
    System.arraycopy(numbers, at, numbers, at + width, (size - row) * width);
    size++;
  }

  /** Takes a row out. */
  protected final void remove(int row) {
    if (row == 0) {
      removeFirst(1);
      return;
    }
    if (head + row < shared) {
      moveTo(size);
    }
    size--;
    int at = (head + row) * width;
    System.arraycopy(numbers, at + width, numbers, at, (size - row) * width);
  }

  /** Takes the first rows out. */
  protected final void removeFirst(int rows) {
    head += rows;
    size -= rows;
    if (size == 0) {
      head = 0;
      if (shared > 0) {
        numbers = NO_NUMBERS;
        shared = 0;
      }
    }
  }

  /** The first row whose number in a column, by which they are in order, is so great or greater. */
  protected final int firstFrom(int column, long number) {
    // Most ask for what is new.
    if (size == 0 || get(size - 1, column) < number) {
      return size;
    }
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle, column) < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void moveTo(int room) {
    long[] moved = new long[room * width];
    System.arraycopy(numbers, head * width, moved, 0, size * width);
    numbers = moved;
    head = 0;
    shared = 0;
  }
}
