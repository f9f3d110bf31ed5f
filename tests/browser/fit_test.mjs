// Schemes of colours, zoom and fingers.

import assert from 'node:assert/strict';
import { overflowing } from './harness/looks.mjs';
import { suite } from './harness/suite.mjs';
import { show, views } from './harness/views.mjs';

const it = suite();
const kMinTarget = 24; // px; WCAG 2.2, 2.5.8

it('Light and dark are both there', async ({ browser, site }) => {
  const lightness = {};
  for (const scheme of ['light', 'dark']) {
    const page = await browser.newPage({ colorScheme: scheme });
    await page.goto(site.url);
    lightness[scheme] = await page.evaluate(() => {
      const sum = (color) =>
        color
          .match(/[\d.]+/g)
          .slice(0, 3)
          .reduce((total, part) => total + Number(part), 0) / 765;
      const { backgroundColor, color } = getComputedStyle(document.body);
      const behind = getComputedStyle(document.documentElement).backgroundColor;
      return { back: sum(/, 0\)$/.test(backgroundColor) ? behind : backgroundColor), ink: sum(color) };
    });
    await page.context().close();
  }
  assert.ok(lightness.light.back > 0.9 && lightness.light.ink < 0.3, JSON.stringify(lightness));
  assert.ok(lightness.dark.back < 0.2 && lightness.dark.ink > 0.7, JSON.stringify(lightness));
});

it('Colours that the system forces and print leave the papers visible', async ({ page, site }) => {
  const isShown = () => page.locator('.hit h2 a').first().isVisible();
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(`${site.url}/?q=wicker`);
  assert.equal(await isShown(), true);
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  assert.equal(await isShown(), true);
});

for (const [width, zoom] of [
  [640, 2],
  [320, 4],
]) {
  const how = { viewport: { width, height: 450 }, deviceScaleFactor: zoom };
  it(`Zoomed to ${100 * zoom} % on a screen of 1280 px nothing is cut off`, how, async ({ page, site }) => {
    for (const view of views) {
      await show(page, site.url, view);
      const { width: excess, wide } = await page.evaluate(overflowing);
      assert.ok(excess <= 0, `${view.name}: ${excess} px too wide: ${wide.slice(0, 5).join('; ')}`);
      await page.evaluate(() => localStorage.clear());
    }
  });
}

it(
  'Buttons and fields are large enough for a finger',
  { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  async ({ page, site }) => {
    for (const path of ['/', '/?q=slot+attention', '/daily', '/papers/2006.15055', '/list']) {
      await page.goto(site.url + path);
      const small = await page.evaluate((least) => {
        const all = [
          ...document.querySelectorAll(
            'button, input:not([type=hidden]), select, summary, .chip, #tabs a, #pages a, .acts a',
          ),
        ];
        return all
          .filter(
            (element) =>
              !element.closest('.authors') && element.checkVisibility() && element.getBoundingClientRect().width > 1,
          )
          .filter((element) => element.getBoundingClientRect().height < least)
          .map((element) => `${element.outerHTML.slice(0, 80)} ${Math.round(element.getBoundingClientRect().height)}`);
      }, kMinTarget);
      assert.deepEqual(small, [], path);
    }
  },
);
