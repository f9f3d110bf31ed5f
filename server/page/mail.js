// The form that follows a search by mail: the time zone is the reader's own until another was chosen.

import { onShown } from './page.js';

onShown(() => {
  const field = document.querySelector('[data-own-zone]');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field && zone && field.value === 'UTC') field.value = zone;
});
