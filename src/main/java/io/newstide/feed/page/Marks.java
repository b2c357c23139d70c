package io.newstide.feed.page;

import java.util.List;
import java.util.regex.Pattern;

/** What tells captions, mastheads and tables by their own marks. Stateless. */
final class Marks {

  private static final String HAN = "[\\u4e00-\\u9fff]";

  /** 白露 摄, 高远/摄, 摄影：高远, （本报记者 高远 摄）, 图/高远, 某局供图. */
  private static final Pattern CREDIT =
      Pattern.compile(
          "(?:^|[。！？”）)\\s▲])[（(]?[^。，！？（(]{0,24}?(?<![拍录航])(?:摄影|摄|供图)\\s*[）)]?[。]?$"
              + "|(?:^|[。\\s（(▲])(?:摄影|图片|图|照片)\\s*[/：:]\\s*[^。，]{2,16}[）)]?$"
              + "|[（(](?:资料图片?|图片由.{2,24}提供)[）)]$");

  private static final Pattern WRITTEN_TOO = Pattern.compile(".*(?:文/图|文/摄|文图|摄影报道|图/文|图文).*");

  private static final Pattern PICTURE =
      Pattern.compile("^(?:[▲△↑←→↓▼▽◀▶]|[上下左右]图[为：:]?|图为|图[：:]|图[①-⑩1-9一二三四五六][:：为]?|图片说明).*");

  private static final Pattern DATE =
      Pattern.compile("\\d{4}\\s*[年./-]\\s*\\d{1,2}\\s*[月./-]\\s*\\d{1,2}\\s*日?");

  private static final Pattern WEEKDAY = Pattern.compile("(?:星期|周|礼拜)[一二三四五六日天]");

  private static final Pattern EDITION =
      Pattern.compile(
          "第?\\s*[A-Za-z]?\\s*\\d{1,3}\\s*版|第\\s*[一二三四五六七八九十]+\\s*版|[今本]日\\s*\\d+\\s*版|^[A-Z]?\\d{1,3}$"
              + "|^[A-Z]?\\d{2}\\s*[｜|/·・\\s]?\\s*"
              + HAN
              + "{2,4}$|^"
              + HAN
              + "{2,4}\\s*[｜|/·・\\s]\\s*[A-Z]?\\d{1,2}$|总第\\s*\\d+\\s*期|第\\s*\\d+\\s*期|^PAGE\\s*\\d+$");

  private static final Pattern IMPRINT =
      Pattern.compile(
          "(?:责任编辑|责编|美编|美术编辑|版式|组版|校对|编辑|检校|主编|值班主任|值班总编|策划|审校|视觉|制图|主办|主管|出版|承印)\\s*[：:/｜|\\s]\\s*\\S"
              + "|(?:统一刊号|国内统一|CN\\s?\\d{2}[-—]\\d{4}|邮发代号|准印证|内部资料|免费赠阅|社址|邮编|新闻热线|热线电话|报料|投稿邮箱|电子邮箱|(?<!打)电话[：:]\\s*\\d|广告热线|E-?mail|零售价|定价|网址|https?://|www\\.|微信公众号|官方微博|扫码|二维码|农历|本版[图文责编撰]|下转|上接)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PAPER =
      Pattern.compile("^[《]?" + HAN + "{1,8}(?:日报|晚报|晨报|时报|周报|商报|都市报|快报|早报|导报|新报|时讯|周刊|资讯|报)[》]?$");

  private static final Pattern LATIN = Pattern.compile("^[A-Za-z][A-Za-z .·&'-]{3,40}$");

  private static final Pattern CELLS = Pattern.compile("\\s{2,}|[\\t\\u3000]+|\\s*[|｜│┃]\\s*");

  private static final Pattern RULE = Pattern.compile("^[\\s─━—\\-=_|+┌┐└┘├┤┬┴┼│┃*·.]{3,}$");

  private Marks() {}

  /** Whether text ends with a photographer's credit, and not with that of who wrote it too. */
  static boolean endsWithCredit(String text) {
    return text.length() <= 160
        && CREDIT.matcher(text).find()
        && !WRITTEN_TOO.matcher(text).matches();
  }

  /** Whether text says at its beginning that it explains a picture. */
  static boolean beginsAsCaption(String text) {
    return PICTURE.matcher(text).matches();
  }

  /** How sure a line is of a masthead or imprint: 0 if there is no sign of it. */
  static int masthead(String line) {
    if (line.length() > 90 || line.indexOf('。') >= 0 || line.indexOf('“') >= 0) {
      return 0;
    }
    boolean sentence = line.indexOf('，') >= 0;
    int signs = 0;
    var date = DATE.matcher(line);
    if (date.find() && !sentence) {
      String rest = date.replaceFirst("").strip();
      signs += rest.isEmpty() || WEEKDAY.matcher(rest).find() || rest.length() <= 12 ? 2 : 1;
      signs += WEEKDAY.matcher(rest).find() ? 2 : 0;
    }
    if (EDITION.matcher(line).find() && !sentence) {
      signs += line.length() <= 24 || signs > 0 ? 2 : 0;
    }
    if (IMPRINT.matcher(line).find()) {
      signs += line.length() <= 70 ? 3 : 1;
    }
    if (PAPER.matcher(line.replace(" ", "")).matches() && line.replace(" ", "").length() <= 10) {
      signs += 2;
    }
    if (RULE.matcher(line).matches()) {
      signs += 3;
    }
    return signs;
  }

  /** Whether a line is the name of a newspaper. */
  static boolean isPaper(String line) {
    return PAPER.matcher(line.replace(" ", "")).matches();
  }

  /** Whether a line is Latin script alone, as the foreign name of a newspaper. */
  static boolean isLatin(String line) {
    return LATIN.matcher(line).matches();
  }

  /** How many cells a line has as a row of a table; 1 if it is none. */
  static int cells(String line) {
    if (line.indexOf('。') >= 0 || line.length() > 80) {
      return 1;
    }
    List<String> wide =
        CELLS.splitAsStream(line).filter(cell -> !PageLines.strip(cell).isEmpty()).toList();
    if (wide.size() >= 2) {
      return wide.size();
    }
    // Cells one blank apart: short ones, and blanks that are not those of Latin text.
    String[] narrow = line.split("\\s+", -1);
    int latin = 0;
    for (String cell : narrow) {
      if (cell.length() > 12 || cell.indexOf('，') >= 0) {
        return 1;
      }
      latin += cell.chars().allMatch(c -> c < 128 && !Character.isDigit(c)) ? 1 : 0;
    }
    return latin * 2 > narrow.length ? 1 : narrow.length;
  }

  /** Whether cells hold a figure. */
  static boolean hasFigure(String line) {
    return line.chars().anyMatch(c -> c >= '0' && c <= '9');
  }
}
