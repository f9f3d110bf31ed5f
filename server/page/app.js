// What every page runs. Each part is there for browsers that have scripts; without them the pages work as plain ones.

import './keys.js';
import './search.js';
import './shelf.js';
import { onShown } from './page.js';

const has = (selector) => document.querySelector(selector) !== null;

// Parts that only some pages need.
onShown(async () => {
  if (has('#years')) (await import('./years.js')).drawYears();
  if (has('.cite')) (await import('./cite.js')).start();
  if (has('#export-list')) (await import('./list.js')).start();
  if (has('.math:not(.shown)')) (await import('./math.js')).showMath();
});
