package io.newstide.article;

/** How exactly an article is dated. */
public enum DatePrecision {
  /** To the instant. */
  INSTANT,
  /** To the day only, a newspaper's usual case: it counts in windows of whole days only. */
  DAY
}
