// Every view of the site, for what must hold on all of them.

import * as papers from './fixtures.mjs';

/** @type {{name: string, path: string, status?: number, prepare?: function(import('playwright-core').Page)}[]} */
export const views = [
  { name: 'home', path: '/' },
  { name: 'search', path: '/?q=slot+attention' },
  { name: 'search-why', path: '/?q=wicker+basket', prepare: (page) => page.locator('.why summary').first().click() },
  {
    name: 'search-filtered',
    path: '/?q=lantern&from=2010&until=2015&category=physics.optics&author=Ada+Weaver&sort=newest',
  },
  { name: 'search-refine', path: '/?q=lantern', prepare: unfoldRefine },
  { name: 'search-menu', path: '/?q=lantern', prepare: (page) => page.locator('#export > summary').click() },
  { name: 'search-page-2', path: '/?q=lantern&offset=20' },
  { name: 'search-all', path: '/?sort=newest' },
  { name: 'search-long', path: '/?q=title:consideration' },
  { name: 'search-hostile', path: '/?category=cs.CR' },
  { name: 'did-you-mean', path: '/?q=gondolo+steering' },
  { name: 'nothing-found', path: '/?q=gondola+xylophagous&sort=newest' },
  { name: 'nothing-found-filter', path: '/?q=gondola&category=hep-ex&from=2026' },
  { name: 'nothing-found-long', path: `/?sort=newest&q=${'x'.repeat(500)}` },
  { name: 'error-query', path: '/?q=ab*', status: 400 },
  { name: 'error-date', path: '/?q=basket&from=soon', status: 400 },
  { name: 'daily', path: '/daily' },
  {
    name: 'daily-abstract',
    path: '/daily',
    prepare: (page) => page.locator('details.abstract summary').first().click(),
  },
  { name: 'daily-week-topic', path: '/daily?week=2026-W10&topic=gondola&category=cs.RO' },
  { name: 'daily-month', path: '/daily?month=2026-03' },
  { name: 'daily-empty', path: '/daily?date=2026-02-20' },
  { name: 'error-daily', path: '/daily?week=soon', status: 400 },
  { name: 'trending', path: '/trending' },
  { name: 'paper', path: '/papers/2006.15055' },
  { name: 'paper-math', path: `/papers/${papers.kMath}` },
  { name: 'paper-long', path: `/papers/${papers.kLongTitle}` },
  { name: 'paper-scripts', path: `/papers/${papers.kScripts}` },
  { name: 'paper-crowd', path: `/papers/${papers.kCrowd}` },
  { name: 'paper-versions', path: `/papers/${papers.kVersions}` },
  { name: 'paper-withdrawn', path: `/papers/${papers.kWithdrawn}` },
  { name: 'paper-bare', path: `/papers/${papers.kBare}` },
  { name: 'error-paper', path: '/papers/9999.99999', status: 404 },
  { name: 'list-empty', path: '/list' },
  { name: 'list', path: '/list', prepare: fillList },
  { name: 'list-shared', path: `/list?id=${papers.kPlain}&id=${papers.kMath}&id=unknown` },
  { name: 'help', path: '/daily', prepare: (page) => page.locator('#keys').click() },
];

async function unfoldRefine(page) {
  const summary = page.locator('#refine > summary');
  if (await summary.isVisible()) await summary.click();
}

async function fillList(page) {
  await page.evaluate(
    (ids) => {
      const saved = [...ids, '1234.5678'].map((id) => [id, { title: `What was kept of ${id}`, at: 1 }]);
      const followed = [['/?q=slot+attention&category=cs.LG', { title: 'slot attention, category: cs.LG', at: 1 }]];
      localStorage.setItem('paperdex', JSON.stringify({ saved, seen: [[ids[0], 1]], followed, hideSeen: false }));
    },
    [papers.kPlain, papers.kLongTitle, papers.kMath],
  );
  await page.reload();
  await page.locator('#results .hit').nth(3).waitFor();
}

/** Goes there and waits until its mathematics is shown. */
export async function show(page, url, view) {
  const response = await page.goto(url + view.path, { waitUntil: 'load' });
  if (response.status() !== (view.status ?? 200)) throw new Error(`${view.path} has status ${response.status()}`);
  await view.prepare?.(page);
  await page.waitForFunction(() => !document.querySelector('.math:not(.shown)'));
  await page.evaluate(() => document.fonts.ready);
}
