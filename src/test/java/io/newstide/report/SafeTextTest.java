package io.newstide.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  @Test
  void aLineHasNoBreaksNoHiddenSignsAndAnEnd() {
    assertThat(SafeText.line("  防汛\r\n\t演练 ")).isEqualTo("防汛 演练");
    // A right-to-left override, a zero-width space, a null, half a character.
    assertThat(SafeText.line("a\u202Eb\u200Bc\0d\uD800e")).isEqualTo("abcde");
    assertThat(SafeText.line("𠮷".repeat(10_000))).isEqualTo("𠮷".repeat(200) + "…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "[a](http://b); \\[a\\](http\\://b)",
        "1. a; 1\\. a",
        "3.5%; 3\\.5%",
        "v3.5; v3.5",
        "- a; \\- a",
        "a-b; a-b",
        "`x` *y* _z_; \\`x\\` \\*y\\* \\_z\\_",
        "<b>&amp; \\<b\\>\\&amp",
        "www.a.cn; www\\.a.cn",
        "a|b; a\\|b",
        "x@y.cn; x\\@y.cn",
        "#1; \\#1",
        "a\\; a\\\\",
      })
  void markdownSaysTheTextAndNothingElse(String text, String markdown) {
    assertThat(SafeText.markdown(text)).isEqualTo(markdown);
  }

  @Test
  void htmlIsEscapedForTextAndAttributes() {
    assertThat(SafeText.html("<a href=\"x\" title='y'>&</a>"))
        .isEqualTo("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "//example.org/a",
        "/a",
        "",
        "https:///a",
        "http://a b",
        "https://a/<x>",
        "https://a/\"x"
      })
  void onlyAddressesOfTheWebAreLinks(String address) {
    assertThat(SafeText.address(address)).isEmpty();
  }

  @Test
  void anAddressIsAscii() {
    assertThat(SafeText.address("HTTPS://example.org/防?a=1&b=(2)"))
        .contains("HTTPS://example.org/%E9%98%B2?a=1&b=(2)");
  }
}
