package io.newstide.language;

import io.newstide.language.names.NameType;
import io.newstide.language.names.Span;
import io.newstide.language.words.Normaliser;
import java.util.ArrayList;
import java.util.List;

/**
 * Names with a space inside, as newspapers set them to fill a column: 孔 磊, where the recogniser,
 * which has never seen such, finds the half or nothing.
 */
final class SpacedNames {

  /** The frequent surnames of one character. */
  private static final String SURNAMES =
      "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费"
          + "廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝明臧计成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席"
          + "季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀"
          + "甄曲封储靳段富焦谷车侯全班仰秋仲宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄白怀蒲台从鄂索咸籍卓蔺屠蒙池乔阎闫温庄晏柴瞿充慕"
          + "连茹习艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾沙丰关蒯相查荆红游竺权肖付代"
          + "牛尚佟岳郜揭冉覃商苟谌麦门亓仝佘栗";

  private SpacedNames() {}

  /** The names of a part, with those that hold a space put together. */
  static List<Span> joined(Reading reading, List<Span> names) {
    var text = reading.printed();
    var spaced = new ArrayList<Span>();
    for (var i = 1; i < text.length - 1; i++) {
      if (text[i] != ' ') {
        continue;
      }
      var end = i;
      while (end < text.length && text[end] == ' ') {
        end++;
      }
      var free = spaced.isEmpty() || spaced.get(spaced.size() - 1).end() < i;
      if (free && isPerson(text, i - 1, end)) {
        spaced.add(new Span(i - 1, end + 1, NameType.PERSON));
      }
      i = end;
    }
    return spaced.isEmpty() ? names : merged(names, spaced);
  }

  /** A surname, spaces, one more character: and nothing of Chinese on either side but a post. */
  private static boolean isPerson(char[] text, int surname, int given) {
    if (given >= text.length
        || SURNAMES.indexOf(text[surname]) < 0
        || !Normaliser.isHan(text[given])) {
      return false;
    }
    var alone = given + 1 == text.length || !Normaliser.isHan(text[given + 1]);
    var first = surname == 0 || !Normaliser.isHan(text[surname - 1]);
    return alone && (first || Posts.endsLikePost(text, surname));
  }

  /** Both in text order, without the names that a spaced one overlaps. */
  private static List<Span> merged(List<Span> names, List<Span> spaced) {
    var merged = new ArrayList<Span>(names.size() + spaced.size());
    var next = 0;
    for (var name : spaced) {
      for (; next < names.size() && names.get(next).start() < name.end(); next++) {
        if (names.get(next).end() <= name.start()) {
          merged.add(names.get(next));
        }
      }
      merged.add(name);
    }
    merged.addAll(names.subList(next, names.size()));
    return merged;
  }
}
