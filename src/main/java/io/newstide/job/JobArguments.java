package io.newstide.job;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the job jar is started with on a cluster, which brings no library for commands.
 *
 * @param job the job file
 * @param set settings given beside it
 */
record JobArguments(Path job, Map<String, String> set) {

  private static final String USAGE = "usage: --job FILE [--set PATH=VALUE]...";

  static JobArguments parse(String[] args) {
    Path job = null;
    Map<String, String> set = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new SettingsException(args[i] + " lacks its value; " + USAGE);
      }
      String value = args[i + 1];
      if (args[i].equals("--job")) {
        job = Path.of(value);
      } else if (args[i].equals("--set") && value.indexOf('=') > 0) {
        set.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
      } else {
        throw new SettingsException("'%s %s' is not known; %s".formatted(args[i], value, USAGE));
      }
    }
    if (job == null) {
      throw new SettingsException("the job file is missing; " + USAGE);
    }
    return new JobArguments(job, set);
  }
}
