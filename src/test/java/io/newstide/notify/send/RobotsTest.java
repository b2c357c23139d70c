package io.newstide.notify.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.notify.Alert;
import io.newstide.notify.AlertRows;
import io.newstide.notify.Delivery;
import io.newstide.notify.Language;
import io.newstide.notify.Message;
import io.newstide.notify.MessageTemplate;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each kind of receiver on the web gets, and what its answers mean. Signatures were computed
 * with Python's hmac and with openssl.
 */
class RobotsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.ofEpochMilli(1774512000123L);
  private static final MessageTemplate TEMPLATE =
      MessageTemplate.of(Language.ZH, ZoneId.of("Asia/Shanghai"), Optional.empty());
  private static final Message MESSAGE = message(AlertRows.burst("floods", "防汛", "OPEN", 0));

  private static Message message(ObjectNode row) {
    return TEMPLATE.message(AlertRows.alert(row));
  }

  private static JsonNode json(byte[] body) throws IOException {
    return JSON.readTree(body);
  }

  @Test
  void dingTalkGetsMarkdownAndASignatureInTheAddress() throws IOException {
    var robot =
        new DingTalk(
            URI.create("https://oapi.dingtalk.com/robot/send?access_token=abc"),
            Optional.of("SECdingtalk-0123456789"));
    Form.Request request = robot.request(MESSAGE, NOW);
    // python: quote_plus(b64encode(hmac.new(secret, f"{timestamp}\n{secret}", sha256).digest()))
    assertThat(request.address())
        .hasToString(
            "https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1774512000123&sign=JOG8D5t2nV8cXq8%2BNlUD0aGKrQwP9LlnBz3SAJMdC3w%3D");
    assertThat(json(request.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"msgtype": "markdown", "markdown": {"title": "【提醒】防汛（主题）", "text":
                "**【提醒】防汛（主题）**\\n\\n3月26日 13:00 至 3月26日 16:00：报道6个，稿件9篇；平时约 0.8 个。\\n\\n异常度 5.3，最高 6.0。\\n\\n\\n\\n· [暴雨致城区内涝](https://example.org/a?id=1) 亦城时报 3月26日 15:20\\n\\n· 水库开闸泄洪  3月26日 15:40"}}
                """));
    assertThat(new DingTalk(robot.address(), Optional.empty()).request(MESSAGE, NOW).address())
        .isEqualTo(robot.address());
  }

  @Test
  void feishuGetsAPostAndASignatureInTheBody() throws IOException {
    URI address = URI.create("https://open.feishu.cn/open-apis/bot/v2/hook/xyz");
    Form.Request request =
        new Feishu(address, Optional.of("feishu-secret-42")).request(MESSAGE, NOW);
    assertThat(request.address()).isEqualTo(address);
    // python: b64encode(hmac.new(f"{timestamp}\n{secret}", b"", sha256).digest())
    assertThat(json(request.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"msg_type": "post", "timestamp": "1774512000",
                 "sign": "sKU1uEF3FCeR9peTgBeRnCibhYz28rgSk+vqogfTbK8=",
                 "content": {"post": {"zh_cn": {"title": "【提醒】防汛（主题）", "content": [
                  [{"tag": "text", "text": "3月26日 13:00 至 3月26日 16:00：报道6个，稿件9篇；平时约 0.8 个。"}],
                  [{"tag": "text", "text": "异常度 5.3，最高 6.0。"}],
                  [{"tag": "text", "text": ""}],
                  [{"tag": "text", "text": "· "},
                   {"tag": "a", "text": "暴雨致城区内涝", "href": "https://example.org/a?id=1"},
                   {"tag": "text", "text": " 亦城时报 3月26日 15:20"}],
                  [{"tag": "text", "text": "· "}, {"tag": "text", "text": "水库开闸泄洪"},
                   {"tag": "text", "text": "  3月26日 15:40"}]]}}}}
                """));
    assertThat(new Feishu(address, Optional.empty()).body(MESSAGE).has("sign")).isFalse();
  }

  @Test
  void weComGetsMarkdown() throws IOException {
    URI address = URI.create("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k");
    Form.Request request = new WeCom(address).request(MESSAGE, NOW);
    assertThat(request.address()).isEqualTo(address);
    JsonNode body = json(request.body());
    assertThat(body.at("/msgtype").asText()).isEqualTo("markdown");
    assertThat(body.at("/markdown/content").asText())
        .startsWith("**【提醒】防汛（主题）**\n3月26日 13:00 至")
        .contains("\n· [暴雨致城区内涝](https://example.org/a?id=1) 亦城时报");
  }

  @Test
  void aWebhookGetsTheRowsAndASignature() throws IOException {
    URI address = URI.create("https://example.org/hook");
    Form.Request request =
        new WebHook(address, Optional.of("hook-secret"), Map.of("X-Team", "news"))
            .request(MESSAGE, NOW);
    JsonNode body = json(request.body());
    assertThat(body.get("key").asText()).isEqualTo(MESSAGE.key());
    assertThat(body.get("title").asText()).isEqualTo("【提醒】防汛（主题）");
    assertThat(body.get("text").asText())
        .contains("· 暴雨致城区内涝 <https://example.org/a?id=1> 亦城时报 3月26日 15:20\n");
    assertThat(body.get("alerts").get(0)).isEqualTo(AlertRows.burst("floods", "防汛", "OPEN", 0));
    assertThat(request.headers()).containsEntry("X-Team", "news");
    assertThat(request.headers().get("Newstide-Signature")).matches("t=1774512000,v1=[0-9a-f]{64}");
    // python: hmac.new(b"hook-secret", b'1774512000.{"a":1}', sha256).hexdigest()
    assertThat(Hmac.sha256("hook-secret", "1774512000.{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
        .asHexString()
        .isEqualToIgnoringCase("822b826d196984310381e92ebaf3ad2b0f786d2919f6bc9045aa01a3419c4bc3");
  }

  /** What would be a mention, a link, a picture or a heading in a group. */
  @Test
  void articlesCannotWriteMarkdownMentionsOrHtml() {
    ObjectNode row = AlertRows.burst("floods", "防汛<@all>", "OPEN", 0);
    ((ObjectNode) row.get("evidence").get(0))
        .put("title", "# <at user_id=\"all\">全体</at> ![x](https://evil.example/p.png) **大** `@张三`");
    String markdown = Texts.markdown(message(row), "\n");
    assertThat(markdown.lines().toList())
        .startsWith("**【提醒】防汛＜＠all＞（主题）**")
        .contains(
            "· [＃ ＜at user＿id＝\"all\"＞全体＜/at＞ ！［x］（https://evil.example/p.png） ＊＊大＊＊ ｀＠张三｀](https://example.org/a?id=1) 亦城时报 3月26日 15:20");
    assertThat(Texts.html(message(row)))
        .contains(
            "<a href=\"https://example.org/a?id=1\" rel=\"noreferrer\"># &lt;at user_id=&quot;all&quot;&gt;")
        .contains("防汛&lt;@all&gt;")
        .doesNotContain("<at ", "<@all>");
  }

  @ParameterizedTest
  @CsvSource({"dingtalk, 20000", "wecom, 4096", "feishu, 20000"})
  void whatIsTooLongIsCutAtALineAndSaysSo(String type, int most) throws IOException {
    URI address = URI.create("https://example.org/robot?key=0123456789");
    Form form =
        switch (type) {
          case "dingtalk" -> new DingTalk(address, Optional.of("s"));
          case "wecom" -> new WeCom(address);
          default -> new Feishu(address, Optional.of("s"));
        };
    List<Alert> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(AlertRows.alert(AlertRows.burst("floods-" + i, "防汛" + i, "OPEN", i)));
    }
    Message digest = TEMPLATE.digest(many);
    assertThat(form.fits(digest)).isFalse();
    assertThat(form.fits(MESSAGE)).isTrue();

    JsonNode sent =
        new HttpSender(
                form, new Secrets(List.of()), Duration.ofSeconds(1), InstantSource.fixed(NOW))
            .preview(digest);
    String all = sent.toString();
    int limited =
        type.equals("wecom")
            ? sent.at("/markdown/content").asText().getBytes(StandardCharsets.UTF_8).length
            : all.getBytes(StandardCharsets.UTF_8).length;
    assertThat(limited).isLessThanOrEqualTo(most).isGreaterThan(most - 400);
    assertThat(all).contains("防汛0（主题）", "……").doesNotContain("防汛199（主题）");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dingtalk | {'errcode':0,'errmsg':'ok'} | Delivered | ''",
        "dingtalk | {'errcode':130101,'errmsg':'send too fast, exceed 20 times per minute'} | Later PT10M | DingTalk 130101: send too fast",
        "dingtalk | {'errcode':-1,'errmsg':'system busy'} | Later | DingTalk -1: system busy",
        "dingtalk | {'errcode':310000,'errmsg':'sign not match'} | Misconfigured | its secret (secret), its keywords",
        "dingtalk | {'errcode':300001,'errmsg':'token is not exist'} | Misconfigured | is the access_token in its url right?",
        "dingtalk | {'errcode':460101,'errmsg':'message too long'} | Refused | DingTalk 460101: message too long",
        "dingtalk | {'errcode':999999} | Later | DingTalk 999999: no reason given",
        "dingtalk | <html>log in</html> | Misconfigured | none of a robot of DingTalk; is its url right?",
        "wecom | {'errcode':0,'errmsg':'ok'} | Delivered | ''",
        "wecom | {'errcode':45009,'errmsg':'api freq out of limit'} | Later PT1M | WeCom 45009: api freq out of limit",
        "wecom | {'errcode':93000,'errmsg':'invalid webhook url'} | Misconfigured | is the key in its url right",
        "wecom | {'errcode':40058,'errmsg':'markdown.content exceed max length 4096'} | Refused | WeCom 40058",
        "feishu | {'code':0,'msg':'success'} | Delivered | ''",
        "feishu | {'StatusCode':0,'StatusMessage':'success'} | Delivered | ''",
        "feishu | {'code':11232,'msg':'frequency limited'} | Later PT1M | Feishu 11232",
        "feishu | {'code':19001,'msg':'param invalid: incoming webhook access token invalid'} | Misconfigured | is its url right",
        "feishu | {'code':19021,'msg':'sign match fail or timestamp is not within one hour from current time'} | Misconfigured | is its secret right, and this computer's clock?",
        "feishu | {'code':19024,'msg':'Key Words Not Found'} | Misconfigured | one of the robot's keywords",
        "feishu | {'code':9499,'msg':'Bad Request'} | Refused | Feishu 9499: Bad Request",
        "feishu | {} | Misconfigured | none of a robot of Feishu",
      })
  void anAnswerOf200IsLookedInto(String type, String body, String expected, String why)
      throws IOException {
    URI address = URI.create("https://example.org/robot");
    Form form =
        switch (type) {
          case "dingtalk" -> new DingTalk(address, Optional.empty());
          case "wecom" -> new WeCom(address);
          default -> new Feishu(address, Optional.empty());
        };
    JsonNode json =
        body.startsWith("<") ? MissingNode.getInstance() : JSON.readTree(body.replace('\'', '"'));
    Delivery delivery = form.meaning(new Form.Answer(200, json)).orElseThrow();
    assertThat(Deliveries.shown(delivery)).isEqualTo(expected);
    assertThat(Deliveries.why(delivery)).contains(why);
  }
}
