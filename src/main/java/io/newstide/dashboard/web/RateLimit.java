package io.newstide.dashboard.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often someone may ask: a bucket of tokens for each address, filled at a steady rate. Safe for
 * use by many threads.
 */
final class RateLimit {

  private static final int MOST_ADDRESSES = 10_000;

  private final double perSecond;
  private final double burst;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private static final class Bucket {
    private double tokens;
    private long at;
  }

  /**
   * A limit.
   *
   * @param perSecond how many requests a second in the long run
   * @param burst how many at once
   */
  RateLimit(double perSecond, double burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /** Whether one more request is within the limit at a moment of {@link System#nanoTime}. */
  synchronized boolean allows(String address, long now) {
    Bucket bucket =
        buckets.computeIfAbsent(
            address,
            absent -> {
              Bucket full = new Bucket();
              full.tokens = burst;
              full.at = now;
              return full;
            });
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / 1e9 * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }
}
