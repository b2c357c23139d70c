// How the job fares: what comes in, what is not counted, checkpoints.

import { h, replace, plain } from './dom.js';
import { t, addTexts } from './text.js';
import * as format from './format.js';
import * as api from './api.js';
import { panel, loading, empty, failed, sparkline } from './parts.js';
import * as charts from './chart.js';

addTexts({
  flink: ['Flink', 'Flink'],
  flinkUnset: ['没有设置 Flink 的地址', "Flink's address is not set"],
  flinkUnsetHint: ['在作业文件中设置 dashboard.flink，即可在此看到吞吐与检查点。下面的数字来自 Kafka。', 'Set dashboard.flink in the job file to see throughput and checkpoints here. The figures below come from Kafka.'],
  flinkAway: ['Flink 没有回应', 'Flink does not answer'],
  flinkNone: ['Flink 上没有作业', 'Flink runs no job'],
  RUNNING: ['运行中', 'Running'],
  runningFor: ['已运行 {d}', 'running for {d}'],
  steps: ['各步骤', 'Steps'],
  step: ['步骤', 'Step'],
  parallelism: ['并行度', 'Parallelism'],
  recordsIn: ['读入', 'In'],
  recordsOut: ['写出', 'Out'],
  busy: ['忙', 'Busy'],
  backPressured: ['反压', 'Back-pressured'],
  checkpoints: ['检查点', 'Checkpoints'],
  checkpointsDone: ['成功 {a}，失败 {b}，恢复 {c}', '{a} completed, {b} failed, {c} restored'],
  at: ['时间', 'At'],
  took: ['用时', 'Took'],
  stateSize: ['大小', 'Size'],
  status: ['状态', 'Status'],
  lastFailure: ['最近一次失败', 'Last failure'],
  throughput: ['每分钟处理的稿件', 'Articles a minute'],
  rowsRead: ['看板读到的记录', 'Rows read by this page'],
  topicName: ['Kafka 主题', 'Topic'],
  rowsN: ['记录', 'Rows'],
  rejectedTitle: ['拒收', 'Rejected'],
  lateTitle: ['迟到', 'Too late'],
  noRejected: ['没有拒收的记录', 'Nothing was rejected'],
  noLate: ['没有迟到的稿件', 'Nothing came too late'],
  reason: ['原因', 'Reason'],
  detail: ['说明', 'Detail'],
  where: ['位置', 'Place'],
  lateBy: ['迟了', 'Late by'],
  changes: ['对作业的更改', 'Changes to the job'],
  noChanges: ['还没有更改', 'No changes yet'],
  accepted: ['已接受', 'accepted'],
  refused: ['被拒绝', 'rejected'],
  fromCheckpoint: ['自检查点 {n} 生效', 'from checkpoint {n}'],
  'not-json': ['不是 JSON', 'not JSON'],
  'missing-field': ['缺少字段', 'missing field'],
  'bad-date': ['日期无法识别', 'bad date'],
  'future-date': ['日期在未来', 'date in the future'],
  'too-large': ['过大', 'too large'],
  'repeated-id': ['重复的稿件号', 'repeated id'],
  'wrong-type': ['类型不对', 'wrong type'],
});

export function view(root) {
  let stopped = false;
  const flink = h('div', {}, loading());
  const through = h('div', {}, loading());
  const rejected = h('div', {}, loading());
  const late = h('div', {}, loading());
  const changes = h('div', {}, loading());
  replace(
    root,
    h('div', { class: 'view-head' }, h('h1', {}, t('job'))),
    h('div', { class: 'columns' }, h('div', { class: 'column' }, panel(t('flink'), null, flink), panel(t('rejectedTitle'), null, rejected), panel(t('lateTitle'), null, late)), h('div', { class: 'column' }, panel(t('throughput'), null, through), panel(t('changes'), null, changes))),
  );

  const table = (heads, rows) =>
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': heads[0][0] }, h('table', { class: 'table' }, h('thead', {}, h('tr', {}, heads.map(([text, kind]) => h('th', { scope: 'col', class: kind }, text)))), h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell, i) => (i === 0 ? h('th', { scope: 'row', class: heads[i][1] }, cell) : h('td', { class: heads[i][1] }, cell))))))));

  const bytes = (n) => (n < 1024 * 1024 ? format.decimal(n / 1024, 1) + ' kB' : format.decimal(n / 1048576, 1) + ' MB');

  async function showFlink() {
    try {
      const job = await api.get('job');
      if (stopped) return;
      if (!job.configured) return replace(flink, empty(t('flinkUnset'), t('flinkUnsetHint')));
      if (!job.reachable) return replace(flink, empty(t('flinkAway'), job.error || ''));
      if (job.state === 'NONE') return replace(flink, empty(t('flinkNone')));
      const part = (step, field) => {
        const all = step.busyMs + step.backPressuredMs + step.idleMs;
        return all ? format.percent(step[field] / all, 0) : '–';
      };
      replace(
        flink,
        h('p', { class: 'job-line' }, h('span', { class: 'pill ' + (job.state === 'RUNNING' ? 'good' : 'bad') }, h('i', { class: 'pulse' }), t(job.state)), h('strong', {}, plain(job.name, 80)), h('span', { class: 'muted' }, t('runningFor', { d: format.duration(job.runningMs) }))),
        job.lastFailure && h('p', { class: 'warning' }, t('lastFailure') + ': ' + plain(job.lastFailure, 300)),
        h('h3', { class: 'sub' }, t('steps')),
        table(
          [[t('step'), 'wrap'], [t('parallelism'), 'n'], [t('recordsIn'), 'n'], [t('recordsOut'), 'n'], [t('busy'), 'n'], [t('backPressured'), 'n']],
          job.steps.map((step) => [plain(step.name, 80), format.number(step.parallelism), format.number(step.recordsIn), format.number(step.recordsOut), part(step, 'busyMs'), part(step, 'backPressuredMs')]),
        ),
        h('h3', { class: 'sub' }, t('checkpoints') + '　' + t('checkpointsDone', { a: format.number(job.checkpoints.completed), b: format.number(job.checkpoints.failed), c: format.number(job.checkpoints.restored) })),
        table(
          [['#', 'n'], [t('at'), ''], [t('status'), ''], [t('took'), 'n'], [t('stateSize'), 'n']],
          job.checkpoints.last.slice(0, 5).map((one) => [format.number(one.id), format.moment(one.at), one.status, format.number(one.durationMs) + ' ms', bytes(one.bytes)]),
        ),
      );
    } catch (error) {
      if (!stopped) replace(flink, failed(error, showFlink));
    }
  }

  async function showThroughput() {
    try {
      const answer = await api.get('throughput');
      if (stopped) return;
      replace(
        through,
        sparkline(answer.articlesByMinute, charts.css('--accent'), t('throughput')),
        h('p', { class: 'quiet-line' }, t('lastHours', { n: 1 })),
        h('h3', { class: 'sub' }, t('rowsRead')),
        table([[t('topicName'), ''], [t('rowsN'), 'n']], Object.entries(answer.rows).map(([name, n]) => [name, format.number(n)])),
      );
    } catch (error) {
      if (!stopped) replace(through, failed(error, showThroughput));
    }
  }

  async function showUncounted() {
    try {
      const answer = await api.get('uncounted', { limit: 12 });
      if (stopped) return;
      replace(
        rejected,
        answer.rejected === 0 && empty(t('noRejected')),
        answer.rejected > 0 && h('ul', { class: 'chips' }, Object.entries(answer.rejectedByReason).map(([reason, n]) => h('li', {}, h('span', {}, t(reason)), h('small', {}, format.number(n))))),
        answer.lastRejected.length > 0 && table([[t('reason'), ''], [t('detail'), 'wrap'], [t('where'), '']], answer.lastRejected.map((row) => [t(row.reason), plain(row.detail, 160), plain(row.topic + '-' + row.partition + '@' + row.offset, 80)])),
      );
      replace(
        late,
        answer.late === 0 && empty(t('noLate')),
        answer.lastLate.length > 0 && table([[t('articles'), 'wrap'], [t('source'), ''], [t('lateBy'), 'n']], answer.lastLate.map((row) => [plain(row.title, 80), plain(row.source || '', 30), typeof row.lateBy === 'number' ? format.duration(row.lateBy) : format.iso(String(row.lateBy))])),
      );
    } catch (error) {
      if (stopped) return;
      replace(rejected, failed(error, showUncounted));
      replace(late, failed(error, showUncounted));
    }
  }

  async function showChanges() {
    try {
      const { acknowledgements } = await api.get('acknowledgements');
      if (stopped) return;
      replace(changes, acknowledgements.length ? h('ul', { class: 'acks' }, acknowledgements.slice(0, 20).map((ack) => h('li', {}, h('span', { class: 'chip ' + (ack.accepted ? 'good' : 'burst') }, t(ack.accepted ? 'accepted' : 'refused')), ' ', h('strong', {}, plain(ack.id, 60)), h('small', {}, ' ' + ack.kind + (ack.checkpoint ? ' · ' + t('fromCheckpoint', { n: ack.checkpoint }) : '')), ack.reason && h('p', { class: 'muted' }, plain(ack.reason, 300))))) : empty(t('noChanges')));
    } catch (error) {
      if (!stopped) replace(changes, failed(error, showChanges));
    }
  }

  const all = () => {
    showFlink();
    showThroughput();
    showUncounted();
    showChanges();
  };
  all();
  const timer = setInterval(() => {
    if (!document.hidden) {
      showFlink();
      showThroughput();
    }
  }, 5000);

  return {
    params() {},
    live(changed) {
      if (changed.has('rejected') || changed.has('late')) showUncounted();
      if (changed.has('acks')) showChanges();
    },
    theme: showThroughput,
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
