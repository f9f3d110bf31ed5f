// Answers while one types. Without this file the page works as a plain form.

import { changed, notes, pages, results, status, trouble } from './render.js';

const $ = (id) => document.getElementById(id);
const form = $('search');
const box = $('q');

// A run of typing is one entry of the history: its first key adds the entry, the following ones change it, and Enter or
// leaving the box ends the run.
let typing = false;
let pending = null;
let retry = 0;

const current = () => new URLSearchParams(location.search);

// What the form says, in the order of the form, without empty fields and without the default order.
function asked() {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== '' && !(name === 'sort' && value === 'blend')) params.append(name, value);
  }
  return params;
}

function show(answer, params) {
  $('status').replaceChildren(...status({ ...answer, sort: params.get('sort') }));
  $('notes').replaceChildren(...notes(answer, params));
  $('results').replaceChildren(...results(answer, params));
  $('pages').replaceChildren(...pages(answer, params));
  $('syntax').hidden = Boolean(params.get('q'));
  $('json').href = `/api/v1/search?${params}`;
  document.title = params.get('q') ? `${params.get('q')} \u2013 Paperdex` : 'Paperdex';
}

function showTrouble(message) {
  $('status').replaceChildren('That did not work');
  $('notes').replaceChildren();
  $('results').replaceChildren(...trouble(message));
  $('pages').replaceChildren();
}

// Fetches and shows; what a later call overtakes is dropped, and the old results stand until the new ones are there.
async function search(params, unfinished) {
  pending?.abort();
  clearTimeout(retry);
  const mine = new AbortController();
  pending = mine;
  try {
    const query = unfinished ? changed(params, { typing: '1' }) : params;
    const response = await fetch(`/api/v1/search?${query}`, { signal: mine.signal });
    const answer = await response.json();
    if (mine.signal.aborted) return;
    if (response.status === 503) {
      retry = setTimeout(() => search(params, unfinished), 1000);
    } else if (response.ok) {
      show(answer, params);
    } else {
      showTrouble(answer.message);
    }
  } catch (error) {
    if (error.name !== 'AbortError') showTrouble('The server cannot be reached. Typing on asks it again.');
  }
}

function go(unfinished) {
  const params = asked();
  const query = params.toString();
  const address = query ? `/?${query}` : '/';
  if (address !== location.pathname + location.search) {
    if (typing) {
      history.replaceState(null, '', address);
    } else {
      history.pushState(null, '', address);
    }
  }
  typing = unfinished;
  search(params, unfinished);
}

box.addEventListener('input', () => go(true));

form.addEventListener('submit', (event) => {
  event.preventDefault();
  go(false);
});

form.addEventListener('change', (event) => {
  if (event.target === box) {
    typing = false;
  } else if (form.reportValidity()) {
    go(false);
  }
});

addEventListener('popstate', () => {
  const params = current();
  // Filters and related papers are rendered by the server.
  const filters = ['category', 'author', 'source'];
  const shown = new URLSearchParams([...asked()].filter(([name]) => filters.includes(name)));
  const wanted = new URLSearchParams([...params].filter(([name]) => filters.includes(name)));
  if (params.has('related') || shown.toString() !== wanted.toString()) {
    location.reload();
    return;
  }
  typing = false;
  box.value = params.get('q') ?? '';
  $('from').value = params.get('from') ?? '';
  $('until').value = params.get('until') ?? '';
  $('sort').value = params.get('sort') ?? 'blend';
  search(params, false);
});

// --- Keys ---

const titles = () => [...document.querySelectorAll('.hit h2 > *')];

function move(step) {
  const all = titles();
  const at = all.findIndex((title) => title.closest('.hit').contains(document.activeElement));
  if (at + step < 0) {
    box.focus();
  } else {
    const title = all[at < 0 ? 0 : Math.min(at + step, all.length - 1)];
    title?.focus({ preventScroll: true });
    title?.closest('.hit').scrollIntoView({ block: 'nearest' });
  }
}

function help() {
  if (!$('help').open) $('help').showModal();
}

const keys = {
  '/': () => box.select(),
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  r: () => document.activeElement.closest('.hit')?.querySelector('.related').click(),
  Escape: () => box.select(),
  '?': help,
};

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $('help').open) return;
  const field = event.target.closest('input, select, textarea, summary');
  if (field && !(field === box && event.key === 'ArrowDown')) return;
  // Arrows scroll until a paper is chosen.
  if (event.key.startsWith('Arrow') && !field && !event.target.closest('.hit')) return;
  if (!Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

$('keys').hidden = false;
$('keys').addEventListener('click', help);
