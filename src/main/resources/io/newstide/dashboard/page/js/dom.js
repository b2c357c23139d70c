// Elements from data. Text only ever becomes text: nothing here parses markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [key, v] of Object.entries(value)) element.style.setProperty(key, v);
    else if (name === 'class') element.setAttribute('class', value);
    else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'selected') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function h(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function s(tag, properties, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

/** Replaces what is in an element. What had the focus there passes it on to what takes its place. */
export function replace(element, ...children) {
  const focused = focusedIn(element);
  element.replaceChildren();
  append(element, children);
  if (focused) successor(element, focused)?.focus({ preventScroll: true });
  return element;
}

// What tells an element from those beside it, whatever their order.
const NAMES = ['data-value', 'href', 'aria-label'];

function focusedIn(element) {
  const active = document.activeElement;
  if (!active || active === element || !element.contains(active)) return null;
  const path = [];
  for (let at = active; at !== element; at = at.parentNode) path.unshift(Array.prototype.indexOf.call(at.parentNode.children, at));
  const name = NAMES.find((one) => active.hasAttribute(one));
  return { tag: active.tagName, path, name, value: name && active.getAttribute(name) };
}

/** The same by its name, at the same place if there are several; else what stands at that place. */
function successor(element, { tag, path, name, value }) {
  let there = element;
  for (const i of path) there = there?.children[i];
  if (there?.tagName !== tag) there = null;
  if (!name || there?.getAttribute(name) === value) return there;
  return element.querySelector(`${tag}[${name}="${CSS.escape(value)}"]`) || there;
}

/** An address that may be followed: http and https, nothing that runs. */
export function safeUrl(url) {
  if (!url) return null;
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Text of strangers: signs that turn the direction of what follows, and controls, are shown as such. */
export function plain(text, most = 300) {
  const cleaned = String(text ?? '').replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');
  const characters = Array.from(cleaned);
  return characters.length > most ? characters.slice(0, most).join('') + '…' : cleaned;
}

/** A text whose marked parts are highlighted. */
export function marked(text, marks) {
  const lower = text.toLowerCase();
  const parts = [];
  let at = 0;
  while (at < text.length) {
    let next = -1;
    let length = 0;
    for (const mark of marks) {
      if (!mark) continue;
      const here = lower.indexOf(mark.toLowerCase(), at);
      if (here >= 0 && (next < 0 || here < next || (here === next && mark.length > length))) {
        next = here;
        length = mark.length;
      }
    }
    if (next < 0) break;
    if (next > at) parts.push(text.slice(at, next));
    parts.push(h('mark', {}, text.slice(next, next + length)));
    at = next + length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}
