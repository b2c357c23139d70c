package io.newstide.language;

import io.newstide.language.words.Normaliser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who reported: the datelines and bylines of a body (本报讯（记者 苏晴）, 新华社北京5月1日电, 本报记者 高远 报道, （高远 摄）).
 * What stands in them is not news.
 *
 * @param zones the stretches that belong to datelines and bylines, in text order
 * @param reporters where the names of reporters stand, in text order
 * @param author the reporters' names joined by 、, correspondents (通讯员) only where no reporter is
 *     named; empty without a byline
 */
record Byline(List<Zone> zones, List<Zone> reporters, String author) {

  /** A stretch of text, {@code end} exclusive. */
  record Zone(int start, int end) {}

  private static final Byline NONE = new Byline(List.of(), List.of(), "");

  /** The dateline stands within this many characters. */
  private static final int HEAD = 160;

  private static final int LONGEST_PARENTHESIS = 80;

  private static final String HAN = "[\\u4e00-\\u9fff]";
  private static final String NAME = HAN + "{2,4}";
  private static final String OUTLET =
      "(?:本报|本网|本台|本刊|本社|新华社|中新社|" + HAN + "{2,14}?(?:网|报|社|台|新闻|客户端|融媒体中心|融媒))";

  private static final Pattern DATELINE =
      Pattern.compile(
          "\\s*[（【\\[]?"
              + OUTLET
              + "[ ]*(?:"
              + HAN
              + "{0,8}[ ]?(?:\\d{4}年)?(?:\\d{1,2}月)?\\d{1,2}日)?[ ]*(?:讯(?!息)|消息[：:]|电(?=[ （：—\\n题]|$))[】\\]]?");

  /** One piece of a byline in parentheses that holds a role: 东川日报首席记者高远摄. */
  private static final Pattern ROLE =
      Pattern.compile(
          HAN
              + "{0,14}?(?:首席|特约|见习|实习|全媒体|融媒体|摄影|驻"
              + HAN
              + "{2,4})*(?:记者|(通讯员)|实习生|评论员|融媒体中心|撰稿|撰文|摄影)("
              + HAN
              + "{2,3}?)??(?:摄影报道|报道|摄)?");

  /** One piece that is a name and what its bearer did: 高远摄. */
  private static final Pattern DEED = Pattern.compile("(" + HAN + "{2,4}?)(?:摄影|摄|供图|文图)");

  /** Pieces without a name. */
  private static final Set<String> FILLING =
      Set.of("文", "图", "摄", "摄影", "文图", "综合", "整理", "报道", "摄影报道", "供图", "作者", "编辑", "责编", "责任编辑");

  /** Pieces without a name that make a byline of the parentheses they stand in. */
  private static final Set<String> DEEDS = Set.of("摄", "摄影", "摄影报道", "供图", "文图");

  private static final String NO_LAST_CHARACTER_OF_A_NAME = "会站部团证们报台社网局院";

  /** At the beginning of a text, a line or a sentence. */
  private static final Pattern REPORTER_LINE =
      Pattern.compile(
          "[ ]*"
              + OUTLET
              + "?(?:全媒体|融媒体|首席|特约|见习|实习)?(?:记者|通讯员)(?:[ ：:]+("
              + NAME
              + "(?:[ 、，]+"
              + NAME
              + "){0,5}?)|("
              + HAN
              + "{2,3}))[ ]*(?:文/图|摄影报道|报道|摄|(?=\\n|$))");

  private static final Pattern CREDIT =
      Pattern.compile("(?<=^|[ \\n。（）])(" + HAN + "{2,3})[ /／]?(?:摄影|摄|供图)(?=[ ]*(?:[）\\n]|$))");

  /** No byline. */
  static Byline none() {
    return NONE;
  }

  /** Reads the byline of a body, given as {@link Normaliser#printed} has it. */
  static Byline of(String body) {
    var finder = new Finder(body);
    finder.dateline();
    finder.parentheses();
    finder.reporterLines();
    if (body.indexOf('摄') >= 0 || body.contains("供图")) {
      finder.credits();
    }
    return finder.result();
  }

  /** Whether a stretch lies within one of the zones. */
  boolean covers(int start, int end) {
    // Zones are disjoint and in order: a text may be made of nothing else.
    var low = 0;
    var high = zones.size() - 1;
    while (low <= high) {
      var mid = (low + high) >>> 1;
      if (zones.get(mid).start() > start) {
        high = mid - 1;
      } else {
        low = mid + 1;
      }
    }
    return high >= 0 && end <= zones.get(high).end();
  }

  private static final class Finder {
    private final String body;
    private final List<Zone> zones = new ArrayList<>();
    private final List<Zone> names = new ArrayList<>();
    private final Set<String> reporters = new LinkedHashSet<>();
    private final Set<String> correspondents = new LinkedHashSet<>();

    Finder(String body) {
      this.body = body;
    }

    void dateline() {
      var matcher = DATELINE.matcher(body).region(0, Math.min(HEAD, body.length()));
      if (matcher.lookingAt()) {
        zones.add(new Zone(matcher.start(), matcher.end()));
      }
    }

    /** （记者 苏晴）, （融媒体中心 白露）, （本报记者 高远 通讯员 何小满 摄）. */
    void parentheses() {
      for (var open = body.indexOf('（'); open >= 0; open = body.indexOf('（', open + 1)) {
        var close = -1;
        var longest = Math.min(body.length(), open + LONGEST_PARENTHESIS);
        for (var i = open + 1; i < longest && close < 0; i++) {
          var c = body.charAt(i);
          if (c == '）') {
            close = i;
          } else if (c == '（' || c == '\n' || c == '。') {
            break;
          }
        }
        if (close > 0) {
          parenthesis(open, close);
        }
      }
    }

    private void parenthesis(int open, int close) {
      var found = new ArrayList<Zone>();
      var foundReporters = new ArrayList<String>();
      var foundCorrespondents = new ArrayList<String>();
      var role = false;
      var correspondent = false;
      var i = open + 1;
      while (i < close) {
        if (isSeparator(body.charAt(i))) {
          i++;
          continue;
        }
        var end = i;
        while (end < close && !isSeparator(body.charAt(end))) {
          end++;
        }
        var nameStart = i;
        var nameEnd = end;
        var asRole = ROLE.matcher(body).region(i, end);
        var asDeed = DEED.matcher(body).region(i, end);
        if (FILLING.contains(body.substring(i, end))) {
          nameEnd = i;
          role |= DEEDS.contains(body.substring(i, end));
        } else if (asRole.matches()) {
          role = true;
          correspondent = asRole.group(1) != null;
          nameStart = asRole.group(2) == null ? end : asRole.start(2);
          nameEnd = asRole.group(2) == null ? end : asRole.end(2);
        } else if (asDeed.matches()) {
          role = true;
          nameEnd = asDeed.end(1);
        }
        if (nameStart < nameEnd) {
          if (!isName(nameStart, nameEnd)) {
            return;
          }
          found.add(new Zone(nameStart, nameEnd));
          (correspondent ? foundCorrespondents : foundReporters)
              .add(body.substring(nameStart, nameEnd));
        }
        i = end;
      }
      if (role && !(found.isEmpty() && open > HEAD)) {
        zones.add(new Zone(open, close + 1));
        names.addAll(found);
        reporters.addAll(foundReporters);
        correspondents.addAll(foundCorrespondents);
      }
    }

    private boolean isName(int start, int end) {
      if (end - start < 2
          || end - start > 4
          || NO_LAST_CHARACTER_OF_A_NAME.indexOf(body.charAt(end - 1)) >= 0) {
        return false;
      }
      for (var i = start; i < end; i++) {
        if (!Normaliser.isHan(body.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    private static boolean isSeparator(char c) {
      return c == ' ' || c == '、' || c == '，' || c == '；' || c == '：' || c == '/' || c == '|';
    }

    /** 本报记者 高远 报道: a sentence may begin with it, and is looked at where it has a role. */
    void reporterLines() {
      var matcher = REPORTER_LINE.matcher(body);
      var start = 0;
      var looked = false;
      for (var i = 0; i < body.length(); i++) {
        switch (body.charAt(i)) {
          case '\n', '。', '”', '）' -> {
            start = i + 1;
            looked = false;
          }
          case '记', '通' -> {
            if (!looked && (body.startsWith("记者", i) || body.startsWith("通讯员", i))) {
              looked = true;
              if (matcher.region(start, body.length()).lookingAt()) {
                add(matcher, 2);
                i = matcher.end() - 1;
              }
            }
          }
          default -> {}
        }
      }
    }

    void credits() {
      var matcher = CREDIT.matcher(body);
      while (matcher.find()) {
        add(matcher, 1);
      }
    }

    private void add(Matcher matcher, int groups) {
      for (var group = 1; group <= groups; group++) {
        if (matcher.group(group) != null) {
          names(matcher.start(group), matcher.end(group), matcher.group());
        }
      }
      zones.add(new Zone(matcher.start(), matcher.end()));
    }

    private void names(int start, int end, String line) {
      var i = start;
      while (i < end) {
        if (isSeparator(body.charAt(i))) {
          i++;
          continue;
        }
        var nameEnd = i;
        while (nameEnd < end && !isSeparator(body.charAt(nameEnd))) {
          nameEnd++;
        }
        var name = body.substring(i, nameEnd);
        if (isName(i, nameEnd) && !name.equals("通讯员") && !name.equals("记者")) {
          names.add(new Zone(i, nameEnd));
          (line.contains("通讯员") && !line.contains("记者") ? correspondents : reporters).add(name);
        }
        i = nameEnd;
      }
    }

    Byline result() {
      if (zones.isEmpty()) {
        return NONE;
      }
      var author = String.join("、", reporters.isEmpty() ? correspondents : reporters);
      return new Byline(merged(zones), distinct(names), author);
    }

    private static List<Zone> merged(List<Zone> zones) {
      var sorted = new ArrayList<>(zones);
      sorted.sort((a, b) -> Integer.compare(a.start(), b.start()));
      var merged = new ArrayList<Zone>();
      for (var zone : sorted) {
        var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
        if (last != null && zone.start() <= last.end()) {
          merged.set(merged.size() - 1, new Zone(last.start(), Math.max(last.end(), zone.end())));
        } else {
          merged.add(zone);
        }
      }
      return List.copyOf(merged);
    }

    private static List<Zone> distinct(List<Zone> names) {
      var sorted = new ArrayList<>(new LinkedHashSet<>(names));
      sorted.sort((a, b) -> Integer.compare(a.start(), b.start()));
      var kept = new ArrayList<Zone>();
      var reached = 0;
      for (var name : sorted) {
        if (name.start() >= reached) {
          kept.add(name);
          reached = name.end();
        }
      }
      return List.copyOf(kept);
    }
  }
}
