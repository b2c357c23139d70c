// Where one is: the view is the path, what it shows are the parameters. Everything shown can be
// shared by its address.

const listeners = new Set();

export function here() {
  const name = location.pathname.replace(/^\/+|\/+$/g, '') || 'overview';
  return { view: name, params: Object.fromEntries(new URLSearchParams(location.search)) };
}

/** The address of a view. Empty parameters are left out; language and wall screen stay. */
export function address(view, params = {}) {
  const kept = here().params;
  const all = { ...params };
  for (const name of ['lang', 'theme', 'wall']) if (kept[name] && all[name] === undefined) all[name] = kept[name];
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  const text = query.toString();
  return '/' + view + (text ? '?' + text : '');
}

export function go(view, params) {
  history.pushState(null, '', address(view, params));
  tell();
}

/** Changes parameters of the view one is at. */
export function set(changes, push = false) {
  const now = here();
  const url = address(now.view, { ...now.params, ...changes });
  if (push) history.pushState(null, '', url);
  else history.replaceState(null, '', url);
  tell();
}

export function onChange(listener) {
  listeners.add(listener);
}

function tell() {
  listeners.forEach((listener) => listener(here()));
}

window.addEventListener('popstate', tell);

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  tell();
});
