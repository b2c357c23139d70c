// A topic's query, tried on the latest articles before it is applied.

import { h, replace, plain, safeUrl, marked } from './dom.js';
import { t, addTexts, count } from './text.js';
import * as format from './format.js';
import * as api from './api.js';
import * as state from './state.js';
import { panel, loading, empty, failed } from './parts.js';
import { applyControl } from './apply.js';

addTexts({
  editTopic: ['编辑话题', 'Edit a topic'],
  newTopic: ['新话题', 'New topic'],
  topicId: ['话题编号', 'Id'],
  topicTitle: ['名称', 'Name'],
  query: ['查询', 'Query'],
  queryHint: ['Lucene 语法：AND OR NOT、"短语"、"两 词"~3、词^权重、title: person: place: organisation:', 'Lucene syntax: AND OR NOT, "phrase", "two words"~3, word^weight, title: person: place: organisation:'],
  topicThreshold: ['阈值', 'Threshold'],
  matchedTitle: ['会归入这个话题', 'Would carry it'],
  nearlyTitle: ['差一点', 'Nearly'],
  nearlyWhy: ['得分 {s}，阈值 {t}：只命中 {m}', 'score {s} of {t}: matched only {m}'],
  matchedWhy: ['得分 {s}：{m}', 'score {s}: {m}'],
  triedOn: ['在最近 {n} 篇稿件上试算', 'Tried on the latest {n} articles'],
  noneMatched: ['没有稿件归入', 'No article would carry it'],
  noneNearly: ['没有差一点的稿件', 'None comes near'],
  typeQuery: ['写下查询，右边立即显示命中的稿件', 'Write a query; what it matches appears beside it'],
  precision: ['准确率 {p}（{a} 对，{b} 错）', 'precision {p} ({a} right, {b} wrong)'],
  noVotes: ['用 ✓ ✕ 标记命中是否正确，即得准确率', 'Mark matches as right or wrong to see the precision'],
  right: ['正确', 'Right'],
  wrong: ['错误', 'Wrong'],
  inForce: ['现有话题', 'Topics in force'],
});

const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64);

export function view(root, context) {
  let stopped = false;
  let request = 0;
  let timer;
  let told = null;
  const votes = new Map();
  const topics = context.deployment.topics;

  const start = () => {
    const p = state.here().params;
    const known = topics.find((topic) => topic.id === p.id) || (p.q === undefined && !p.draft ? topics[0] : null);
    return { id: p.id || p.draft || known?.id || '', name: p.name ?? known?.name ?? '', q: p.q ?? known?.query ?? '', threshold: Number(p.threshold || known?.threshold || 2) };
  };
  const first = start();
  const list = h('ul', { class: 'topic-list' });
  const id = h('input', { type: 'text', value: first.id, maxlength: 64, 'aria-label': t('topicId') });
  const name = h('input', { type: 'text', value: first.name, maxlength: 60, 'aria-label': t('topicTitle') });
  const query = h('textarea', { rows: 5, spellcheck: 'false', 'aria-label': t('query') });
  query.value = first.q;
  const threshold = h('input', { type: 'range', min: 0.5, max: 8, step: 0.25, 'aria-label': t('topicThreshold') });
  threshold.value = first.threshold;
  const thresholdText = h('output', {}, format.decimal(first.threshold, 2));
  const problem = h('p', { class: 'warning', role: 'alert' });
  const basis = h('p', { class: 'hints' });
  const precision = h('p', { class: 'quiet-line' });
  const matched = h('div', {}, loading());
  const nearly = h('div', {}, loading());

  function changed() {
    clearTimeout(timer);
    timer = setTimeout(() => state.set({ draft: null, id: id.value.trim() || null, name: name.value, q: query.value, threshold: threshold.value }), 250);
  }
  for (const field of [id, name, query, threshold]) field.addEventListener('input', changed);
  threshold.addEventListener('input', () => {
    replace(thresholdText, format.decimal(Number(threshold.value), 2));
    if (told?.valid) show();
  });
  name.addEventListener('input', () => {
    if (!id.value) id.value = slug(name.value);
  });

  replace(
    root,
    h('div', { class: 'view-head' }, h('h1', {}, t('topics'))),
    h(
      'div',
      { class: 'columns left' },
      h(
        'div',
        { class: 'column' },
        panel(t('inForce'), h('a', { class: 'button small', href: state.address('topics', { draft: ' ', q: '' }) }, t('newTopic')), list),
        panel(
          t('editTopic'),
          null,
          h('div', { class: 'controls' }, h('label', { class: 'field stack' }, h('span', {}, t('topicTitle')), name), h('label', { class: 'field stack' }, h('span', {}, t('topicId')), id), h('label', { class: 'field stack' }, h('span', {}, t('query')), query), h('p', { class: 'hints' }, t('queryHint')), problem, h('div', { class: 'slider' }, h('div', { class: 'slider-line' }, h('span', {}, t('topicThreshold')), thresholdText), threshold), applyControl(context, 'topics', () => ({ action: 'apply', id: id.value.trim(), name: name.value.trim(), query: query.value, threshold: Number(threshold.value) }))),
        ),
      ),
      h('div', { class: 'column' }, panel(t('matchedTitle'), precision, basis, matched), panel(t('nearlyTitle'), null, nearly)),
    ),
  );

  function listed() {
    replace(list, topics.map((topic) => h('li', {}, h('a', { href: state.address('topics', { id: topic.id }), 'aria-current': topic.id === id.value ? 'true' : null }, plain(topic.name, 40), h('small', {}, topic.id)))));
  }

  async function preview() {
    const mine = ++request;
    listed();
    if (!query.value.trim()) {
      told = null;
      replace(problem);
      replace(basis);
      replace(matched, empty(t('typeQuery')));
      replace(nearly);
      return;
    }
    try {
      const answer = await api.get('topics/preview', { q: query.value, threshold: threshold.value, limit: 200 });
      if (stopped || mine !== request) return;
      told = answer;
      replace(problem, answer.valid ? '' : plain(answer.error, 300));
      if (answer.valid) show();
    } catch (error) {
      if (!stopped && mine === request) replace(matched, failed(error, preview));
    }
  }

  function show() {
    const limit = Number(threshold.value);
    const all = [...told.matched, ...told.nearly];
    const carry = all.filter((one) => one.score >= limit);
    const near = all.filter((one) => one.score < limit);
    replace(basis, t('triedOn', { n: format.number(told.articles) }));
    replace(matched, carry.length ? h('ol', { class: 'results' }, carry.map((one) => item(one, true))) : empty(t('noneMatched')));
    replace(nearly, near.length ? h('ol', { class: 'results' }, near.slice(0, 30).map((one) => item(one, false))) : empty(t('noneNearly')));
    voted(carry);
  }

  function voted(carry) {
    const cast = carry.map((one) => votes.get(one.id)).filter(Boolean);
    const right = cast.filter((vote) => vote === 'right').length;
    replace(precision, cast.length ? t('precision', { p: format.percent(right / cast.length, 0), a: right, b: cast.length - right }) : t('noVotes'));
  }

  function item(one, carries) {
    const title = h('bdi', {}, marked(plain(one.title, 200), one.marks));
    const url = safeUrl(one.url);
    const vote = (kind, sign) => h('button', { type: 'button', class: 'vote', 'aria-label': t(kind) + ': ' + plain(one.title, 40), 'aria-pressed': String(votes.get(one.id) === kind), onclick: () => { votes.get(one.id) === kind ? votes.delete(one.id) : votes.set(one.id, kind); show(); } }, sign);
    return h(
      'li',
      { class: 'result' + (carries ? '' : ' near') },
      h('div', { class: 'result-line' }, h('h3', {}, url ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, title) : title), carries && h('span', { class: 'votes' }, vote('right', '✓'), vote('wrong', '✕'))),
      h('p', { class: 'meta' }, h('bdi', {}, plain(one.source, 30)), ' · ', format.moment(one.publishedAt), ' · ', carries ? t('matchedWhy', { s: format.decimal(one.score, 2), m: plain(one.matched.join(' · '), 200) }) : t('nearlyWhy', { s: format.decimal(one.score, 2), t: format.decimal(Number(threshold.value), 2), m: plain(one.matched.join(' · '), 200) })),
      h('p', { class: 'excerpt', dir: 'auto' }, marked(plain(one.excerpt, 400), one.marks)),
    );
  }

  preview();

  return {
    params() {
      const now = start();
      const typing = [id, name, query, threshold].includes(document.activeElement);
      if (!typing) {
        id.value = now.id.trim();
        name.value = now.name;
        query.value = now.q;
        threshold.value = now.threshold;
        replace(thresholdText, format.decimal(now.threshold, 2));
      }
      preview();
    },
    live(changed) {
      if (changed.has('acks')) listed();
      if (changed.has('articles') && !votes.size) preview();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
