// One subject: its curve against what was expected, and all that goes with it.

import { h, s, replace, plain } from './dom.js';
import { t, addTexts, count } from './text.js';
import * as format from './format.js';
import * as api from './api.js';
import * as state from './state.js';
import * as charts from './chart.js';
import { panel, segmented, select, loading, empty, failed, delta, subjectLink, headline, evidence, alertItem } from './parts.js';
import { bounds, defaultWindow, placeOf, shown, valueAt, windowOptions, RANGES } from './overview.js';

addTexts({
  expectedBand: ['预期范围', 'Expected band'],
  noBand: ['历史不足，尚无预期范围', 'Too little history for an expected band yet'],
  latest: ['最近一期', 'Latest'],
  outOf: ['共 {n}', 'of {n}'],
  score: ['突增分', 'Score'],
  noScore: ['预热中', 'warming up'],
  keywordsOf: ['相关关键词', 'Keywords'],
  namesOf: ['相关人物、地点、机构', 'People, places, organisations'],
  sourcesOf: ['来源', 'Sources'],
  mapOf: ['共现图', 'What it occurs with'],
  mapBasis: ['基于最近 {n} 篇稿件；点越大，一起出现越多', 'Over the latest {n} articles; larger means more often together'],
  articlesOf: ['这段时间的稿件', 'Articles of this range'],
  articlesAt: ['{t} 的稿件', 'Articles of {t}'],
  clickPoint: ['点击曲线上的一点，查看那一期的稿件', 'Click a point of the curve for the articles behind it'],
  wholeRange: ['整段时间', 'Whole range'],
  evidenceOf: ['代表性标题', 'Evidence'],
  alertsOf: ['告警', 'Alerts'],
  noArticles: ['没有稿件', 'No articles'],
  noArticlesHint: ['稿件索引只保留最近的稿件。', 'Only the latest articles are kept in the index.'],
  chooseSubject: ['选择一个主题', 'Choose a subject'],
  searchThese: ['在稿件中查看', 'See in articles'],
  curveOf: ['{s} 的曲线，窗口 {w}。下方数据表有同样的数据。', 'The curve of {s} over the window {w}. The table below has the same data.'],
  tryWindows: ['在工作台试其他窗口', 'Try other windows'],
  asTable: ['数据表', 'As a table'],
  spanOf: ['时段', 'Span'],
  latestRows: ['最近 {n} 期，共 {all} 期；全部见 CSV', 'The latest {n} of {all}; all of them in the CSV'],
});

/** A table longer than this is none to read. */
const MOST_ROWS = 200;

export function view(root, context) {
  let stopped = false;
  let plot;
  let series = null;
  let request = 0;
  let articlesRequest = 0;
  let aroundRequest = 0;

  const head = h('div', { class: 'view-head' });
  const figures = h('div', { class: 'figures' });
  const toolbar = h('div', { class: 'toolbar' });
  const chartPlace = h('div', { class: 'chart tall', role: 'img', 'aria-label': t('curve') });
  const chartEmpty = h('div', { class: 'chart-empty', hidden: true });
  const note = h('p', { class: 'hints' });
  const tablePlace = h('div', { class: 'scroll low' });
  const asTable = h('details', { ontoggle: () => tabulate() }, h('summary', {}, t('asTable')), tablePlace);
  const csv = h('a', { class: 'button quiet', download: '' }, t('download'));
  const articlesTitle = h('h2', {});
  const articlesExtra = h('span', {});
  const articlesPlace = h('div', {}, loading());
  const keywordsPlace = h('div', {}, loading());
  const namesPlace = h('div', {}, loading());
  const mapPlace = h('div', {}, loading());
  const evidencePlace = h('div', {}, loading());
  const alertsPlace = h('div', {}, loading());
  const places = [articlesPlace, keywordsPlace, namesPlace, mapPlace, evidencePlace, alertsPlace];

  const settings = () => {
    const params = state.here().params;
    return { kind: params.kind || 'topic', id: params.id || context.deployment.topics[0]?.id || '', window: params.window || defaultWindow(context), range: params.range || '30', measure: params.measure || 'uniqueStories', at: params.at ? Number(params.at) : null, params };
  };

  replace(
    root,
    head,
    figures,
    toolbar,
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'column wide' },
        h('section', { class: 'panel' }, h('h2', { class: 'sr' }, t('curve')), h('div', { class: 'chart-frame' }, chartPlace, chartEmpty), note, asTable),
        h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, articlesTitle, articlesExtra), articlesPlace),
      ),
      h('div', { class: 'column' }, panel(t('mapOf'), null, mapPlace), panel(t('keywordsOf'), null, keywordsPlace), panel(t('namesOf'), null, namesPlace), panel(t('evidenceOf'), null, evidencePlace), panel(t('alertsOf'), null, alertsPlace)),
    ),
  );

  function colour() {
    const now = settings();
    return now.kind === 'topic' ? charts.colour(context.topicIndex(now.id)) : charts.css('--accent');
  }

  let tooled;

  /** Made anew only where something in it has changed: a list that is open would close. */
  function tools(now) {
    const topics = now.kind === 'topic' ? context.deployment.topics.map((topic) => [topic.id, topic.name]) : [];
    const key = JSON.stringify([topics, windowOptions(context), now.id, now.window, now.params.from || now.range, now.measure]);
    if (tooled === key) return;
    tooled = key;
    replace(
      toolbar,
      now.kind === 'topic' && select(t('topic'), topics, now.id, (id) => state.set({ id, at: null }, true)),
      select(t('window'), windowOptions(context), now.window, (window) => state.set({ window, at: null, from: null, to: null }, true)),
      segmented(t('range'), RANGES.map(([key, text]) => [key, text()]), now.params.from ? '' : now.range, (range) => state.set({ range, at: null, from: null, to: null }, true)),
      segmented(t('measure'), ['uniqueStories', 'mentions', 'share'].map((m) => [m, t(m)]), now.measure, (measure) => state.set({ measure })),
      csv,
    );
  }

  function heading() {
    const now = settings();
    const known = now.kind === 'topic' && context.deployment.topics.find((topic) => topic.id === now.id);
    const name = plain(series?.name || known?.name || now.id || t('chooseSubject'), 120);
    document.title = name + ' · Newstide';
    replace(
      head,
      h('h1', {}, h('i', { class: 'dot', style: { '--c': colour() } }), ' ', h('bdi', {}, name)),
      h('span', { class: 'chip' }, t(now.kind)),
      now.kind === 'topic' && h('a', { class: 'button quiet', href: state.address('workbench', { id: now.id }) }, t('tryWindows')),
    );
    const { from, to } = bounds(context, now.params, now.window);
    csv.href = api.apiAddress('series.csv', { kind: now.kind, id: now.id, window: now.window, from: Math.round(from), to });
    tools(now);
    if (!series) return replace(figures);
    const firm = series.end.map((_, i) => i).filter((i) => series.firing[i] !== 'EARLY');
    const last = firm.length ? firm[firm.length - 1] : series.end.length - 1;
    const before = firm.length > 1 ? firm[firm.length - 2] : null;
    const figure = (label, value, extra) => h('div', { class: 'figure' }, h('span', {}, label), h('b', {}, value), extra && h('small', {}, extra));
    replace(
      figures,
      figure(format.span(series.start[last], series.end[last]), format.number(series.uniqueStories[last]), delta(series.uniqueStories[last], before === null ? null : series.uniqueStories[before])),
      figure(t('share'), format.percent(valueAt(series, last, 'share')), t('outOf', { n: format.number(series.totalStories[last]) })),
      figure(t('rank'), series.rank[last] ? '#' + format.number(series.rank[last]) : '–'),
      figure(t('score'), series.score[last] === null ? '–' : format.decimal(series.score[last]), series.score[last] === null ? t('noScore') : t('expectedN', { n: format.decimal(series.expected[last]) })),
    );
  }

  async function curve() {
    const mine = ++request;
    const now = settings();
    const { from, to } = bounds(context, now.params, now.window);
    try {
      const [answer, told] = await Promise.all([api.get('series', { kind: now.kind, id: now.id, window: now.window, from: Math.round(from), to, expected: 'all' }), api.get('alerts', { kind: now.kind, id: now.id })]);
      if (stopped || mine !== request) return;
      series = answer.series[0] || null;
      heading();
      await draw(told.alerts);
      replace(alertsPlace, told.alerts.length ? h('ul', { class: 'alerts' }, told.alerts.slice(0, 12).map((alert) => alertItem(alert, colour()))) : empty(t('noAlerts')));
    } catch (error) {
      if (stopped || mine !== request) return;
      chartEmpty.hidden = false;
      chartPlace.classList.add('dim');
      replace(chartEmpty, failed(error, curve));
      replace(alertsPlace, failed(error, curve));
    }
  }

  const standing = (i) => ({ EARLY: t('provisional'), LATE: t('corrected') })[series.firing[i]] || '';
  const band = (i) => format.decimal(series.expected[i]) + ' (' + format.number(series.expectedLow[i]) + '–' + format.number(series.expectedHigh[i]) + ')';

  let drawnAlerts = [];
  async function draw(alerts) {
    drawnAlerts = alerts || drawnAlerts;
    const now = settings();
    plot ||= await charts.chart(chartPlace).then((made) => {
      made.onBlank(pick);
      made.on('click', (event) => series && event.data?.i !== undefined && point(event.data.i));
      return made;
    });
    if (stopped) return plot.dispose();
    chartEmpty.hidden = !!series;
    chartPlace.classList.toggle('dim', !series);
    tabulate();
    if (!series) return replace(chartEmpty, empty(t('noRowsInRange')));
    const hue = colour();
    const banded = now.measure === 'uniqueStories' && series.expectedHigh.some((v) => v !== null);
    const firm = [];
    const open = [];
    series.end.forEach((end, i) => {
      const at = { value: [charts.toAxis(placeOf(series, i)), valueAt(series, i, now.measure)], i };
      if (series.firing[i] === 'EARLY') {
        if (!open.length && firm.length) open.push({ ...firm[firm.length - 1], symbol: 'none' });
        open.push(at);
      } else {
        if (series.firing[i] === 'LATE') Object.assign(at, { symbol: 'diamond', symbolSize: 10 });
        if (now.at === end) Object.assign(at, { symbolSize: 12, itemStyle: { color: charts.css('--panel'), borderColor: hue, borderWidth: 3 } });
        firm.push(at);
      }
    });
    const low = [];
    const high = [];
    const middle = [];
    if (banded) {
      series.end.forEach((end, i) => {
        const x = charts.toAxis(placeOf(series, i));
        low.push([x, series.expectedLow[i]]);
        high.push([x, series.expectedHigh[i] === null ? null : series.expectedHigh[i] - series.expectedLow[i]]);
        middle.push([x, series.expected[i]]);
      });
    }
    const bursts = drawnAlerts
      .filter((alert) => alert.reason === 'burst')
      .map((alert) => [{ xAxis: charts.toAxis(alert.openedAt) }, { xAxis: charts.toAxis(alert.closedAt ?? Math.max(...series.end)) }]);
    plot.show({
      grid: { left: 8, right: 14, top: 18, bottom: 8, containLabel: true },
      tooltip: charts.tooltip((items) => {
        const item = items.find((one) => one.data.i !== undefined);
        if (!item || !series) return '';
        const i = item.data.i;
        const rows = [{ name: t(now.measure), value: shown(valueAt(series, i, now.measure), now.measure), colour: hue, note: standing(i) }];
        if (series.expected[i] !== null) rows.push({ name: t('expectedBand'), value: band(i), colour: charts.css('--line-strong') });
        return charts.tip(format.span(series.start[i], series.end[i]), rows);
      }),
      xAxis: charts.timeAxis(),
      yAxis: { type: 'value', minInterval: now.measure === 'share' ? undefined : 1, ...charts.axis({ axisLine: { show: false }, axisLabel: { color: charts.css('--muted'), fontSize: charts.size(0.75), formatter: (v) => shown(v, now.measure) } }) },
      series: [
        banded && { type: 'line', id: 'low', data: low, stack: 'band', lineStyle: { opacity: 0 }, symbol: 'none', silent: true },
        banded && { type: 'line', id: 'band', data: high, stack: 'band', lineStyle: { opacity: 0 }, symbol: 'none', areaStyle: { color: charts.css('--muted'), opacity: 0.16 }, silent: true },
        banded && { type: 'line', id: 'expected', data: middle, lineStyle: { color: charts.css('--muted'), width: 1, type: 'dotted' }, symbol: 'none', silent: true },
        { type: 'line', id: 'curve', data: firm, color: hue, lineStyle: { width: charts.size(0.15), color: hue }, areaStyle: banded ? undefined : { color: hue, opacity: 0.08 }, symbol: 'circle', symbolSize: 6, showSymbol: firm.length < 120, markArea: bursts.length ? { silent: true, itemStyle: { color: charts.css('--bad-soft'), opacity: 0.6 }, data: bursts } : undefined },
        open.length && { type: 'line', id: 'open', data: open, color: hue, lineStyle: { width: 2, type: [4, 4], color: hue }, symbol: 'circle', symbolSize: 5 },
      ].filter(Boolean),
    });
    chartPlace.setAttribute('aria-label', t('curveOf', { s: plain(series.name, 60), w: now.window }));
    replace(note, [banded || now.measure !== 'uniqueStories' ? null : t('noBand'), t('clickPoint'), t('times', { z: format.zoneName() })].filter(Boolean).join('　·　'));
  }

  /** The curve in figures, the latest first, for who does not see it or cannot point at it. */
  function tabulate() {
    if (!asTable.open) return;
    if (!series) return replace(tablePlace, empty(t('noRowsInRange')));
    const now = settings();
    const points = series.end.map((_, i) => i).reverse();
    const cell = (text) => h('td', { class: 'n' }, text);
    const row = (i) =>
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          h('button', { type: 'button', class: 'button quiet small', 'data-value': series.end[i], 'aria-pressed': String(now.at === series.end[i]), onclick: () => point(i) }, format.span(series.start[i], series.end[i])),
          standing(i) && h('small', {}, ' ', standing(i)),
        ),
        ['uniqueStories', 'mentions', 'share'].map((measure) => cell(shown(valueAt(series, i, measure), measure))),
        cell(series.expected[i] === null ? '–' : band(i)),
        cell(series.score[i] === null ? '–' : format.decimal(series.score[i])),
      );
    replace(
      tablePlace,
      h(
        'table',
        { class: 'table' },
        h('caption', { class: 'sr' }, t('curve')),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('spanOf')), ['uniqueStories', 'mentions', 'share', 'expectedBand', 'score'].map((name) => h('th', { scope: 'col', class: 'n' }, t(name))))),
        h('tbody', {}, points.slice(0, MOST_ROWS).map(row)),
      ),
      points.length > MOST_ROWS && h('p', { class: 'hints' }, t('latestRows', { n: format.number(MOST_ROWS), all: format.number(points.length) })),
    );
  }

  function pick(event) {
    if (!series) return;
    const at = plot.at(event);
    if (!at) return;
    let best = 0;
    series.end.forEach((_, i) => {
      if (Math.abs(charts.toAxis(placeOf(series, i)) - at[0]) < Math.abs(charts.toAxis(placeOf(series, best)) - at[0])) best = i;
    });
    point(best);
  }

  function point(i) {
    state.set({ at: series.end[i] });
  }

  async function articles() {
    const mine = ++articlesRequest;
    const now = settings();
    const { from, to } = bounds(context, now.params, now.window);
    let range = { from: Math.round(from), to };
    let title = t('articlesOf');
    if (now.at && series) {
      const i = series.end.indexOf(now.at);
      if (i >= 0) {
        range = { from: series.start[i], to: series.end[i] };
        title = t('articlesAt', { t: format.span(series.start[i], series.end[i]) });
      }
    }
    replace(articlesTitle, title);
    replace(
      articlesExtra,
      now.at && h('button', { type: 'button', class: 'button small', onclick: () => state.set({ at: null }) }, t('wholeRange')),
      h('a', { class: 'button quiet small', href: state.address('articles', { kind: now.kind, id: now.id, from: range.from, to: range.to }) }, t('searchThese')),
    );
    try {
      const found = await api.get('articles', { kind: now.kind, id: now.id, ...range, limit: 12 });
      if (stopped || mine !== articlesRequest) return;
      replace(articlesPlace, found.articles.length ? [h('p', { class: 'quiet-line' }, count('articlesN', found.total, format.number(found.total))), h('ul', { class: 'headlines two' }, found.articles.map((article) => h('li', {}, headline(article))))] : empty(t('noArticles'), t('noArticlesHint')));
    } catch (error) {
      if (!stopped && mine === articlesRequest) replace(articlesPlace, failed(error, articles));
    }
  }

  async function around() {
    const mine = ++aroundRequest;
    const now = settings();
    const { from, to } = bounds(context, now.params, now.window);
    try {
      const about = await api.get('subject', { kind: now.kind, id: now.id, window: now.window, from: Math.round(from), to });
      if (stopped || mine !== aroundRequest) return;
      const chips = (list, kindOf, nameOf) => (list.length ? h('ul', { class: 'chips' }, list.map((one) => h('li', {}, subjectLink(kindOf(one), nameOf(one), nameOf(one), { window: now.window, range: now.range }), h('small', {}, format.number(one.count))))) : empty(t('none')));
      replace(keywordsPlace, chips(about.keywords, () => 'keyword', (one) => one.term));
      replace(namesPlace, chips(about.names, (one) => one.type, (one) => one.name));
      replace(evidencePlace, about.evidence.length ? evidence(about.evidence) : empty(t('noArticles')));
      replace(mapPlace, about.map.nodes.length ? map(about, now) : empty(t('none')));
    } catch (error) {
      if (stopped || mine !== aroundRequest) return;
      for (const place of [keywordsPlace, namesPlace, evidencePlace, mapPlace]) replace(place, failed(error, around));
    }
  }

  function map(about, now) {
    const size = 400;
    const middle = size / 2;
    const nodes = about.map.nodes;
    const most = Math.max(...nodes.map((node) => node.count));
    const order = ['topic', 'organisation', 'place', 'person', 'keyword'];
    const sorted = nodes.map((node, i) => ({ ...node, i })).sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.count - a.count);
    const places = [];
    sorted.forEach((node, at) => {
      const angle = (2 * Math.PI * at) / sorted.length - Math.PI / 2;
      const radius = at % 2 ? 92 : 150;
      places[node.i] = { x: middle + radius * Math.cos(angle) * 1.02, y: middle + radius * Math.sin(angle), r: 3 + 8 * Math.sqrt(node.count / most) };
    });
    const strongest = Math.max(1, ...about.map.links.map((link) => link[2]));
    return [
      s(
        'svg',
        { class: 'map', viewBox: `0 0 ${size} ${size}`, role: 'group', 'aria-label': t('mapOf') },
        about.map.links.map(([a, b, together]) => s('path', { d: `M${places[a].x} ${places[a].y}Q${middle} ${middle} ${places[b].x} ${places[b].y}`, class: 'map-link', style: { opacity: String(0.08 + 0.5 * (together / strongest)) } })),
        s('circle', { cx: middle, cy: middle, r: 9, class: 'map-self', style: { '--c': colour() } }),
        nodes.map((node, i) => {
          const { x, y, r } = places[i];
          const right = x > middle + 4;
          return s(
            'a',
            { href: state.address('subject', { kind: node.kind, id: node.id, window: now.window, range: now.range }), class: 'map-node ' + node.kind, 'aria-label': plain(node.name, 40) + ' ' + node.count },
            s('circle', { cx: x, cy: y, r }),
            s('text', { x: x + (right ? r + 3 : -r - 3), y: y + 4, 'text-anchor': right ? 'start' : 'end' }, plain(node.name, 8)),
          );
        }),
      ),
      h('p', { class: 'hints' }, t('mapBasis', { n: format.number(about.map.articles) })),
    ];
  }

  /** Without a subject there is nothing to ask for; what was asked before is of no use. */
  function choose() {
    request++;
    articlesRequest++;
    aroundRequest++;
    heading();
    chartEmpty.hidden = false;
    chartPlace.classList.add('dim');
    replace(articlesTitle, t('articlesOf'));
    replace(articlesExtra);
    for (const place of [chartEmpty, ...places]) replace(place, empty(t('chooseSubject')));
  }

  const before = {};
  async function refresh() {
    const now = settings();
    const subject = [now.kind, now.id].join();
    const key = [subject, now.window, now.range, now.params.from, now.params.to].join();
    const fresh = before.key !== key;
    const other = before.subject !== subject;
    const moved = before.at !== now.at;
    Object.assign(before, { key, subject, at: now.at });
    if (fresh) series = null;
    if (!now.id) return choose();
    heading();
    if (fresh) {
      if (other) {
        chartEmpty.hidden = false;
        chartPlace.classList.add('dim');
        for (const place of [chartEmpty, ...places]) replace(place, loading());
      }
      around();
      await curve();
      articles();
    } else {
      if (series) draw();
      if (moved) articles();
    }
  }
  refresh();

  return {
    params: refresh,
    live(changed) {
      if (!settings().id) return;
      if (before.subject !== [settings().kind, settings().id].join()) return refresh();
      if (changed.has('trends') || changed.has('alerts')) curve();
      if (changed.has('articles')) articles();
    },
    theme: () => series && draw(),
    stop() {
      stopped = true;
      plot?.dispose();
    },
  };
}
