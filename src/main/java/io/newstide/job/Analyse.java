package io.newstide.job;

import io.newstide.topic.Enriched;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads each article once: keywords, names, topics. */
final class Analyse extends RichMapFunction<Counted, Enriched> {

  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Analyse.class);

  /** The analysis times that the histogram is over: the last so many articles of a subtask. */
  private static final int TIMES = 1000;

  private final Understanding.Settings settings;
  private transient Understanding understanding;
  private transient Histogram micros;

  Analyse(Understanding.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    understanding = Understanding.of(settings);
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    micros = metrics.histogram("analysisMicros", new DescriptiveStatisticsHistogram(TIMES));
    var versions = understanding.versions();
    metrics
        .addGroup("model", versions.model())
        .addGroup("lexicon", versions.lexicon())
        .addGroup("topics", versions.topics())
        .gauge("versions", () -> 1);
    LOG.info(
        "reading articles with model {}, lexicon {}, topics {}",
        versions.model(),
        versions.lexicon(),
        versions.topics());
  }

  @Override
  public Enriched map(Counted counted) {
    long start = System.nanoTime();
    Enriched enriched =
        understanding
            .enrich(counted.article(), counted.lateBy())
            .withoutText()
            .countedAt(counted.sealed());
    micros.update((System.nanoTime() - start) / 1000);
    return enriched;
  }
}
