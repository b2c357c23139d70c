package io.newstide.language;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads the post of a person from the words beside the name: 管委会主任孔磊, 周启明市长. */
final class Posts {

  private static final String[] ENDINGS = {
    "主任", "书记", "市长", "省长", "区长", "县长", "镇长", "乡长", "村长", "州长", "局长", "厅长", "部长", "处长", "科长", "司长",
    "院长", "校长", "所长", "会长", "理事长", "董事长", "秘书长", "行长", "社长", "台长", "馆长", "厂长", "队长", "站长", "园长",
    "班长", "组长", "船长", "机长", "检察长", "总裁", "总经理", "经理", "总监", "创始人", "合伙人", "首席执行官", "总编辑", "总编",
    "总工程师", "工程师", "设计师", "教授", "研究员", "院士", "博士", "讲师", "教师", "老师", "医生", "医师", "护士长", "专家", "学者",
    "预报员", "总统", "总理", "首相", "主席", "国王", "大臣", "外长", "防长", "大使", "发言人", "议长", "议员", "委员", "代表",
    "委员长", "司令", "司令员", "政委", "参谋长", "教练", "主教练", "队员", "选手", "运动员", "负责人", "党支部书记", "支书", "法官",
    "律师", "作家", "导演", "演员", "画家", "先生", "女士", "同志"
  };

  private static final Set<String> NOT_A_POST = Set.of("先生", "女士", "同志", "老师", "代表");

  private static final Set<String> PREFIXES =
      Set.of(
          "副", "党委", "党组", "常务", "首席", "总", "高级", "执行", "名誉", "第一", "联合", "代", "原", "前", "党总支",
          "党支部", "支部");

  private static final Set<String> SHORT_UNITS =
      Set.of("局", "院", "厅", "部", "处", "委", "办", "室", "科", "队", "所", "站", "组", "司", "社", "台");

  private static final Set<String> LEVELS = Set.of("市", "区", "县", "省", "州", "镇", "乡", "村");

  private static final String UNIT_ENDINGS = "委会局院厅部处室队所站组办校台社";

  private static final int LONGEST = 16;

  private Posts() {}

  /** The post the text gives a person at this stretch, empty if none. */
  static String of(Passage passage, int start, int end) {
    var terms = passage.terms();
    var before = indexEndingAt(terms, start);
    if (before < 0 && start > 0 && passage.text().charAt(start - 1) == ' ') {
      before = indexEndingAt(terms, start - 1);
    }
    if (before >= 0 && endsLikePost(terms.get(before).word())) {
      var first = extend(terms, before);
      var post = passage.text().substring(terms.get(first).start(), terms.get(before).end());
      return NOT_A_POST.contains(post) ? "" : post;
    }
    var after = indexEndingAt(terms, end) + 1;
    if (after > 0
        && after < terms.size()
        && terms.get(after).start() == end
        && endsLikePost(terms.get(after).word())
        && !NOT_A_POST.contains(terms.get(after).word())
        && (after + 1 == terms.size() || !terms.get(after + 1).tag().startsWith("nr"))) {
      return terms.get(after).word();
    }
    return "";
  }

  private static int extend(List<Term> terms, int post) {
    var first = post;
    while (first > 0 && adjoins(terms, first) && PREFIXES.contains(terms.get(first - 1).word())) {
      first--;
    }
    if (first == 0 || !adjoins(terms, first)) {
      return first;
    }
    var unit = terms.get(first - 1).word();
    if (SHORT_UNITS.contains(unit)) {
      if (first >= 2 && adjoins(terms, first - 1) && isNoun(terms.get(first - 2))) {
        first -= 2;
      } else {
        return first;
      }
    } else if (isNoun(terms.get(first - 1))
        && unit.length() <= 6
        && UNIT_ENDINGS.indexOf(unit.charAt(unit.length() - 1)) >= 0) {
      first--;
    } else {
      return first;
    }
    if (first > 0
        && adjoins(terms, first)
        && LEVELS.contains(terms.get(first - 1).word())
        && !endsName(terms, first - 1)) {
      first--;
    }
    return terms.get(post).end() - terms.get(first).start() <= LONGEST ? first : post;
  }

  private static boolean isNoun(Term term) {
    var tag = term.tag();
    return tag.equals("n") || tag.equals("j") || tag.equals("vn") || tag.equals("nz");
  }

  /** Whether the level ends the name of a place (澜江市, 经开区) rather than stands for it (市). */
  private static boolean endsName(List<Term> terms, int level) {
    return level > 0
        && adjoins(terms, level)
        && "njgbv".indexOf(terms.get(level - 1).tag().charAt(0)) >= 0;
  }

  private static boolean adjoins(List<Term> terms, int i) {
    return terms.get(i - 1).end() == terms.get(i).start();
  }

  /** Whether a text ends like a post at an offset. */
  static boolean endsLikePost(char[] text, int end) {
    for (var ending : ENDINGS) {
      if (Arrays.equals(
          text,
          Math.max(0, end - ending.length()),
          end,
          ending.toCharArray(),
          0,
          ending.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsLikePost(String word) {
    for (var ending : ENDINGS) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  /** The word that ends at an offset, -1 if none does. */
  private static int indexEndingAt(List<Term> terms, int offset) {
    var low = 0;
    var high = terms.size() - 1;
    while (low <= high) {
      var mid = (low + high) >>> 1;
      var end = terms.get(mid).end();
      if (end == offset) {
        return mid;
      }
      if (end < offset) {
        low = mid + 1;
      } else {
        high = mid - 1;
      }
    }
    return -1;
  }
}
