// What another window would have shown.

import { h, replace, plain } from './dom.js';
import { t, addTexts, count } from './text.js';
import * as format from './format.js';
import * as api from './api.js';
import * as state from './state.js';
import * as charts from './chart.js';
import { panel, segmented, select, labelled, loading, empty, failed, headline } from './parts.js';
import { applyControl } from './apply.js';
import { shapeText } from './shape.js';

// So many topics have room in an address.
const ASKED_AT_ONCE = 50;

addTexts({
  tryOut: ['试一个窗口', 'Try a window'],
  windowKind: ['类型', 'Kind'],
  tumbling: ['滚动', 'Tumbling'],
  sliding: ['滑动', 'Sliding'],
  cumulative: ['累计', 'Cumulative'],
  session: ['会话', 'Session'],
  size: ['长度', 'Size'],
  slide: ['滑动步长', 'Slide'],
  step: ['累计步长', 'Step'],
  gap: ['间隔', 'Gap'],
  zone: ['时区', 'Time zone'],
  lateness: ['允许迟到', 'Allowed lateness'],
  threshold: ['告警阈值', 'Alert threshold'],
  minStories: ['最少报道数', 'Least stories'],
  watchWith: ['告警所看的窗口', 'Alerts watch'],
  usualWindows: ['现有的四个', 'The usual four'],
  thisWindow: ['只看这个窗口', 'This window alone'],
  compareWith: ['对比', 'Compare with'],
  triedCurve: ['试用：{s}', 'Tried: {s}'],
  presentCurve: ['现有：{s}', 'Present: {s}'],
  resultsAfter: ['稿件多久后进入结果', 'Articles are in a result after'],
  half: ['一半', 'half of them'],
  listSign: ['、', ', '],
  nineteen: ['95%', '95%'],
  finalAfter: ['最终不变', 'Final'],
  afterEnd: ['窗口结束后 {d}', '{d} after the end'],
  wouldBeLate: ['会来得太晚', 'Would come too late'],
  atMost: ['至多 {p}', 'at most {p}'],
  nowLate: ['现有 {p}', '{p} at present'],
  spans: ['有报道的窗口', 'Spans with stories'],
  ofSpans: ['共 {n} 期', 'of {n}'],
  source: ['来源', 'Source'],
  bySource: ['各来源的迟到', 'Delay by source'],
  p50: ['一半在', 'Half within'],
  p95: ['95% 在', '95% within'],
  tooLate: ['太晚', 'Too late'],
  tooLateNow: ['现有', 'At present'],
  alertsCompared: ['告警对比', 'Alerts compared'],
  gained: ['新增', 'Gained'],
  lost: ['失去', 'Lost'],
  kept: ['保留', 'Kept'],
  nothingGained: ['没有变化：同样的告警', 'No difference: the same alerts'],
  noAlertsEither: ['两种设置下都没有告警', 'No alerts under either setting'],
  earlier: ['早 {d}', '{d} earlier'],
  later: ['晚 {d}', '{d} later'],
  sameTime: ['同时', 'same time'],
  topicsDone: ['已比较 {a} / {b} 个话题', '{a} of {b} topics compared'],
  hintOnceADay: ['{s} 大约每天只发布一次：比一天短的窗口里，它的曲线只是发布时刻。', '{s} publish about once a day: in a window shorter than a day a curve of theirs shows when they publish, not what happens.'],
  hintDated: ['{p} 的稿件只注明日期，不会出现在这个窗口里；用按天的窗口（P1D）可以包括它们。', '{p} of the articles are dated to the day and are in no window but whole days (P1D).'],
  hintEmpty: ['{p} 的窗口里没有一条报道：窗口太短，曲线多半是零。', '{p} of the spans hold no story: the window is too short for this topic.'],
  hintTooLong: ['作业只保留 {n} 天的切片，会拒绝这个窗口。', 'The job keeps slices for {n} days and would refuse this window.'],
  hintNoScore: ['作业保留 {n} 天的切片，不足以给这个窗口打分；会有曲线，没有突增分。', 'The job keeps slices for {n} days, too few for a score of this window: there would be a curve and no score.'],
  hintZone: ['作业按 {z} 计算日期；另一个时区只能在作业文件里改。', "The job counts days in {z}; another zone can only be set in the job file."],
  windowName: ['窗口名称', 'Name of the window'],
  applyWindow: ['启用这个窗口', 'Use this window'],
  applyHint: ['作业会立即用保留的切片补齐历史。允许迟到、阈值和时区写在作业文件里：', 'The job fills it from the slices it kept at once. Lateness, threshold and zone stand in the job file:'],
  serverTook: ['服务器用时 {n} 毫秒', 'the server took {n} ms'],
  workbenchEmpty: ['还没有切片', 'No slices yet'],
  workbenchEmptyHint: ['作业写出切片后，就可以在这里试窗口。', 'Windows can be tried when the job has written slices.'],
});

const SIZES = ['PT10M', 'PT20M', 'PT30M', 'PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT6H', 'PT8H', 'PT12H', 'PT24H', 'P1D', 'P2D', 'P3D', 'P1W', 'P2W', 'P1M'];
const LATENESS = ['PT0S', 'PT1H', 'PT2H', 'PT3H', 'PT6H', 'PT12H', 'P1D', 'P2D', 'P3D', 'P7D'];
const GAPS = ['PT30M', 'PT1H', 'PT2H', 'PT3H', 'PT6H', 'PT12H', 'PT24H'];
const ZONES = ['Asia/Shanghai', 'UTC', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York'];
const DAY = 86400000;

/** Values to pick from, the present one among them. */
const including = (values, value, size = (one) => one) => (values.includes(value) || !Number.isFinite(size(value)) ? values : [...values, value].sort((a, b) => size(a) - size(b)));

export function view(root, context) {
  let stopped = false;
  let plot;
  let answer = null;
  let curveRequest = 0;
  let alertRequest = 0;
  let timer;
  let alertTimer;
  const slice = context.deployment.sliceMs;

  const controls = h('div', { class: 'controls' });
  const chartPlace = h('div', { class: 'chart tall', role: 'img', 'aria-label': t('curve') });
  const chartEmpty = h('div', { class: 'chart-empty', hidden: true });
  const legend = h('div', { class: 'legend' });
  const figures = h('div', { class: 'figures' });
  const hintPlace = h('div', { class: 'notes', role: 'status' });
  const sourcesPlace = h('div', {}, loading());
  const alertsPlace = h('div', {}, loading());
  const applyPlace = h('div', {});
  const took = h('span', { class: 'muted' });

  replace(
    root,
    h('div', { class: 'view-head' }, h('h1', {}, t('workbench'))),
    h(
      'div',
      { class: 'columns left' },
      h('div', { class: 'column' }, panel(t('tryOut'), null, controls), panel(t('applyWindow'), null, applyPlace)),
      h('div', { class: 'column' }, h('section', { class: 'panel' }, h('h2', { class: 'sr' }, t('curve')), figures, h('div', { class: 'chart-frame' }, chartPlace, chartEmpty), h('div', { class: 'legend-line' }, legend, took), hintPlace), h('div', { class: 'columns even' }, panel(t('alertsCompared'), null, alertsPlace), panel(t('bySource'), null, sourcesPlace))),
    ),
  );

  const sizes = SIZES.filter((one) => format.isoMillis(one) % slice === 0);
  const settings = () => {
    const p = state.here().params;
    const kind = ['tumbling', 'sliding', 'cumulative', 'session'].includes(p.kind) ? p.kind : 'sliding';
    const size = p.size || 'PT3H';
    return {
      id: p.id || context.deployment.topics[0]?.id,
      kind,
      size,
      slide: p.slide || 'PT1H',
      gap: p.gap || 'PT6H',
      zone: p.zone || context.deployment.zone,
      lateness: p.lateness || latenessNow(),
      threshold: Number(p.threshold || context.deployment.threshold),
      least: Number(p.least || context.deployment.minMentions),
      watch: p.watch || 'usual',
      present: p.present || (context.deployment.windows.find((w) => w.shape === 'PT1H') || context.deployment.windows.find((w) => w.shape))?.name,
      range: p.range || '90',
    };
  };

  function latenessNow() {
    const now = LATENESS.find((one) => format.isoMillis(one) === context.deployment.latenessMs);
    return now || 'PT' + Math.round(context.deployment.latenessMs / 1000) + 'S';
  }

  const civil = (size) => /^P\d+[DWM]$/.test(size);
  /** What a window of a size may slide or grow by. */
  function steps(now) {
    const most = format.isoMillis(now.size);
    if (now.kind === 'sliding' && civil(now.size)) {
      const [, number, unit] = /^P(\d+)([DWM])$/.exec(now.size);
      return Array.from({ length: Number(number) }, (_, i) => 'P' + (i + 1) + unit);
    }
    return sizes.filter((one) => one.startsWith('PT') && format.isoMillis(one) <= most);
  }

  function shape(now) {
    if (now.kind === 'session') return '~' + now.gap;
    if (now.kind === 'tumbling') return now.size;
    const allowed = steps(now);
    const by = allowed.includes(now.slide) ? now.slide : allowed[Math.max(0, allowed.length - 2)] || now.size;
    return now.size + (now.kind === 'sliding' ? '/' : '+') + by;
  }

  /** A slider over a few values, each with a name. */
  function slider(label, values, value, name, onpick) {
    const at = Math.max(0, values.indexOf(value));
    const output = h('output', {}, name(values[at]));
    const input = h('input', {
      type: 'range', min: 0, max: values.length - 1, step: 1, 'aria-label': label, 'aria-valuetext': name(values[at]),
      oninput: (event) => {
        const picked = values[Number(event.target.value)];
        replace(output, name(picked));
        event.target.setAttribute('aria-valuetext', name(picked));
        onpick(picked);
      },
    });
    input.value = at;
    return h('div', { class: 'slider' }, h('div', { class: 'slider-line' }, h('span', {}, label), output), input);
  }

  let drawnFor = '';
  function tools(force) {
    const now = settings();
    // While a slider is being dragged it must not be made anew.
    const key = [now.kind, now.id, now.zone, now.watch, now.present, now.range, now.kind === 'sliding' || now.kind === 'cumulative' ? now.size : ''].join();
    if (!force && key === drawnFor) return;
    const held = document.activeElement?.getAttribute?.('aria-label');
    drawnFor = key;
    const allowed = now.kind === 'tumbling' || now.kind === 'session' ? [] : steps(now);
    const current = shape(now);
    const zones = [...new Set([context.deployment.zone, ...ZONES])];
    replace(
      controls,
      select(t('topic'), context.deployment.topics.map((topic) => [topic.id, topic.name]), now.id, (id) => state.set({ id })),
      segmented(t('windowKind'), ['tumbling', 'sliding', 'cumulative', 'session'].map((kind) => [kind, t(kind)]), now.kind, (kind) => state.set({ kind })),
      now.kind === 'session'
        ? slider(t('gap'), GAPS.filter((one) => format.isoMillis(one) % slice === 0), now.gap, format.iso, (gap) => state.set({ gap }))
        : slider(t('size'), sizes, now.size, (one) => format.iso(one) + (one === 'PT24H' ? '' : civil(one) ? ' · ' + one : ''), (size) => state.set({ size })),
      allowed.length > 0 && slider(t(now.kind === 'sliding' ? 'slide' : 'step'), allowed, current.split(/[/+]/)[1], format.iso, (slide) => state.set({ slide })),
      slider(t('lateness'), including(LATENESS, now.lateness, format.isoMillis), now.lateness, format.iso, (lateness) => state.set({ lateness })),
      slider(t('threshold'), including(Array.from({ length: 29 }, (_, i) => 1 + i * 0.25), now.threshold), now.threshold, (n) => format.decimal(n, 2), (threshold) => state.set({ threshold })),
      slider(t('minStories'), including([2, 3, 4, 5, 6, 8, 10], now.least), now.least, format.number, (least) => state.set({ least })),
      h('div', { class: 'field stack' }, h('span', {}, t('watchWith')), segmented(t('watchWith'), [['usual', t('usualWindows')], ['this', t('thisWindow')]], now.watch, (watch) => state.set({ watch }))),
      select(t('zone'), zones.map((zone) => [zone, zone]), now.zone, (zone) => state.set({ zone })),
      select(t('compareWith'), context.deployment.windows.filter((w) => w.shape).map((w) => [w.name, w.name + '（' + shapeText(w.shape) + '）']), now.present, (present) => state.set({ present })),
      segmented(t('range'), ['7', '30', '90'].map((days) => [days, t('lastDays', { n: days })]), now.range, (range) => state.set({ range })),
    );
    if (held) controls.querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus();
  }

  function from(now) {
    const last = Math.max(context.freshness?.eventTime || 0, ...context.deployment.windows.map((w) => w.lastEnd || 0)) || Date.now();
    return Math.round(last - Number(now.range) * DAY);
  }

  async function curves() {
    const mine = ++curveRequest;
    const now = settings();
    const present = context.deployment.windows.find((w) => w.name === now.present);
    try {
      const told = await api.get('workbench', { shape: shape(now), present: present?.shape, zone: now.zone === context.deployment.zone ? null : now.zone, lateness: now.lateness, id: now.id, from: from(now) });
      if (stopped || mine !== curveRequest) return;
      answer = told;
      await draw();
      facts();
    } catch (error) {
      if (!stopped && mine === curveRequest) {
        chartEmpty.hidden = false;
        chartPlace.classList.add('dim');
        replace(chartEmpty, failed(error, curves));
        replace(sourcesPlace, failed(error, curves));
      }
    }
  }

  const at = (curve, i) => charts.toAxis(curve.end[i] - curve.start[i] >= DAY - 3600000 ? curve.start[i] : curve.end[i]);

  async function draw() {
    plot ||= await charts.chart(chartPlace);
    if (stopped) return plot.dispose();
    const now = settings();
    const some = answer?.curve?.end.length > 0;
    chartEmpty.hidden = some;
    chartPlace.classList.toggle('dim', !some);
    if (!some) return replace(chartEmpty, empty(t('workbenchEmpty'), t('workbenchEmptyHint')));
    const hue = charts.colour(context.topicIndex(now.id));
    const grey = charts.css('--muted');
    const points = (curve) => curve.end.map((_, i) => ({ value: [at(curve, i), curve.uniqueStories[i]], i }));
    const present = context.deployment.windows.find((w) => w.name === now.present);
    const titles = { tried: t('triedCurve', { s: shapeText(answer.shape) }), present: t('presentCurve', { s: shapeText(present?.shape) }) };
    plot.show({
      grid: { left: 8, right: 14, top: 18, bottom: 8, containLabel: true },
      tooltip: charts.tooltip((items) => {
        let title = '';
        const rows = items.map((item) => {
          const curve = item.seriesId === 'tried' ? answer.curve : answer.present;
          title ||= format.span(curve.start[item.data.i], curve.end[item.data.i]);
          return { name: titles[item.seriesId], value: format.number(item.data.value[1]), colour: item.color, note: item.seriesId === 'tried' ? '' : format.span(curve.start[item.data.i], curve.end[item.data.i]) };
        });
        return charts.tip(title, rows);
      }),
      xAxis: charts.timeAxis(),
      yAxis: { type: 'value', minInterval: 1, ...charts.axis({ axisLine: { show: false } }) },
      dataZoom: [{ type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }],
      series: [
        answer.present && { type: 'line', id: 'present', name: 'present', data: points(answer.present), color: grey, lineStyle: { width: 1.2, color: grey }, symbol: 'circle', showSymbol: false, sampling: 'max', step: false },
        { type: 'line', id: 'tried', name: 'tried', data: points(answer.curve), color: hue, lineStyle: { width: 2.2, color: hue }, areaStyle: { color: hue, opacity: 0.1 }, symbol: 'circle', showSymbol: answer.curve.end.length < 60, sampling: 'max' },
      ].filter(Boolean),
    });
    chartPlace.setAttribute('aria-label', titles.tried + '; ' + titles.present);
    replace(legend, h('span', { class: 'legend-item', style: { '--c': hue } }, h('i', { class: 'dot' }), titles.tried), answer.present && h('span', { class: 'legend-item', style: { '--c': grey } }, h('i', { class: 'dot' }), titles.present));
    replace(took, t('serverTook', { n: format.number(answer.serverMs) }));
  }

  function facts() {
    const now = settings();
    const figure = (label, value, extra) => h('div', { class: 'figure' }, h('span', {}, label), h('b', {}, value), extra && h('small', {}, extra));
    const all = answer.sources.reduce((sum, one) => sum + one.articles, 0);
    const late = answer.sources.reduce((sum, one) => sum + one.tooLate, 0);
    const lateNow = answer.sources.reduce((sum, one) => sum + one.tooLateNow, 0);
    const mine = answer.topics.find((topic) => topic.id === answer.curve?.id);
    replace(
      figures,
      answer.delay && figure(t('resultsAfter'), format.duration(answer.delay.p50), t('half') + t('listSign') + t('nineteen') + ' ' + format.duration(answer.delay.p95)),
      answer.delay && figure(t('finalAfter'), format.duration(answer.delay.finalAfter + context.deployment.outOfOrdernessMs), t('afterEnd', { d: '' }).trim()),
      all > 0 && figure(t('wouldBeLate'), t('atMost', { p: format.percent(late / all, 2) }), t('nowLate', { p: format.percent(lateNow / all, 2) })),
      mine && figure(t('spans'), format.number(mine.withStories), t('ofSpans', { n: format.number(mine.spans) })),
    );
    const texts = { 'once-a-day': (hint) => t('hintOnceADay', { s: hint.sources.slice(0, 3).map((s) => plain(s, 30)).join(t('listSign')) }), 'dated-to-the-day': (hint) => t('hintDated', { p: format.percent(hint.part) }), 'mostly-empty': (hint) => t('hintEmpty', { p: format.percent(hint.part, 0) }), 'too-long': (hint) => t('hintTooLong', { n: hint.days }), 'no-score': (hint) => t('hintNoScore', { n: hint.days }), 'other-zone': (hint) => t('hintZone', { z: hint.zone }) };
    replace(hintPlace, answer.hints.map((hint) => h('p', { class: 'note', 'data-hint': hint.code }, texts[hint.code]?.(hint))));
    const within = (seconds) => (seconds === 0 ? format.about(0) : '≤ ' + format.about(seconds * 1000));
    replace(
      sourcesPlace,
      answer.sources.length === 0 && empty(t('none')),
      answer.sources.length > 0 &&
        h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('bySource') }, h('table', { class: 'table' }, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('source')), h('th', { scope: 'col', class: 'n' }, t('mentions')), h('th', { scope: 'col', class: 'n' }, t('p50')), h('th', { scope: 'col', class: 'n' }, t('p95')), h('th', { scope: 'col', class: 'n' }, t('tooLate')), h('th', { scope: 'col', class: 'n' }, t('tooLateNow')))), h('tbody', {}, answer.sources.map((one) => h('tr', {}, h('th', { scope: 'row' }, h('bdi', {}, plain(one.source, 30))), h('td', { class: 'n' }, format.number(one.articles)), h('td', { class: 'n' }, within(one.p50)), h('td', { class: 'n' }, within(one.p95)), h('td', { class: 'n strong' }, format.percent(one.articles ? one.tooLate / one.articles : 0)), h('td', { class: 'n muted' }, format.percent(one.articles ? one.tooLateNow / one.articles : 0))))))),
    );
    applying(now);
  }

  let applyFor = '';
  function applying(now) {
    const key = [shape(now), now.lateness, now.threshold, now.least, now.zone].join();
    if (applyFor === key) return;
    applyFor = key;
    const suggested = shape(now).replace(/^~/, 'gap-').replace('/', '-').replace('+', '-by-').toLowerCase().replace(/pt?/g, '');
    const name = h('input', { type: 'text', value: suggested, maxlength: 64, 'aria-label': t('windowName'), 'data-window-name': true });
    const yaml = ['time:', '  zone: ' + now.zone, '  allowedLateness: ' + now.lateness, 'trends:', '  threshold: ' + now.threshold, '  minMentions: ' + now.least].join('\n');
    replace(
      applyPlace,
      h('label', { class: 'field stack' }, h('span', {}, t('windowName')), name),
      applyControl(context, 'windows', () => ({ action: 'apply', name: name.value.trim(), shape: shape(settings()) })),
      h('p', { class: 'hints' }, t('applyHint')),
      h('pre', { class: 'yaml', tabindex: '0' }, yaml),
    );
  }

  async function alerts() {
    const mine = ++alertRequest;
    const now = settings();
    alertsPlace.classList.add('stale');
    try {
      const size = now.kind === 'session' ? now.gap : now.size;
      const watch = now.watch === 'this' ? 'PT' + format.isoMillis(size) / 60000 + 'M' : null;
      // The topic one looks at comes first; what the server has no time for is asked for again.
      let waiting = [now.id, ...context.deployment.topics.map((topic) => topic.id).filter((id) => id !== now.id)];
      const all = waiting.length;
      const told = { kept: [], gained: [], lost: [] };
      const start = from(now);
      while (waiting.length) {
        const ids = waiting.slice(0, ASKED_AT_ONCE);
        const some = await api.get('workbench/alerts', { id: ids, threshold: now.threshold, minMentions: now.least, watch, from: start });
        if (stopped || mine !== alertRequest) return;
        for (const what of ['kept', 'gained', 'lost']) told[what].push(...some[what]);
        waiting = [...some.pending, ...waiting.slice(ASKED_AT_ONCE)];
        compared(told, all - waiting.length, all);
      }
      alertsPlace.classList.remove('stale');
    } catch (error) {
      if (!stopped && mine === alertRequest) replace(alertsPlace, failed(error, alerts));
    }
  }

  function compared(told, done, all) {
    const item = (one, kind, extra) =>
      h('li', { class: 'alert ' + kind, style: { '--c': charts.colour(context.topicIndex(one.id)) } }, h('div', { class: 'alert-line' }, h('span', {}, plain(one.name, 40)), extra && h('span', { class: 'chip' }, extra), h('span', { class: 'score' }, format.decimal(one.peakScore))), h('p', { class: 'alert-facts' }, format.moment(one.openedAt), one.closedAt ? ' → ' + format.moment(one.closedAt) : '', ' · ', count('storiesN', one.uniqueStories, format.number(one.uniqueStories))), one.evidence.slice(0, 1).map((article) => headline(article)));
    const shift = (pair) => {
      const ms = pair.after.openedAt - pair.before.openedAt;
      return ms === 0 ? t('sameTime') : t(ms < 0 ? 'earlier' : 'later', { d: format.duration(ms) });
    };
    const changed = told.gained.length + told.lost.length > 0;
    replace(
      alertsPlace,
      h('ul', { class: 'chips' }, h('li', { class: 'gained' }, h('span', {}, t('gained')), h('small', {}, told.gained.length)), h('li', { class: 'lost' }, h('span', {}, t('lost')), h('small', {}, told.lost.length)), h('li', {}, h('span', {}, t('kept')), h('small', {}, told.kept.length))),
      done < all && h('p', { class: 'quiet-line', role: 'status' }, t('topicsDone', { a: done, b: all })),
      !changed && done === all && empty(t(told.kept.length ? 'nothingGained' : 'noAlertsEither')),
      told.gained.length > 0 && [h('h3', { class: 'sub' }, t('gained')), h('ul', { class: 'alerts' }, told.gained.slice(0, 8).map((one) => item(one, 'gained')))],
      told.lost.length > 0 && [h('h3', { class: 'sub' }, t('lost')), h('ul', { class: 'alerts' }, told.lost.slice(0, 8).map((one) => item(one, 'lost')))],
      told.kept.length > 0 && [h('h3', { class: 'sub' }, t('kept')), h('ul', { class: 'alerts past' }, told.kept.slice(0, 6).map((pair) => item(pair.after, '', shift(pair))))],
    );
  }

  const last = {};
  function refresh() {
    const now = settings();
    tools();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const curveKey = [shape(now), now.zone, now.lateness, now.id, now.present, now.range].join();
      if (last.curve !== curveKey) curves();
      else if (answer) applying(now);
      last.curve = curveKey;
      const alertKey = [now.id, now.threshold, now.least, now.watch, now.watch === 'this' ? shape(now) : '', now.range].join();
      if (last.alerts !== alertKey) {
        clearTimeout(alertTimer);
        alertTimer = setTimeout(alerts, last.alerts ? 350 : 0);
      }
      last.alerts = alertKey;
    }, 80);
  }
  tools(true);
  refresh();

  return {
    params: refresh,
    live(changed) {
      if (changed.has('slices')) {
        curves();
        clearTimeout(alertTimer);
        alertTimer = setTimeout(alerts, 3000);
      }
    },
    theme: draw,
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(alertTimer);
      plot?.dispose();
    },
  };
}
