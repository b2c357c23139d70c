package io.newstide.notify;

import java.util.List;
import java.util.Set;

/**
 * Where alerts go: each to the channels of the first route that it matches.
 *
 * @param routes the routes in their order
 * @param otherwise the channels of what matches none
 */
public record Routing(List<Route> routes, Set<String> otherwise) {

  public Routing {
    routes = List.copyOf(routes);
    otherwise = Set.copyOf(otherwise);
  }

  /** The names of the channels that an alert goes to. */
  public Set<String> channels(Alert alert) {
    return routes.stream()
        .filter(route -> route.matches(alert))
        .findFirst()
        .map(Route::channels)
        .orElse(otherwise);
  }
}
