package io.newstide.report;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The languages that reports are written in. */
public enum Lang {
  ZH(Locale.CHINESE, "zh-CN"),
  EN(Locale.ENGLISH, "en");

  private final Locale locale;
  private final String tag;

  Lang(Locale locale, String tag) {
    this.locale = locale;
    this.tag = tag;
  }

  Locale locale() {
    return locale;
  }

  /** What the language is called in HTML. */
  String tag() {
    return tag;
  }

  /**
   * A text of the reports' own.
   *
   * @param key which
   * @param values what is filled in; numbers as the language writes them, plurals as it has them
   */
  String say(String key, Object... values) {
    ResourceBundle words = ResourceBundle.getBundle("io.newstide.report.words", locale);
    return new MessageFormat(words.getString(key), locale).format(values);
  }

  /** A number with so many digits behind the point. */
  String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
