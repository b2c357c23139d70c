// The API, and the events by which the page hears of changes.

const TOKEN = 'newstide-token';

// A token comes in the part of the address that is never sent, and does not stay there.
const given = /[#&]token=([^&]+)/.exec(location.hash);
if (given) {
  sessionStorage.setItem(TOKEN, decodeURIComponent(given[1]));
  history.replaceState(null, '', location.pathname + location.search);
}

export function token() {
  return sessionStorage.getItem(TOKEN) || '';
}

export function setToken(value) {
  if (value) sessionStorage.setItem(TOKEN, value);
  else sessionStorage.removeItem(TOKEN);
}

function query(params) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params || {})) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, one);
  }
  const text = search.toString();
  return text ? '?' + text : '';
}

export function apiAddress(path, params) {
  return '/api/v1/' + path + query(params);
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const failure = new Error(body.error || response.status + ' ' + response.statusText);
    failure.status = response.status;
    throw failure;
  }
  return body;
}

export async function get(path, params, signal) {
  return answer(await fetch(apiAddress(path, params), { signal, headers: { Accept: 'application/json' } }));
}

export async function post(path, body) {
  return answer(
    await fetch(apiAddress(path), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + token() },
      body: JSON.stringify(body),
    }),
  );
}

/**
 * Hears of changes while the page is to be seen; says when the connection is lost and found again.
 * A browser has six connections to a server for all its tabs together: a page in the background, or
 * one that was left and may be gone back to, must not hold one.
 */
export function listen(onChange, onConnection) {
  let source = null;
  let again = null;
  const open = () => {
    if (source || document.hidden) return;
    const mine = new EventSource('/api/v1/events');
    source = mine;
    source.addEventListener('change', (event) => onChange(JSON.parse(event.data)));
    source.addEventListener('open', () => onConnection(true));
    source.addEventListener('error', () => {
      onConnection(false);
      // A browser gives up on some errors; the page never does.
      if (mine === source && mine.readyState === EventSource.CLOSED) {
        close();
        again = setTimeout(open, 3000);
      }
    });
  };
  const close = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  open();
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
}
