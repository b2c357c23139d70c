package io.newstide.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names from the segmenter's tags: people and places as tagged, organisations and longer places by
 * joining words up to a suffix (澜江 + 市 + 水务 + 局).
 */
final class RuleNames implements NameFinder {

  private static final int MOST_WORDS = 9;
  private static final int LONGEST = 24;

  /** The frequent surnames of one character. */
  private static final String SURNAMES =
      "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费"
          + "廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝明臧计成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席"
          + "季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀"
          + "甄曲封储靳段富焦谷车侯全班仰秋仲宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄白怀蒲台从鄂索咸籍卓蔺屠蒙池乔阎闫温庄晏柴瞿充慕"
          + "连茹习艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾沙丰关蒯相查荆红游竺权肖付代"
          + "牛尚佟岳郜揭冉覃商苟谌麦门亓仝佘栗";

  private static final Set<String> DOUBLE_SURNAMES =
      Set.of("欧阳", "司马", "上官", "诸葛", "慕容", "司徒", "东方", "尉迟", "公孙", "皇甫", "令狐", "端木", "夏侯", "南宫");

  private static final String NO_LAST_CHARACTER_OF_A_PERSON = "区市县省镇乡村街路江河湖桥站厂司局院校报台网社部厅";

  private static final Set<String> PLACE_SUFFIXES =
      Set.of(
          "区", "县", "市", "镇", "乡", "村", "省", "州", "街道", "大街", "路", "江", "河", "湖", "山", "港", "水库",
          "公园", "广场", "大桥", "新区", "社区", "自治区", "自治州", "半岛", "群岛", "高速", "机场");

  private static final String[] ORGANISATION_SUFFIXES = {
    "委员会", "管委会", "常委会", "委", "厅", "局", "部", "法院", "检察院", "政府", "指挥部", "支队", "总队", "大队", "党委", "市委",
    "省委", "区委", "县委", "纪委", "党校", "公司", "集团", "银行", "证券", "保险", "大学", "学院", "中学", "小学", "幼儿园", "学校",
    "医院", "协会", "学会", "联合会", "基金会", "研究所", "研究院", "实验室", "中心", "日报", "晚报", "报社", "电视台", "广播电台",
    "通讯社", "出版社", "博物馆", "图书馆", "科技馆", "体育馆", "俱乐部", "联盟", "商会", "工会", "合作社", "气象台", "科学院", "工程院",
    "学部", "乐团", "剧院", "总社", "总局", "总公司", "交易所", "组织部", "宣传部", "统战部", "派出所", "卫生院", "福利院", "服务站",
    "组委会", "居委会", "村委会", "科技", "重工"
  };

  @Override
  public List<Span> find(Passage passage, char[] printed) {
    var terms = passage.terms();
    var spans = new ArrayList<Span>();
    for (var i = 0; i < terms.size(); i++) {
      var term = terms.get(i);
      var organisation = organisationEndingAt(terms, i);
      if (organisation >= 0) {
        push(spans, terms.get(organisation).start(), term.end(), NameType.ORGANISATION);
        continue;
      }
      var place = placeEndingAt(terms, i);
      if (place >= 0) {
        push(spans, terms.get(place).start(), term.end(), NameType.PLACE);
        continue;
      }
      if (isPerson(term)) {
        push(spans, term.start(), term.end(), NameType.PERSON);
      }
    }
    return spans;
  }

  @Override
  public String version() {
    return "rules-1";
  }

  private static void push(List<Span> spans, int start, int end, NameType type) {
    while (!spans.isEmpty() && spans.get(spans.size() - 1).end() > start) {
      spans.remove(spans.size() - 1);
    }
    spans.add(new Span(start, end, type));
  }

  private static int organisationEndingAt(List<Term> terms, int last) {
    var term = terms.get(last);
    if (term.tag().startsWith("nt") && term.word().length() >= 3) {
      return last;
    }
    if (!isNounLike(term.tag()) || !endsWithOrganisationSuffix(term.word())) {
      return -1;
    }
    var first = -1;
    var words = 0;
    for (var i = last - 1; i >= 0 && words < MOST_WORDS; i--, words++) {
      var word = terms.get(i);
      if (word.end() != terms.get(i + 1).start()
          || term.end() - word.start() > LONGEST
          || !isPartOfOrganisation(word)) {
        break;
      }
      if (isProper(word.tag())) {
        first = i;
      }
    }
    return first >= 0 && term.end() - terms.get(first).start() >= 4 ? first : -1;
  }

  private static boolean endsWithOrganisationSuffix(String word) {
    for (var suffix : ORGANISATION_SUFFIXES) {
      if (word.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPartOfOrganisation(Term term) {
    var tag = term.tag();
    return isNounLike(tag)
        || tag.equals("vn")
        || tag.equals("b")
        || tag.equals("f")
        || tag.equals("an")
        || (tag.equals("mq") && term.word().startsWith("第"));
  }

  private static boolean isNounLike(String tag) {
    return tag.startsWith("n") || tag.equals("j");
  }

  private static boolean isProper(String tag) {
    return tag.startsWith("ns")
        || tag.startsWith("nt")
        || tag.equals("nz")
        || tag.equals("nx")
        || tag.startsWith("nr");
  }

  private static int placeEndingAt(List<Term> terms, int last) {
    var term = terms.get(last);
    if (last > 0 && PLACE_SUFFIXES.contains(term.word())) {
      var before = terms.get(last - 1);
      if (before.end() == term.start()
          && isProper(before.tag())
          && !before.tag().equals("nx")
          && before.word().length() >= 2
          && before.word().length() <= 4) {
        return last - 1;
      }
    }
    return term.tag().startsWith("ns") && term.word().length() >= 2 ? last : -1;
  }

  private static boolean isPerson(Term term) {
    var word = term.word();
    if (!term.tag().startsWith("nr") || word.length() < 2) {
      return false;
    }
    if (NO_LAST_CHARACTER_OF_A_PERSON.indexOf(word.charAt(word.length() - 1)) >= 0) {
      return false;
    }
    if (word.indexOf('·') > 0 || term.tag().equals("nrf")) {
      return word.length() >= 3;
    }
    if (word.length() <= 3 && SURNAMES.indexOf(word.charAt(0)) >= 0) {
      return true;
    }
    return word.length() >= 3
        && word.length() <= 4
        && DOUBLE_SURNAMES.contains(word.substring(0, 2));
  }
}
