// A window's shape as people say it.

import { t, addTexts } from './text.js';
import * as format from './format.js';

addTexts({
  everyN: ['{a}，每 {b}', '{a} every {b}'],
  growingN: ['{a}，每 {b} 累计', '{a} growing by {b}'],
  gapN: ['间隔 {a}', 'gap {a}'],
});

export function shapeText(shape) {
  if (!shape) return '';
  if (shape.startsWith('~')) return t('gapN', { a: format.iso(shape.slice(1)) });
  const [, size, sign, rest] = /^([^/+]+)([/+]?)(.*)$/.exec(shape);
  if (sign === '/') return t('everyN', { a: format.iso(size), b: format.iso(rest) });
  if (sign === '+') return t('growingN', { a: format.iso(size), b: format.iso(rest) });
  return format.iso(size);
}
