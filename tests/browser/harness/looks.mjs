// How every view looks at three widths, light or dark: nothing that axe finds wrong, nothing wider than the screen,
// lines that can be read; and pictures to be looked at, in the folder that PAPERDEX_SCREENSHOTS names, where it names one.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { axeSource } from './packages.mjs';
import { suite } from './suite.mjs';
import { show, views } from './views.mjs';

const kFolder = process.env.PAPERDEX_SCREENSHOTS;
// What axe looks at does not change beyond 1280 px.
const kScreens = [
  { width: 360, height: 740, withAxe: true },
  { width: 1280, height: 900, withAxe: true },
  { width: 3840, height: 2160, withAxe: false },
];
const kMaxMeasure = 100; // letters in a line; books have 60 to 75
const kAxe = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

// Of what is shown, in the folder for pictures of this width and scheme.
export async function takePicture(page, width, scheme, name, fullPage) {
  if (!kFolder) return;
  const folder = join(kFolder, `${width}-${scheme}`);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

// A line for each broken rule: where and why.
async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const found = await page.evaluate(async (options) => (await window.axe.run(document, options)).violations, kAxe);
  return found.map(({ id, nodes: [{ target, failureSummary }, ...others] }) => {
    const more = others.length ? ` and ${others.length} more` : '';
    return `${id}: ${target.join(' ')}${more}: ${failureSummary.replace(/\s+/g, ' ')}`;
  });
}

// Elements that reach beyond the right edge, unless they are in a box that scrolls by itself.
export function overflowing() {
  const scrolls = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(each).overflowX)) return true;
    }
    return false;
  };
  const wide = [...document.querySelectorAll('body *')].filter(
    (element) =>
      element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element),
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
    const sample = document.createElement('span');
    sample.textContent = text.textContent.slice(0, 80);
    sample.style.cssText = 'position: absolute; white-space: nowrap; visibility: hidden';
    text.append(sample);
    const letter = sample.getBoundingClientRect().width / sample.textContent.length;
    sample.remove();
    longest = Math.max(longest, text.getBoundingClientRect().width / letter);
  }
  return longest;
}

// What is wrong with a view as it is shown, as lines.
export async function faultsOf(page, withAxe) {
  const { width, wide } = await page.evaluate(overflowing);
  const faults = width > 0 ? [`${width} px too wide: ${wide.slice(0, 5).join('; ')}`] : [];
  const measure = await page.evaluate(longestLine);
  if (measure > kMaxMeasure) faults.push(`a line of ${Math.round(measure)} letters`);
  return withAxe ? [...faults, ...(await violations(page))] : faults;
}

/** The tests of one scheme: 'light' or 'dark'. */
export function testLooks(scheme) {
  const it = suite();
  for (const { width, height, withAxe } of kScreens) {
    const how = { colorScheme: scheme, viewport: { width, height } };
    const name = `Every view at ${width} px, ${scheme}, fits the screen in lines that can be read`;
    it(withAxe ? `${name}, and axe finds nothing wrong` : name, how, async ({ page, site }) => {
      const faults = [];
      for (const view of views) {
        await show(page, site.url, view);
        await takePicture(page, width, scheme, view.name, withAxe);
        faults.push(...(await faultsOf(page, withAxe)).map((fault) => `${view.name}: ${fault}`));
        await page.evaluate(() => localStorage.clear());
      }
      assert.deepEqual(faults, []);
    });
  }
}
