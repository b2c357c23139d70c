// A change to the running job: it needs the token, and the job's answer is shown.

import { h, replace, plain } from './dom.js';
import { t, addTexts } from './text.js';
import * as api from './api.js';
import * as format from './format.js';

addTexts({
  apply: ['应用到作业', 'Apply to the job'],
  applying: ['已发送，等待作业回应…', 'Sent; waiting for the job…'],
  readOnly: ['此看板只读：作业文件里没有设置 dashboard.token。', 'This dashboard only shows: dashboard.token is not set.'],
  tokenLabel: ['口令', 'Token'],
  tokenHint: ['启动看板时打印或在环境变量中设置的口令', 'The token printed at start, or set in the environment'],
  ackAccepted: ['作业已接受，版本 {v}', 'Accepted by the job, version {v}'],
  ackCheckpoint: ['自检查点 {n} 起生效', 'in effect from checkpoint {n}'],
  ackRejected: ['作业拒绝：{r}', 'Rejected by the job: {r}'],
  ackPending: ['作业还没有回应：{r}', 'No answer from the job: {r}'],
});

/** A button that asks for the token where it is needed, sends what is given, and shows the answer. */
export function applyControl(context, path, body, after) {
  const answer = h('div', { class: 'ack', role: 'status', 'aria-live': 'polite' });
  if (!context.deployment.writable) return h('p', { class: 'hints' }, t('readOnly'));
  const token = h('input', { type: 'password', autocomplete: 'off', 'aria-label': t('tokenLabel'), placeholder: t('tokenHint'), value: api.token() });
  const field = h('label', { class: 'field stack', hidden: api.token() !== '' }, h('span', {}, t('tokenLabel')), token);
  const button = h('button', { type: 'submit', class: 'button main', 'data-apply': true }, t('apply'));

  async function send(event) {
    event.preventDefault();
    let what;
    try {
      what = body();
    } catch (error) {
      return replace(answer, h('p', { class: 'warning' }, error.message));
    }
    api.setToken(token.value.trim());
    button.disabled = true;
    replace(answer, h('p', { class: 'muted' }, t('applying')));
    try {
      const ack = await api.post(path, what);
      if (ack.accepted === true) {
        replace(answer, h('p', { class: 'good-line' }, '✓ ' + t('ackAccepted', { v: ack.version || '–' }) + (ack.checkpoint ? ' · ' + t('ackCheckpoint', { n: format.number(ack.checkpoint) }) : ''), ack.reason && h('span', { class: 'muted' }, ' ' + plain(ack.reason, 300))));
        after?.(ack);
      } else if (ack.accepted === false) {
        replace(answer, h('p', { class: 'warning' }, t('ackRejected', { r: plain(ack.reason, 400) })));
      } else {
        replace(answer, h('p', { class: 'warning' }, t('ackPending', { r: plain(ack.reason, 400) })));
      }
    } catch (error) {
      if (error.status === 401) {
        field.hidden = false;
        api.setToken('');
      }
      replace(answer, h('p', { class: 'warning' }, plain(error.message, 400)));
    } finally {
      button.disabled = false;
    }
  }

  return h('form', { class: 'apply', onsubmit: send }, field, button, answer);
}
