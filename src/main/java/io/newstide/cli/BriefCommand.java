package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.job.JobSettings;
import io.newstide.report.Brief;
import io.newstide.report.Lang;
import io.newstide.window.WindowDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The report of a day. */
@Command(
    name = "brief",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the report of a day, as one HTML file that needs nothing else and prints on A4, and as Markdown: what rose and fell, alerts and how they ended, what emerged, each with its headlines.",
      "It reads the output topics of a deployment; the job need not be running. Needs a window of a civil day (size P1D) in the job file."
    })
final class BriefCommand implements Callable<Integer> {

  private static final String DAY = "P1D";

  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--day",
      required = true,
      paramLabel = "DATE",
      description = "The day in the job's zone, as in 2026-07-05; or today, yesterday.")
  private String day;

  @Option(
      names = "--lang",
      defaultValue = "zh",
      paramLabel = "zh|en",
      description = "The language of the report (${DEFAULT-VALUE}).")
  private Lang lang;

  @Option(
      names = "--out",
      defaultValue = ".",
      paramLabel = "DIR or FILE",
      description = {
        "A folder for brief-DATE.html and brief-DATE.md (the current one unless given);",
        "or a file that ends in .html or .md, for that one alone."
      })
  private Path out;

  @Override
  public Integer call() throws Exception {
    JobFile job = options.read();
    JobSettings.Time time = job.settings().time();
    LocalDate date = date(time.zone());
    Brief.Of of =
        new Brief.Of(
            job.settings().name(), job.cluster(), time.sliceRetention(), time.zone(), window(job));
    Brief brief;
    try (Progress bar = Progress.of("reading rows", "part", 1000)) {
      brief = Brief.read(of, date, lang, done -> bar.to(Math.round(done * 1000)));
    }
    Map<Path, String> files = new LinkedHashMap<>();
    String name = out.getFileName() == null ? "" : out.getFileName().toString();
    if (name.endsWith(".html")) {
      files.put(out, brief.html());
    } else if (name.endsWith(".md")) {
      files.put(out, brief.markdown());
    } else {
      files.put(out.resolve("brief-" + date + ".html"), brief.html());
      files.put(out.resolve("brief-" + date + ".md"), brief.markdown());
    }
    for (Map.Entry<Path, String> file : files.entrySet()) {
      write(file.getKey(), file.getValue());
      System.out.println(file.getKey());
    }
    return 0;
  }

  private static void write(Path file, String text) {
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException("--out: " + file + ": cannot be written: " + e, e);
    }
  }

  private LocalDate date(ZoneId zone) {
    return switch (day.toLowerCase(Locale.ROOT)) {
      case "today" -> LocalDate.now(zone);
      case "yesterday" -> LocalDate.now(zone).minusDays(1);
      default -> {
        try {
          yield LocalDate.parse(day);
        } catch (DateTimeParseException e) {
          throw new ParameterException(
              spec.commandLine(),
              "--day: '%s' is no day, as in 2026-07-05, today or yesterday".formatted(day),
              e);
        }
      }
    };
  }

  private static String window(JobFile job) {
    return job.windows().stream()
        .filter(window -> window.shape().equals(DAY))
        .map(WindowDefinition::name)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: windows: a report of a day needs a window of the civil day, as in {name: day, size: P1D}"
                        .formatted(job.path())));
  }
}
