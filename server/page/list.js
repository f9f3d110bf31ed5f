// The reading list's own page. The papers are rendered by the server, by their ids.

import { $, fetchPage, onShown, shown, tell } from './page.js';
import { follow, keep, kMaxSaved, onKept, shelf } from './shelf.js';

const kAtOnce = 50;
const kMaxFileBytes = 5_000_000;

let room = kAtOnce;
let drawn = '';

// The newest first.
const ids = () => [...shelf.saved.keys()].reverse();

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// What is known without the server.
function plainItem(id) {
  const title = element('a', { href: `/papers/${encodeURIComponent(id)}` }, shelf.saved.get(id).title);
  return element('li', { class: 'hit', 'data-id': id }, element('h2', {}, title));
}

async function items(wanted) {
  try {
    const params = new URLSearchParams(wanted.map((id) => ['id', id]));
    const { status, page } = await fetchPage(`/list?${params}`);
    if (status !== 200) throw new Error('refused');
    const found = [...page.querySelectorAll('.hit')];
    for (const [index, item] of found.entries()) {
      // It is taken off by the id it was saved by; one that is gone has only the title that was kept.
      item.dataset.id = wanted[index];
      if (item.matches('.gone')) item.querySelector('h2').textContent = shelf.saved.get(wanted[index])?.title ?? '';
    }
    return found;
  } catch {
    return wanted.map(plainItem);
  }
}

async function drawSaved() {
  const wanted = ids().slice(0, room);
  $('empty').hidden = shelf.saved.size > 0;
  $('more-saved').hidden = shelf.saved.size <= room;
  $('status').textContent = shelf.saved.size ? `My list: ${shelf.saved.size} saved` : 'My list';
  const key = JSON.stringify(wanted);
  if (key === drawn) return;
  drawn = key;
  const list = element('ol', { class: 'hits' });
  for (let at = 0; at < wanted.length; at += kAtOnce) list.append(...(await items(wanted.slice(at, at + kAtOnce))));
  if (key !== drawn || !$('export-list')) return;
  $('results').replaceChildren(list);
  shown();
}

// A search as one text, for feeds by OPML know no filters.
function words(address) {
  const params = new URLSearchParams(address.slice(2));
  const parts = [params.get('q') ?? ''];
  const any = (name, prefix) => {
    const all = params.getAll(name).map((value) => `${prefix}:${value}`);
    if (all.length) parts.push(all.length > 1 ? `(${all.join(' OR ')})` : all[0]);
  };
  any('category', 'cat');
  any('source', 'source');
  for (const author of params.getAll('author')) parts.push(`author:"${author}"`);
  if (params.has('from') || params.has('until')) {
    parts.push(`date:${params.get('from') ?? ''}..${params.get('until') ?? ''}`);
  }
  return parts.filter((part) => part).join(' ');
}

function drawFollowed() {
  const place = $('followed');
  place.hidden = shelf.followed.size === 0;
  place.querySelector('ul').replaceChildren(
    ...[...shelf.followed].map(([address, { title }]) => {
      const stop = element('button', { type: 'button', 'aria-label': `Unfollow ${title}` }, 'Unfollow');
      stop.addEventListener('click', () => follow(address, title));
      const feed = element('a', { href: `/feed.atom${address.slice(1)}` }, 'Feed');
      return element('li', {}, element('a', { href: address }, title || 'All papers'), feed, stop);
    }),
  );
  $('opml').href = `/feeds.opml?${new URLSearchParams([...shelf.followed.keys()].map((a) => ['q', words(a)]))}`;
}

function draw() {
  if (!$('export-list')) return;
  drawSaved();
  drawFollowed();
}

function download(name, type, text) {
  const link = element('a', { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function keepList() {
  const lines = [...shelf.saved].map(([id, { title, at }]) =>
    JSON.stringify({ id, title, saved: new Date(at).toISOString() }),
  );
  download('paperdex-list.jsonl', 'application/jsonl', lines.map((line) => `${line}\n`).join(''));
}

// A line is a paper as JSON or an id. What is neither is counted.
function readLines(text) {
  const found = new Map();
  let bad = 0;
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '') continue;
    try {
      const paper = line.startsWith('{') ? JSON.parse(line) : { id: line };
      if (typeof paper.id !== 'string' || paper.id === '' || paper.id.length > 190) throw new Error('no id');
      const at = Date.parse(paper.saved);
      const title = typeof paper.title === 'string' ? paper.title : paper.id;
      found.set(paper.id, { title, at: Number.isFinite(at) ? at : Date.now() });
    } catch {
      ++bad;
    }
  }
  return { found, bad };
}

async function takeList(file) {
  if (file.size > kMaxFileBytes) {
    tell('This file is too large for a list.');
    return;
  }
  const { found, bad } = readLines(await file.text());
  let added = 0;
  let full = 0;
  const kept = keep(({ saved }) => {
    for (const [id, paper] of found) {
      if (saved.has(id)) continue;
      if (saved.size >= kMaxSaved) {
        ++full;
        continue;
      }
      saved.set(id, paper);
      ++added;
    }
  });
  if (!kept) return;
  tell(
    `${added} added` +
      (bad ? `, ${bad} lines were neither papers nor ids` : '') +
      (full ? `, ${full} left out: the list holds ${kMaxSaved}` : ''),
  );
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.id !== 'export-list') return;
  if (!shelf.saved.size) {
    event.preventDefault();
    tell('There is nothing to export yet.');
    return;
  }
  for (const old of form.querySelectorAll('input')) old.remove();
  form.append(...ids().map((id) => element('input', { type: 'hidden', name: 'id', value: id })));
});

document.addEventListener('click', ({ target }) => {
  if (target.id === 'keep-list') keepList();
  if (target.id === 'clear-list' && confirm('Take all papers off the list?')) keep(({ saved }) => saved.clear());
  if (target.id === 'clear-seen' && confirm('Forget which papers were seen?')) keep(({ seen }) => seen.clear());
  if (target.id === 'more-saved') {
    room += kAtOnce;
    drawSaved();
  }
});

document.addEventListener('change', ({ target }) => {
  if (target.id === 'take-list' && target.files.length) takeList(target.files[0]);
});

onKept(draw);
// Other pages may have been shown in between: the list is drawn anew.
onShown(() => {
  if ($('export-list') && !$('results').firstChild) {
    drawn = '';
    draw();
  }
});
