// The first page, the daily pages and what is trending.

import assert from 'node:assert/strict';
import { kDayBefore, kEarlierDay, kNewestDay } from './harness/fixtures.mjs';
import { eventually, suite, texts } from './harness/suite.mjs';

const it = suite();
const titles = (page) => texts(page, '.hit h2');
const heading = (page) => page.getByRole('heading', { level: 1 }).innerText();
const path = (page) => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};
const query = (page) => Object.fromEntries([...new URL(page.url()).searchParams].filter(([, value]) => value));
const upvotes = async (page) => (await texts(page, '.hit .votes')).map((text) => Number(/\d+/.exec(text)[0]));

it('The first page is a search box and the papers of the newest day, most upvotes first', async ({ page, open }) => {
  await open('/');
  assert.equal(await heading(page), 'Thursday, 5 March 2026');
  assert.equal((await titles(page))[0], 'Weaving Baskets from Wicker Rods');
  const votes = await upvotes(page);
  assert.deepEqual(
    votes,
    [...votes].sort((a, b) => b - a),
  );
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
});

it('The daily page of no day is that of the newest', async ({ page, open }) => {
  await open('/daily');
  assert.equal(await heading(page), 'Thursday, 5 March 2026');
  assert.equal(await page.locator('#tabs [aria-current=page]').innerText(), 'Daily');
  assert.match(await page.locator('#count').innerText(), /^11 papers$/);
});

it('A paper of a day shows authors, categories, upvotes and links, and its abstract unfolds', async ({
  page,
  open,
}) => {
  await open(`/daily?date=${kDayBefore}`);
  const hit = page.locator('.hit', { hasText: 'A Basket with Code and a Home' });
  assert.match(await hit.locator('.votes').innerText(), /30/);
  assert.deepEqual(await texts(hit, 'a.elsewhere'), ['arXiv', 'Code', 'Project']);
  assert.doesNotMatch(await hit.innerText(), /wicker basket is woven/);
  await hit.locator('summary', { hasText: 'Abstract' }).click();
  assert.match(await hit.innerText(), /wicker basket is woven/);
});

it('The day before is one click back, and back again one forward, in place', async ({ page, open }) => {
  await open('/daily');
  await page.evaluate(() => (window.stayed = true));
  await page.getByRole('link', { name: /^Earlier/ }).click();
  await eventually(() => query(page), { date: kDayBefore });
  await eventually(() => heading(page), 'Wednesday, 4 March 2026');
  await page.getByRole('link', { name: /^Later/ }).click();
  await eventually(() => heading(page), 'Thursday, 5 March 2026');
  assert.equal(await page.getByRole('link', { name: /^Later/ }).count(), 0);
  await page.goBack();
  await eventually(() => heading(page), 'Wednesday, 4 March 2026');
  assert.equal(await page.evaluate(() => window.stayed), true);
});

it('Days without papers are passed over', async ({ page, open }) => {
  await open('/daily?date=2026-03-03');
  await page.getByRole('link', { name: /^Earlier/ }).click();
  await eventually(() => query(page), { date: kEarlierDay });
  await eventually(() => heading(page), 'Tuesday, 17 February 2026');
});

it('A day without papers says so and leads to the nearest before', async ({ page, open }) => {
  await open('/daily?date=2026-02-20');
  assert.equal(await page.locator('.hit').count(), 0);
  assert.match(await page.locator('#results').innerText(), /No papers/);
  await page.locator('#results a').click();
  await eventually(() => heading(page), 'Tuesday, 17 February 2026');
});

it('A week and a month of papers are one click away, with their own neighbours', async ({ page, open }) => {
  await open('/daily');
  const period = page.getByRole('navigation', { name: 'Period' });
  await period.getByRole('link', { name: 'Week' }).click();
  await eventually(() => heading(page), '2 to 8 March 2026');
  assert.deepEqual(query(page), { week: '2026-W10' });
  assert.match(await page.locator('#count').innerText(), /^18 papers$/);
  await page.getByRole('link', { name: /^Earlier/ }).click();
  await eventually(() => heading(page), '16 to 22 February 2026');
  await period.getByRole('link', { name: 'Month' }).click();
  await eventually(() => heading(page), 'February 2026');
  await page.getByRole('link', { name: /^Later/ }).click();
  await eventually(() => heading(page), 'March 2026');
  assert.deepEqual(query(page), { month: '2026-03' });
  await period.getByRole('link', { name: 'Day' }).click();
  await eventually(() => heading(page), 'Thursday, 5 March 2026');
});

it('A day is chosen in the calendar', async ({ page, open }) => {
  await open('/daily');
  await page.getByLabel('Day', { exact: true }).fill('2026-03-03');
  await page.getByRole('button', { name: 'Show' }).click();
  await eventually(() => heading(page), 'Tuesday, 3 March 2026');
});

it('The papers of a day are put in order by their relevance to a topic', async ({ page, open }) => {
  await open(`/daily?date=${kNewestDay}`);
  await page.getByRole('textbox', { name: 'Topic' }).fill('gondola oar');
  await page.getByRole('textbox', { name: 'Topic' }).press('Enter');
  await eventually(() => query(page).topic ?? query(page), 'gondola oar');
  await eventually(async () => (await titles(page)).slice(0, 3).every((title) => title.startsWith('Gondola')), true);
  assert.equal(await page.locator('.hit').count(), 11, 'the others follow');
});

it('A topic in the address alone orders by it', async ({ page, open }) => {
  await open(`/daily?date=${kNewestDay}&topic=gondola`);
  assert.ok((await titles(page))[0].startsWith('Gondola'));
  assert.equal(await page.locator('#daily [name=sort]').inputValue(), 'relevance');
});

it('The papers of a day are ordered by newest, too', async ({ page, open }) => {
  await open('/daily?week=2026-W10&sort=newest');
  const dates = await page.locator('.hit time').evaluateAll((all) => all.map((time) => time.dateTime));
  assert.deepEqual(dates, [...dates].sort().reverse());
});

it('A category narrows the day, and its chip takes it off', async ({ page, open }) => {
  await open(`/daily?date=${kNewestDay}`);
  await page.locator('.hit .category', { hasText: 'cs.RO' }).last().click();
  await eventually(() => query(page), { date: kNewestDay, category: 'cs.RO' });
  await eventually(() => page.locator('.hit').count(), 4);
  await page.getByRole('link', { name: 'Remove the filter cs.RO' }).click();
  await eventually(() => page.locator('.hit').count(), 11);
});

it('A date, week or month that is none is an error that shows how one looks', async ({ page, open }) => {
  await open('/daily?date=yesterday', 400);
  assert.match(await page.locator('main').innerText(), /2025-03-04/);
  await open('/daily?week=2026-10', 400);
  assert.match(await page.locator('main').innerText(), /2025-W09/);
  await open('/daily?date=2026-03-05&week=2026-W10', 400);
});

it('The feed of the daily page is linked and is one', async ({ page, open, site }) => {
  await open('/daily');
  const href = await page.locator('head link[rel=alternate]').getAttribute('href');
  const answer = await page.request.get(site.url + href);
  assert.equal(answer.status(), 200);
  assert.match(await answer.text(), /<feed/);
});

it('Trending shows words on the rise, each a search, and papers by their recent votes', async ({ page, open }) => {
  await open('/trending');
  assert.ok((await titles(page)).includes('Weaving Baskets from Wicker Rods'));
  const votes = await upvotes(page);
  assert.ok(votes.indexOf(80) > votes.indexOf(12), 'older votes weigh less');
  await page.locator('.rising a', { hasText: 'Gondola' }).first().click();
  await page.waitForURL(/q=title/);
  assert.ok((await titles(page)).every((title) => /gondola/i.test(title)));
  assert.ok((await titles(page)).length > 0);
});

it('The sections of the site are tabs, and the present one is marked', async ({ page, open }) => {
  await open('/');
  for (const [name, address] of [
    ['Daily', '/daily'],
    ['Trending', '/trending'],
    ['My list', '/list'],
  ]) {
    await page.locator('#tabs').getByRole('link', { name }).click();
    await eventually(() => path(page), address);
    await eventually(() => texts(page, '#tabs [aria-current=page]'), [name]);
  }
  await page.getByRole('link', { name: 'Paperdex' }).click();
  await eventually(() => path(page), '/');
});
