// Pages of this site, fetched and put in place of the one that is shown. The server renders each whole and escaped; what
// is fetched is parsed as a document of its own, in which no script runs, and its elements are moved here.

export const $ = (id) => document.getElementById(id);

const hooks = [];

/** Calls `hook` now and whenever other papers are shown. */
export function onShown(hook) {
  hooks.push(hook);
  hook();
}

export function shown() {
  for (const hook of hooks) hook();
}

let waiting = 0;

/** Has `text` read out once nothing else happened for a while, so that it does not talk over each key. */
export function say(text) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    $('said').classList.remove('toast');
    $('said').textContent = text;
  }, 1000);
}

/** Shows `text` for some seconds and has it read out at once. */
export function tell(text) {
  clearTimeout(waiting);
  $('said').classList.add('toast');
  $('said').textContent = text;
  waiting = setTimeout(() => {
    $('said').classList.remove('toast');
    $('said').textContent = '';
  }, 6000);
}

/** @returns {Promise<{status: number, page: Document}>} */
export async function fetchPage(address, signal) {
  const response = await fetch(address, { signal, headers: { Accept: 'text/html' } });
  const text = await response.text();
  if (!response.headers.get('Content-Type')?.startsWith('text/html')) throw new Error('not a page');
  return { status: response.status, page: new DOMParser().parseFromString(text, 'text/html') };
}

const kActive = 'a, button, input, select, summary';

// Which element of <main> has the focus, in a way that finds its like in another page.
function focusIn(main) {
  const active = document.activeElement;
  if (active === main || !main.contains(active)) return null;
  const place = active.closest('[id]');
  const { id, value, selectionStart, selectionEnd } = active;
  return {
    id,
    place: place.id,
    at: [...place.querySelectorAll(kActive)].indexOf(active),
    value: active.matches('input[type=text]') ? value : null,
    selection: [selectionStart, selectionEnd],
  };
}

function refocus(main, focus) {
  if (!focus) return;
  const target = focus.id ? $(focus.id) : $(focus.place)?.querySelectorAll(kActive)[focus.at];
  if (!target || target === main) {
    main.focus({ preventScroll: true });
    return;
  }
  target.focus({ preventScroll: true });
  if (focus.value === null) return;
  target.value = focus.value;
  target.setSelectionRange(...focus.selection);
}

const kOwnHead = 'link[rel=alternate], link[rel=canonical], meta[name^=citation_]';

/** Puts a fetched page in place: what it says, its title and its tabs. The search box is left alone. */
export function show(page) {
  const main = $('main');
  const focus = focusIn(main);
  const open = [...main.querySelectorAll('details[id][open]')].map((details) => details.id);
  for (const id of ['main', 'tabs', 'foot']) $(id).replaceChildren(...page.getElementById(id).childNodes);
  for (const id of open) {
    if ($(id) && !$(id).matches('.menu')) $(id).open = true;
  }
  document.title = page.title;
  for (const element of document.head.querySelectorAll(kOwnHead)) element.remove();
  document.head.append(...page.head.querySelectorAll(kOwnHead));
  shown();
  refocus(main, focus);
  say($('status')?.textContent ?? document.title);
}
