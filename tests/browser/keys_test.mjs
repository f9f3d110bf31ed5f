// With the keyboard alone.

import assert from 'node:assert/strict';
import { kVersions } from './harness/fixtures.mjs';
import { eventually, suite, texts } from './harness/suite.mjs';

const it = suite();
const path = (page) => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.innerText.trim());
const titles = (page) => texts(page, '.hit h2');

it('From typing to the paper and back without a mouse', async ({ page, open }) => {
  await open('/daily');
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'q');
  await page.keyboard.type('gondola');
  await eventually(async () => (await titles(page))[0]?.startsWith('Gondola'), true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  const all = await titles(page);
  await eventually(() => focused(page), all[0]);
  await page.keyboard.press('j');
  assert.equal(await focused(page), all[1]);
  await page.keyboard.press('k');
  assert.equal(await focused(page), all[0]);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/papers\//);
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), all[1]);
  await page.goBack();
  await eventually(() => path(page), '/?q=gondola');
  await eventually(() => titles(page), all);
});

it('j and k stay within the list, and k from the first goes to the search box', async ({ page, open }) => {
  await open('/?q=gondola');
  const all = await titles(page);
  await page.locator('.hit h2 a').first().focus();
  for (let i = 0; i < all.length + 3; ++i) await page.keyboard.press('j');
  assert.equal(await focused(page), all.at(-1));
  for (let i = 0; i < all.length - 1; ++i) await page.keyboard.press('k');
  assert.equal(await focused(page), all[0]);
  await page.keyboard.press('k');
  assert.equal(await focused(page), 'q');
});

it('The paper that has the focus is in view', async ({ page, open }) => {
  await open('/?q=lantern');
  await page.locator('.hit h2 a').first().focus();
  for (let i = 0; i < 15; ++i) await page.keyboard.press('j');
  const { top, bottom, height } = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return { top: box.top, bottom: box.bottom, height: innerHeight };
  });
  assert.ok(top >= 0 && bottom <= height, `${top} to ${bottom} of ${height}`);
});

it('e shows why a paper is there, and hides it', async ({ page, open }) => {
  await open('/?q=gondola');
  await page.locator('.hit h2 a').first().focus();
  await page.keyboard.press('e');
  assert.equal(await page.locator('.hit .why p').first().isVisible(), true);
  await page.keyboard.press('e');
  assert.equal(await page.locator('.hit .why').first().getAttribute('open'), null);
});

it('e unfolds the abstract on the daily page', async ({ page, open }) => {
  await open('/daily');
  await page.locator('.hit h2 a').first().focus();
  await page.keyboard.press('e');
  assert.notEqual(await page.locator('.hit details.abstract').first().getAttribute('open'), null);
});

it('s saves and x marks as seen, and again takes it back', async ({ page, open }) => {
  await open('/daily');
  await page.locator('.hit h2 a').first().focus();
  const state = () =>
    page
      .locator('.hit')
      .first()
      .locator('button')
      .evaluateAll((all) => all.map((button) => button.getAttribute('aria-pressed')));
  await page.keyboard.press('s');
  assert.deepEqual(await state(), ['true', 'false']);
  await page.keyboard.press('x');
  assert.deepEqual(await state(), ['true', 'true']);
  await page.keyboard.press('s');
  await page.keyboard.press('x');
  assert.deepEqual(await state(), ['false', 'false']);
});

it('s and x work on a page of one paper', async ({ page, open }) => {
  await open(`/papers/${kVersions}`);
  await page.keyboard.press('s');
  assert.equal(await page.locator('.paper .save').getAttribute('aria-pressed'), 'true');
});

it(
  'o opens the paper where it was published',
  { allowed: [/^request to another site: https:\/\/arxiv\.org\/abs\/2006\.15055$/] },
  async ({ page, open }) => {
    await page.route('https://arxiv.org/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' }),
    );
    await open('/?q=slot+attention');
    await page.locator('.hit h2 a').first().focus();
    await page.keyboard.press('o');
    await page.waitForURL('https://arxiv.org/abs/2006.15055');
  },
);

it('r leads to related papers', async ({ page, open }) => {
  await open('/?q=slot+attention');
  await page.locator('.hit h2 a').first().focus();
  await page.keyboard.press('r');
  await page.waitForURL('**/papers/2006.15055#related');
  await page.keyboard.press('r');
  const first = (await texts(page, '#related .hit h2'))[0];
  await eventually(() => focused(page), first);
});

it('? shows all keys, in which the page behind stays still, and Escape closes', async ({ page, open }) => {
  await open('/?q=gondola');
  await page.locator('.hit h2 a').first().focus();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  await help.waitFor();
  for (const key of ['/', 'j', 'k', 'Enter', 's', 'x', 'e', 'o', 'r', 'Esc']) {
    assert.ok((await texts(help, 'kbd')).includes(key), key);
  }
  await page.keyboard.press('s');
  assert.equal(await page.locator('.hit .save').first().getAttribute('aria-pressed'), 'false');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
});

it('Escape goes back to the search box', async ({ page, open }) => {
  await open('/?q=gondola');
  await page.locator('.hit h2 a').nth(3).focus();
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'q');
});

it('Letters typed into a field are letters', async ({ page, open }) => {
  await open('/daily');
  const topic = page.getByRole('textbox', { name: 'Topic' });
  await topic.focus();
  await page.keyboard.type('jkosxer/?');
  assert.equal(await topic.inputValue(), 'jkosxer/?');
  await page.locator('#q').focus();
  await page.keyboard.type('sx');
  assert.equal(await page.locator('#q').inputValue(), 'sx');
  assert.equal(await page.locator('[aria-pressed=true]').count(), 0);
});

it('Keys with Control, Alt or Meta are left to the browser', async ({ page, open }) => {
  await open('/daily');
  await page.locator('.hit h2 a').first().focus();
  for (const key of ['Control+x', 'Control+e', 'Alt+x', 'Meta+x']) await page.keyboard.press(key);
  assert.equal(await page.locator('[aria-pressed=true]').count(), 0);
});

it('The first stop of Tab leads past the heading to the papers', async ({ page, open }) => {
  await open('/daily');
  await page.keyboard.press('Tab');
  assert.match(await focused(page), /^Skip to/);
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'main');
});

it('Everything that can be clicked is reached with Tab, shows the focus and is never caught', async ({
  page,
  open,
}) => {
  for (const address of ['/?q=gondola', '/daily', `/papers/${kVersions}`, '/list']) {
    await open(address);
    await page.evaluate(() => document.activeElement.blur());
    const missed = await page.evaluate(() => {
      const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')];
      return all
        .filter((element) => element.tabIndex < 0 && element.checkVisibility() && !element.closest('svg'))
        .map((element) => element.outerHTML);
    });
    assert.deepEqual(missed, [], address);
    let last = '';
    for (let i = 0; i < 12; ++i) {
      await page.keyboard.press('Tab');
      const { html, outlined } = await page.evaluate(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        const label = element.closest('label');
        const around = [element, label, element.parentElement].filter(Boolean).map((each) => getComputedStyle(each));
        return {
          html: element.outerHTML,
          outlined:
            around.some((each) => each.outlineStyle !== 'none' || each.boxShadow !== 'none') ||
            style.outlineStyle !== 'none',
        };
      });
      if (html.startsWith('<body')) break; // past the last
      assert.ok(outlined, `${address}: no focus seen on ${html}`);
      assert.notEqual(html, last, address);
      last = html;
    }
  }
});
