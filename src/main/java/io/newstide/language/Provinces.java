package io.newstide.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which province of China a place lies in, so that what happens in three of its cities is seen to
 * happen in one province. Immutable and safe for use by many threads.
 */
public final class Provinces {

  private static final String RANKS = "省市县区州";

  /** The cities that are no part of a province. */
  private static final Set<String> CITIES = Set.of("北京", "天津", "上海", "重庆");

  private static final Map<String, String> BY_PLACE = read();

  private Provinces() {}

  /**
   * The short name of the province a place lies in, or is: 河南 for 登封, 登封市 and 河南省. Empty for a
   * place that is not known, or that could be one of several.
   */
  public static Optional<String> of(String place) {
    String province = BY_PLACE.get(place);
    if (province == null
        && place.length() > 2
        && RANKS.indexOf(place.charAt(place.length() - 1)) >= 0) {
      province = BY_PLACE.get(place.substring(0, place.length() - 1));
    }
    return Optional.ofNullable(province);
  }

  /** Whether a place is a province itself, or a city that is one: 河南, 河南省, 北京市. */
  public static boolean isProvince(String place) {
    return of(place)
        .filter(
            province ->
                place.equals(province)
                    || place.equals(province + "省")
                    || (CITIES.contains(province) && place.equals(province + "市")))
        .isPresent();
  }

  private static Map<String, String> read() {
    Map<String, String> byPlace = new HashMap<>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Provinces.class.getResourceAsStream("provinces.txt"), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          List<String> places = List.of(line.strip().split(" ", -1));
          for (String place : places) {
            byPlace.put(place.replaceAll("[()]", ""), places.get(0));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the provinces", e);
    }
    return Map.copyOf(byPlace);
  }
}
