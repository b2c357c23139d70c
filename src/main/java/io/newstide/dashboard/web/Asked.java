package io.newstide.dashboard.web;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request to the API: its parameters, checked as they are asked for.
 *
 * @param parameters by name, in the order in which they were given
 * @param body what was sent with it; empty if nothing was
 */
public record Asked(Map<String, List<String>> parameters, byte[] body) {

  private static final int LONGEST = 4_000;

  /** A request that cannot be answered, with what would be right. */
  public static final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BadRequest(String message) {
      super(message);
    }
  }

  /** Refuses parameters that nobody asks for: a misspelt one would go unnoticed. */
  public void know(Set<String> names) {
    for (String name : parameters.keySet()) {
      if (!names.contains(name)) {
        throw new BadRequest(
            "there is no parameter '%s' here; there are %s"
                .formatted(name, String.join(", ", names.stream().sorted().toList())));
      }
    }
  }

  /** All values of a parameter. */
  public List<String> all(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    for (String value : values) {
      if (value.length() > LONGEST) {
        throw new BadRequest("%s: longer than %d characters".formatted(name, LONGEST));
      }
    }
    return values;
  }

  /** The value of a parameter, if it is given and not empty. */
  public Optional<String> text(String name) {
    return all(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  /** The value of a parameter that must be given. */
  public String required(String name) {
    return text(name).orElseThrow(() -> new BadRequest("%s: must be given".formatted(name)));
  }

  /** A whole number within bounds. */
  public int number(String name, int or, int least, int most) {
    return text(name)
        .map(
            value -> {
              try {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Said below.
              }
              throw new BadRequest(
                  "%s: '%s' is no whole number from %d to %d".formatted(name, value, least, most));
            })
        .orElse(or);
  }

  /** A number above zero. */
  public double positive(String name, double or) {
    return text(name)
        .map(
            value -> {
              try {
                double number = Double.parseDouble(value);
                if (number > 0 && number <= 1e6) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Said below.
              }
              throw new BadRequest("%s: '%s' is no number above 0".formatted(name, value));
            })
        .orElse(or);
  }

  /** A moment, epoch milliseconds: ISO-8601 or a number of milliseconds. */
  public long moment(String name, long or) {
    return text(name)
        .map(
            value -> {
              try {
                return value.matches("-?\\d{1,15}")
                    ? Long.parseLong(value)
                    : Instant.parse(value).toEpochMilli();
              } catch (DateTimeParseException | ArithmeticException e) {
                throw new BadRequest(
                    "%s: '%s' is no moment, as in 2025-06-30T16:00:00Z or 1751299200000"
                        .formatted(name, value));
              }
            })
        .orElse(or);
  }
}
