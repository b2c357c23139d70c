// The articles themselves, found by their words.

import { h, replace, plain, safeUrl, marked } from './dom.js';
import { t, addTexts, count } from './text.js';
import * as format from './format.js';
import * as api from './api.js';
import * as state from './state.js';
import { labelled, segmented, select, loading, empty, failed, subjectLink } from './parts.js';

addTexts({
  searchArticles: ['搜索稿件', 'Search articles'],
  searchHint: ['词语之间空格表示都要有，引号表示原样，减号表示不要', 'Words, "phrases", and -words that must not be there'],
  source: ['来源', 'Source'],
  anySource: ['全部来源', 'All sources'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  newest: ['最新在前', 'Newest first'],
  best: ['最相关', 'Best first'],
  sort: ['排序', 'Order'],
  found: ['找到 {n} 篇', '{n} articles found'],
  found1: ['找到 {n} 篇', '{n} article found'],
  foundNothing: ['没有找到稿件', 'No article found'],
  foundNothingHint: ['换个词，或放宽时间和来源。', 'Try another word, or a wider time or source.'],
  carrying: ['属于主题', 'Carrying'],
  clear: ['清除', 'Clear'],
  duplicate: ['转载', 'copy'],
  late: ['迟到', 'late'],
  previousPage: ['上一页', 'Previous'],
  nextPage: ['下一页', 'Next'],
  indexed: ['可搜索 {n} 篇', '{n} can be searched'],
  fullText: ['全文', 'Full text'],
});

const PAGE = 20;

export function view(root, context) {
  let stopped = false;
  let request = 0;
  let sources = [];
  const input = h('input', { type: 'search', 'aria-label': t('searchArticles'), placeholder: t('searchArticles'), value: state.here().params.q || '', autocomplete: 'off' });
  const tools = h('div', { class: 'toolbar' });
  const results = h('div', {}, loading());
  let typing;
  input.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => state.set({ q: input.value, offset: null }), 250);
  });

  replace(root, h('div', { class: 'view-head' }, h('h1', {}, t('articles'))), h('section', { class: 'panel' }, h('div', { class: 'search-line' }, input), h('p', { class: 'hints' }, t('searchHint')), tools), h('section', { class: 'panel gap' }, h('h2', { class: 'sr' }, t('articles')), results));

  const dayOf = (ms) => (ms ? new Date(Number(ms) + format.offset(Number(ms))).toISOString().slice(0, 10) : '');
  const startOf = (day) => (day ? Date.parse(day + 'T00:00:00Z') - format.offset(Date.parse(day + 'T00:00:00Z')) : null);

  function bar() {
    const params = state.here().params;
    replace(
      tools,
      select(t('source'), [['', t('anySource')], ...sources.map((one) => [one.source, plain(one.source, 40) + ' (' + format.number(one.count) + ')'])], params.source || '', (source) => state.set({ source, offset: null })),
      labelled(t('from'), h('input', { type: 'date', value: dayOf(params.from), onchange: (event) => state.set({ from: startOf(event.target.value), offset: null }) })),
      labelled(t('to'), h('input', { type: 'date', value: params.to ? dayOf(Number(params.to) - 1) : '', onchange: (event) => state.set({ to: event.target.value ? startOf(event.target.value) + 86400000 : null, offset: null }) })),
      segmented(t('sort'), [['best', t('best')], ['newest', t('newest')]], params.sort || (params.q ? 'best' : 'newest'), (sort) => state.set({ sort, offset: null })),
      params.id && h('span', { class: 'chip' }, t('carrying') + ' ', plain(params.kind === 'topic' ? context.deployment.topics.find((topic) => topic.id === params.id)?.name || params.id : params.id, 40), h('button', { type: 'button', class: 'chip-close', 'aria-label': t('clear'), onclick: () => state.set({ kind: null, id: null, offset: null }) }, '×')),
    );
  }

  async function find() {
    const mine = ++request;
    const params = state.here().params;
    try {
      const found = await api.get('articles', { q: params.q, source: params.source, kind: params.kind, id: params.id, from: params.from, to: params.to, sort: params.sort, offset: params.offset, limit: PAGE });
      if (stopped || mine !== request) return;
      const offset = Number(params.offset || 0);
      replace(
        results,
        found.articles.length === 0 && empty(t('foundNothing'), t('foundNothingHint')),
        found.articles.length > 0 && h('p', { class: 'quiet-line', role: 'status' }, count('found', found.total, format.number(found.total))),
        h('ol', { class: 'results' }, found.articles.map((article) => item(article, found.marks))),
        found.total > PAGE &&
          h(
            'div',
            { class: 'pager' },
            h('button', { type: 'button', class: 'button', disabled: offset === 0, onclick: () => state.set({ offset: Math.max(0, offset - PAGE) || null }, true) }, t('previousPage')),
            h('span', { class: 'muted' }, format.number(offset + 1) + '–' + format.number(offset + found.articles.length)),
            h('button', { type: 'button', class: 'button', disabled: offset + PAGE >= found.total, onclick: () => state.set({ offset: offset + PAGE }, true) }, t('nextPage')),
          ),
      );
    } catch (error) {
      if (!stopped) replace(results, failed(error, find));
    }
  }

  function item(article, marks) {
    const title = h('bdi', {}, marked(plain(article.title, 240), marks));
    const url = safeUrl(article.url);
    const full = h('div', { class: 'full' });
    const names = [...article.topics.map((topic) => ['topic', topic.id, context.deployment.topics.find((one) => one.id === topic.id)?.name || topic.id]), ...article.people.slice(0, 3).map((one) => ['person', one.name, one.name]), ...article.places.slice(0, 3).map((one) => ['place', one.name, one.name]), ...article.organisations.slice(0, 3).map((one) => ['organisation', one.name, one.name]), ...article.keywords.slice(0, 5).map((one) => ['keyword', one.term, one.term])];
    const toggle = h('button', { type: 'button', class: 'button quiet small', 'aria-expanded': 'false', onclick: open }, t('fullText'));
    async function open() {
      const expanded = toggle.getAttribute('aria-expanded') === 'true';
      toggle.setAttribute('aria-expanded', String(!expanded));
      if (expanded) return replace(full);
      try {
        const whole = await api.get('article', { id: article.id });
        replace(full, whole.body.split('\n').map((paragraph) => h('p', { dir: 'auto' }, marked(plain(paragraph, 20000), marks))));
      } catch (error) {
        replace(full, failed(error));
      }
    }
    return h(
      'li',
      { class: 'result' },
      h('h3', {}, url ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, title) : title),
      h('p', { class: 'meta' }, h('bdi', {}, plain(article.source, 40)), ' · ', h('time', { datetime: new Date(article.publishedAt).toISOString() }, article.precision === 'day' ? format.longDay(article.publishedAt) : format.fullMoment(article.publishedAt)), article.author && [' · ', h('bdi', {}, plain(article.author, 20))], article.duplicateOf && h('span', { class: 'chip' }, t('duplicate')), article.late && h('span', { class: 'chip silence' }, t('late'))),
      h('p', { class: 'excerpt', dir: 'auto' }, marked(plain(article.excerpt, 400), marks)),
      h('p', { class: 'terms' }, names.map(([kind, id, name]) => subjectLink(kind, id, name)), toggle),
      full,
    );
  }

  function refresh() {
    const q = state.here().params.q || '';
    if (document.activeElement !== input && input.value !== q) input.value = q;
    bar();
    find();
  }
  refresh();
  api.get('sources').then((answer) => {
    sources = answer.sources;
    if (!stopped) bar();
  });

  return {
    params: refresh,
    live(changed) {
      if (changed.has('articles') && !state.here().params.offset && !root.querySelector('[aria-expanded=true]')) find();
    },
    stop() {
      stopped = true;
      clearTimeout(typing);
    },
  };
}
