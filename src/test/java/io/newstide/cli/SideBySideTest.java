package io.newstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SideBySideTest {

  @Test
  void contendersWorkOnTheSameThingsInTurns() {
    var log = new ArrayList<String>();
    var figures =
        new SideBySide<>(List.of("ab", "cde", "f"), String::length, 4)
            .contender("a", "one", thing -> note(log, "a:" + thing))
            .contender("b", "the other", thing -> note(log, "b:" + thing))
            .measure(1, seconds -> assertThat(seconds).isBetween(0L, 2L));
    assertThat(log.subList(0, 8))
        .containsExactly("a:ab", "a:cde", "b:ab", "b:cde", "a:f", "a:ab", "a:cde", "b:f");
    assertThat(figures).extracting(SideBySide.Figures::contender).containsExactly("a", "b");
    var a = figures.get(0);
    var b = figures.get(1);
    assertThat(a.units()).isEqualTo(b.units()).isPositive();
    assertThat(a.result()).isEqualTo(b.result()).isPositive();
    assertThat(a.rounds()).isEqualTo(b.rounds()).isPositive();
    assertThat(a.cpuSeconds() + b.cpuSeconds()).isBetween(1.0, 3.0);
    // Each notes a text of its own for every thing.
    assertThat(a.bytesPerUnit()).isBetween(8.0, 200_000.0);
    assertThat(a.best()).isGreaterThanOrEqualTo(a.unitsPerCpuSecond());
  }

  /** Works for a while on what is not worth it. */
  private static int note(List<String> log, String what) {
    if (log.size() < 8) {
      log.add(what);
    }
    return new byte[10_000].length;
  }
}
