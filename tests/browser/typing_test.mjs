// Answers while one types: none that was overtaken, no lost key, no flicker, and a history to go back in.

import assert from 'node:assert/strict';
import { eventually, suite, texts } from './harness/suite.mjs';

const it = suite();
const titles = (page) => texts(page, '.hit h2');
const path = (page) => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};
const isAnswer = (url) => url.searchParams.has('typing');
const kSlow = 400;

// Records in window.seen, at every change of <main>, how many papers it shows and its heading.
function recordMain(page) {
  return page.evaluate(() => {
    window.seen = [];
    new MutationObserver(() => {
      const heading = document.querySelector('#status')?.textContent ?? '';
      window.seen.push({ children: document.querySelector('#main').children.length, heading });
    }).observe(document.querySelector('#main'), { childList: true, subtree: true });
  });
}

it('Papers appear while a word is being typed', async ({ page, open }) => {
  await open('/');
  await page.locator('#q').pressSequentially('gondo');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  assert.equal(await page.locator('#q').inputValue(), 'gondo');
  assert.equal(path(page), '/?q=gondo');
});

it('No key is lost, however fast they come and however slow the answers are', async ({ page, open }) => {
  await page.route(isAnswer, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, kSlow * Math.random()));
    await route.continue().catch(() => {});
  });
  await open('/');
  const text = 'object-centric learning with slot attention';
  await page.locator('#q').pressSequentially(text, { delay: 5 });
  assert.equal(await page.locator('#q').inputValue(), text);
  await eventually(async () => (await titles(page))[0], 'Object-Centric Learning with Slot Attention');
  assert.equal(await page.locator('#q').inputValue(), text);
  assert.equal(new URL(page.url()).searchParams.get('q'), text);
});

it('An answer that comes after a later one is never shown', async ({ page, open }) => {
  // The first answer is the slowest: it comes long after that to the whole word.
  let asked = 0;
  await page.route(isAnswer, async (route) => {
    const wait = asked++ === 0 ? 3 * kSlow : 0;
    await new Promise((resolve) => setTimeout(resolve, wait));
    await route.continue().catch(() => {});
  });
  await open('/');
  await page.locator('#q').pressSequentially('lan');
  await recordMain(page);
  await page.locator('#q').fill('gondola');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  await page.waitForTimeout(4 * kSlow);
  assert.ok((await titles(page)).every((title) => title.startsWith('Gondola')));
  assert.equal(await page.locator('#q').inputValue(), 'gondola');
});

it('An overtaken question is given up, so that the server need not answer it', async ({ page, open }) => {
  await page.route(isAnswer, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, kSlow));
    await route.continue().catch(() => {});
  });
  await open('/');
  const failed = [];
  page.on('requestfailed', (request) => failed.push(request.url()));
  await page.locator('#q').pressSequentially('gondola');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  assert.equal(failed.length, 'gondol'.length);
});

it('The old papers stand until the new ones are there: the page is never empty in between', async ({ page, open }) => {
  await open('/?q=lantern');
  await recordMain(page);
  await page.locator('#q').fill('gondola');
  await page.locator('#q').pressSequentially(' steering by sound', { delay: 15 });
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  const seen = await page.evaluate(() => window.seen);
  assert.ok(seen.length > 0);
  assert.deepEqual(
    seen.filter(({ children, heading }) => children === 0 || heading === ''),
    [],
  );
});

it('The caret stays where it is when an answer comes, also in the middle of a word', async ({ page, open }) => {
  await open('/?q=gondo+steering');
  await page.locator('#q').focus();
  await page.evaluate(() => document.querySelector('#q').setSelectionRange(5, 5));
  await page.keyboard.type('la');
  await eventually(() => path(page), '/?q=gondola+steering');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart]), [
    'q',
    7,
  ]);
});

it('A word composed by an input method is searched, and not taken apart', async ({ page, open, context }) => {
  await open('/');
  await page.locator('#q').focus();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: '編', selectionStart: 1, selectionEnd: 1 });
  await devtools.send('Input.imeSetComposition', { text: '編み', selectionStart: 2, selectionEnd: 2 });
  await devtools.send('Input.insertText', { text: '編み籠' });
  await eventually(async () => (await titles(page)).some((title) => title.includes('編み籠')), true);
  assert.equal(await page.locator('#q').inputValue(), '編み籠');
});

it('A run of typing is one step of the history, back and forward show what was there', async ({ page, open }) => {
  await open('/?q=lantern');
  const before = await titles(page);
  await page.locator('#q').fill('');
  await page.locator('#q').pressSequentially('gondola', { delay: 10 });
  await page.locator('#q').press('Enter');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  await page.goBack();
  await eventually(() => path(page), '/?q=lantern');
  await eventually(() => titles(page), before);
  await eventually(() => page.locator('#q').inputValue(), 'lantern');
  await page.goForward();
  await eventually(() => path(page), '/?q=gondola');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  await eventually(() => page.locator('#q').inputValue(), 'gondola');
});

it('Back from a paper returns to the search as it was', async ({ page, open }) => {
  await open('/');
  await page.locator('#q').fill('gondola');
  await page.locator('#q').press('Enter');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  const before = await titles(page);
  await page.locator('.hit h2 a').nth(2).click();
  await page.waitForURL(/\/papers\//);
  await page.goBack();
  await eventually(() => path(page), '/?q=gondola');
  await eventually(() => titles(page), before);
  assert.equal(await page.locator('#q').inputValue(), 'gondola');
});

it('Emptying the box leads back to the newest papers', async ({ page, open }) => {
  const ids = () => page.locator('.hit').evaluateAll((hits) => hits.map((hit) => hit.dataset.id));
  await open('/');
  const before = await ids();
  await page.locator('#q').fill('gondola');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  await page.locator('#q').fill('');
  await eventually(ids, before);
  assert.equal(path(page), '/');
});

it('A half-typed query that is an error on its own is told calmly and mended by typing on', async ({ page, open }) => {
  await open('/');
  // The browser itself notes each answer that is an error.
  const box = page.locator('#q');
  await box.pressSequentially('"gondola steering"');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  await box.fill('title:');
  await box.pressSequentially('lantern');
  await eventually(async () => (await titles(page))[0]?.startsWith('Lantern'), true);
});

it('Typing on the daily page leads to the search', async ({ page, open }) => {
  await open('/daily');
  await page.locator('#q').pressSequentially('gondola');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  assert.equal(path(page), '/?q=gondola');
  assert.equal(await page.locator('#tabs [aria-current]').count(), 0);
});

it(
  'A server that cannot be reached is told, and typing on asks it again',
  { allowed: [/Failed to load resource/] },
  async ({ page, open, context }) => {
    await open('/?q=lantern');
    await context.setOffline(true);
    await page.locator('#q').fill('gondol');
    await eventually(async () => /cannot be reached/.test(await page.locator('#said').innerText()), true);
    assert.ok((await titles(page)).length > 0);
    await context.setOffline(false);
    await page.locator('#q').press('End');
    await page.keyboard.type('a');
    await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  },
);

it('A busy server is asked again until it answers', { allowed: [/status of 503/] }, async ({ page, open }) => {
  let busy = 2;
  await page.route(isAnswer, (route) =>
    busy-- > 0
      ? route.fulfill({
          status: 503,
          contentType: 'text/html',
          headers: { 'Retry-After': '1' },
          body: '<!DOCTYPE html><main id=main></main>',
        })
      : route.continue(),
  );
  await open('/');
  await page.locator('#q').fill('gondola');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
});

it('What changed is announced to screen readers once the typing pauses', async ({ page, open }) => {
  await open('/');
  await page.locator('#q').pressSequentially('gondola');
  await eventually(async () => /^7 papers/.test(await page.locator('#said').innerText()), true);
  assert.equal(await page.locator('#said').getAttribute('role'), 'status');
});
