// What every page runs. Each part is there for browsers that have scripts; without them the pages work as plain ones.

import './keys.js';
import './search.js';
import './shelf.js';
import { onShown } from './page.js';

const parts = [
  ['#years', './years.js'],
  ['.copy', './cite.js'],
  ['#export-list', './list.js'],
  ['.math', './math.js'],
  ['[data-own-zone]', './mail.js'],
];

// What only some pages need is fetched with the first of them; from then on it looks after itself.
onShown(() => {
  for (const [selector, module] of parts) {
    if (document.querySelector(selector)) import(module);
  }
});
