// A click on a citation's format copies it.

import { tell } from './page.js';

// Where a page is not served by https, browsers have no clipboard but this.
function copyOldWay(text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

// What cannot be copied is shown, selected.
function offer(link, text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'source';
  field.setAttribute('aria-label', link.textContent);
  link.closest('.cite').after(field);
  field.select();
}

async function clicked(event) {
  const link = event.target.closest?.('a.copy');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const focused = document.activeElement;
  try {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(response.statusText);
    const text = await response.text();
    if (await copy(text)) {
      focused?.focus();
      tell(`${link.textContent} copied`);
    } else {
      offer(link, text);
    }
  } catch {
    location.assign(link.href);
  }
}

document.addEventListener('click', clicked);
