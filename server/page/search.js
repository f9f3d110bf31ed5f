// Answers while one types, and lists that change in place. Without this file the form and the links work as such.

import { $, fetchPage, show, tell } from './page.js';

const form = $('search');
const box = $('q');
const kBusyMs = 1000;

// A run of typing is one entry of the history: its first key adds the entry, the following ones change it, and Enter or
// leaving the box ends the run.
let typing = false;
let pending = null;
let retry = 0;
let here = location.pathname + location.search;

// What the form says, without empty fields and without the default order.
function asked() {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== '' && !(name === 'sort' && value === 'blend')) params.append(name, value);
  }
  const query = params.toString();
  return query ? `/?${query}` : '/';
}

function withTyping(address) {
  return `${address}${address.includes('?') ? '&' : '?'}typing=1`;
}

/**
 * Fetches and shows an address; what a later call overtakes is dropped, and the old page stands until the new one is
 * there.
 * @param {{unfinished?: boolean, then?: function()}} how `unfinished`: the last word of the box is being typed
 */
async function load(address, { unfinished = false, then = () => {} } = {}) {
  pending?.abort();
  clearTimeout(retry);
  const mine = new AbortController();
  pending = mine;
  here = address;
  try {
    const { status, page } = await fetchPage(unfinished ? withTyping(address) : address, mine.signal);
    if (mine.signal.aborted) return;
    if (status === 503) {
      retry = setTimeout(() => load(address, { unfinished, then }), kBusyMs);
      return;
    }
    if (!unfinished) box.value = page.getElementById('q').value;
    show(page);
    then();
  } catch (error) {
    if (error.name !== 'AbortError') tell('The server cannot be reached. Typing on asks it again.');
  }
}

// Where the old page was scrolled to, for the way back.
function leave() {
  history.replaceState({ ...history.state, top: scrollY }, '');
}

function go(address, { unfinished = false, then } = {}) {
  if (address !== location.pathname + location.search) {
    if (typing) {
      history.replaceState(null, '', address);
    } else {
      leave();
      history.pushState(null, '', address);
    }
  }
  typing = unfinished;
  load(address, { unfinished, then });
}

/** To another list of this site, as a click on a link would, but in place. */
export function visit(address) {
  typing = false;
  go(address, { then: () => scrollTo(0, 0) });
}

/** A search with some parameters of the present one changed; null takes one out. */
export function change(changes) {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries({ offset: null, ...changes })) {
    params.delete(name);
    if (value) params.set(name, value);
  }
  typing = false;
  go(params.size ? `/?${params}` : '/');
}

box.addEventListener('input', () => go(asked(), { unfinished: true }));
box.addEventListener('change', () => {
  typing = false;
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  go(asked());
});

// Fields of the form that stand elsewhere: the order and the dates.
document.addEventListener('change', ({ target }) => {
  if (target.form === form && target !== box && form.reportValidity()) go(asked());
});

const kInPlace = ['/', '/daily'];

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('main a[href]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const to = new URL(link.href, location.href);
  const inPlace = to.origin === location.origin && to.pathname === location.pathname && !to.hash;
  if (!inPlace || !kInPlace.includes(to.pathname) || link.target || link.hasAttribute('download')) return;
  event.preventDefault();
  visit(to.pathname + to.search);
});

addEventListener('popstate', (event) => {
  const address = location.pathname + location.search;
  if (address === here) return;
  typing = false;
  load(address, { then: () => scrollTo(0, event.state?.top ?? 0) });
});
