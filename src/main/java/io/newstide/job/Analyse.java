package io.newstide.job;

import io.newstide.topic.Enriched;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Reads each article once: keywords, names, topics. */
final class Analyse extends RichMapFunction<Counted, Enriched> {

  private static final long serialVersionUID = 1;

  private final Understanding.Settings settings;
  private transient Understanding understanding;

  Analyse(Understanding.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    understanding = Understanding.of(settings);
  }

  @Override
  public Enriched map(Counted counted) {
    return understanding
        .enrich(counted.article(), counted.lateBy())
        .withoutText()
        .countedAt(counted.sealed());
  }
}
