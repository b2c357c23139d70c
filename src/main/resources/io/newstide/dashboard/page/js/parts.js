// The parts that views are made of.

import { h, s, plain, safeUrl, replace } from './dom.js';
import { t, count } from './text.js';
import * as format from './format.js';
import { address } from './state.js';

export function panel(title, extra, ...children) {
  return h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', {}, title), extra), children);
}

/** One of a few, side by side. */
export function segmented(label, options, value, onpick) {
  const group = h('div', { class: 'segmented', role: 'group', 'aria-label': label });
  for (const [key, text] of options) {
    group.append(
      h('button', { type: 'button', 'aria-pressed': String(key === value), 'data-value': key, onclick: () => onpick(key) }, text),
    );
  }
  return group;
}

export function labelled(label, control) {
  return h('label', { class: 'field' }, h('span', {}, label), control);
}

export function select(label, options, value, onpick) {
  const list = h('select', { onchange: (event) => onpick(event.target.value) });
  for (const [key, text] of options) list.append(h('option', { value: key, selected: key === value }, text));
  return labelled(label, list);
}

export function loading() {
  return h('div', { class: 'loading', 'aria-label': '…' }, h('span'), h('span'), h('span'));
}

export function empty(title, hint, action) {
  return h(
    'div',
    { class: 'empty' },
    s('svg', { viewBox: '0 0 64 32', 'aria-hidden': 'true' }, s('path', { d: 'M4 22c8 0 8-8 15-8s8 8 15 8 8-8 15-8 7 4 11 4', fill: 'none', stroke: 'currentColor', 'stroke-width': '2.500', 'stroke-linecap': 'round' })),
    h('p', { class: 'empty-title' }, title),
    hint && h('p', {}, hint),
    action,
  );
}

export function failed(error, again) {
  return h('div', { class: 'empty failed', role: 'alert' }, h('p', { class: 'empty-title' }, t('failed', { e: error.message })), again && h('button', { type: 'button', class: 'button', onclick: again }, t('retry')));
}

/** A curve without axes. */
export function sparkline(values, colour, label) {
  const width = 120;
  const height = 28;
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  const points = values.map((v, i) => [2 + i * step, height - 3 - (v / most) * (height - 6)]);
  const line = points.map(([x, y], i) => (i ? 'L' : 'M') + x.toFixed(1) + ' ' + y.toFixed(1)).join('');
  const last = points[points.length - 1];
  return s(
    'svg',
    { class: 'spark', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, preserveAspectRatio: 'none', style: { '--c': colour } },
    values.length > 1 && s('path', { d: line + `L${last[0].toFixed(1)} ${height - 2}L2 ${height - 2}Z`, class: 'spark-area' }),
    values.length > 1 && s('path', { d: line, class: 'spark-line', 'vector-effect': 'non-scaling-stroke' }),
  );
}

export function delta(now, before) {
  if (before === null || before === undefined) return h('span', { class: 'delta' }, '–');
  const change = now - before;
  const kind = change > 0 ? 'up' : change < 0 ? 'down' : 'flat';
  const sign = change > 0 ? '▲' : change < 0 ? '▼' : '●';
  return h('span', { class: 'delta ' + kind }, h('i', { 'aria-hidden': 'true' }, sign), (change > 0 ? '+' : change < 0 ? '−' : '±') + format.number(Math.abs(change)));
}

export function subjectLink(kind, id, name, params = {}) {
  return h('a', { href: address('subject', { kind, id, ...params }), class: 'subject-link', title: plain(name, 200) }, h('bdi', {}, plain(name, 60)));
}

/** A headline, that leads to its source where that is an address one may follow. */
export function headline(article) {
  const title = h('bdi', {}, plain(article.title, 200));
  const url = safeUrl(article.url);
  return h(
    'div',
    { class: 'headline' },
    url ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, title) : h('span', {}, title),
    h('small', {}, h('bdi', {}, plain(article.source || '', 40)), ' · ', h('time', { datetime: new Date(article.publishedAt).toISOString() }, format.moment(new Date(article.publishedAt).getTime()))),
  );
}

export function evidence(articles) {
  return h('ul', { class: 'headlines' }, articles.map((article) => h('li', {}, headline(article))));
}

export function alertItem(alert, colour) {
  return h(
    'li',
    { class: 'alert' + (alert.open ? ' open' : ''), style: { '--c': colour } },
    h(
      'div',
      { class: 'alert-line' },
      subjectLink(alert.kind === 'source' ? 'keyword' : alert.kind, alert.id, alert.name),
      h('span', { class: 'chip ' + alert.reason }, t(alert.reason)),
      h('span', { class: 'score', title: t('peak', { s: format.decimal(alert.peakScore) }) }, format.decimal(alert.score)),
    ),
    h(
      'p',
      { class: 'alert-facts' },
      alert.open ? t('openSince', { t: format.moment(alert.openedAt) }) : format.moment(alert.openedAt) + ' → ' + format.moment(alert.closedAt),
      ' · ',
      count('storiesN', alert.uniqueStories, format.number(alert.uniqueStories)),
      ' · ',
      t('expectedN', { n: format.decimal(alert.expected) }),
      ' · ',
      t('peak', { s: format.decimal(alert.peakScore) }),
    ),
    alert.evidence?.length > 0 && headline(alert.evidence[0]),
  );
}

/** Puts something in a place, or says that it failed. */
export async function into(place, make, again) {
  try {
    replace(place, await make());
  } catch (error) {
    if (error.name !== 'AbortError') replace(place, failed(error, again));
  }
}

export function toast(text, kind = '') {
  const place = document.getElementById('toasts');
  const note = h('div', { class: 'toast ' + kind }, text);
  place.append(note);
  setTimeout(() => note.remove(), 8000);
}
