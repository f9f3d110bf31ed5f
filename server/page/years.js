// The years' bars: drag over them, or move the two sliders below, to choose from when to when.

import { $, onShown } from './page.js';
import { change } from './search.js';

function slider(label, value, years) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'range', min: years[0], max: years.at(-1), value });
  input.setAttribute('aria-label', label);
  return input;
}

// Adds the sliders to the bars that are shown.
function drawYears() {
  const place = $('years');
  const drawing = place?.querySelector('svg');
  if (!drawing || place.querySelector('.range')) return;
  const bars = [...drawing.querySelectorAll('a')];
  const years = bars.map((bar) => Number(bar.dataset.year));
  const on = bars.filter((bar) => bar.classList.contains('on')).map((bar) => Number(bar.dataset.year));
  const first = slider('From year', on[0] ?? years[0], years);
  const last = slider('Until year', on.at(-1) ?? years.at(-1), years);
  first.id = 'year-from';
  last.id = 'year-until';
  const range = document.createElement('div');
  range.className = 'range';
  range.append(first, last);
  drawing.after(range);

  const paint = (from, until) => {
    for (const bar of bars) bar.classList.toggle('on', bar.dataset.year >= from && bar.dataset.year <= until);
  };
  const values = () => [Number(first.value), Number(last.value)].sort((a, b) => a - b);
  // An end that is the chart's own is no bound.
  const choose = (from, until) =>
    change({
      from: from > years[0] ? String(from) : null,
      until: until < years.at(-1) ? String(until) : null,
    });
  for (const input of [first, last]) {
    input.addEventListener('input', () => paint(...values()));
    input.addEventListener('change', () => choose(...values()));
  }
  drag(drawing, years, paint, choose);
}

function drag(drawing, years, paint, choose) {
  let start = null;
  const yearAt = ({ clientX }) => {
    const { left, width } = drawing.getBoundingClientRect();
    const at = Math.floor(((clientX - left) / width) * years.length);
    return years[Math.max(0, Math.min(years.length - 1, at))];
  };
  const ends = (event) => [start, yearAt(event)].sort((a, b) => a - b);
  // No link is dragged away, nor does one take the focus.
  for (const type of ['dragstart', 'mousedown']) drawing.addEventListener(type, (event) => event.preventDefault());
  drawing.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    start = yearAt(event);
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener('pointermove', (event) => {
    if (start !== null) paint(...ends(event));
  });
  drawing.addEventListener('pointerup', (event) => {
    if (start === null) return;
    const [from, until] = ends(event);
    start = null;
    if (from === until) {
      change({ from: String(from), until: String(until) });
    } else {
      choose(from, until);
    }
  });
  drawing.addEventListener('pointercancel', () => {
    start = null;
  });
  // The links are for browsers without scripts; with a modifier they open as any link.
  drawing.addEventListener('click', (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) event.preventDefault();
  });
}

onShown(drawYears);
