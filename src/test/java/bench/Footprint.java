package bench;

import io.newstide.article.Article;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import io.newstide.language.names.NamesModel;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What loading costs in a process that has done nothing else: prints the CPU milliseconds of the
 * names model, the CPU milliseconds until the first article is read, and the megabytes of heap that
 * dictionaries, model, gazetteer and frequencies hold after a full collection. Run by
 *
 * <pre>java -XX:+UseSerialGC -cp "target/test-classes:target/newstide.jar:target/lib/*"
 * bench.Footprint</pre>
 */
public final class Footprint {

  private Footprint() {}

  /** Measures and prints. */
  public static void main(String[] args) {
    var empty = usedAfterCollection();
    var start = cpu();
    var model = NamesModel.shipped();
    var modelLoaded = cpu();
    var analyser = HanlpAnalyser.create(LanguageSettings.defaults());
    var first = analyser.analyse(Article.ofText("防汛", "澜江市水利局局长陈伯川说，水位正在回落。", ""));
    var firstRead = cpu();
    var held = usedAfterCollection() - empty;
    System.out.printf(
        Locale.ROOT,
        "modelMillis=%d firstArticleMillis=%d heapMegabytes=%.1f%n",
        (modelLoaded - start) / 1_000_000,
        (firstRead - start) / 1_000_000,
        held / 1e6);
    // Still needed here, so that all of it was alive.
    System.err.println(model.name() + " " + analyser.model() + " " + first.people());
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
