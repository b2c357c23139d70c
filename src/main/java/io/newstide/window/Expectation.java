package io.newstide.window;

import java.util.OptionalDouble;

/**
 * How many stories of a subject a window was expected to hold.
 *
 * @param mean the count expected
 * @param low what 1 in 20 windows stay below, or less
 * @param high what 1 in 20 windows exceed, or less
 * @param windows how many windows of this length the baseline holds
 * @param score -log10 of the probability of so many as there are or more; empty while warming up
 */
public record Expectation(double mean, long low, long high, int windows, OptionalDouble score) {}
