package io.newstide.feed.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The printed opening of a story, of any outlet: 本报讯（记者 苏晴）, 新华社北京5月8日电, 澜江新闻网5月19日讯, 本报记者 高远 报道,
 * （记者 何小满）.
 *
 * @param end where it ends in the text it was found in; an open parenthesis is not part of it
 * @param byline whether it is only the reporter's name, which may stand at the end of a story too
 */
record Opening(int end, boolean byline) {

  private static final String HAN = "[\\u4e00-\\u9fff]";

  private static final String OUTLET =
      "(?:本报|本网|本台|本刊|本社|本端|新华社|中新社|中新网|"
          + HAN
          + "{1,12}?(?:日报|晚报|晨报|时报|周报|商报|都市报|快报|早报|导报|新报|报社|报|新闻网|在线|网|通讯社|电视台|广播电台|电台|社|台"
          + "|新闻|客户端|融媒体中心|融媒体|融媒|发布))";

  private static final String DAY = "(?:\\d{4}年)?(?:\\d{1,2}月)?\\d{1,2}日";

  private static final String MARKS = "[□■●○◆◇▲△★☆►▶\\s]*";

  private static final Pattern DATELINE =
      Pattern.compile(
          MARKS
              + "[【\\[（(]?(?:综合|据)?"
              + OUTLET
              + "\\s*(?:综合)?(?:"
              + HAN
              + "{0,8}?\\s*(?:"
              + DAY
              + ")?)\\s*(?:综合|专)?(?:讯(?![息号飞])|消息[：:]|电(?=\\s|[（(：:—\\n题]|记者))(?:\\s*[】\\]）)])?");

  private static final String NAME = HAN + "(?:\\s?" + HAN + "|" + HAN + "{1,3})";

  private static final String ROLE = "(?:首席|特约|见习|实习|全媒体|融媒体|融媒|摄影|本报)*(?:记者|通讯员|评论员|特派员|实习生)";

  /** 本报记者 高远 通讯员 何小满 文/摄, a line of its own or run in before the text. */
  private static final Pattern REPORTER =
      Pattern.compile(
          MARKS
              + "(?:"
              + OUTLET
              + ")?[ \\t\u3000]*"
              + ROLE
              + "(?:[ \\t\u3000]*[：:][ \\t\u3000]*|[ \\t\u3000]+|(?=\\S{2,3}(?:报道|\\n|$)))"
              + NAME
              + "(?:[ \\t\u3000、，/]+(?:"
              + ROLE
              + "[ \\t\u3000：:]*)?"
              + NAME
              + ")*?[ \\t\u3000]*(?:(?:综合|摄影)?报道|文/图|文/摄|/文|文图|文|撰文)?[ \\t\u3000]*(?:[：:—]+|(?=\\n|$|[ \\t\u3000]))");

  /** □ 高远, □本报记者 高远. */
  private static final Pattern BOXED =
      Pattern.compile(
          "[□■◎○]\\s*(?:" + OUTLET + ")?(?:" + ROLE + ")?\\s*" + NAME + "(?=\\n|$|\\s)");

  /** （记者 苏晴） before the text. */
  private static final Pattern PARENTHESIS =
      Pattern.compile(
          "[（(](?:(?:"
              + OUTLET
              + ")?\\s*"
              + ROLE
              + "|(?:"
              + OUTLET
              + "|融媒体中心|全媒体中心|新闻中心)(?=\\s))[\\s：:]*"
              + HAN
              + "[^（）()。]{0,50}[）)]");

  private static final String SHORT_NAME = HAN + "(?:\\s?" + HAN + "|" + HAN + "{2})";

  /** A line that is only who wrote: （本报记者 何小满）, （苏晴 高远）. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "[（(]\\s*(?:"
              + OUTLET
              + "\\s*)?(?:(?:"
              + ROLE
              + "|融媒体中心)[\\s：:]*"
              + NAME
              + "|(?!待续|续完|未完|下略|完毕)"
              + SHORT_NAME
              + ")(?:[\\s、，]+(?:"
              + ROLE
              + "[\\s：:]*)?"
              + SHORT_NAME
              + ")*\\s*(?:文|整理|报道|供稿)?\\s*[）)]");

  /**
   * The opening at the beginning of a text, if there is one.
   *
   * @param text the first lines of what may be a story, joined, with {@code \n} behind the first
   *     line
   */
  static Optional<Opening> at(String text) {
    String joined = text.replace("\n", "");
    Matcher dateline = DATELINE.matcher(joined);
    if (dateline.lookingAt() && begins(text, dateline.end())) {
      return Optional.of(new Opening(dateline.end(), false));
    }
    Matcher parenthesis = PARENTHESIS.matcher(joined);
    if (parenthesis.lookingAt()) {
      return Optional.of(
          new Opening(parenthesis.end(), parenthesis.end() >= firstLine(text).length()));
    }
    int line = firstLine(text).length();
    for (Pattern pattern : new Pattern[] {REPORTER, BOXED}) {
      Matcher byline = pattern.matcher(text);
      if (pattern.matcher(firstLine(text)).matches()) {
        return Optional.of(new Opening(line, true));
      }
      if (byline.lookingAt() && byline.end() <= line) {
        return Optional.of(new Opening(byline.end(), byline.end() == line));
      }
    }
    return Optional.empty();
  }

  /** Whether an opening that was found begins on the first line, not on the one behind it. */
  private static boolean begins(String text, int end) {
    int line = firstLine(text).length();
    if (end <= line || line == text.length()) {
      return end <= line;
    }
    return !DATELINE.matcher(text.substring(line + 1)).lookingAt();
  }

  /** Whether a line is only a byline in parentheses, as stands at the end of a story. */
  static boolean isSignature(String line) {
    return SIGNATURE.matcher(line).matches();
  }

  /**
   * Where a story opens in the midst of a line: behind a headline that stands on the same line, or
   * behind the story before.
   *
   * @return the index of the opening, -1 if there is none
   */
  static int within(String line) {
    for (int at = line.indexOf('讯', 1); at > 0; at = line.indexOf('讯', at + 1)) {
      if (at + 1 < line.length() && "（(".indexOf(line.charAt(at + 1)) >= 0) {
        for (String outlet : new String[] {"本报", "本网", "本台", "本刊", "新华社", "中新社"}) {
          int start = line.lastIndexOf(outlet, at);
          if (start > 0
              && at - start <= 18
              && DATELINE.matcher(line.substring(start)).lookingAt()) {
            return start;
          }
        }
      }
    }
    return -1;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
