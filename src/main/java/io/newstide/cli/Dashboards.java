package io.newstide.cli;

import io.newstide.dashboard.Dashboard;
import io.newstide.dashboard.DashboardSettings;
import io.newstide.dashboard.Deployment;
import io.newstide.job.JobFile;
import io.newstide.job.JobSettings;
import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.window.SubjectHistory;
import java.net.URI;
import java.util.Optional;

/** Makes a dashboard of what a job file says. */
final class Dashboards {

  private Dashboards() {}

  /**
   * Starts a dashboard.
   *
   * @param port where it listens, if not where the job file says
   * @param token what a change must know, if the job file has none
   * @param flink where Flink's REST interface is, if the job file does not say
   */
  static Dashboard start(
      JobFile job, Optional<Integer> port, Optional<String> token, Optional<String> flink) {
    JobSettings.Dashboard settings = job.settings().dashboard();
    return Dashboard.start(
        deployment(job),
        new DashboardSettings(
            settings.address(),
            port.orElse(settings.port()),
            settings.origin(),
            settings.token().or(() -> token),
            settings.flink().or(() -> flink).map(Dashboards::address),
            settings.articles(),
            settings.rows()));
  }

  private static URI address(String flink) {
    if (!flink.matches("https?://[^/].*")) {
      throw new IllegalArgumentException(
          "dashboard.flink: '%s' is no http address, as in http://localhost:8081".formatted(flink));
    }
    return URI.create(flink);
  }

  static Deployment deployment(JobFile job) {
    JobSettings.Time time = job.settings().time();
    JobSettings.Trends trends = job.settings().trends();
    return new Deployment(
        job.settings().name(),
        job.cluster(),
        job.slicing(),
        job.windows(),
        job.topics(),
        job.reader(),
        job.language(),
        new SubjectHistory.Terms(time.retention().toMillis(), time.allowedLateness().toMillis()),
        time.outOfOrderness(),
        AlertSettings.of(trends.minMentions(), trends.threshold()),
        BaselineSettings.of(time.zone(), time.slice(), trends.baseline(), trends.minHistory()));
  }
}
