package io.newstide.feed.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {

  private static final String TEXT = "<rss><title>澜江防汛演练，机器人上岗</title></rss>";

  private static byte[] bytes(String declared, String charset) {
    String prolog = declared == null ? "" : "<?xml version='1.0' encoding='" + declared + "'?>";
    return (prolog + TEXT).getBytes(Charset.forName(charset));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // real, header, declared
        "UTF-8, UTF-8, UTF-8",
        "UTF-8, -, -",
        "UTF-8, ISO-8859-1, -",
        "UTF-8, GBK, UTF-8",
        "UTF-8, -, GB2312",
        "UTF-8, nonsense, utf8mb4",
        "GBK, GBK, GBK",
        "GBK, UTF-8, GBK",
        "GBK, -, gb2312",
        "GBK, GB2312, -",
        "GBK, ISO-8859-1, GBK",
        "GBK, -, -",
        "GB18030, -, GB18030",
        "GB18030, UTF-8, UTF-8",
        "UTF-16, -, -",
        "UTF-16BE, -, UTF-16BE",
        "UTF-16LE, -, -",
      })
  void findsWhatMakesText(String real, String header, String declared) {
    assertThat(Encoding.text(bytes(declared, real), Optional.ofNullable(header))).endsWith(TEXT);
  }

  @Test
  void aByteOrderMarkDecidesAndIsNoText() {
    byte[] marked = ("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_8);
    assertThat(Encoding.text(marked, Optional.of("GBK"))).isEqualTo(TEXT);
  }

  @Test
  void otherEncodingsAreReadWhereTheyAreNamed() {
    byte[] big5 = "<a>防汛與機器人</a>".getBytes(Charset.forName("Big5"));
    assertThat(Encoding.text(big5, Optional.of("Big5"))).isEqualTo("<a>防汛與機器人</a>");
  }

  @Test
  void charactersBeyondGbkAreRead() {
    byte[] bytes = "<a>𠮷野家㐂</a>".getBytes(Charset.forName("GB18030"));
    assertThat(Encoding.text(bytes, Optional.of("gb2312"))).isEqualTo("<a>𠮷野家㐂</a>");
  }

  @Test
  void aCutCharacterSpoilsNoMoreThanItself() {
    byte[] utf8 = "<a>防汛防汛防汛</a>".getBytes(StandardCharsets.UTF_8);
    byte[] cut = new byte[utf8.length - 1];
    // without the last byte of the third character
    System.arraycopy(utf8, 0, cut, 0, 11);
    System.arraycopy(utf8, 12, cut, 11, utf8.length - 12);
    assertThat(Encoding.text(cut, Optional.empty())).isEqualTo("<a>防汛\uFFFD汛防汛</a>");
  }

  @Test
  void latinIsReadWhereItIsDeclared() {
    byte[] latin =
        "<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\u00E9</a>"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Encoding.text(latin, Optional.empty())).endsWith("<a>caf\u00E9</a>");
    assertThat(Encoding.text(Arrays.copyOf(latin, 0), Optional.empty())).isEmpty();
  }
}
