package io.newstide.notify;

import io.newstide.trend.AlertEvent;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The languages that people are told alerts in. */
public enum Language {
  /** Chinese. */
  ZH("zh", DateTimeFormatter.ofPattern("M月d日 HH:mm", Locale.CHINA)),
  /** English. */
  EN("en", DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH));

  private final String label;
  private final DateTimeFormatter time;

  Language(String label, DateTimeFormatter time) {
    this.label = label;
    this.time = time;
  }

  /** Its name in settings, and in the names of templates. */
  public String label() {
    return label;
  }

  DateTimeFormatter time() {
    return time;
  }

  String state(AlertEvent.State state) {
    return switch (state) {
      case OPEN -> this == ZH ? "提醒" : "Alert";
      case UPDATE -> this == ZH ? "升级" : "Stronger";
      case CLOSE -> this == ZH ? "结束" : "Over";
    };
  }

  String kind(String kind) {
    return switch (kind) {
      case "topic" -> this == ZH ? "主题" : "topic";
      case "topic-place" -> this == ZH ? "地方主题" : "topic at a place";
      case "person" -> this == ZH ? "人物" : "person";
      case "organisation" -> this == ZH ? "机构" : "organisation";
      case "place" -> this == ZH ? "地名" : "place";
      case "keyword" -> this == ZH ? "关键词" : "keyword";
      case "source" -> this == ZH ? "来源" : "source";
      default -> kind;
    };
  }

  String stories(long count) {
    return this == ZH ? "报道%,d个".formatted(count) : count(count, "story", "stories");
  }

  String articles(long count) {
    return this == ZH ? "稿件%,d篇".formatted(count) : count(count, "article", "articles");
  }

  private static String count(long count, String one, String many) {
    return "%,d %s".formatted(count, count == 1 ? one : many);
  }

  String digest(int count) {
    return this == ZH
        ? "静默时段共有%,d条提醒".formatted(count)
        : "%s from the quiet hours".formatted(count(count, "alert", "alerts"));
  }

  String test(String deployment) {
    return this == ZH
        ? "这是 %s 的测试消息".formatted(deployment)
        : "This is a test message from %s".formatted(deployment);
  }

  /** What stands where a message was cut. */
  String more() {
    return this == ZH ? "……" : "...";
  }
}
