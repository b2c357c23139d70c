// The shell: where one is, in which language and colours, and how fresh what one sees is.

import { h, replace, plain } from './dom.js';
import { t, setLanguage, language } from './text.js';
import * as format from './format.js';
import * as api from './api.js';
import * as state from './state.js';
import { loading, failed, empty } from './parts.js';

const VIEWS = {
  overview: () => import('./overview.js'),
  subject: () => import('./subject.js'),
  workbench: () => import('./workbench.js'),
  topics: () => import('./topics.js'),
  articles: () => import('./articles.js'),
  job: () => import('./job.js'),
};
const RAIL = ['overview', 'subject', 'workbench', 'topics', 'articles', 'job'];
const ICONS = {
  overview: 'M4 18l5-6 4 3 7-9',
  subject: 'M12 12m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0M5 5l4.500 4.500M19 5l-4.500 4.500M5 19l4.500-4.500M19 19l-4.500-4.500',
  workbench: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4',
  topics: 'M4 5h9l7 7-7 7-9-9zM8.500 9.500h.01',
  articles: 'M6 4h12v16H6zM9 8h6M9 12h6M9 16h4',
  job: 'M4 14h4l2-8 4 13 2-7h4',
};

const stored = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const store = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing.
  }
};

const main = document.getElementById('main');
const context = {
  deployment: null,
  freshness: null,
  topicIndex(id) {
    const at = context.deployment.topics.findIndex((topic) => topic.id === id);
    if (at >= 0) return at;
    let hash = 0;
    for (const c of id) hash = (31 * hash + c.codePointAt(0)) | 0;
    return context.deployment.topics.length + Math.abs(hash);
  },
};
let current = null;
let currentName = null;
let connected = true;
let heardAt = Date.now();

/** So long without a row is worth a word: the job may have stopped. */
const QUIET = 120000;
let versions = null;

function chosenLanguage() {
  const asked = state.here().params.lang || stored('newstide-lang');
  if (asked) return asked === 'en' ? 'en' : 'zh';
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function chosenTheme() {
  return state.here().params.theme || stored('newstide-theme') || 'auto';
}

function applyTheme() {
  const theme = chosenTheme();
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function shell() {
  const now = state.here();
  document.documentElement.classList.toggle('wall', now.params.wall === '1');
  replace(document.querySelector('.skip'), t('skip'));
  replace(
    document.getElementById('rail'),
    RAIL.map((name) => {
      const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      icon.setAttribute('viewBox', '0 0 24 24');
      icon.setAttribute('aria-hidden', 'true');
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', ICONS[name]);
      icon.append(path);
      return h('a', { href: state.address(name), 'aria-current': now.view === name ? 'page' : null }, icon, h('span', {}, t(name)));
    }),
  );
  document.getElementById('rail').setAttribute('aria-label', t('views'));
  const theme = chosenTheme();
  replace(
    document.getElementById('switches'),
    h('button', { type: 'button', class: 'switch', lang: language() === 'en' ? 'zh-CN' : 'en', onclick: () => switchLanguage() }, language() === 'en' ? '中文' : 'English'),
    h('button', { type: 'button', class: 'switch', 'aria-label': t('theme') + ': ' + t(theme), title: t('theme'), onclick: () => switchTheme() }, theme === 'dark' ? '☾ ' : theme === 'light' ? '☀ ' : '◐ ', h('span', {}, t(theme))),
    h('button', { type: 'button', class: 'switch wide-only', 'aria-pressed': String(now.params.wall === '1'), onclick: () => state.set({ wall: now.params.wall === '1' ? null : '1' }) }, t('wall')),
  );
  replace(document.getElementById('deployment'), plain(context.deployment?.name || '', 60));
}

function switchLanguage() {
  const next = language() === 'en' ? 'zh' : 'en';
  store('newstide-lang', next);
  setLanguage(next);
  format.setup(next);
  if (state.here().params.lang) state.set({ lang: next });
  open(true);
}

function switchTheme() {
  const order = ['auto', 'light', 'dark'];
  const next = order[(order.indexOf(chosenTheme()) + 1) % order.length];
  store('newstide-theme', next);
  if (state.here().params.theme) state.set({ theme: next });
  applyTheme();
  shell();
  current?.theme?.();
}

/** Shows what differs only: whoever has the page read aloud would hear the same again and again. */
function tell(...children) {
  const place = document.getElementById('fresh');
  const next = h('div', {}, ...children);
  if (next.textContent !== place.textContent) replace(place, ...next.childNodes);
}

function fresh() {
  const now = context.freshness;
  if (!connected) return tell(h('span', { class: 'pill bad' }, h('i', { class: 'pulse' }), t('offline')));
  if (!now) return;
  if (now.loading < 1) {
    return tell(h('span', { class: 'pill' }, h('i', { class: 'pulse' }), t('loadingRows', { p: format.percent(now.loading, 0) })));
  }
  const quiet = now.lastRow === null ? null : Date.now() - heardAt + now.now - now.lastRow;
  const lag = now.eventTime === null ? null : now.now - now.eventTime;
  tell(
    h('span', { class: 'pill good' }, h('i', { class: 'pulse' }), t('live')),
    now.eventTime !== null && h('span', { class: 'fact', title: t('lag', { d: format.duration(lag) }) }, t('upTo', { t: format.fullMoment(now.eventTime) })),
    now.eventTime !== null && lag < 7 * 86400000 && h('span', { class: 'fact wide-only' }, t('lag', { d: format.duration(lag) })),
    quiet > QUIET && h('span', { class: 'fact' }, t('lastRowAgo', { d: format.duration(quiet) })),
    now.late > 0 && h('span', { class: 'pill warn' }, t('lateCount', { n: format.number(now.late) })),
    now.rejected > 0 ? h('span', { class: 'pill warn' }, t('rejectedCount', { n: format.number(now.rejected) })) : h('span', { class: 'fact wide-only' }, t('nothingRejected')),
  );
}

async function open(force) {
  const now = state.here();
  setLanguage(chosenLanguage());
  applyTheme();
  if (!force && now.view === currentName && current) {
    shell();
    current.params?.(now.params);
    return;
  }
  current?.stop?.();
  current = null;
  currentName = now.view;
  shell();
  fresh();
  const load = VIEWS[now.view];
  document.title = (load ? t(now.view) + ' · ' : '') + 'Newstide';
  if (!load) {
    replace(main, empty(t('unknownView'), '', h('a', { class: 'button', href: state.address('overview') }, t('backToOverview'))));
    return;
  }
  replace(main, loading());
  try {
    const module = await load();
    if (currentName === now.view) {
      current = module.view(main, context);
      main.dataset.view = now.view;
    }
  } catch (error) {
    replace(main, failed(error, () => open(true)));
  }
}

async function start() {
  setLanguage(chosenLanguage());
  applyTheme();
  format.setup(language());
  shell();
  try {
    [context.deployment, context.freshness] = await Promise.all([api.get('deployment'), api.get('freshness')]);
  } catch (error) {
    replace(main, failed(error, start));
    return;
  }
  format.setup(language(), context.deployment.zone);
  versions = context.freshness.versions;
  await open(true);
  state.onChange(() => open(false));
  api.listen(heard, (is) => {
    connected = is;
    fresh();
  });
  setInterval(fresh, 20000);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => current?.theme?.());
}

let pending = null;
const waiting = new Set();

/** What has changed is shown at most once a second, however often one hears of it. */
async function heard(freshness) {
  context.freshness = freshness;
  heardAt = Date.now();
  for (const [name, version] of Object.entries(freshness.versions)) if (versions[name] !== version) waiting.add(name);
  versions = freshness.versions;
  fresh();
  if (!pending && waiting.size) pending = setTimeout(show, 1000);
}

async function show() {
  pending = null;
  // What a page in the background has not shown it shows when it hears again.
  if (document.hidden) return;
  const changed = new Set(waiting);
  waiting.clear();
  if (changed.has('trends')) context.deployment.windows = (await api.get('windows').catch(() => context.deployment)).windows;
  if (changed.has('acks')) {
    const topics = await api.get('deployment').then((now) => now.topics, () => context.deployment.topics);
    context.deployment.topics.splice(0, Infinity, ...topics);
  }
  current?.live?.(changed);
}

start();
