package io.newstide.feed.page;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the event of a story happened, as its first sentence says it, resolved against the day of
 * the page: {@code 2025-05-08} for 5月8日上午, 8日, 昨日 or 本周四, {@code 2025-05-08/2025-05-10} for
 * 5月8日至10日, {@code 2025-05} for 5月; {@code 2025-05-09~}, "about the page's day" as ISO 8601-2
 * writes it, for 近日 and 日前. Stateless.
 */
final class EventDate {

  private static final int LONGEST_SENTENCE = 160;

  private static final Pattern SAID =
      Pattern.compile(
          "(?:(?<year>\\d{4}|今|去|前|明)年)?(?<month>\\d{1,2})月(?<day>\\d{1,2})[日号]"
              + "(?:[上下中]?[午晚]?[至到—－~～-]+(?:(?<month2>\\d{1,2})月)?(?<day2>\\d{1,2})[日号])?"
              + "|(?<![\\d月个第])(?<only>\\d{1,2})日(?=[，,上下晚早凌清傍中当]|在|，)"
              + "|(?<relative>大前天|前天|前日|前晚|昨天|昨日|昨晚|昨夜|今天|今日|今早|今晨|今晚|当日|当天|明天|明日|后天)"
              + "|(?<week>上周|上星期|本周|这周|本星期|周|星期)(?<dow>[一二三四五六日天])(?=[，,上下晚早凌清傍中]|在)"
              + "|(?<recent>近日|日前|近期|连日来|连日|这几天|前不久|不久前)"
              + "|(?<![\\d年])(?<monthOnly>\\d{1,2})月(?=[，,以]|上旬|中旬|下旬|初|底)");

  private static final Pattern DEADLINE = Pattern.compile("[上下中]?[午晚]?(?:前(?![往来去夕后])|之前|以前)");

  private EventDate() {}

  /**
   * The date of a story.
   *
   * @param opening its printed opening, whose own date counts where the sentence has none
   * @param text the text behind the opening
   * @param page the day of the page
   * @return empty where nothing is said
   */
  static Optional<String> of(String opening, String text, LocalDate page) {
    Optional<String> said = in(firstSentence(text), page);
    return said.isPresent() ? said : in(PageLines.dense(opening), page);
  }

  private static String firstSentence(String text) {
    String dense =
        PageLines.dense(text.substring(0, Math.min(2 * LONGEST_SENTENCE, text.length())));
    int end = LONGEST_SENTENCE;
    for (char stop : new char[] {'。', '！', '？'}) {
      int at = dense.indexOf(stop, 8);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return dense.substring(0, Math.min(end, dense.length()));
  }

  private static Optional<String> in(String sentence, LocalDate page) {
    Matcher said = SAID.matcher(sentence);
    while (said.find()) {
      if (DEADLINE.matcher(sentence).region(said.end(), sentence.length()).lookingAt()) {
        continue;
      }
      try {
        return Optional.of(resolved(said, page));
      } catch (DateTimeException e) {
        // 2月30日 is no day: whatever it is, the next may be one.
      }
    }
    return Optional.empty();
  }

  private static String resolved(Matcher said, LocalDate page) {
    if (said.group("recent") != null) {
      return page + "~";
    }
    if (said.group("relative") != null) {
      return page.plusDays(days(said.group("relative"))).toString();
    }
    if (said.group("dow") != null) {
      return weekday(said.group("week"), said.group("dow"), page).toString();
    }
    if (said.group("only") != null) {
      LocalDate day = page.withDayOfMonth(1);
      int number = Integer.parseInt(said.group("only"));
      LocalDate same =
          number <= page.lengthOfMonth() ? day.withDayOfMonth(number) : page.plusDays(1);
      return (same.isAfter(page.plusDays(3)) || same.getDayOfMonth() != number
              ? day.minusMonths(1).withDayOfMonth(number)
              : same)
          .toString();
    }
    if (said.group("monthOnly") != null) {
      int month = Integer.parseInt(said.group("monthOnly"));
      YearMonth of = YearMonth.of(page.getYear(), month);
      return (of.isAfter(YearMonth.from(page).plusMonths(5)) ? of.minusYears(1) : of).toString();
    }
    LocalDate from = day(said, page);
    if (said.group("day2") == null) {
      return from.toString();
    }
    int month =
        said.group("month2") == null
            ? from.getMonthValue()
            : Integer.parseInt(said.group("month2"));
    LocalDate to = LocalDate.of(from.getYear(), month, Integer.parseInt(said.group("day2")));
    return from + "/" + (to.isBefore(from) ? to.plusYears(1) : to);
  }

  private static LocalDate day(Matcher said, LocalDate page) {
    int month = Integer.parseInt(said.group("month"));
    int day = Integer.parseInt(said.group("day"));
    String year = said.group("year");
    if (year == null) {
      // The year in which the day is nearest to the page's.
      LocalDate nearest = null;
      for (int y = page.getYear() - 1; y <= page.getYear() + 1; y++) {
        if (YearMonth.of(y, month).isValidDay(day)) {
          LocalDate at = LocalDate.of(y, month, day);
          if (nearest == null || distance(at, page) < distance(nearest, page)) {
            nearest = at;
          }
        }
      }
      if (nearest == null) {
        throw new DateTimeException("no such day");
      }
      return nearest;
    }
    int of =
        switch (year) {
          case "今" -> page.getYear();
          case "去" -> page.getYear() - 1;
          case "前" -> page.getYear() - 2;
          case "明" -> page.getYear() + 1;
          default -> Integer.parseInt(year);
        };
    return LocalDate.of(of, month, day);
  }

  private static long distance(LocalDate one, LocalDate other) {
    return Math.abs(ChronoUnit.DAYS.between(one, other));
  }

  private static int days(String relative) {
    return switch (relative) {
      case "大前天" -> -3;
      case "前天", "前日", "前晚" -> -2;
      case "昨天", "昨日", "昨晚", "昨夜" -> -1;
      case "明天", "明日" -> 1;
      case "后天" -> 2;
      default -> 0;
    };
  }

  private static LocalDate weekday(String week, String day, LocalDate page) {
    int number = "一二三四五六日".indexOf(day) + 1;
    DayOfWeek of = number == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(number);
    LocalDate monday = page.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDate at = monday.plusDays(of.getValue() - 1L);
    return switch (week) {
      case "上周", "上星期" -> at.minusWeeks(1);
      case "周", "星期" -> at.isAfter(page) ? at.minusWeeks(1) : at;
      default -> at;
    };
  }
}
