package io.newstide.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reports' own words in both languages. */
class LangTest {

  private static final Pattern VALUE = Pattern.compile("\\{(\\d)");

  private static ResourceBundle words(Lang lang) {
    return ResourceBundle.getBundle("io.newstide.report.words", lang.locale());
  }

  @Test
  void bothLanguagesSayEverythingAndOfTheSameValues() {
    assertThat(words(Lang.ZH).keySet()).isEqualTo(words(Lang.EN).keySet());
    for (String key : words(Lang.EN).keySet()) {
      assertThat(values(words(Lang.ZH).getString(key)))
          .as(key)
          .isEqualTo(values(words(Lang.EN).getString(key)));
    }
  }

  private static Set<String> values(String text) {
    Set<String> values = new TreeSet<>();
    Matcher matcher = VALUE.matcher(text);
    while (matcher.find()) {
      values.add(matcher.group(1));
    }
    return values;
  }

  @Test
  void pluralsAreThoseOfTheLanguage() {
    assertThat(Lang.EN.say("counted", 1, 1, 1, 0))
        .isEqualTo("1 story in 1 article of 1 source; no article the day before.");
    assertThat(Lang.EN.say("counted", 2, 1200, 2, 1))
        .isEqualTo("2 stories in 1,200 articles of 2 sources; 1 article the day before.");
    assertThat(Lang.EN.say("lead", 0, 0, 0, 0))
        .isEqualTo(
            "No topic rose and none fell against the day before; no alert was opened and none ended.");
    assertThat(Lang.ZH.say("counted", 1, 1, 1, 0)).isEqualTo("1 件新闻，1 篇报道，1 个来源；前一天 0 篇。");
  }
}
