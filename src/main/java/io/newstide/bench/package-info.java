/**
 * The whole way from Kafka to Kafka, measured beside what could be used instead. Each contender is
 * a process of its own, whose CPU time the operating system tells.
 */
package io.newstide.bench;
