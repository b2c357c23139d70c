package io.newstide.job;

import org.apache.flink.configuration.Configuration;

/** How Flink is set for the job, wherever it runs. */
public final class FlinkSettings {

  private FlinkSettings() {}

  /** The settings of a deployment: those the job depends on, then the operator's own. */
  public static Configuration of(JobFile job) {
    JobSettings.Flink settings = job.settings().flink();
    Configuration flink = new Configuration();
    flink.setString("parallelism.default", Integer.toString(settings.parallelism()));
    flink.setString(
        "execution.checkpointing.interval", settings.checkpointInterval().toMillis() + " ms");
    flink.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    // Half the size; and state is read block by block, where it is read byte by byte otherwise:
    // after a failure in an eighth of the time.
    flink.setString("execution.checkpointing.snapshot-compression", "true");
    settings.properties().forEach(flink::setString);
    // Not for the operator to choose: state is tied to uids, and every type has its own form.
    flink.setString("pipeline.generic-types", "false");
    flink.setString("pipeline.auto-generate-uids", "false");
    // A change of the windows takes effect where the barrier is: it must not overtake records.
    flink.setString("execution.checkpointing.unaligned.enabled", "false");
    // Everything that flows is immutable.
    flink.setString("pipeline.object-reuse", "true");
    return flink;
  }
}
