// The reading list, which is kept in the browser and nowhere else.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { kBare, kPlain } from './harness/fixtures.mjs';
import { eventually, suite, texts } from './harness/suite.mjs';

const it = suite();
const kKey = 'paperdex';
const titles = (page) => texts(page, '#results .hit h2');
const hit = (page, title) => page.locator('.hit', { hasText: title });
const pressed = (button) => button.getAttribute('aria-pressed');
const saveButton = (page, title) => hit(page, title).locator('.save');
const seeButton = (page, title) => hit(page, title).locator('.see');
const kept = (page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key)), kKey);

async function saveTwo(page, open) {
  await open('/daily');
  await saveButton(page, 'Weaving Baskets').click();
  await saveButton(page, 'Three Hundred Authors').click();
}

it('A saved paper is on the list, also after reloading', async ({ page, open }) => {
  await saveTwo(page, open);
  assert.equal(await pressed(saveButton(page, 'Weaving Baskets')), 'true');
  await page.reload();
  assert.equal(await pressed(saveButton(page, 'Weaving Baskets')), 'true');
  await open('/list');
  await eventually(() => titles(page), ['A Basket by Three Hundred Authors', 'Weaving Baskets from Wicker Rods']);
  assert.match(await page.locator('#status').innerText(), /2 saved/);
  await page.reload();
  await eventually(async () => (await titles(page)).length, 2);
});

it('A list without papers says how one comes onto it', async ({ page, open }) => {
  await open('/list');
  assert.match(await page.locator('#empty').innerText(), /Nothing saved yet/);
  assert.equal(await page.locator('.hit').count(), 0);
});

it('Saving twice takes it off again', async ({ page, open }) => {
  await open('/daily');
  await saveButton(page, 'Weaving Baskets').click();
  await saveButton(page, 'Weaving Baskets').click();
  assert.equal(await pressed(saveButton(page, 'Weaving Baskets')), 'false');
  await open('/list');
  await page.locator('#empty').waitFor();
});

it('A paper is saved on its own page, too', async ({ page, open }) => {
  await open(`/papers/${kBare}`);
  await page.locator('.paper').getByRole('button', { name: 'Save' }).click();
  await open('/list');
  await eventually(() => titles(page), ['A Basket without an Abstract']);
});

it('What is saved in one tab is on the list in another at once', async ({ page, open, context }) => {
  await open('/list');
  const other = await context.newPage();
  await open('/daily', 200, other);
  await saveButton(other, 'Weaving Baskets').click();
  await eventually(() => titles(page), ['Weaving Baskets from Wicker Rods']);
  await page.locator('.hit .save').click();
  await eventually(() => pressed(saveButton(other, 'Weaving Baskets')), 'false');
});

it('Two tabs that save do not overwrite each other', async ({ page, open, context }) => {
  const other = await context.newPage();
  await open('/daily');
  await open('/daily?date=2026-03-04', 200, other);
  await saveButton(page, 'Weaving Baskets').click();
  await saveButton(other, 'Code and a Home').click();
  await saveButton(page, 'Three Hundred').click();
  assert.equal((await kept(page)).saved.length, 3);
});

it('A paper that was opened counts as seen', async ({ page, open }) => {
  await open('/daily');
  await page.getByRole('link', { name: 'Weaving Baskets from Wicker Rods' }).click();
  await page.waitForURL(`**/papers/${kPlain}`);
  await page.goBack();
  await eventually(() => pressed(seeButton(page, 'Weaving Baskets')), 'true');
});

it('Seen papers can be hidden, everywhere and for good, and shown again', async ({ page, open }) => {
  await open('/daily');
  await seeButton(page, 'Weaving Baskets').click();
  await seeButton(page, 'Three Hundred').click();
  assert.equal(await hit(page, 'Weaving Baskets').isVisible(), true);
  await page.getByRole('button', { name: 'Hide seen' }).click();
  assert.equal(await hit(page, 'Weaving Baskets').isVisible(), false);
  assert.match(await page.locator('#hide-seen').innerText(), /2/);
  await open('/?q=wicker+rods');
  assert.equal(await hit(page, 'Weaving Baskets').isVisible(), false);
  await page.getByRole('button', { name: 'Hide seen' }).click();
  assert.equal(await hit(page, 'Weaving Baskets').isVisible(), true);
});

it('What is seen is still marked in answers that come while typing', async ({ page, open }) => {
  await open('/daily');
  await seeButton(page, 'Weaving Baskets').click();
  await page.locator('#q').fill('wicker rods');
  await eventually(
    () =>
      page
        .locator('#status')
        .innerText()
        .then((text) => /papers?/.test(text)),
    true,
  );
  await eventually(() => pressed(seeButton(page, 'Weaving Baskets')), 'true');
});

it('A followed search is on the list with its feed, and OPML holds them all', async ({ page, open, site }) => {
  await open('/?q=gondola&category=cs.RO&sort=newest');
  await page.getByText('Export and follow').click();
  await page.getByRole('button', { name: 'Follow in my list' }).click();
  assert.equal(await pressed(page.locator('#follow')), 'true');
  await open('/list');
  const followed = page.locator('#followed');
  await eventually(() => followed.isVisible(), true);
  const feed = await followed.getByRole('link', { name: 'Feed', exact: true }).getAttribute('href');
  assert.equal(new URL(feed, site.url).searchParams.get('category'), 'cs.RO');
  assert.equal((await page.request.get(new URL(feed, site.url).href)).status(), 200);
  const opml = await page.request.get(new URL(await page.locator('#opml').getAttribute('href'), site.url).href);
  assert.equal(opml.status(), 200);
  assert.match(await opml.text(), /xmlUrl="[^"]*gondola/);
  await followed.getByRole('link', { name: /gondola/ }).click();
  await page.waitForURL(/q=gondola/);
  await page.goBack();
  await page.getByRole('button', { name: /^Unfollow/ }).click();
  await eventually(() => followed.isVisible(), false);
});

for (const [name, wanted] of [
  ['BibTeX', /^@\w+\{[^]*Three Hundred[^]*^@\w+\{[^]*Weaving/m],
  ['RIS', /TI {2}- .*Three Hundred[^]*TI {2}- .*Weaving/],
  ['CSL-JSON', /Three Hundred[^]*Weaving/],
  ['CSV', /Three Hundred[^]*Weaving/],
  ['JSON lines', /Three Hundred.*\n.*Weaving/],
]) {
  it(`The list is exported as ${name}, in its order`, async ({ page, open }) => {
    await saveTwo(page, open);
    await open('/list');
    await page.getByText('Export and import').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    assert.match(await readFile(await download.path(), 'utf8'), wanted);
  });
}

it('The list itself can be kept as a file and taken in again, elsewhere', async ({ page, open, browser }) => {
  await saveTwo(page, open);
  await open('/list');
  await page.getByText('Export and import').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'The list itself' }).click(),
  ]);
  const elsewhere = await browser.newPage();
  await open('/list', 200, elsewhere);
  await elsewhere.getByText('Export and import').click();
  await elsewhere.locator('#take-list').setInputFiles({
    name: 'list.jsonl',
    mimeType: 'text/plain',
    buffer: Buffer.concat([await readFile(await download.path()), Buffer.from(`${kBare}\n{"not":"a paper"}\n`)]),
  });
  await eventually(async () => (await titles(elsewhere)).length, 3);
  assert.match(await elsewhere.locator('#said').innerText(), /3 added, 1 lines? (was|were) neither/);
  await elsewhere.context().close();
});

it('A saved paper that the index no longer has keeps its title and can be taken off', async ({ page, open }) => {
  await open('/list');
  await page.evaluate(
    ([key]) =>
      localStorage.setItem(
        key,
        JSON.stringify({
          saved: [['1234.5678', { title: 'Gone <b>Paper</b>', at: 1 }]],
          seen: [],
          followed: [],
          hideSeen: false,
        }),
      ),
    [kKey],
  );
  await page.reload();
  await eventually(() => titles(page), ['Gone <b>Paper</b>']);
  await page.locator('.hit .save').click();
  await page.locator('#empty').waitFor();
});

it('Storage that holds something else is set aside, said, and the list works', async ({ page, open }) => {
  for (const broken of [
    '{',
    'null',
    '[]',
    '{"saved":1}',
    '{"saved":[],"seen":{},"followed":[],"hideSeen":false}',
    '"x"',
    '',
  ]) {
    await open('/list');
    await page.evaluate(([key, text]) => localStorage.setItem(key, text), [kKey, broken]);
    await page.reload();
    await eventually(async () => /could not be read/.test(await page.locator('#said').innerText()), true);
    assert.equal(await page.evaluate(() => localStorage.getItem('paperdex-broken')), broken);
    await open('/daily');
    await saveButton(page, 'Weaving Baskets').click();
    assert.deepEqual(
      (await kept(page)).saved.map(([id]) => id),
      [kPlain],
    );
  }
});

it('Entries of the wrong kind are left out, the others stay', async ({ page, open }) => {
  await open('/list');
  await page.evaluate(
    ([key, id]) =>
      localStorage.setItem(
        key,
        JSON.stringify({
          saved: [
            [id, { title: 'Weaving', at: 1 }],
            [1, { title: 'x', at: 1 }],
            ['a', null],
            ['b'],
            ['c', { title: 5, at: 1 }],
          ],
          seen: [
            [id, 1],
            ['x', 'y'],
          ],
          followed: [
            ['javascript:alert(1)', { title: 'x', at: 1 }],
            ['//example.org', { title: 'x', at: 1 }],
            ['/?q=a', { title: 'a', at: 1 }],
          ],
          hideSeen: 'yes',
        }),
      ),
    [kKey, kPlain],
  );
  await page.reload();
  await eventually(() => titles(page), ['Weaving Baskets from Wicker Rods']);
  assert.deepEqual(await page.locator('#followed ul a').evaluateAll((all) => all.map((a) => a.getAttribute('href'))), [
    '/?q=a',
    '/feed.atom?q=a',
  ]);
});

it('Full storage is told, and nothing of the list is lost', async ({ page, open }) => {
  await open('/daily');
  await saveButton(page, 'Weaving Baskets').click();
  await page.evaluate(() => {
    for (let size = 1 << 22; size >= 1; size >>= 1) {
      for (let i = 0; i < 8; ++i) {
        try {
          localStorage.setItem(`fill-${size}-${i}`, 'x'.repeat(size));
        } catch {
          break;
        }
      }
    }
  });
  await saveButton(page, 'Three Hundred').click();
  await eventually(async () => /no room/.test(await page.locator('#said').innerText()), true);
  assert.equal(await pressed(saveButton(page, 'Three Hundred')), 'false');
  assert.deepEqual(
    (await kept(page)).saved.map(([id]) => id),
    [kPlain],
  );
  await page.reload();
  assert.equal(await pressed(saveButton(page, 'Weaving Baskets')), 'true');
});

it('Where the browser keeps nothing, the pages work and say so when something is to be kept', async ({
  page,
  open,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await open('/daily');
  await saveButton(page, 'Weaving Baskets').click();
  await eventually(async () => /does not let this site keep/.test(await page.locator('#said').innerText()), true);
  await page.locator('#q').fill('gondola');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
});

it('Clearing the list asks first, and takes all papers off', async ({ page, open }) => {
  await saveTwo(page, open);
  await open('/list');
  await page.getByText('Export and import').click();
  await page.getByRole('button', { name: 'Clear the list' }).click();
  await page.locator('#empty').waitFor();
  assert.equal((await kept(page)).saved.length, 0);
});

it('A list in an address can be shared', async ({ page, open }) => {
  await open(`/list?id=${kBare}&id=${kPlain}&id=unknown`);
  assert.deepEqual(await titles(page), ['A Basket without an Abstract', 'Weaving Baskets from Wicker Rods', 'unknown']);
});

it('Nothing of the list is sent but the ids of the papers to show', async ({ page, open }) => {
  await saveTwo(page, open);
  const sent = [];
  page.on('request', (request) =>
    sent.push(`${request.method()} ${new URL(request.url()).pathname} ${request.headers().cookie ?? ''}`),
  );
  await open('/list');
  await eventually(async () => (await titles(page)).length, 2);
  assert.ok(
    sent.every((line) => /^GET \S+ $/.test(line)),
    sent.join('\n'),
  );
});
