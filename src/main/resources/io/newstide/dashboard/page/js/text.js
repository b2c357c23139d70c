// What the page says, in Chinese and in English.

const TEXTS = {
  skip: ['跳到正文', 'Skip to content'],
  overview: ['总览', 'Overview'],
  subject: ['主题', 'Subject'],
  workbench: ['窗口工作台', 'Workbench'],
  topics: ['话题', 'Topics'],
  articles: ['稿件', 'Articles'],
  job: ['作业', 'Job'],
  views: ['视图', 'Views'],
  window: ['窗口', 'Window'],
  range: ['时间范围', 'Range'],
  measure: ['口径', 'Measure'],
  uniqueStories: ['报道', 'Stories'],
  mentions: ['稿件', 'Articles'],
  share: ['占比', 'Share'],
  style: ['图形', 'Chart'],
  lines: ['折线', 'Lines'],
  area: ['堆积', 'Stacked'],
  all: ['全部', 'All'],
  lastDays: ['{n} 天', '{n} d'],
  lastHours: ['{n} 小时', '{n} h'],
  download: ['下载 CSV', 'Download CSV'],
  light: ['浅色', 'Light'],
  dark: ['深色', 'Dark'],
  auto: ['跟随系统', 'System'],
  theme: ['外观', 'Appearance'],
  language: ['语言', 'Language'],
  wall: ['大屏模式', 'Wall screen'],
  live: ['实时', 'Live'],
  offline: ['连接中断，正在重连', 'Connection lost, reconnecting'],
  loadingRows: ['正在读取历史 {p}', 'Reading history {p}'],
  upTo: ['数据至 {t}', 'Data up to {t}'],
  lag: ['落后 {d}', '{d} behind'],
  lastRowAgo: ['{d}前更新', 'updated {d} ago'],
  rejectedCount: ['拒收 {n}', '{n} rejected'],
  lateCount: ['迟到 {n}', '{n} late'],
  nothingRejected: ['无拒收', 'none rejected'],
  openAlerts: ['进行中的告警', 'Open alerts'],
  recentAlerts: ['最近的告警', 'Recent alerts'],
  noAlerts: ['目前没有告警', 'No alerts'],
  noAlertsHint: ['某个主题的报道明显多于以往时，会在这里出现。', 'When a subject has markedly more stories than usual, it appears here.'],
  noOpenAlerts: ['没有进行中的告警', 'No open alerts'],
  burst: ['突增', 'burst'],
  silence: ['沉默', 'silence'],
  openSince: ['始于 {t}', 'since {t}'],
  endedAt: ['{t} 结束', 'ended {t}'],
  peak: ['峰值 {s}', 'peak {s}'],
  expectedN: ['预期 {n}', 'expected {n}'],
  storiesN: ['{n} 条报道', '{n} stories'],
  storiesN1: ['{n} 条报道', '{n} story'],
  articlesN: ['{n} 篇稿件', '{n} articles'],
  articlesN1: ['{n} 篇稿件', '{n} article'],
  sourcesN: ['{n} 家来源', '{n} sources'],
  sourcesN1: ['{n} 家来源', '{n} source'],
  leading: ['热门主题', 'Leading subjects'],
  emerging: ['新兴主题', 'Emerging subjects'],
  noEmerging: ['还没有新兴主题', 'Nothing is emerging yet'],
  noEmergingHint: ['一起升温、又不属于任何话题的词语会出现在这里。', 'Terms that rise together without belonging to a topic appear here.'],
  makeTopic: ['设为话题', 'Make it a topic'],
  topic: ['话题', 'Topic'],
  keyword: ['关键词', 'Keyword'],
  person: ['人物', 'Person'],
  place: ['地点', 'Place'],
  organisation: ['机构', 'Organisation'],
  'topic-place': ['话题·地点', 'Topic at place'],
  topicsKind: ['话题', 'Topics'],
  keywordsKind: ['关键词', 'Keywords'],
  peopleKind: ['人物', 'People'],
  placesKind: ['地点', 'Places'],
  organisationsKind: ['机构', 'Organisations'],
  topicPlacesKind: ['话题·地点', 'At places'],
  noRanking: ['这个窗口还没有完成的一期', 'No span of this window has ended yet'],
  noRows: ['还没有数据', 'No rows yet'],
  noRowsHint: ['作业写出第一批结果后，曲线会自动出现。', 'Curves appear by themselves when the job writes its first results.'],
  noRowsInRange: ['这段时间里没有数据', 'No rows in this range'],
  eachTopic: ['各话题', 'Topic by topic'],
  latestSpan: ['最近一期', 'Latest'],
  before: ['上一期', 'Before'],
  change: ['变化', 'Change'],
  curve: ['走势', 'Curve'],
  rank: ['排名', 'Rank'],
  provisional: ['暂定', 'provisional'],
  corrected: ['有更正', 'corrected'],
  provisionalHint: ['虚线：窗口尚未结束', 'dashed: the window is still open'],
  correctedHint: ['菱形：被迟到稿件更正', 'diamond: corrected by late articles'],
  burstHint: ['三角：突增开始', 'triangle: a burst began'],
  chartOf: ['{w} 窗口的话题曲线，共 {n} 个话题，{from} 至 {to}。下方表格有同样的数据。', 'Topic curves over the window {w}: {n} topics, {from} to {to}. The table below has the same data.'],
  resetZoom: ['还原', 'Reset'],
  hideAll: ['全部隐藏', 'Hide all'],
  showAll: ['全部显示', 'Show all'],
  failed: ['没有取到：{e}', 'This failed: {e}'],
  retry: ['重试', 'Try again'],
  more: ['更多', 'More'],
  close: ['关闭', 'Close'],
  none: ['无', 'None'],
  unknownView: ['没有这个页面', 'There is no such page'],
  backToOverview: ['回到总览', 'Back to the overview'],
  times: ['时间均为 {z}', 'Times are {z}'],
};

let index = 0;

export function setLanguage(language) {
  index = language === 'en' ? 1 : 0;
  document.documentElement.lang = index ? 'en' : 'zh-CN';
}

export function language() {
  return index ? 'en' : 'zh';
}

export function addTexts(more) {
  Object.assign(TEXTS, more);
}

export function t(key, values) {
  const text = TEXTS[key] ? TEXTS[key][index] : key;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (values[name] === undefined ? whole : values[name])) : text;
}

/** With a number, in the singular where the language has one. */
export function count(key, n, shown) {
  return t(n === 1 && TEXTS[key + '1'] ? key + '1' : key, { n: shown ?? n });
}
