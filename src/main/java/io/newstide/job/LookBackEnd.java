package io.newstide.job;

/**
 * A look-back of which all has been counted: it goes to every subtask before the barrier of the
 * checkpoint that holds what it found.
 *
 * @param topic the topic that looked back
 * @param from articles published from here on were looked at, epoch milliseconds
 */
record LookBackEnd(String topic, long from) implements Broadcast {}
