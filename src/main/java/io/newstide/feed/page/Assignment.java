package io.newstide.feed.page;

import java.util.Arrays;

/**
 * The assignment problem: rows to columns, each at most once, with the greatest sum of values. The
 * Hungarian method with potentials (Kuhn 1955, Munkres 1957; shortest augmenting paths as by Jonker
 * and Volgenant), O(n³). Stateless.
 */
final class Assignment {

  /** A row that is assigned to no column. */
  static final int NONE = -1;

  private Assignment() {}

  /**
   * Assigns rows to columns.
   *
   * @param values what assigning a row to a column is worth; a row stays {@link #NONE} where no
   *     value above 0 is to be had for it
   * @return the column of each row
   */
  static int[] best(double[][] values) {
    int rows = values.length;
    int columns = rows == 0 ? 0 : values[0].length;
    int size = Math.max(rows, columns);
    double[] rowPotential = new double[size + 1];
    double[] columnPotential = new double[size + 1];
    // Row of each column; 0 is no row, as all indexes here begin with 1.
    int[] rowOf = new int[size + 1];
    int[] way = new int[size + 1];
    for (int row = 1; row <= size; row++) {
      rowOf[0] = row;
      int column = 0;
      double[] least = new double[size + 1];
      boolean[] used = new boolean[size + 1];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      do {
        used[column] = true;
        int of = rowOf[column];
        double delta = Double.POSITIVE_INFINITY;
        int next = 0;
        for (int j = 1; j <= size; j++) {
          if (!used[j]) {
            double value = of <= rows && j <= columns ? Math.max(0, values[of - 1][j - 1]) : 0;
            double reduced = -value - rowPotential[of] - columnPotential[j];
            if (reduced < least[j]) {
              least[j] = reduced;
              way[j] = column;
            }
            if (least[j] < delta) {
              delta = least[j];
              next = j;
            }
          }
        }
        for (int j = 0; j <= size; j++) {
          if (used[j]) {
            rowPotential[rowOf[j]] += delta;
            columnPotential[j] -= delta;
          } else {
            least[j] -= delta;
          }
        }
        column = next;
      } while (rowOf[column] != 0);
      while (column != 0) {
        int before = way[column];
        rowOf[column] = rowOf[before];
        column = before;
      }
    }
    int[] assigned = new int[rows];
    Arrays.fill(assigned, NONE);
    for (int j = 1; j <= columns; j++) {
      if (rowOf[j] >= 1 && rowOf[j] <= rows && values[rowOf[j] - 1][j - 1] > 0) {
        assigned[rowOf[j] - 1] = j - 1;
      }
    }
    return assigned;
  }
}
