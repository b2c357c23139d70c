package io.newstide.job;

import java.util.Locale;

/**
 * The operators of the job. The uid ties an operator to its state in a savepoint: it never changes,
 * whatever becomes of the name.
 */
enum Step {
  READ_ARTICLES,
  READ_CONTROL,
  READ_BACKFILL,
  COORDINATE,
  SORT_OUT_REJECTED,
  KEEP_TIME,
  FIND_DUPLICATES,
  FIND_STORIES,
  ANALYSE,
  TELL_STORIES,
  HAND_OUT_LOOK_BACKS,
  SORT_OUT_REVISED,
  COUNT_LOOK_BACKS,
  OBSERVE,
  FOLLOW_TOTAL,
  ACCUMULATE,
  RANK,
  FOLLOW_TERMS,
  GROUP_EMERGING,
  SORT_OUT_LATE,
  WRITE_ACKNOWLEDGEMENTS,
  WRITE_ALERTS,
  WRITE_EMERGING,
  WRITE_ENRICHED,
  WRITE_LATE,
  WRITE_REJECTED,
  WRITE_SLICES,
  WRITE_TRENDS,
  SINK_ACKNOWLEDGEMENTS,
  SINK_ALERTS,
  SINK_EMERGING,
  SINK_ENRICHED,
  SINK_LATE,
  SINK_REJECTED,
  SINK_SLICES,
  SINK_TRENDS;

  private final String uid = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The operator's name, as Flink's pages and metrics show it. */
  String label() {
    return uid.replace('-', ' ');
  }

  /** The operator's uid. */
  String uid() {
    return uid;
  }
}
