// Mathematics of titles and abstracts, and what pretends to be some.

import assert from 'node:assert/strict';
import * as papers from './harness/fixtures.mjs';
import { eventually, suite } from './harness/suite.mjs';

const it = suite();
const rendered = (page, selector) => page.locator(`${selector} .katex`).count();

it('Formulas of a title and an abstract are shown as mathematics, in its own letters', async ({ page, open }) => {
  await open(`/papers/${papers.kMath}`);
  await eventually(() => rendered(page, 'h1'), 2);
  await eventually(() => rendered(page, 'p.abstract'), 4);
  assert.equal(await page.locator('p.abstract .katex-display').count(), 1);
  assert.equal(await page.locator('.paper .katex-error').count(), 0);
  await page.evaluate(() => document.fonts.ready);
  const fonts = await page.evaluate(() =>
    [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family),
  );
  assert.ok(
    fonts.some((family) => family.includes('KaTeX')),
    fonts.join(),
  );
});

it('Screen readers are given the formula as MathML', async ({ page, open }) => {
  await open(`/papers/${papers.kMath}`);
  await eventually(() => page.locator('h1 math').count(), 2);
  assert.equal(await page.locator('h1 annotation').first().textContent(), '\\mathbb{R}^d');
});

it('Formulas are shown in every list, also one that is put in place while typing', async ({ page, open }) => {
  await open('/daily');
  await eventually(() => rendered(page, '.hit h2'), 2);
  await open('/');
  await page.locator('#q').fill('bound');
  await eventually(async () => /Bound/.test(await page.locator('.hit h2').first().innerText()), true);
  await eventually(() => page.locator('.hit').first().locator('h2 .katex').count(), 2);
});

it('Prices and names with dollars are no formulas', async ({ page, open }) => {
  await open(`/papers/${papers.kPrices}`);
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /between \$5 and \$7 at/);
  assert.match(await page.locator('p.abstract').innerText(), /between \$5 and \$7; set \$HOME or \$PATH/);
  await page.waitForTimeout(200);
  assert.equal(await rendered(page, '.paper'), 0);
});

it('A page without formulas fetches nothing of KaTeX', async ({ page, open }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await open('/?q=gondola');
  await page.waitForLoadState('networkidle');
  assert.deepEqual(
    fetched.filter((path) => /katex|math/.test(path)),
    [],
  );
});

it('Hostile TeX makes no links, no images and no requests, and stays readable', async ({ page, open }) => {
  await open(`/papers/${papers.kHostileTex}`);
  await eventually(() => page.locator('.math:not(.shown)').count(), 0);
  assert.equal(await page.locator('.abstract a, .abstract img, [data-a]').count(), 0);
  const text = await page.locator('p.abstract').innerText();
  assert.match(text, /basket/);
  assert.match(text, /It ends here\.$/);
});

it('A bomb of macros leaves the page alive, and what KaTeX does not understand stays TeX', async ({ page, open }) => {
  await open(`/papers/${papers.kHostileTex}`);
  await eventually(() => page.locator('.math:not(.shown)').count(), 0);
  assert.equal(
    await page.locator('p.abstract').evaluate((element) => element.querySelectorAll('*').length < 2_000),
    true,
  );
  assert.match(await page.locator('p.abstract').innerText(), /\\frac\{1\}\{/);
  const { width, scroll } = await page.evaluate(() => ({
    width: innerWidth,
    scroll: document.documentElement.scrollWidth,
  }));
  assert.ok(scroll <= width, `${scroll} px wide`);
  await page.locator('#q').fill('gondola');
  await eventually(async () => (await page.locator('.hit h2').first().innerText()).startsWith('Gondola'), true);
});

it('Without KaTeX the TeX is there to be read', { allowed: [/katex/] }, async ({ page, open }) => {
  await page.route('**/katex/**', (route) => route.abort());
  await open(`/papers/${papers.kMath}`);
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /\$\\mathbb\{R\}\^d\$/);
});
