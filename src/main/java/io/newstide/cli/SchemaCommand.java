package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.job.JobSchema;
import io.newstide.kafka.AsyncApi;
import io.newstide.kafka.Schemas;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The JSON Schemas. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description =
        "Prints the JSON Schema of a record or of the job file; without NAME, their names.",
    footer = {
      "",
      "newstide schema --asyncapi jobs/demo.yaml describes all topics of a deployment."
    })
final class SchemaCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "article, enriched, trend, ... or job")
  private String name;

  @Option(
      names = "--asyncapi",
      paramLabel = "FILE",
      description =
          "Prints an AsyncAPI document instead: all Kafka topics of the deployment with this job file, their keys, rows and settings.")
  private Path deployment;

  @Override
  public Integer call() {
    if (deployment != null) {
      if (name != null) {
        throw new ParameterException(
            spec.commandLine(), "--asyncapi describes all topics; a NAME cannot be given with it");
      }
      JobFile job = JobFile.read(deployment, Map.of(), System.getenv());
      System.out.print(AsyncApi.yaml(job.cluster(), job.settings().time().sliceRetention()));
    } else if (name == null) {
      Stream.concat(Schemas.names().stream(), Stream.of("job"))
          .sorted()
          .forEach(System.out::println);
    } else if (name.equals("job")) {
      System.out.print(JobSchema.json());
    } else if (Schemas.names().contains(name)) {
      System.out.print(Schemas.read(name));
    } else {
      throw new ParameterException(
          spec.commandLine(),
          "there is no schema '%s'; there are %s and job"
              .formatted(name, String.join(", ", Schemas.names())));
    }
    return 0;
  }
}
