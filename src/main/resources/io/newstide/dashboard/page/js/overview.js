// All topics over one window: curves, bursts, what leads and what emerges.

import { h, replace, plain } from './dom.js';
import { t, count } from './text.js';
import * as format from './format.js';
import * as api from './api.js';
import * as state from './state.js';
import * as charts from './chart.js';
import { shapeText } from './shape.js';
import { panel, segmented, select, loading, empty, failed, sparkline, delta, subjectLink, headline, alertItem } from './parts.js';

const DAY = 86400000;
export const RANGES = [
  ['1', () => t('lastHours', { n: 24 })],
  ['7', () => t('lastDays', { n: 7 })],
  ['30', () => t('lastDays', { n: 30 })],
  ['90', () => t('lastDays', { n: 90 })],
  ['all', () => t('all')],
];
const KINDS = ['topic', 'keyword', 'person', 'place', 'organisation', 'topic-place'];
const KIND_NAMES = { topic: 'topicsKind', keyword: 'keywordsKind', person: 'peopleKind', place: 'placesKind', organisation: 'organisationsKind', 'topic-place': 'topicPlacesKind' };

/** The value of a measure, for a point of a series. */
export function valueAt(series, i, measure) {
  if (measure === 'share') return series.totalStories[i] ? series.uniqueStories[i] / series.totalStories[i] : 0;
  return series[measure][i];
}

export function shown(value, measure) {
  return measure === 'share' ? format.percent(value) : format.number(value);
}

/** Where on the axis a span stands: a day at its beginning, an hour at its end. */
export function placeOf(series, i) {
  return series.end[i] - series.start[i] >= DAY - 3600000 ? series.start[i] : series.end[i];
}

export function windowOptions(context) {
  return context.deployment.windows.map((w) => [w.name, w.name + (w.shape ? '（' + shapeText(w.shape) + '）' : '')]);
}

export function defaultWindow(context) {
  const windows = context.deployment.windows;
  return (windows.find((w) => w.shape === 'P1D') || windows.find((w) => w.lastEnd) || windows[0] || { name: 'day' }).name;
}

/** From when to when: a range up to event time, or what the address says. */
export function bounds(context, params, window) {
  const info = context.deployment.windows.find((w) => w.name === window) || {};
  const last = Math.max(info.lastEnd || 0, context.freshness?.eventTime || 0) || Date.now();
  const from = params.from ? Number(params.from) : params.range === 'all' ? (info.firstEnd || last - 90 * DAY) - DAY : last - Number(params.range || 30) * DAY;
  return { from, to: params.to ? Number(params.to) : undefined, last };
}

export function view(root, context) {
  const hidden = new Set();
  let plot;
  let series = [];
  let alerts = [];
  let stopped = false;
  let request = 0;
  let ranksRequest = 0;

  const toolbar = h('div', { class: 'toolbar' });
  const chartPlace = h('div', { class: 'chart tall', role: 'img', 'aria-label': t('curve') });
  const chartEmpty = h('div', { class: 'chart-empty', hidden: true });
  const legend = h('div', { class: 'legend' });
  const tablePlace = h('div', { class: 'scroll' }, loading());
  const alertsPlace = h('div', {}, loading());
  const ranksPlace = h('div', {}, loading());
  const ranksTabs = h('div', {});
  const emergingPlace = h('div', {}, loading());
  const hints = h('p', { class: 'hints' });

  replace(
    root,
    h('h1', { class: 'sr' }, t('overview')),
    toolbar,
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'column wide' },
        h('section', { class: 'panel' }, h('h2', { class: 'sr' }, t('curve')), h('div', { class: 'chart-frame' }, chartPlace, chartEmpty), legend, hints),
        panel(t('eachTopic'), null, tablePlace),
      ),
      h('div', { class: 'column' }, panel(t('openAlerts'), null, alertsPlace), h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', {}, t('leading'))), ranksTabs, ranksPlace), panel(t('emerging'), null, emergingPlace)),
    ),
  );

  const settings = () => {
    const params = state.here().params;
    return {
      window: params.window || defaultWindow(context),
      range: params.range || '30',
      measure: params.measure || 'uniqueStories',
      style: params.style || 'lines',
      ranked: params.ranked || 'keyword',
      params,
    };
  };

  function tools() {
    const now = settings();
    const { from, to } = bounds(context, now.params, now.window);
    replace(
      toolbar,
      select(t('window'), windowOptions(context), now.window, (window) => state.set({ window, from: null, to: null }, true)),
      segmented(t('range'), RANGES.map(([key, text]) => [key, text()]), now.params.from ? '' : now.range, (range) => state.set({ range, from: null, to: null }, true)),
      segmented(t('measure'), ['uniqueStories', 'mentions', 'share'].map((m) => [m, t(m)]), now.measure, (measure) => state.set({ measure })),
      segmented(t('style'), [['lines', t('lines')], ['area', t('area')]], now.style, (style) => state.set({ style })),
      now.params.from && h('button', { type: 'button', class: 'button', onclick: () => state.set({ from: null, to: null }, true) }, t('resetZoom')),
      h('a', { class: 'button quiet', href: api.apiAddress('series.csv', { kind: 'topic', window: now.window, from: Math.round(from), to }), download: '' }, t('download')),
    );
    replace(
      ranksTabs,
      segmented(t('leading'), KINDS.map((kind) => [kind, t(KIND_NAMES[kind])]), now.ranked, (ranked) => state.set({ ranked })),
    );
    ranksTabs.firstChild.classList.add('wrap');
  }

  async function curves() {
    const mine = ++request;
    const now = settings();
    const { from, to } = bounds(context, now.params, now.window);
    try {
      const [answer, told] = await Promise.all([api.get('series', { kind: 'topic', window: now.window, from: Math.round(from), to }), api.get('alerts', { kind: 'topic', from: Math.round(from), to })]);
      if (stopped || mine !== request) return;
      series = answer.series;
      alerts = told.alerts;
      await draw();
      table();
    } catch (error) {
      if (!stopped && mine === request) replace(tablePlace, failed(error, curves));
    }
  }

  async function draw() {
    const now = settings();
    plot ||= await charts.chart(chartPlace);
    if (stopped) return plot.dispose();
    chartEmpty.hidden = series.length > 0;
    chartPlace.classList.toggle('dim', series.length === 0);
    if (!series.length) {
      const any = context.deployment.windows.some((w) => w.lastEnd);
      replace(chartEmpty, any ? empty(t('noRowsInRange')) : empty(t('noRows'), t('noRowsHint')));
    }
    const stacked = now.style === 'area';
    const lines = [];
    for (const one of series) {
      const colour = charts.colour(context.topicIndex(one.id));
      if (hidden.has(one.id)) continue;
      const firm = [];
      const open = [];
      let any = false;
      for (let i = 0; i < one.end.length; i++) {
        const value = valueAt(one, i, now.measure);
        const point = { value: [charts.toAxis(placeOf(one, i)), value], i, id: one.id };
        if (one.firing[i] === 'EARLY') {
          if (!open.length && firm.length) open.push({ ...firm[firm.length - 1], symbol: 'none' });
          open.push(point);
        } else {
          if (one.firing[i] === 'LATE') Object.assign(point, { symbol: 'diamond', symbolSize: charts.size(0.56), itemStyle: { color: charts.css('--panel'), borderColor: colour, borderWidth: 2 } });
          firm.push(point);
        }
        any = true;
      }
      if (!any) continue;
      const pins = alerts
        .filter((alert) => alert.id === one.id && alert.reason === 'burst')
        .map((alert) => {
          const at = nearest(firm, charts.toAxis(alert.openedAt));
          return at && { coord: at.value, symbol: 'triangle', symbolSize: [charts.size(0.75), charts.size(0.65)], symbolOffset: [0, -charts.size(0.75)], itemStyle: { color: colour, borderColor: charts.css('--panel'), borderWidth: 1.5 }, label: { show: false } };
        })
        .filter(Boolean);
      const common = { type: 'line', name: one.name, color: colour, lineStyle: { width: charts.size(0.125), color: colour }, emphasis: { focus: 'series', lineStyle: { width: charts.size(0.19) } }, blur: { lineStyle: { opacity: 0.2 } }, symbol: 'circle', symbolSize: charts.size(0.3), showSymbol: firm.length < 40 };
      lines.push({ ...common, id: one.id, data: firm, stack: stacked ? 'all' : undefined, areaStyle: stacked ? { opacity: 0.35 } : undefined, markPoint: pins.length ? { data: pins, silent: true } : undefined });
      if (open.length && !stacked) {
        lines.push({ ...common, id: one.id + ' open', data: open, lineStyle: { width: charts.size(0.125), type: [charts.size(0.25), charts.size(0.25)], color: colour }, symbol: 'circle', symbolSize: charts.size(0.3), showSymbol: true });
      }
    }
    plot.show({
      grid: { left: 8, right: 14, top: 18, bottom: 8, containLabel: true },
      tooltip: charts.tooltip((items) => describe(items, now.measure)),
      xAxis: charts.timeAxis(),
      yAxis: { type: 'value', minInterval: now.measure === 'share' ? undefined : 1, ...charts.axis({ axisLine: { show: false }, axisLabel: { color: charts.css('--muted'), fontSize: charts.size(0.75), formatter: (value) => shown(value, now.measure) } }) },
      dataZoom: [{ type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }],
      series: lines,
    });
    const ends = series.flatMap((one) => one.end);
    chartPlace.setAttribute('aria-label', ends.length ? t('chartOf', { w: now.window, n: series.length, from: format.moment(Math.min(...ends)), to: format.moment(Math.max(...ends)) }) : t('noRows'));
    replace(
      legend,
      series.map((one) =>
        h(
          'button',
          { type: 'button', class: 'legend-item', 'aria-pressed': String(!hidden.has(one.id)), style: { '--c': charts.colour(context.topicIndex(one.id)) }, onclick: () => toggle(one.id), onmouseenter: () => plot.act({ type: 'highlight', seriesId: one.id }), onmouseleave: () => plot.act({ type: 'downplay', seriesId: one.id }) },
          h('i', { class: 'dot' }),
          plain(one.name, 40),
        ),
      ),
      series.length > 1 && h('button', { type: 'button', class: 'legend-item all', onclick: () => toggleAll() }, hidden.size ? t('showAll') : t('hideAll')),
    );
    replace(hints, [t('provisionalHint'), t('correctedHint'), t('burstHint'), t('times', { z: format.zoneName() })].join('　·　'));
  }

  function nearest(points, moment) {
    let best = null;
    for (const point of points) if (point.value[0] <= moment && (!best || point.value[0] > best.value[0])) best = point;
    return best || points[0];
  }

  function describe(items, measure) {
    const seen = new Set();
    const rows = [];
    let title = '';
    for (const item of items) {
      const one = series.find((other) => other.id === item.data.id);
      if (!one || seen.has(one.id) || item.data.symbol === 'none') continue;
      seen.add(one.id);
      const i = item.data.i;
      title ||= format.span(one.start[i], one.end[i]);
      const note = one.firing[i] === 'EARLY' ? t('provisional') : one.firing[i] === 'LATE' ? t('corrected') : '';
      rows.push({ name: plain(one.name, 40), value: shown(valueAt(one, i, measure), measure), colour: item.color, note, sort: valueAt(one, i, measure) });
    }
    rows.sort((a, b) => b.sort - a.sort);
    return charts.tip(title, rows.slice(0, 14));
  }

  function toggle(id) {
    if (hidden.has(id)) hidden.delete(id);
    else hidden.add(id);
    draw();
  }

  function toggleAll() {
    if (hidden.size) hidden.clear();
    else series.forEach((one) => hidden.add(one.id));
    draw();
  }

  function table() {
    const now = settings();
    if (!series.length) return replace(tablePlace, empty(t('noRows')));
    const rows = series.map((one) => {
      const firm = one.end.map((_, i) => i).filter((i) => one.firing[i] !== 'EARLY');
      const last = firm.length ? firm[firm.length - 1] : one.end.length - 1;
      const before = firm.length > 1 ? firm[firm.length - 2] : null;
      return { one, firm, last, before, value: valueAt(one, last, now.measure) };
    });
    rows.sort((a, b) => b.value - a.value || a.one.rank[a.last] - b.one.rank[b.last]);
    const newest = Math.max(...rows.map((row) => row.one.end[row.last]));
    const headed = rows.find((row) => row.one.end[row.last] === newest);
    replace(
      tablePlace,
      h(
        'table',
        { class: 'table' },
        h('caption', { class: 'sr' }, t('eachTopic')),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('topic')), h('th', { scope: 'col', class: 'n' }, headed ? format.span(headed.one.start[headed.last], headed.one.end[headed.last]) : t('latestSpan')), h('th', { scope: 'col', class: 'n' }, t('change')), h('th', { scope: 'col', class: 'n' }, t('share')), h('th', { scope: 'col' }, t('curve')))),
        h(
          'tbody',
          {},
          rows.map(({ one, firm, last, before, value }) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, h('i', { class: 'dot', style: { '--c': charts.colour(context.topicIndex(one.id)) } }), subjectLink('topic', one.id, one.name, { window: now.window, range: now.range })),
              h('td', { class: 'n strong' }, shown(value, now.measure)),
              h('td', { class: 'n' }, now.measure === 'share' ? '' : delta(value, before === null ? null : valueAt(one, before, now.measure))),
              h('td', { class: 'n muted' }, format.percent(valueAt(one, last, 'share'))),
              h('td', { class: 'curve' }, sparkline(firm.slice(-60).map((i) => valueAt(one, i, now.measure)), charts.colour(context.topicIndex(one.id)), one.name)),
            ),
          ),
        ),
      ),
    );
  }

  async function showAlerts() {
    try {
      // Apart, or an old one that is open would disappear behind later ones that are closed.
      const [{ alerts: open }, { alerts: closed }] = await Promise.all([api.get('alerts', { state: 'open', limit: 200 }), api.get('alerts', { state: 'closed', limit: 3 })]);
      if (stopped) return;
      const any = open.length + closed.length > 0;
      const colourOf = (alert) => (alert.kind === 'topic' ? charts.colour(context.topicIndex(alert.id)) : charts.css('--accent'));
      replace(
        alertsPlace,
        !any && empty(t('noAlerts'), t('noAlertsHint')),
        any && open.length === 0 && h('p', { class: 'quiet-line' }, t('noOpenAlerts')),
        open.length > 0 && h('ul', { class: 'alerts' }, open.map((alert) => alertItem(alert, colourOf(alert)))),
        closed.length > 0 && h('h3', { class: 'sub' }, t('recentAlerts')),
        closed.length > 0 && h('ul', { class: 'alerts past' }, closed.map((alert) => alertItem(alert, colourOf(alert)))),
      );
    } catch (error) {
      if (!stopped) replace(alertsPlace, failed(error, showAlerts));
    }
  }

  async function showRanks() {
    const mine = ++ranksRequest;
    const now = settings();
    try {
      const answer = await api.get('ranks', { window: now.window, kind: now.ranked, limit: 10, end: now.params.to, history: 14 });
      if (stopped || mine !== ranksRequest) return;
      if (!answer.rows.length) return replace(ranksPlace, empty(t('noRanking')));
      const most = Math.max(...answer.rows.map((row) => row.uniqueStories), 1);
      replace(
        ranksPlace,
        h('p', { class: 'quiet-line' }, format.span(answer.start, answer.end)),
        h(
          'ol',
          { class: 'ranks' },
          answer.rows.map((row) =>
            h(
              'li',
              { style: { '--part': (100 * row.uniqueStories) / most + '%' } },
              h('span', { class: 'rank' }, row.rank),
              subjectLink(row.kind, row.id, row.name, { window: now.window, range: now.range }),
              h('span', { class: 'n' }, format.number(row.uniqueStories)),
              h('span', { class: 'arrow ' + row.direction.toLowerCase(), 'aria-label': row.direction }, row.direction === 'UP' ? '▲' : row.direction === 'DOWN' ? '▼' : '·'),
            ),
          ),
        ),
      );
    } catch (error) {
      if (!stopped && mine === ranksRequest) replace(ranksPlace, failed(error, showRanks));
    }
  }

  async function showEmerging() {
    try {
      const { emerging } = await api.get('emerging', { limit: 6 });
      if (stopped) return;
      if (!emerging.length) return replace(emergingPlace, empty(t('noEmerging'), t('noEmergingHint')));
      replace(
        emergingPlace,
        h(
          'ul',
          { class: 'emerging' },
          emerging.map((group) =>
            h(
              'li',
              {},
              h('div', { class: 'emerging-line' }, h('strong', {}, plain(group.group, 40)), h('span', { class: 'score' }, format.decimal(group.terms[0]?.score))),
              h('p', { class: 'terms' }, group.terms.slice(0, 6).map((term) => subjectLink(term.kind, term.term, term.term))),
              group.evidence.length > 0 && headline(group.evidence[0]),
              h('a', { class: 'button small', href: state.address('topics', { name: group.proposedTopic.name, draft: group.proposedTopic.id, q: group.proposedTopic.query, threshold: group.proposedTopic.threshold }) }, t('makeTopic')),
            ),
          ),
        ),
      );
    } catch (error) {
      if (!stopped) replace(emergingPlace, failed(error, showEmerging));
    }
  }

  const shownBefore = {};
  function refresh(force) {
    const now = settings();
    const key = [now.window, now.range, now.params.from, now.params.to].join();
    tools();
    if (force || shownBefore.curves !== key) curves();
    else {
      draw();
      table();
    }
    shownBefore.curves = key;
    const ranks = [now.window, now.ranked, now.params.to].join();
    if (force || shownBefore.ranks !== ranks) showRanks();
    shownBefore.ranks = ranks;
    if (force) {
      showAlerts();
      showEmerging();
    }
  }
  refresh(true);

  return {
    params: () => refresh(false),
    live(changed) {
      if (changed.has('trends')) {
        curves();
        showRanks();
      }
      if (changed.has('alerts')) {
        showAlerts();
        if (!changed.has('trends')) curves();
      }
      if (changed.has('emerging')) showEmerging();
    },
    theme: () => {
      draw();
      table();
    },
    stop() {
      stopped = true;
      plot?.dispose();
    },
  };
}
