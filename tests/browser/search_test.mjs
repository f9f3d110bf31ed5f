// Searching: what is found, and every way to narrow it, order it and understand it.

import assert from 'node:assert/strict';
import { eventually, suite, texts } from './harness/suite.mjs';

const it = suite();
const path = (page) => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};
const query = (page) => Object.fromEntries(new URL(page.url()).searchParams);
const titles = (page) => texts(page, '.hit h2');

it('A search shows papers with title, authors, date, categories, links and a passage with its words marked', async ({
  page,
  open,
}) => {
  await open('/?q=slot+attention');
  const first = page.locator('.hit').first();
  assert.equal(await first.locator('h2').innerText(), 'Object-Centric Learning with Slot Attention');
  assert.match(await first.locator('.authors').innerText(), /Francesco Locatello.*Thomas Kipf/);
  assert.equal(await first.locator('time').getAttribute('datetime'), '2020-06-26');
  assert.deepEqual(await texts(first, '.category'), ['cs.LG', 'cs.CV', 'stat.ML']);
  assert.equal(
    await first.getByRole('link', { name: 'arXiv' }).getAttribute('href'),
    'https://arxiv.org/abs/2006.15055',
  );
  assert.deepEqual((await texts(first, 'h2 mark')).join(' '), 'Slot Attention');
  assert.match(await first.locator('.passage').innerText(), /slots/);
  assert.match(await page.locator('#status').innerText(), /^15 papers/);
  assert.match(await page.title(), /^slot attention/);
});

it('The search box holds the words, and a submitted search puts them into the address', async ({ page, open }) => {
  await open('/');
  await page.locator('#q').fill('wicker');
  await page.locator('#q').press('Enter');
  await eventually(() => path(page), '/?q=wicker');
  await eventually(async () => (await titles(page)).includes('Weaving Baskets from Wicker Rods'), true);
  assert.equal(await page.locator('#q').inputValue(), 'wicker');
});

it('Many authors are folded after eight, and unfold', async ({ page, open }) => {
  await open('/?q=title:three+title:hundred');
  const authors = page.locator('.hit .authors').first();
  assert.doesNotMatch(await authors.innerText(), /Number9\b/);
  await authors.getByText('and 292 more').click();
  assert.match(await authors.innerText(), /Number9\b.*Number300/s);
});

it('A withdrawn paper is marked', async ({ page, open }) => {
  await open('/?q=basket+taken+back');
  const hit = page.locator('.hit', { hasText: 'A Basket That Was Taken Back' });
  assert.match(await hit.locator('.withdrawn').innerText(), /withdrawn/i);
});

it('A click on a category narrows the search in place and becomes a chip, which takes it off again', async ({
  page,
  open,
}) => {
  await open('/?q=basket');
  const before = await page.locator('#status').innerText();
  await page.evaluate(() => (window.stayed = true));
  await page.locator('.facet a', { hasText: 'cs.CR' }).click();
  await eventually(() => query(page), { q: 'basket', category: 'cs.CR' });
  await eventually(() => texts(page, '#chips .chip'), ['cs.CR ×']);
  assert.match(await page.locator('#status').innerText(), /^1 paper\b/);
  await page.getByRole('link', { name: 'Remove the filter cs.CR' }).click();
  await eventually(() => path(page), '/?q=basket');
  await eventually(() => page.locator('#chips').count(), 0);
  assert.equal((await page.locator('#status').innerText()).split(' papers')[0], before.split(' papers')[0]);
  assert.equal(await page.evaluate(() => window.stayed), true);
});

it('Every filter of the address is a chip, and taking one off leaves the others', async ({ page, open }) => {
  await open('/?q=basket&from=2026&until=2026-12&category=cs.LG&category=cs.CR&author=Ada+Weaver&source=fixture');
  const all = ['from 2026 ×', 'until 2026-12 ×', 'cs.LG ×', 'cs.CR ×', 'by Ada Weaver ×', 'from fixture ×'];
  assert.deepEqual(await texts(page, '#chips .chip'), all);
  await page.locator('.chip', { hasText: 'cs.LG' }).click();
  await eventually(
    () => texts(page, '#chips .chip'),
    all.filter((chip) => chip !== 'cs.LG ×'),
  );
  assert.equal(new URL(page.url()).searchParams.get('author'), 'Ada Weaver');
});

it('What is typed after a filter was set keeps the filter', async ({ page, open }) => {
  await open('/?q=basket&category=cs.LG');
  await page.locator('#q').fill('wicker');
  await eventually(() => query(page), { q: 'wicker', category: 'cs.LG' });
  await eventually(() => texts(page, '#chips .chip'), ['cs.LG ×']);
});

it('The sources of the papers are a facet', async ({ page, open }) => {
  await open('/?q=gondola+basket');
  const source = page.locator('section', { has: page.getByRole('heading', { name: 'Source' }) });
  await source.locator('a', { hasText: 'other' }).click();
  await eventually(() => query(page), { q: 'gondola basket', source: 'other' });
  await eventually(async () => (await titles(page)).every((title) => title.startsWith('Gondola')), true);
});

it('The year chart shows a bar a year, and a click on one takes that year', async ({ page, open }) => {
  await open('/?q=lantern');
  assert.deepEqual(
    await page.locator('#years a').evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label'))),
    Array.from({ length: 12 }, (_, i) => `${2008 + i}: ${i < 8 ? 3 : 2} papers`),
  );
  await page.locator('#years a[data-year="2012"]').click();
  await eventually(() => query(page), { q: 'lantern', from: '2012', until: '2012' });
  await eventually(async () => (await page.locator('#status').innerText()).startsWith('3 papers'), true);
});

it('Dragging over the year chart takes the years from where it began to where it ended', async ({ page, open }) => {
  await open('/?q=lantern');
  const chart = await page.locator('#years svg').boundingBox();
  const at = (year) => chart.x + ((year - 2008 + 0.5) / 12) * chart.width;
  const middle = chart.y + chart.height / 2;
  await page.mouse.move(at(2014), middle);
  await page.mouse.down();
  await page.mouse.move(at(2011), middle, { steps: 5 });
  assert.deepEqual(await page.locator('#years a.on').evaluateAll((bars) => bars.map((bar) => bar.dataset.year)), [
    '2011',
    '2012',
    '2013',
    '2014',
  ]);
  await page.mouse.up();
  await eventually(() => query(page), { q: 'lantern', from: '2011', until: '2014' });
  await eventually(() => texts(page, '#chips .chip'), ['from 2011 ×', 'until 2014 ×']);
  assert.equal(await page.locator('#years a').count(), 12, 'the other years stay to be chosen');
});

it('Dragging over the whole year chart takes the bounds off', async ({ page, open }) => {
  await open('/?q=lantern&from=2012');
  const chart = await page.locator('#years svg').boundingBox();
  await page.mouse.move(chart.x + 2, chart.y + 20);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width + 30, chart.y + 20, { steps: 5 });
  await page.mouse.up();
  await eventually(() => path(page), '/?q=lantern');
});

it('The years can be chosen with the keyboard', async ({ page, open }) => {
  await open('/?q=lantern');
  await page.getByLabel('From year').focus();
  await page.keyboard.press('ArrowRight');
  await eventually(() => query(page), { q: 'lantern', from: '2009' });
  await eventually(() => page.evaluate(() => document.activeElement.id), 'year-from');
  await page.keyboard.press('ArrowRight');
  await eventually(() => query(page), { q: 'lantern', from: '2010' });
});

it('Dates are typed into two fields', async ({ page, open }) => {
  await open('/?q=lantern');
  await page.getByLabel('From', { exact: true }).fill('2015-05');
  await page.getByLabel('From', { exact: true }).press('Enter');
  await eventually(() => query(page), { q: 'lantern', from: '2015-05' });
  await page.getByLabel('until', { exact: true }).fill('2016');
  await page.getByLabel('until', { exact: true }).press('Tab');
  await eventually(() => query(page), { q: 'lantern', from: '2015-05', until: '2016' });
  await eventually(async () => (await page.locator('#status').innerText()).startsWith('5 papers'), true);
});

it('A date that is none is not sent', async ({ page, open }) => {
  await open('/?q=lantern');
  await page.getByLabel('From', { exact: true }).fill('tomorrow');
  await page.getByLabel('From', { exact: true }).press('Tab');
  assert.equal(path(page), '/?q=lantern');
  assert.equal(await page.getByLabel('From', { exact: true }).evaluate((field) => field.validity.valid), false);
});

it('The order is chosen in place and stands in the address', async ({ page, open }) => {
  await open('/?q=lantern');
  const years = async () =>
    await page.locator('.hit time').evaluateAll((all) => all.map((time) => Number(time.dateTime.slice(0, 4))));
  await page.getByLabel('Order').selectOption('oldest');
  await eventually(() => query(page), { q: 'lantern', sort: 'oldest' });
  await eventually(async () => (await years())[0], 2008);
  assert.deepEqual(
    await years(),
    (await years()).sort((a, b) => a - b),
  );
  await page.getByLabel('Order').selectOption('newest');
  await eventually(async () => (await years())[0], 2019);
  await page.getByLabel('Order').selectOption('blend');
  await eventually(() => path(page), '/?q=lantern');
});

it('Pages of results lead on and back', async ({ page, open }) => {
  await open('/?q=lantern&sort=oldest');
  const first = await titles(page);
  assert.equal(first.length, 20);
  await page.getByRole('link', { name: 'Next' }).click();
  await eventually(() => page.locator('.hit').count(), 12);
  assert.equal(await page.locator('.hits').getAttribute('start'), '21');
  assert.match(await page.locator('#status').innerText(), /^21–32 of 32 papers/);
  assert.ok((await titles(page)).every((title) => !first.includes(title)));
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.getByRole('link', { name: 'Previous' }).click();
  await eventually(() => titles(page), first);
});

it('Why a hit is there is folded under it: words by field, and recency', async ({ page, open }) => {
  await open('/?q=wicker+basket');
  const hit = page.locator('.hit', { hasText: 'Weaving Baskets from Wicker Rods' });
  const why = hit.locator('.why p');
  assert.equal(await why.isVisible(), false);
  await hit.getByText('Why?').click();
  assert.match(await why.innerText(), /title( and abstract)?: .*wicker/);
  assert.match(await why.innerText(), /recency \+\d+/);
});

it('A misspelt word is searched as its likely one or offered as "did you mean", and says so', async ({
  page,
  open,
}) => {
  await open('/?q=goundola');
  assert.match(await page.locator('#notes').innerText(), /gondola/);
  assert.ok((await titles(page)).some((title) => title.startsWith('Gondola')));
});

it('"Did you mean" is a link to the search with the other word', async ({ page, open }) => {
  await open('/?q=gondolo+steering&category=cs.RO');
  const meant = page.locator('.meant');
  assert.equal(await meant.innerText(), 'gondola steering');
  await meant.click();
  await eventually(() => query(page), { q: 'gondola steering', category: 'cs.RO' });
  await eventually(() => page.locator('#q').inputValue(), 'gondola steering');
  await eventually(() => page.locator('.meant').count(), 0);
});

it('Nothing found says which word no paper has and leads to the search without it', async ({ page, open }) => {
  await open('/?q=gondola+xylophagous&sort=newest');
  assert.equal(await page.locator('#status').innerText(), 'Nothing found');
  assert.match(await page.locator('#blame').innerText(), /No paper has .?xylophagous/);
  await page.locator('#blame a').first().click();
  await eventually(async () => (await titles(page)).length, 7);
  await eventually(() => page.locator('#q').inputValue(), 'gondola');
});

it('Nothing found blames a filter and leads on without it', async ({ page, open }) => {
  await open('/?q=gondola&category=hep-ex');
  assert.match(await page.locator('#blame').innerText(), /category.*hep-ex/);
  await page.getByRole('link', { name: 'Without it: 7 papers' }).click();
  await eventually(() => path(page), '/?q=gondola');
});

it('A query that cannot be understood is answered by a page that says why and keeps what was typed', async ({
  page,
  open,
}) => {
  await open('/?q=ab*', 400);
  assert.equal(await page.locator('#q').inputValue(), 'ab*');
  assert.match(await page.locator('main').innerText(), /needs 3 letters or more before it/);
  await page.locator('#q').fill('gond*');
  await eventually(async () => (await titles(page)).length, 7);
});

it('An address that does not exist is a page with a way on', async ({ page, open }) => {
  await open('/papers/9999.99999', 404);
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Not here');
  await page.getByRole('link', { name: 'To the newest papers' }).click();
  await eventually(() => path(page), '/');
});

it('The feeds and exports of a search are linked with its filters', async ({ page, open, site }) => {
  await open('/?q=lantern&category=physics.optics&sort=oldest&offset=20');
  await page.getByText('Export and follow').click();
  for (const [name, start] of [
    ['Feed (Atom)', '/feed.atom?'],
    ['BibTeX', '/export?'],
    ['RIS', '/export?'],
    ['CSL-JSON', '/export?'],
    ['CSV', '/export?'],
    ['JSON lines', '/export?'],
  ]) {
    const href = await page.locator('#export').getByRole('link', { name, exact: true }).getAttribute('href');
    assert.ok(href.startsWith(start), href);
    const params = new URLSearchParams(href.slice(start.length));
    assert.equal(params.get('q'), 'lantern');
    assert.equal(params.get('category'), 'physics.optics');
    assert.equal(params.get('offset'), null);
    const answer = await page.request.get(site.url + href);
    assert.equal(answer.status(), 200, href);
    assert.match(await answer.text(), /Lantern/);
  }
  assert.ok(await page.locator('head link[rel=alternate][type="application/atom+xml"]').count());
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#export').getAttribute('open'), null);
});
