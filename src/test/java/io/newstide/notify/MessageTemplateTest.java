package io.newstide.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.notify.Message.Line;
import io.newstide.notify.Message.Piece;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read, in both languages, and what strangers cannot do to it. */
class MessageTemplateTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static MessageTemplate template(Language language) {
    return MessageTemplate.of(language, ZONE, Optional.of("https://news.example.org"));
  }

  private static MessageTemplate own(String text) {
    return MessageTemplate.of("own.mustache", text, Language.ZH, ZONE, Optional.empty());
  }

  private static List<String> text(Message message) {
    return message.lines().stream().map(Line::text).toList();
  }

  private static Message told(Language language, ObjectNode row) {
    return template(language).message(AlertRows.alert(row));
  }

  @Test
  void aBurstInChinese() {
    Message message = told(Language.ZH, AlertRows.burst("floods", "防汛", "OPEN", 0));
    assertThat(message.title()).isEqualTo("【提醒】防汛（主题）");
    assertThat(text(message))
        .containsExactly(
            "3月26日 13:00 至 3月26日 16:00：报道6个，稿件9篇；平时约 0.8 个。",
            "异常度 5.3，最高 6.0。",
            "",
            "· 暴雨致城区内涝 亦城时报 3月26日 15:20",
            "· 水库开闸泄洪  3月26日 15:40",
            "",
            "https://news.example.org");
    assertThat(message.key())
        .isEqualTo("topic/floods/2026-03-26T08:00:00Z/OPEN/2026-03-26T08:00:00Z");
    assertThat(message.lines().get(3).pieces())
        .contains(
            new Piece("暴雨致城区内涝", false, Optional.of(URI.create("https://example.org/a?id=1"))));
    assertThat(message.lines().get(4).pieces()).allMatch(piece -> piece.link().isEmpty());
  }

  @Test
  void aBurstInEnglishWithItsPlurals() {
    Message message = told(Language.EN, AlertRows.burst("floods", "防汛", "UPDATE", 10));
    assertThat(message.title()).isEqualTo("Stronger: 防汛 (topic)");
    assertThat(text(message))
        .startsWith(
            "26 Mar 13:10 to 26 Mar 16:10: 6 stories, 9 articles; about 0.8 stories are usual.",
            "Score 5.3, at most 6.0.");
    ObjectNode one = AlertRows.burst("floods", "防汛", "CLOSE", 10);
    one.put("uniqueStories", 1).put("mentions", 1);
    assertThat(told(Language.EN, one).title()).isEqualTo("Over: 防汛 (topic)");
    assertThat(text(told(Language.EN, one)).get(0)).contains(": 1 story, 1 article;");
    one.put("uniqueStories", 1234);
    assertThat(text(told(Language.EN, one)).get(0)).contains(": 1,234 stories,");
  }

  @Test
  void aSilenceAndItsEndInBothLanguages() {
    assertThat(text(told(Language.ZH, AlertRows.silence("亦城时报", "OPEN"))))
        .containsExactly(
            "3月26日 13:00 起没有新稿，平时此间约有 7.2 个小时发稿。异常度 5.3。", "", "https://news.example.org");
    assertThat(text(told(Language.ZH, AlertRows.silence("亦城时报", "CLOSE"))).get(0))
        .isEqualTo("3月26日 13:00 至 3月26日 16:00 没有新稿，现已恢复。");
    assertThat(text(told(Language.EN, AlertRows.silence("亦城时报", "OPEN"))).get(0))
        .isEqualTo(
            "No article since 26 Mar 13:00, where about 7.2 hours usually have some. Score 5.3.");
    assertThat(text(told(Language.EN, AlertRows.silence("亦城时报", "CLOSE"))).get(0))
        .isEqualTo("No article from 26 Mar 13:00 to 26 Mar 16:00; there are articles again.");
    assertThat(told(Language.EN, AlertRows.silence("亦城时报", "OPEN")).title())
        .isEqualTo("Alert: 亦城时报 (source)");
  }

  @Test
  void aDigestTellsAllAndIsKnownByWhatItTells() {
    List<Alert> alerts =
        List.of(
            AlertRows.alert(AlertRows.burst("floods", "防汛", "OPEN", 0)),
            AlertRows.alert(AlertRows.silence("亦城时报", "OPEN")));
    Message digest = template(Language.ZH).digest(alerts);
    assertThat(digest.title()).isEqualTo("静默时段共有2条提醒");
    assertThat(text(digest))
        .startsWith("【提醒】防汛（主题）", "3月26日 13:00 至 3月26日 16:00：报道6个，稿件9篇；平时约 0.8 个。")
        .contains("", "【提醒】亦城时报（来源）");
    assertThat(digest.lines().get(0).pieces().get(0).bold()).isTrue();
    assertThat(digest.alerts()).isEqualTo(alerts);
    // printf '%s\n' KEY1 KEY2 | sha256sum
    assertThat(digest.key()).isEqualTo("digest/2dfec01721bc49ab82c234ff824ddbe6");
    assertThat(template(Language.EN).digest(alerts).title())
        .isEqualTo("2 alerts from the quiet hours");
    assertThat(template(Language.ZH).digest(alerts.subList(0, 1)).title()).isEqualTo("【提醒】防汛（主题）");
  }

  @Test
  void aTestSaysWhatItIs() {
    Instant now = Instant.parse("2026-03-26T08:00:00Z");
    assertThat(template(Language.ZH).test("yizhuang", now).title()).isEqualTo("这是 yizhuang 的测试消息");
    assertThat(template(Language.EN).test("yizhuang", now).title())
        .isEqualTo("This is a test message from yizhuang");
  }

  @Test
  void aTemplateOfOnesOwn() {
    Message message =
        own("{{name}}: {{uniqueStories}}\n{{#evidence}}**{{source}}** [{{title}}]({{url}})\n{{/evidence}}")
            .message(AlertRows.alert(AlertRows.burst("floods", "防汛", "OPEN", 0)));
    assertThat(message.title()).isEqualTo("防汛: 6");
    assertThat(message.lines().get(0).pieces())
        .containsExactly(
            new Piece("亦城时报", true, Optional.empty()),
            new Piece(" ", false, Optional.empty()),
            new Piece("暴雨致城区内涝", false, Optional.of(URI.create("https://example.org/a?id=1"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a {{nmae}}         | own.mustache: | nmae",
        "{{#evidence}} x    | own.mustache: | evidence",
        "ok {{{name}}}      | own.mustache:1: | values are always escaped",
        "ok {{&name}}       | own.mustache:1: | values are always escaped",
        "ok {{> other}}     | own.mustache:1: | there are no partials",
        "{{#close}}x{{/close}} | own.mustache:1: | the first line is the title; it is empty",
      })
  void aTemplateThatCannotBeUsedIsRefused(String text, String where, String why) {
    assertThatThrownBy(() -> own(text))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(where)
        .hasMessageContaining(why);
  }

  /** Names, headlines, addresses and sources come from strangers. */
  @Test
  void nothingThatAnArticleSaysHasAMeaning() {
    ObjectNode row = AlertRows.burst("floods", "a\r\nBcc: x@y.z\u202e**b**", "OPEN", 0);
    ObjectNode article = (ObjectNode) row.get("evidence").get(0);
    article.put("title", "[点我](https://evil.example) {{name}}\n# 标题\u0007 <at user_id=\"all\">");
    article.put("url", "javascript:alert(1)");
    Message message =
        own("{{name}}\n{{#evidence}}- [{{title}}]({{url}})\n{{/evidence}}")
            .message(AlertRows.alert(row));
    assertThat(message.title()).isEqualTo("a Bcc: x@y.z**b**");
    assertThat(message.lines().get(0).pieces())
        .containsExactly(
            new Piece("- ", false, Optional.empty()),
            new Piece(
                "[点我](https://evil.example) {{name}} # 标题 <at user_id=\"all\">",
                false,
                Optional.empty()));
    assertThat(message.lines()).hasSize(2);
  }

  @Test
  void anAddressCannotEndItsLinkEarly() {
    ObjectNode row = AlertRows.burst("floods", "防汛", "OPEN", 0);
    ((ObjectNode) row.get("evidence").get(0))
        .put("url", "https://example.org/a)**[x](https://evil.example)");
    Message message =
        own("t\n{{#evidence}}[{{title}}]({{url}})\n{{/evidence}}").message(AlertRows.alert(row));
    assertThat(message.lines().get(0).pieces()).hasSize(1);
    assertThat(message.lines().get(0).pieces().get(0).link())
        .as("brackets are no part of an address")
        .isEmpty();
    ((ObjectNode) row.get("evidence").get(0)).put("url", "https://例.org/a(b)*c'd");
    assertThat(Markup.web("https://example.org/a(b)*c'd/水"))
        .contains(URI.create("https://example.org/a%28b%29%2Ac%27d/%E6%B0%B4"));
  }

  @Test
  void anAddressForgesNoLines() {
    ObjectNode row = AlertRows.burst("floods", "防汛", "OPEN", 0);
    ((ObjectNode) row.get("evidence").get(0))
        .put("url", "https://a/\n\n**全部撤销** [点我](https://evil.example)");
    Message linked =
        own("t\n{{#evidence}}[{{title}}]({{url}})\n{{/evidence}}").message(AlertRows.alert(row));
    assertThat(linked.lines())
        .containsExactly(
            new Line(List.of(new Piece("暴雨致城区内涝", false, Optional.empty()))),
            new Line(List.of(new Piece("水库开闸泄洪", false, Optional.empty()))));
    Message shown =
        own("t\n{{#evidence}}{{title}} {{url}}\n{{/evidence}}").message(AlertRows.alert(row));
    assertThat(text(shown)).containsExactly("暴雨致城区内涝", "水库开闸泄洪");
    assertThat(text(told(Language.ZH, row))).contains("· 暴雨致城区内涝 亦城时报 3月26日 15:20");
  }

  @Test
  void longTextsAreCut() {
    ObjectNode row = AlertRows.burst("floods", "防".repeat(500), "OPEN", 0);
    ((ObjectNode) row.get("evidence").get(0)).put("title", "水".repeat(5000));
    Message message = told(Language.ZH, row);
    assertThat(message.title()).isEqualTo("【提醒】" + "防".repeat(60) + "…（主题）");
    assertThat(message.lines().get(3).text()).startsWith("· " + "水".repeat(120) + "… ");
  }
}
