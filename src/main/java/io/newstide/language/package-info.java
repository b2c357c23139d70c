/**
 * The one HanLP pass over an article: words, names and keywords.
 *
 * <p>{@link io.newstide.language.HanlpAnalyser} is the way in. Everything in this package is plain
 * Java that knows neither Flink nor Kafka.
 */
package io.newstide.language;
