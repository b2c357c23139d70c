package io.newstide.language;

import io.newstide.language.names.NameType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which of an article's names are short forms of others: 清华 of 清华大学, 市发改委 of 澜江市发展和改革委员会, 普京 of
 * 弗拉基米尔·普京, 宁安 of 宁安市. Only an article that has the long form says so, and only where one long form
 * fits.
 */
final class ShortForms {

  /** What a name may lack and still be the whole: not a part of it (清华大学 is not 清华大学附属中学). */
  private static final Pattern REST_OF_ORGANISATION =
      Pattern.compile(
          "大学|学院|医院|银行|保险|证券|出版社"
              + "|(?:科技|技术|控股|实业|机器人|智能|电子|信息|汽车|生物|医药|制药|能源|材料|新材料|动力|重工|水务|建设|投资|网络|软件|传媒|航空|航天"
              + "|电气|电力|环保|食品|国际|通信)*(?:集团)?(?:股份)?(?:有限)?(?:责任)?(?:公司)?(?:集团)?");

  private static final Pattern REST_OF_PLACE =
      Pattern.compile("省|市|区|县|镇|乡|村|州|旗|盟|街道|社区|自治区|自治州|自治县|特别行政区|新区|地区|地带|高原|平原|半岛|群岛|高地|水库");

  /** A short form does not end as a whole organisation does. */
  private static final Pattern WHOLE_ORGANISATION =
      Pattern.compile(".*(?:大学|学院|中学|小学|医院|银行|公司|集团|委员会|研究院|研究所|协会|部|局|厅|院|办|省委|市委|区委|县委)");

  /**
   * What an abbreviation would have shortened: 北京大学 is not 北京外国语大学, 中国银行 is not 中国农业银行. Behind the
   * level alone it may stand in full (市医院 of 澜江市人民医院).
   */
  private static final Pattern UNABBREVIATED =
      Pattern.compile("[^省市区县].*(?:大学|学院|中学|小学|医院|银行|公司|集团|委员会|研究院|研究所|科学院|协会)");

  private static final int SHORTEST_ABBREVIATION = 3;

  /** More names of a kind are not compared with each other, so that time stays linear. */
  private static final int MOST_NAMES = 400;

  /** A longer name is no name, and comparing such costs time. */
  private static final int LONGEST_NAME = 64;

  private ShortForms() {}

  /**
   * The long form of each short one.
   *
   * @param names the names of one type, in the order the article has them first
   */
  static Map<String, String> of(NameType type, Set<String> names) {
    if (names.size() > MOST_NAMES) {
      return Map.of();
    }
    var longestFirst = new ArrayList<>(names);
    longestFirst.removeIf(name -> name.length() > LONGEST_NAME);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    var longForms = new HashMap<String, String>();
    for (var name : longestFirst) {
      // 宇树 of 宇树科技 and of 宇树科技有限公司 is one long form, not two.
      var fitting = new HashSet<String>();
      for (var other : longestFirst) {
        if (other.length() > name.length() && isShortOf(type, name, other)) {
          fitting.add(longForms.getOrDefault(other, other));
        }
      }
      if (fitting.size() == 1) {
        longForms.put(name, fitting.iterator().next());
      }
    }
    return longForms;
  }

  private static boolean isShortOf(NameType type, String name, String longer) {
    return switch (type) {
      case PERSON -> longer.endsWith("·" + name);
      case PLACE ->
          name.length() >= 2
              && longer.startsWith(name)
              && REST_OF_PLACE.matcher(longer.substring(name.length())).matches();
      case ORGANISATION -> isShortOrganisation(name, longer);
    };
  }

  private static boolean isShortOrganisation(String name, String longer) {
    if (name.length() < 2) {
      return false;
    }
    if (longer.startsWith(name)
        && !WHOLE_ORGANISATION.matcher(name).matches()
        && REST_OF_ORGANISATION.matcher(longer.substring(name.length())).matches()) {
      return true;
    }
    return name.length() >= SHORTEST_ABBREVIATION
        && !UNABBREVIATED.matcher(name).matches()
        && isAbbreviation(name, longer);
  }

  /**
   * Whether the characters of the short name stand in the long one in their order, its last one
   * close to the end (委 of 委员会), where both begin alike, or the short one with the level alone (市
   * of 澜江市).
   */
  private static boolean isAbbreviation(String name, String longer) {
    var at = -1;
    for (var i = 0; i < name.length(); i++) {
      at = longer.indexOf(name.charAt(i), at + 1);
      if (at < 0) {
        return false;
      }
      if (i == 0 && at > 0 && "省市区县".indexOf(name.charAt(0)) < 0) {
        return false;
      }
    }
    // The last character of an abbreviation is the last one of the name or begins its last word.
    var rest = longer.substring(at + 1);
    return rest.isEmpty() || rest.equals("员会") || rest.equals("公室") || rest.equals("挥部");
  }
}
