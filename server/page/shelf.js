// What the reader keeps: saved papers, papers that were seen, followed searches. All of it is in this browser's storage
// and nowhere else.

import { $, onShown, tell } from './page.js';

const kKey = 'paperdex';
const kBroken = 'paperdex-broken';
export const kMaxSaved = 500; // as many as the server exports at once
const kMaxSeen = 5000; // the oldest go first
const kMaxFollowed = 100;

/** @typedef {{title: string, at: number}} Kept */
/** @type {{saved: Map<string, Kept>, seen: Map<string, number>, followed: Map<string, Kept>, hideSeen: boolean}} */
export let shelf = empty();

function empty() {
  return { saved: new Map(), seen: new Map(), followed: new Map(), hideSeen: false };
}

const isKept = ([key, kept]) => typeof key === 'string' && typeof kept?.title === 'string' && Number.isFinite(kept.at);

// Throws what is no shelf.
function read(text) {
  const { saved, seen, followed, hideSeen } = JSON.parse(text);
  return {
    saved: new Map(saved.filter(isKept)),
    seen: new Map(seen.filter(([id, at]) => typeof id === 'string' && Number.isFinite(at))),
    followed: new Map(followed.filter(isKept).filter(([address]) => address.startsWith('/?'))),
    hideSeen: hideSeen === true,
  };
}

function reload() {
  let text = null;
  try {
    text = localStorage.getItem(kKey);
    shelf = text === null ? empty() : read(text);
  } catch {
    // Storage is off, which is told when something is to be kept, or what it holds is not ours.
    shelf = empty();
    if (text !== null) setAside(text);
  }
}

function setAside(text) {
  try {
    localStorage.setItem(kBroken, text);
    localStorage.removeItem(kKey);
  } catch {
    // Then it stays where it is.
  }
  tell(`Your list could not be read. What was there is kept in the browser's storage as "${kBroken}".`);
}

/**
 * Changes what is kept, on top of what other tabs have kept by now. Returns whether it could be kept.
 * @param {function(typeof shelf)} work
 */
export function keep(work) {
  reload();
  work(shelf);
  for (const id of [...shelf.seen.keys()].slice(0, -kMaxSeen)) shelf.seen.delete(id);
  const { saved, seen, followed, hideSeen } = shelf;
  let kept = true;
  try {
    localStorage.setItem(
      kKey,
      JSON.stringify({ saved: [...saved], seen: [...seen], followed: [...followed], hideSeen }),
    );
  } catch (error) {
    kept = false;
    tell(
      error.name === 'QuotaExceededError'
        ? 'The browser has no room left for your list: this change was not kept.'
        : 'The browser does not let this site keep anything: this change was not kept.',
    );
    reload();
  }
  draw();
  changed();
  return kept;
}

let changed = () => {};

/** Calls `work` whenever what is kept has changed, here or in another tab. */
export function onKept(work) {
  changed = work;
}

export function save(id, title) {
  if (!shelf.saved.has(id) && shelf.saved.size >= kMaxSaved) {
    tell(`The list is full: it holds ${kMaxSaved} papers.`);
    return;
  }
  keep(({ saved }) => (saved.has(id) ? saved.delete(id) : saved.set(id, { title, at: Date.now() })));
}

export function see(id, toggle) {
  if (shelf.seen.has(id) && !toggle) return;
  keep(({ seen }) => (seen.has(id) ? seen.delete(id) : seen.set(id, Date.now())));
}

export function follow(address, title) {
  if (!shelf.followed.has(address) && shelf.followed.size >= kMaxFollowed) {
    tell(`No more than ${kMaxFollowed} searches can be followed.`);
    return;
  }
  keep(({ followed }) => (followed.has(address) ? followed.delete(address) : followed.set(address, { title, at: Date.now() })));
}

// The search that is shown, as its address, without what is only of the moment.
function search() {
  const params = new URLSearchParams(location.search);
  for (const name of ['offset', 'limit', 'typing']) params.delete(name);
  return location.pathname === '/' && params.size ? `/?${params}` : null;
}

function draw() {
  let hidden = 0;
  for (const paper of document.querySelectorAll('[data-id]')) {
    const { id } = paper.dataset;
    const isSeen = shelf.seen.has(id);
    paper.classList.toggle('seen', isSeen);
    paper.querySelector('.save')?.setAttribute('aria-pressed', shelf.saved.has(id));
    paper.querySelector('.see')?.setAttribute('aria-pressed', isSeen);
    if (isSeen && paper.matches('#results .hit')) ++hidden;
  }
  document.body.classList.toggle('hide-seen', shelf.hideSeen);
  const toggle = $('hide-seen');
  if (toggle) {
    toggle.setAttribute('aria-pressed', shelf.hideSeen);
    toggle.textContent = shelf.hideSeen && hidden ? `Hide seen (${hidden})` : 'Hide seen';
  }
  $('follow')?.setAttribute('aria-pressed', shelf.followed.has(search()));
}

function titleOf(address) {
  const params = new URLSearchParams(address.slice(2));
  return [...params].filter(([name]) => name !== 'sort').map(([name, value]) => (name === 'q' ? value : `${name}: ${value}`)).join(', ');
}

document.addEventListener('click', ({ target }) => {
  const paper = target.closest?.('[data-id]');
  if (target.closest?.('.save')) save(paper.dataset.id, paper.dataset.title ?? paper.dataset.id);
  if (target.closest?.('.see')) see(paper.dataset.id, true);
  if (target.closest?.('#hide-seen')) keep((kept) => (kept.hideSeen = !kept.hideSeen));
  if (target.closest?.('#follow') && search()) follow(search(), titleOf(search()));
});

// A paper that is opened is seen, elsewhere too.
function opened({ target, button }) {
  const link = target.closest?.('.hit h2 a, .hit .elsewhere, .paper .place');
  if (link && button < 2) see(link.closest('[data-id]').dataset.id, false);
}
document.addEventListener('click', opened);
document.addEventListener('auxclick', opened);

addEventListener('storage', ({ key }) => {
  if (key !== kKey && key !== null) return;
  reload();
  draw();
  changed();
});

// A page that was left and is shown again as it was has missed what happened since.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  reload();
  draw();
  changed();
});

reload();
onShown(() => {
  const paper = document.querySelector('.paper[data-id]');
  if (paper) see(paper.dataset.id, false);
  draw();
});
