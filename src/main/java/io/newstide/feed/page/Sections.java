package io.newstide.feed.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a newspaper's sections. Stateless. */
final class Sections {

  private static final String NAMES =
      "(?:头版|要闻|时政|时事|综合|新闻|民生|社会|城事|城市|都市|本地|地方|区域|县域|乡村|三农|农业|经济|财经|金融|产业|园区|企业|科技|科创|创新|教育|健康|卫生"
          + "|医疗|文化|文体|体育|娱乐|副刊|文艺|读书|理论|评论|观点|言论|法治|国内|国际|生态|环境|环保|交通|旅游|生活|消费|服务|党建|人物|专题|专版"
          + "|特刊|特别报道|深度|调查|视点|焦点|关注|聚焦|基层|街道|社区|镇街|公告|广告|影像|图片)";

  private static final Pattern ONE =
      Pattern.compile("(?:[\\u4e00-\\u9fff]{2})?" + NAMES + "{1,2}(?:新闻|版|周刊|报道)?");

  private static final Pattern WITHIN =
      Pattern.compile(
          "(?<![\\u4e00-\\u9fff])((?:[\\u4e00-\\u9fff]{2})?"
              + NAMES
              + "{1,2}(?:新闻|报道)?)(?![\\u4e00-\\u9fff])|版\\s*[：:·]?\\s*([\\u4e00-\\u9fff]{2,4})(?![\\u4e00-\\u9fff：:])");

  private Sections() {}

  /** Whether a line is a section's name alone. */
  static boolean isOne(String line) {
    String dense = PageLines.dense(line);
    return dense.length() <= 6 && ONE.matcher(dense).matches();
  }

  /** The section that a line of the masthead names. */
  static Optional<String> in(String masthead) {
    Matcher within = WITHIN.matcher(masthead.replaceAll("(?:星期|周)[一二三四五六日天]", " "));
    if (within.find()) {
      return Optional.of(within.group(1) != null ? within.group(1) : within.group(2));
    }
    return Optional.empty();
  }
}
