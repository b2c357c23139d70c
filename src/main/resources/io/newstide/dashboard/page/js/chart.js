// Curves by ECharts, in the colours of the page. Tooltips are elements made of text.

import { h } from './dom.js';
import * as format from './format.js';

const LIGHT = ['#1f6f8b', '#c2553a', '#4f8a3c', '#8659ad', '#b97f10', '#1f9189', '#b03c69', '#5d6b80', '#83703a', '#4a60b4'];
const DARK = ['#67b7d8', '#f0906f', '#93cc77', '#bd9be2', '#e7b54a', '#62d3c8', '#ea87ae', '#a9b4c4', '#c4b27a', '#94a7f3'];

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

export function palette() {
  return isDark() ? DARK : LIGHT;
}

export function colour(index) {
  const colours = palette();
  return colours[((index % colours.length) + colours.length) % colours.length];
}

export function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

let ready;

/** The library, which comes after the page is first painted. */
export function library() {
  ready ||= new Promise((resolve, reject) => {
    if (window.echarts) return resolve(window.echarts);
    const script = document.querySelector('script[src*="echarts"]');
    script.addEventListener('load', () => resolve(window.echarts));
    script.addEventListener('error', () => reject(new Error('echarts')));
  });
  return ready;
}

export const font = () => getComputedStyle(document.body).fontFamily;
export const size = (rem) => rem * parseFloat(getComputedStyle(document.documentElement).fontSize);

/** A chart in an element; follows its size. */
export async function chart(element) {
  const echarts = await library();
  const made = echarts.init(element, null, { renderer: 'canvas' });
  const observer = new ResizeObserver(() => made.resize());
  observer.observe(element);
  return {
    show(option, merge = false) {
      made.setOption({ animation: false, useUTC: true, textStyle: { fontFamily: font() }, ...option }, { notMerge: !merge });
    },
    on: (name, listener) => made.on(name, listener),
    onBlank: (listener) => made.getZr().on('click', (event) => !event.target && listener(event)),
    at: (event) => made.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]),
    act: (action) => made.dispatchAction(action),
    dispose() {
      observer.disconnect();
      made.dispose();
    },
  };
}

export function axis(extra = {}) {
  return {
    axisLine: { lineStyle: { color: css('--line-strong') } },
    axisTick: { show: false },
    axisLabel: { color: css('--muted'), fontSize: size(0.75), hideOverlap: true },
    splitLine: { lineStyle: { color: css('--line') } },
    ...extra,
  };
}

/** A moment's place on a time axis: the axis counts in UTC, so that its days are the zone's days wherever the browser is. */
export const toAxis = (ms) => ms + format.offset(ms);
export const fromAxis = (x) => x - format.offset(x - format.offset(x));

export function timeAxis(extra = {}) {
  const label = (x) => {
    const ms = fromAxis(x);
    return format.clock(ms) === '00:00' ? format.day(ms) : format.clock(ms);
  };
  return {
    type: 'time',
    ...axis({ splitLine: { show: false } }),
    axisLabel: { color: css('--muted'), fontSize: size(0.75), hideOverlap: true, formatter: label },
    minInterval: 600000,
    ...extra,
  };
}

/** The tooltip's outside; what it says is an element. */
export function tooltip(formatter, extra = {}) {
  return {
    trigger: 'axis',
    confine: true,
    appendToBody: false,
    className: 'tip',
    backgroundColor: css('--panel'),
    borderColor: css('--line-strong'),
    borderWidth: 1,
    padding: 0,
    textStyle: { color: css('--ink'), fontSize: size(0.8125) },
    axisPointer: { type: 'line', lineStyle: { color: css('--muted'), type: 'solid', width: 1 } },
    formatter,
    ...extra,
  };
}

export function tip(title, rows, note) {
  return h(
    'div',
    { class: 'tip-body' },
    h('div', { class: 'tip-title' }, title),
    rows.map((row) =>
      h('div', { class: 'tip-row' }, h('i', { class: 'dot', style: { '--c': row.colour } }), h('span', {}, row.name), h('b', {}, row.value), row.note && h('em', {}, row.note)),
    ),
    note && h('div', { class: 'tip-note' }, note),
  );
}
