// How every view looks, at three widths, light and dark: nothing that axe finds wrong, nothing wider than the screen,
// lines that can be read, and pictures to be looked at, in the folder that PAPERDEX_SCREENSHOTS names.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { axeSource, kBuild } from './harness/packages.mjs';
import { suite } from './harness/suite.mjs';
import { show, views } from './harness/views.mjs';

const it = suite();
const kFolder = process.env.PAPERDEX_SCREENSHOTS ?? join(kBuild, 'screenshots');
const kWidths = { 360: 740, 1280: 900, 3840: 2160 }; // and heights
const kSchemes = ['light', 'dark'];
const kMaxMeasure = 100; // letters in a line; books have 60 to 75
const kMinTarget = 24; // px; WCAG 2.2, 2.5.8

const kAxe = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] };

// As lines: rule, where, why.
async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const found = await page.evaluate(async (options) => (await window.axe.run(document, options)).violations, kAxe);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`));
}

// Elements that reach beyond the right edge, unless they are in a box that scrolls by itself.
function overflowing() {
  const scrolls = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(each).overflowX)) return true;
    }
    return false;
  };
  const wide = [...document.querySelectorAll('body *')].filter(
    (element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element),
  );
  return {
    width: document.documentElement.scrollWidth - innerWidth,
    wide: wide.map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`),
  };
}

// The longest line of running text, in letters of its own font.
function longestLine() {
  let longest = 0;
  for (const text of document.querySelectorAll('.passage, p.abstract, details.abstract[open] p')) {
    const style = getComputedStyle(text);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = style.font;
    const letter = pen.measureText('the measure of a line of text').width / 29;
    longest = Math.max(longest, text.getBoundingClientRect().width / letter);
  }
  return longest;
}

for (const scheme of kSchemes) {
  for (const [width, height] of Object.entries(kWidths)) {
    const how = { colorScheme: scheme, viewport: { width: Number(width), height } };
    it(`Every view at ${width} px, ${scheme}, fits the screen${width === '3840' ? ' in lines that can be read' : ' and axe finds nothing wrong'}`, how, async ({ page, site }) => {
      const folder = join(kFolder, `${width}-${scheme}`);
      await mkdir(folder, { recursive: true });
      const faults = [];
      for (const view of views) {
        await show(page, site.url, view);
        await page.screenshot({ path: join(folder, `${view.name}.png`), fullPage: width !== '3840', animations: 'disabled' });
        const add = (lines) => faults.push(...lines.map((line) => `${view.name}: ${line}`));
        const { width: excess, wide } = await page.evaluate(overflowing);
        if (excess > 0) add([`${excess} px too wide: ${wide.slice(0, 5).join('; ')}`]);
        if (width !== '3840') add(await violations(page));
        const measure = await page.evaluate(longestLine);
        if (measure > kMaxMeasure) add([`a line of ${Math.round(measure)} letters`]);
        await page.evaluate(() => localStorage.clear());
      }
      assert.deepEqual(faults, []);
    });
  }
}

it('Light and dark are both there, and neither shows the other for a moment', async ({ browser, site }) => {
  const lightness = {};
  for (const scheme of kSchemes) {
    const page = await browser.newPage({ colorScheme: scheme });
    await page.goto(site.url);
    lightness[scheme] = await page.evaluate(() => {
      const sum = (color) => color.match(/[\d.]+/g).slice(0, 3).reduce((total, part) => total + Number(part), 0) / 765;
      const { backgroundColor, color } = getComputedStyle(document.body);
      const behind = getComputedStyle(document.documentElement).backgroundColor;
      return { back: sum(/, 0\)$/.test(backgroundColor) ? behind : backgroundColor), ink: sum(color) };
    });
    await page.context().close();
  }
  assert.ok(lightness.light.back > 0.9 && lightness.light.ink < 0.3, JSON.stringify(lightness));
  assert.ok(lightness.dark.back < 0.2 && lightness.dark.ink > 0.7, JSON.stringify(lightness));
});

it('Colours that the system forces, print and larger letters leave every word visible', async ({ page, site }) => {
  const show = () => page.locator('.hit h2 a').first().isVisible();
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(`${site.url}/?q=wicker`);
  assert.equal(await show(), true);
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  assert.equal(await show(), true);
});

it('With letters twice as large nothing is cut off at 1280 px', async ({ page, site }) => {
  for (const path of ['/', '/?q=slot+attention', '/daily', '/papers/2006.15055', '/trending', '/list']) {
    await page.goto(site.url + path);
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    const { width, wide } = await page.evaluate(overflowing);
    assert.ok(width <= 0, `${path}: ${width} px too wide: ${wide.join('; ')}`);
  }
});

it('Buttons and fields are large enough for a finger', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async ({ page, site }) => {
  for (const path of ['/', '/?q=slot+attention', '/daily', '/papers/2006.15055', '/list']) {
    await page.goto(site.url + path);
    const small = await page.evaluate((least) => {
      const all = [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, .chip, #tabs a, #pages a, .acts a')];
      return all
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1)
        .filter((element) => element.getBoundingClientRect().height < least)
        .map((element) => `${element.outerHTML.slice(0, 80)} ${Math.round(element.getBoundingClientRect().height)}`);
    }, kMinTarget);
    assert.deepEqual(small, [], path);
  }
});
