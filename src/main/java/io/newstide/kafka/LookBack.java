package io.newstide.kafka;

import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.util.Optional;

/**
 * A record of {@code backfill}: what a topic that looks back finds among articles that came before
 * it. All that one look-back finds is sent in one transaction, its end last, to one partition.
 */
public sealed interface LookBack {

  /** The id of the topic that looks back. */
  String topic();

  /**
   * What an article is to count for a topic. The last record of an article and topic is the one
   * that is true, however often and in whatever parts they come: it says all there is to know.
   *
   * @param topic the topic's id
   * @param article the article as its row has it, the topics left out
   * @param was the topic as the job found it when it read the article; empty if it did not
   * @param is the topic as it is found now; empty if the article does not carry it
   */
  record Found(String topic, Enriched article, Optional<TopicMatch> was, Optional<TopicMatch> is)
      implements LookBack {}

  /**
   * The end of a look-back: what came before it is to be counted now, all at once.
   *
   * @param requestId comes back in the acknowledgement
   * @param topic the topic's id
   * @param version of the topic's definition
   * @param from articles published from here on were looked at, epoch milliseconds
   * @param carried how many of them carry the topic
   */
  record End(String requestId, String topic, String version, long from, long carried)
      implements LookBack {}
}
