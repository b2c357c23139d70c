package io.newstide.job;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The job file: all settings of a deployment. Each line here is the definition of a setting, with
 * its default and its documentation. Read it with {@link JobFile}.
 */
public record JobSettings(
    @Setting(
            doc = "The deployment's name, unique in its Kafka: transactions are named after it",
            required = true)
        String name,
    @Setting(doc = "The Kafka that articles come from and results go to") Kafka kafka,
    @Setting(doc = "What `feed` publishes when it is given no source") List<Source> sources,
    @Setting(doc = "How time is read") Time time,
    @Setting(doc = "Which articles are repeats and copies") Duplicates duplicates,
    @Setting(doc = "The windows every topic is followed over", required = true)
        List<Window> windows,
    @Setting(doc = "How articles are understood") Language language,
    @Setting(
            doc = "The topic files, a path or pattern from the job file's folder",
            or = "topics/*.yaml")
        String topics,
    @Setting(doc = "How trends are ranked and scored") Trends trends,
    @Setting(doc = "How Flink runs the job") Flink flink,
    @Setting(doc = "How `dashboard` serves its page") Dashboard dashboard,
    @Setting(name = "notify", doc = "How `notify` tells people of alerts") Notify notices)
    implements Serializable {

  JobSettings withKafka(Kafka other) {
    return new JobSettings(
        name,
        other,
        sources,
        time,
        duplicates,
        windows,
        language,
        topics,
        trends,
        flink,
        dashboard,
        notices);
  }

  JobSettings withDashboard(Dashboard other) {
    return new JobSettings(
        name,
        kafka,
        sources,
        time,
        duplicates,
        windows,
        language,
        topics,
        trends,
        flink,
        other,
        notices);
  }

  JobSettings withTime(Time other) {
    return new JobSettings(
        name,
        kafka,
        sources,
        other,
        duplicates,
        windows,
        language,
        topics,
        trends,
        flink,
        dashboard,
        notices);
  }

  JobSettings withTrends(Trends other) {
    return new JobSettings(
        name,
        kafka,
        sources,
        time,
        duplicates,
        windows,
        language,
        topics,
        other,
        flink,
        dashboard,
        notices);
  }

  JobSettings withSources(List<Source> others) {
    return new JobSettings(
        name,
        kafka,
        others,
        time,
        duplicates,
        windows,
        language,
        topics,
        trends,
        flink,
        dashboard,
        notices);
  }

  /** The Kafka to talk to. */
  public record Kafka(
      @Setting(doc = "Where Kafka is, host:port, several with commas", or = "localhost:9092")
          String bootstrapServers,
      @Setting(doc = "What the names of all topics begin with", or = "newstide") String prefix,
      @Setting(doc = "Partitions of the topics that are created", or = "4", min = 1, max = 10_000)
          int partitions,
      @Setting(
              doc = "Copies Kafka keeps of the topics that are created",
              or = "1",
              min = 1,
              max = 100)
          int replication,
      @Setting(
              doc =
                  "How long a transaction may stay open; recovery must take less, the broker must allow it",
              or = "PT15M")
          Duration transactionTimeout,
      @Setting(
              doc =
                  "The topic that articles are read from, where it is another deployment's; PREFIX.articles if not given")
          Optional<String> articles,
      @Setting(
              doc =
                  "Where a job that starts without a savepoint begins to read: earliest, or a moment of arrival as in 2026-03-01T00:00:00+08:00",
              or = "earliest")
          String from,
      @Setting(
              doc =
                  "How enriched rows are delivered: exactly-once, with the checkpoint they belong to, or at-least-once, at once, and after a failure perhaps twice with the same key",
              or = Kafka.EXACTLY_ONCE,
              oneOf = {Kafka.EXACTLY_ONCE, Kafka.AT_LEAST_ONCE})
          String enriched,
      @Setting(
              doc =
                  "Settings of Kafka's clients (security.protocol, sasl.jaas.config ...); ${env:NAME} and ${file:PATH} for secrets")
          Map<String, String> properties)
      implements Serializable {

    /** Rows become visible with the checkpoint they belong to. */
    static final String EXACTLY_ONCE = "exactly-once";

    /** Rows become visible at once, and after a failure perhaps once more. */
    static final String AT_LEAST_ONCE = "at-least-once";

    Kafka withBootstrapServers(String other) {
      return new Kafka(
          other,
          prefix,
          partitions,
          replication,
          transactionTimeout,
          articles,
          from,
          enriched,
          properties);
    }

    Kafka withProperties(Map<String, String> others) {
      return new Kafka(
          bootstrapServers,
          prefix,
          partitions,
          replication,
          transactionTimeout,
          articles,
          from,
          enriched,
          others);
    }

    /** Without the properties, which may hold secrets. */
    @Override
    public String toString() {
      return bootstrapServers + "/" + prefix;
    }
  }

  /** A source that `feed` publishes. */
  public record Source(
      @Setting(
              doc =
                  "What it is called; articles of a feed name it as their source, and what of it was read is remembered under it",
              required = true)
          String name,
      @Setting(
              doc =
                  "Where it is: an http or https address of RSS, Atom or JSON Feed, or a file or folder from the job file's folder; ${env:NAME} and ${file:PATH} for secrets",
              required = true)
          String url,
      @Setting(
              doc = "How often it is asked, at least PT1S; less often if it says so itself",
              or = "PT5M")
          Duration every)
      implements Serializable {

    /** Without the address, which may hold a secret. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** How time is read. */
  public record Time(
      @Setting(doc = "The zone whose days, weeks and months are counted", or = "Asia/Shanghai")
          ZoneId zone,
      @Setting(doc = "The unit of counting; windows consist of whole slices", or = "PT10M")
          Duration slice,
      @Setting(doc = "How far articles may come out of order without being late", or = "PT10M")
          Duration outOfOrderness,
      @Setting(doc = "How long after a slice has ended late articles still correct it", or = "P1D")
          Duration allowedLateness,
      @Setting(
              doc = "After how long without a record a partition no longer holds back event time",
              or = "PT1M")
          Duration idleness,
      @Setting(doc = "How much later than its arrival an article may be dated", or = "PT1H")
          Duration futureTolerance,
      @Setting(doc = "How long the job keeps slices", or = "P70D") Duration retention,
      @Setting(doc = "How long Kafka keeps slices", or = "P400D") Duration sliceRetention)
      implements Serializable {

    Time with(Duration otherOutOfOrderness, Duration otherAllowedLateness) {
      return new Time(
          zone,
          slice,
          otherOutOfOrderness,
          otherAllowedLateness,
          idleness,
          futureTolerance,
          retention,
          sliceRetention);
    }
  }

  /** Which articles are repeats and copies. */
  public record Duplicates(
      @Setting(
              doc =
                  "How long an article's id is remembered, to count it once, and a story's first article, to find its copies",
              or = "P7D")
          Duration ttl,
      @Setting(
              doc =
                  "The part of a text's four-character shingles that must be in another for it to be a copy",
              or = "0.9",
              min = 0,
              max = 1,
              above = true)
          double containment)
      implements Serializable {}

  /** A window as the analyst writes it. */
  public record Window(
      @Setting(doc = "The window's name", required = true) String name,
      @Setting(
              doc =
                  "Its length: P1D, P1W, P1M of the calendar, PT3H as a duration; not for a session")
          Optional<String> size,
      @Setting(doc = "How far behind it the next one starts; the size if not given")
          Optional<String> slide,
      @Setting(doc = "By how much it grows from its start to its size") Optional<String> step,
      @Setting(doc = "Of a session: how long a subject is not mentioned before it is over")
          Optional<String> gap)
      implements Serializable {}

  /** How articles are understood. */
  public record Language(
      @Setting(doc = "The names model: default, or the path of a model file", or = "default")
          String model,
      @Setting(doc = "The lexicon, a path from the job file's folder") Optional<String> lexicon,
      @Setting(doc = "How many keywords an article gets", or = "10", min = 1, max = 100)
          int keywords,
      @Setting(doc = "How keywords are ranked: tf-idf or text-rank", or = "tf-idf") String ranker)
      implements Serializable {}

  /** How trends are ranked and scored. */
  public record Trends(
      @Setting(doc = "The history a score is computed from", or = "P28D") Duration baseline,
      @Setting(doc = "The history below which a score is withheld", or = "P7D") Duration minHistory,
      @Setting(
              doc = "The mentions below which nothing is a burst",
              or = "3",
              min = 1,
              max = 1_000_000)
          int minMentions,
      @Setting(
              doc = "The score from which a subject bursts",
              or = "3.0",
              min = 0,
              max = 300,
              above = true)
          double threshold,
      @Setting(
              doc = "How many keywords, people, places and organisations are ranked",
              or = "20",
              min = 0,
              max = 1000)
          int ranked,
      @Setting(doc = "How many emerging subjects are proposed", or = "20", min = 0, max = 1000)
          int emerging)
      implements Serializable {

    Trends with(
        Duration otherBaseline, Duration otherMinHistory, int otherMinMentions, double other) {
      return new Trends(otherBaseline, otherMinHistory, otherMinMentions, other, ranked, emerging);
    }
  }

  /** How the dashboard serves its page. */
  public record Dashboard(
      @Setting(
              doc =
                  "The network address it listens on; 0.0.0.0 for all, behind a proxy that knows its users",
              or = "127.0.0.1")
          String address,
      @Setting(doc = "The port it listens on", or = "8080", min = 0, max = 65_535) int port,
      @Setting(
              doc = "The address people open where that is another, as in https://news.example.org")
          Optional<String> origin,
      @Setting(
              doc =
                  "What a request that changes the job must know, 16 characters at least, as ${env:NAME} or ${file:PATH}; without it the page only shows")
          Optional<String> token,
      @Setting(doc = "Flink's REST address, for the view of the job, as in http://localhost:8081")
          Optional<String> flink,
      @Setting(
              doc = "How many articles can be searched, the latest",
              or = "100000",
              min = 100,
              max = 10_000_000)
          int articles,
      @Setting(
              doc = "How many rows of trends are kept, the latest",
              or = "2500000",
              min = 1000,
              max = 50_000_000)
          int rows)
      implements Serializable {

    Dashboard withToken(Optional<String> other) {
      return new Dashboard(address, port, origin, other, flink, articles, rows);
    }

    /** Without the token. */
    @Override
    public String toString() {
      return address + ":" + port;
    }
  }

  /** How alerts are told to people. Secrets are filled in by {@link NotifyFile} alone. */
  public record Notify(
      @Setting(
              doc =
                  "The address people open to read on, shown below each message, as in https://news.example.org")
          Optional<String> link,
      @Setting(
              doc =
                  "An alert older than this when it is first read is no longer told, and one that could not be delivered for so long is given up",
              or = "P1D")
          Duration maxAge,
      @Setting(doc = "Where alerts are told") List<Channel> channels,
      @Setting(doc = "Which alerts go where: each to the channels of the first route it matches")
          List<Route> routes,
      @Setting(
              doc =
                  "The channels of alerts that match no route: their names, or nobody; all channels if not given")
          List<String> otherwise)
      implements Serializable {}

  /** A place where alerts are told. */
  public record Channel(
      @Setting(
              doc = "What it is called; what was told there is remembered under it",
              required = true)
          String name,
      @Setting(
              doc =
                  "What it is: a webhook that takes JSON, the group robot of DingTalk, Feishu (Lark) or WeCom, or mail",
              required = true,
              oneOf = {"webhook", "dingtalk", "feishu", "wecom", "smtp"})
          String type,
      @Setting(
              doc =
                  "Of all but smtp: its http or https address; ${env:NAME} and ${file:PATH} for secrets")
          Optional<String> url,
      @Setting(
              doc =
                  "Of webhook, dingtalk and feishu: what messages are signed with, as ${env:NAME} or ${file:PATH}")
          Optional<String> secret,
      @Setting(doc = "Of a webhook: further headers, as in Authorization: Bearer ${env:NAME}")
          Map<String, String> headers,
      @Setting(doc = "Of smtp: the mail server") Optional<String> host,
      @Setting(
              doc = "Of smtp: its port; 587 for starttls, 465 for tls, 25 for none, if not given",
              min = 1,
              max = 65_535)
          Optional<Integer> port,
      @Setting(
              doc =
                  "Of smtp: how the connection is encrypted; starttls is insisted upon, none is for this computer or a trusted network",
              or = "starttls",
              oneOf = {"starttls", "tls", "none"})
          String tls,
      @Setting(doc = "Of smtp: whom to log in as; without it there is no login")
          Optional<String> user,
      @Setting(doc = "Of smtp: the password, as ${env:NAME} or ${file:PATH}")
          Optional<String> password,
      @Setting(doc = "Of smtp: the sender, as in Newstide <alerts@example.org>")
          Optional<String> from,
      @Setting(doc = "Of smtp: the recipients' addresses") List<String> to,
      @Setting(
              doc = "The language of messages",
              or = "zh",
              oneOf = {"zh", "en"})
          String language,
      @Setting(doc = "A template of one's own, a path from the job file's folder")
          Optional<String> template,
      @Setting(
              doc = "Which states of an alert are told; all if not given",
              oneOf = {"OPEN", "UPDATE", "CLOSE"})
          List<String> states,
      @Setting(
              doc =
                  "How many messages a minute it may get; 20 for dingtalk and wecom, 60 for all others, if not given",
              min = 1,
              max = 6000)
          Optional<Integer> perMinute,
      @Setting(doc = "When it is left alone, in the zone of the job") Quiet quiet)
      implements Serializable {

    /** Without addresses and passwords, which may be secrets. */
    @Override
    public String toString() {
      return name + " (" + type + ")";
    }
  }

  /** When a channel is left alone. */
  public record Quiet(
      @Setting(doc = "When the quiet time begins every day, as in 22:00; none if not given")
          Optional<String> from,
      @Setting(doc = "When it ends, as in 07:00; before from: on the next day") Optional<String> to,
      @Setting(doc = "An alert with this score or a higher one is told even so")
          Optional<Double> passAbove,
      @Setting(
              doc = "What is done then with what was held back: one digest, or each by itself",
              or = "digest",
              oneOf = {"digest", "each"})
          String then)
      implements Serializable {}

  /** Which alerts go where. */
  public record Route(
      @Setting(doc = "Topics by id, their places included; any subject if not given")
          List<String> topics,
      @Setting(
              doc = "Kinds of subjects; any if not given",
              oneOf = {
                "topic",
                "topic-place",
                "keyword",
                "person",
                "place",
                "organisation",
                "source"
              })
          List<String> kinds,
      @Setting(
              doc = "Why there is an alert; any reason if not given",
              oneOf = {"burst", "silence"})
          List<String> reasons,
      @Setting(doc = "The least greatest score of the alert so far", or = "0", min = 0)
          double minScore,
      @Setting(doc = "The channels by name, or nobody", required = true) List<String> channels)
      implements Serializable {}

  /** How Flink runs the job. */
  public record Flink(
      @Setting(doc = "On how many subtasks the job runs", or = "1", min = 1, max = 32_768)
          int parallelism,
      @Setting(doc = "How often results are committed", or = "PT10S") Duration checkpointInterval,
      @Setting(
              doc =
                  "Settings of Flink by their own names (state.backend.type, execution.checkpointing.dir ...)")
          Map<String, String> properties)
      implements Serializable {}
}
