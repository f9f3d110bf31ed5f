// Without JavaScript: search, papers and daily pages work as plain ones.

import assert from 'node:assert/strict';
import { kDayBefore, kPlain } from './harness/fixtures.mjs';
import { suite, texts } from './harness/suite.mjs';

const it = suite();
const plain = { javaScriptEnabled: false };
const titles = (page) => texts(page, '.hit h2');
const query = (page) => Object.fromEntries([...new URL(page.url()).searchParams].filter(([, value]) => value));

// Where there is no room beside the papers, what narrows them is folded.
async function unfold(page) {
  const summary = page.locator('#refine > summary');
  if (await summary.isVisible()) await summary.click();
}

it('Without scripts a search is submitted, ordered, narrowed and paged', plain, async ({ page, open }) => {
  await open('/');
  await page.locator('#q').fill('lantern');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.waitForURL(/q=lantern/);
  assert.equal((await titles(page)).length, 20);
  await page.getByLabel('Order').selectOption('oldest');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.waitForURL(/sort=oldest/);
  await page.getByRole('link', { name: 'Next' }).click();
  await page.waitForURL(/offset=20/);
  assert.equal((await titles(page)).length, 12);
});

it('Without scripts facets, years, dates and chips are links and fields', plain, async ({ page, open }) => {
  await open('/?q=lantern');
  await unfold(page);
  await page.locator('#years a[data-year="2012"]').click();
  await page.waitForURL(/from=2012/);
  assert.match(await page.locator('#status').innerText(), /^3 papers/);
  await page.getByRole('link', { name: 'Remove the filter from 2012' }).click();
  await page.waitForURL((url) => !url.searchParams.has('from'));
  await unfold(page);
  await page.getByLabel('From', { exact: true }).fill('2015');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.waitForURL(/from=2015/);
  assert.deepEqual(query(page).until, '2012');
});

it('Without scripts a filter stays when other words are searched', plain, async ({ page, open }) => {
  await open('/?q=basket&category=cs.LG');
  await page.locator('#q').fill('wicker');
  await page.locator('#q').press('Enter');
  await page.waitForURL(/q=wicker/);
  assert.equal(query(page).category, 'cs.LG');
});

it('Without scripts "did you mean" and what to blame are links', plain, async ({ page, open }) => {
  await open('/?q=gondolo+steering');
  await page.locator('.meant').click();
  await page.waitForURL(/q=gondola/);
  await open('/?q=gondola+xylophagous&sort=newest');
  await page.locator('#blame a').first().click();
  assert.equal((await titles(page)).length, 7);
});

it('Without scripts a paper, why it is there and its abstract can be read', plain, async ({ page, open }) => {
  await open('/?q=wicker+rods');
  await page.locator('.hit', { hasText: 'Weaving' }).getByText('Why?').click();
  assert.match(await page.locator('.hit', { hasText: 'Weaving' }).locator('.why p').innerText(), /wicker/);
  await page.getByRole('link', { name: 'Weaving Baskets from Wicker Rods' }).click();
  await page.waitForURL(`**/papers/${kPlain}`);
  assert.match(await page.locator('p.abstract').innerText(), /without a drawing/);
  assert.ok((await page.locator('#related .hit').count()) > 0);
});

it('Without scripts citations are links to files', plain, async ({ page, open, site }) => {
  await open(`/papers/${kPlain}`);
  for (const name of ['BibTeX', 'RIS', 'CSL']) {
    const href = await page.locator('.cite').getByRole('link', { name, exact: true }).getAttribute('href');
    assert.equal((await page.request.get(site.url + href)).status(), 200, name);
  }
});

it('Without scripts the daily page turns, and takes a topic', plain, async ({ page, open }) => {
  await open('/daily');
  await page.getByRole('link', { name: /^Earlier/ }).click();
  await page.waitForURL(new RegExp(kDayBefore));
  await page.getByRole('textbox', { name: 'Topic' }).fill('gondola');
  await page.locator('#daily').getByLabel('Order').selectOption('relevance');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/topic=gondola/);
  assert.ok((await titles(page))[0].startsWith('Gondola'));
});

it(
  'Without scripts nothing is shown that would need them, and the list says that it does',
  plain,
  async ({ page, open }) => {
    for (const path of ['/', '/?q=gondola', '/daily', `/papers/${kPlain}`, '/list']) {
      await open(path);
      assert.equal(await page.locator('.scripted:visible').count(), 0, path);
    }
    await open('/list');
    assert.match(await page.locator('main').innerText(), /without scripts it cannot/);
  },
);
