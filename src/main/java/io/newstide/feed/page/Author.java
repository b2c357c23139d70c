package io.newstide.feed.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds who wrote a story: in its printed opening, else in the line that signs it. Stateless. */
final class Author {

  private static final Pattern ROLE =
      Pattern.compile(".*?(?:记者|(通讯员)|评论员|特派员|实习生|融媒体中心|融媒体|融媒|编辑部|新闻中心|采访中心)(?=.{0,4}$)");

  private static final Set<String> FILLING =
      Set.of(
          "文", "图", "摄", "文摄", "文图", "摄影", "综合", "整理", "报道", "摄影报道", "综合报道", "供图", "供稿", "撰文", "首席",
          "见习", "实习", "特约", "全媒体", "作者");

  private static final Pattern NAME =
      Pattern.compile("[\\u4e00-\\u9fff]{2,4}|[\\u4e00-\\u9fff]{1,6}·[\\u4e00-\\u9fff]{1,8}");

  private static final Pattern OUTLET = Pattern.compile(".*(?:报|网|社|台|中心|客户端|融媒|新闻|部|局|委|讯|电|消息)");

  private static final Pattern PARENTHESES = Pattern.compile("[（(]([^（）()。]{2,60})[）)]");

  private static final Pattern TAIL =
      Pattern.compile("(?:文/图|文/摄|/文|(?:综合|摄影)?报道|撰文|文图|摄)?[：:—]*$");

  private Author() {}

  /**
   * The names in an opening or a signature joined by 、; correspondents (通讯员) only where no reporter
   * is named; empty without names.
   *
   * @param body the story's body
   * @param opens whether the body begins with a printed opening
   */
  static String of(String body, boolean opens) {
    String first = body.substring(0, Math.min(160, body.length()));
    if (opens) {
      Matcher parentheses = PARENTHESES.matcher(first);
      if (parentheses.find() && parentheses.start() < 40 && parentheses.start() < end(first)) {
        String names = names(parentheses.group(1));
        if (!names.isEmpty()) {
          return names;
        }
      }
      int line = body.indexOf('\n');
      String byline =
          Opening.at(
                  first.substring(0, line < 0 || line > 60 ? Math.min(60, first.length()) : line))
              .map(o -> first.substring(0, Math.min(o.end(), first.length())))
              .orElse("");
      String names = names(TAIL.matcher(byline).replaceAll(""));
      if (!names.isEmpty()) {
        return names;
      }
    }
    String signature = PageLines.strip(body.substring(body.lastIndexOf('\n') + 1));
    if (Opening.isSignature(signature)) {
      return names(signature.substring(1, signature.length() - 1));
    }
    if (body.indexOf('\n') >= 0 && Opening.at(signature).filter(Opening::byline).isPresent()) {
      return names(TAIL.matcher(signature).replaceAll(""));
    }
    Matcher closing = CLOSING.matcher(body);
    return closing.find() ? names(closing.group(1)) : "";
  }

  private static final Pattern CLOSING =
      Pattern.compile("[（(]((?:本报|本网|本台)?[^（）()。]{0,12}?记者[^（）()。]{1,40})[）)]$");

  private static int end(String text) {
    int stop = text.indexOf('。');
    return stop < 0 ? text.length() : stop;
  }

  private static String names(String text) {
    Set<String> reporters = new LinkedHashSet<>();
    Set<String> correspondents = new LinkedHashSet<>();
    boolean correspondent = false;
    List<String> words = words(text);
    for (String word : words) {
      Matcher role = ROLE.matcher(word);
      String name = word;
      if (role.find()) {
        correspondent = role.group(1) != null;
        name = word.substring(role.end());
      }
      name = name.replaceFirst("(?<=..)(?:摄影报道|综合报道|报道|文/图|文图|摄影|摄|供稿)$", "");
      if (!FILLING.contains(name)
          && NAME.matcher(name).matches()
          && !OUTLET.matcher(name).matches()) {
        (correspondent ? correspondents : reporters).add(name);
      }
    }
    return String.join("、", reporters.isEmpty() ? correspondents : reporters);
  }

  /** The words of a byline; a name of two characters set apart (高 远) is one. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("[\\s、，,；;：:/|□■◎○]+", -1)) {
      int last = words.size() - 1;
      if (word.length() == 1 && last >= 0 && words.get(last).length() == 1) {
        words.set(last, words.get(last) + word);
      } else if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
