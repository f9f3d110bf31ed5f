// The keys, and the help that lists them.

import { $, onShown } from './page.js';

const box = $('q');

const titles = () => [...document.querySelectorAll('.hit h2 a')].filter((title) => title.offsetParent);

// The paper that has the focus; on a paper's own page, that one.
const current = () => document.activeElement.closest('.hit') ?? document.querySelector('.paper');

function move(step) {
  const all = titles();
  const at = all.findIndex((title) => title.closest('.hit').contains(document.activeElement));
  if (at + step < 0) {
    box.focus();
    return;
  }
  const title = all[at < 0 ? 0 : Math.min(at + step, all.length - 1)];
  title?.focus({ preventScroll: true });
  title?.closest('.hit').scrollIntoView({ block: 'nearest' });
}

function press(selector) {
  current()?.querySelector(selector)?.click();
}

function unfold() {
  const details = current()?.querySelector('.why') ?? current()?.querySelector('details.abstract');
  if (details) details.open = !details.open;
}

// Through a link, so that it counts as opened and the browser's own rules hold.
function openOriginal() {
  const paper = current();
  const address = paper?.dataset.original;
  if (!address) return;
  const link = [...paper.querySelectorAll('.elsewhere, .place')].find(({ href }) => href === address);
  if (link) link.click();
  else location.assign(address);
}

function related() {
  const link = current()?.querySelector('.related');
  if (link) link.click();
  else $('related')?.querySelector('h2 a')?.focus();
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
  o: openOriginal,
  r: related,
  e: unfold,
  w: unfold,
  s: () => press('.save'),
  x: () => press('.see'),
  Escape: () => box.select(),
  '?': help,
};

function closeMenus(except) {
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (!menu.contains(except)) menu.open = false;
  }
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $('help').open) return;
  if (event.key === 'Escape' && document.querySelector('.menu[open]')) {
    event.target.closest('.menu')?.querySelector('summary').focus();
    closeMenus();
    return;
  }
  const field = event.target.closest('input, select, textarea');
  if (field && !(field === box && event.key === 'ArrowDown')) return;
  // Arrows scroll until a paper is chosen.
  if (event.key.startsWith('Arrow') && !field && !event.target.closest('.hit')) return;
  if (!Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

document.addEventListener('click', ({ target }) => {
  closeMenus(target);
  if (target.closest('#keys')) help();
  if (target === $('help')) $('help').close();
});

// The first page is for searching; touch screens would only be covered by their keyboard.
onShown(() => {
  if (location.pathname === '/' && !location.search && matchMedia('(hover: hover)').matches && !scrollY) {
    box.focus({ preventScroll: true });
  }
});
