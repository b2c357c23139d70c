// Numbers and moments as people of a language write them, in the deployment's time zone.

let language = 'zh-CN';
let zone = 'Asia/Shanghai';
const cache = new Map();

export function setup(lang, timeZone) {
  language = lang === 'en' ? 'en-GB' : 'zh-CN';
  if (timeZone) zone = timeZone;
  cache.clear();
  offsets.clear();
}

export function timeZone() {
  return zone;
}

function formatter(key, make) {
  let made = cache.get(key);
  if (!made) cache.set(key, (made = make()));
  return made;
}

function dates(key, options) {
  return formatter(key, () => new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: 'h23', ...options }));
}

export const number = (n) => (n === null || n === undefined || Number.isNaN(n) ? '–' : formatter('n', () => new Intl.NumberFormat(language)).format(n));

export const decimal = (n, digits = 1) =>
  n === null || n === undefined || Number.isNaN(n) ? '–' : formatter('d' + digits, () => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })).format(n);

export const percent = (n, digits = 1) =>
  n === null || n === undefined || Number.isNaN(n) ? '–' : formatter('p' + digits, () => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits })).format(n);

export const short = (n) => formatter('s', () => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })).format(n);

export const day = (ms) => dates('day', { month: 'numeric', day: 'numeric' }).format(ms);
export const longDay = (ms) => dates('long', { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }).format(ms);
export const clock = (ms) => dates('clock', { hour: '2-digit', minute: '2-digit' }).format(ms);
export const moment = (ms) => (ms === null || ms === undefined ? '–' : dates('moment', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(ms));
export const fullMoment = (ms) =>
  ms === null || ms === undefined ? '–' : dates('full', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).format(ms);
export const zoneName = () => dates('zone', { timeZoneName: 'shortOffset', hour: 'numeric' }).formatToParts(0).find((part) => part.type === 'timeZoneName')?.value || zone;

const offsets = new Map();

/** By how much the zone is ahead of UTC at a moment. */
export function offset(ms) {
  const hour = Math.floor(ms / 3600000);
  let known = offsets.get(hour);
  if (known === undefined) {
    const parts = dates('offset', { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(hour * 3600000);
    const at = Object.fromEntries(parts.map((part) => [part.type, Number(part.value)]));
    known = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) - hour * 3600000;
    offsets.set(hour, known);
  }
  return known;
}

const UNITS = [
  ['day', 86400000],
  ['hour', 3600000],
  ['minute', 60000],
  ['second', 1000],
];

/** A length of time in its greatest unit or two. */
export function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  const parts = [];
  let left = Math.abs(ms);
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    if (count > 0 && parts.length < 2 && !(parts.length === 1 && unit === 'second')) {
      parts.push(formatter('u' + unit, () => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: language === 'en-GB' ? 'short' : 'long' })).format(count));
      left -= count * size;
    } else if (parts.length) break;
  }
  return parts.length ? parts.join(' ') : formatter('u0', () => new Intl.NumberFormat(language, { style: 'unit', unit: 'second' })).format(0);
}

/** A length of time in its greatest unit alone. */
export function about(ms) {
  const [unit, size] = UNITS.find(([, one]) => ms >= one) || UNITS[UNITS.length - 1];
  return formatter('u' + unit, () => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: language === 'en-GB' ? 'short' : 'long' })).format(Math.round(ms / size));
}

/** A span of a window: a day is a day, an hour has a beginning and an end. */
export function span(start, end) {
  if (end - start >= 86400000 && clock(start) === '00:00' && clock(end) === '00:00') {
    return end - start < 90000000 ? longDay(start) : day(start) + ' – ' + day(end - 1);
  }
  return day(start) === day(end) || clock(end) === '00:00' ? day(start) + ' ' + clock(start) + '–' + clock(end) : moment(start) + ' – ' + moment(end);
}

/** PT3H as 3 hours; a shape of size, slide, step or gap as people say it. */
export function iso(text) {
  const match = /^P(?:(\d+)D|(\d+)W|(\d+)M|T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)$/.exec(text);
  if (!match) return text;
  const [, d, w, mo, hours, minutes, seconds] = match;
  const unit = (count, name) => new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: language === 'en-GB' ? 'short' : 'long' }).format(count);
  return [d && unit(d, 'day'), w && unit(w, 'week'), mo && unit(mo, 'month'), hours && unit(hours, 'hour'), minutes && unit(minutes, 'minute'), seconds && unit(seconds, 'second')]
    .filter(Boolean)
    .join(' ');
}

export function isoMillis(text) {
  const match = /^P(?:(\d+)D|(\d+)W|(\d+)M|T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)$/.exec(text);
  if (!match) return 0;
  const [, d, w, mo, hours, minutes, seconds] = match.map((part) => Number(part) || 0);
  return ((d + 7 * w + 30 * mo) * 24 * 3600 + hours * 3600 + minutes * 60 + seconds) * 1000;
}
