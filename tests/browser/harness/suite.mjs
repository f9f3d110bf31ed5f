// What a file of tests begins with: one server and one Chromium for the file, and for each test pages of its own in a
// profile of their own, whose faults (chromium.mjs) fail it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { kWaitMs, launch, watch } from './chromium.mjs';
import { startSite } from './site.mjs';

export const kScreen = { width: 1280, height: 800 };

// What a page fetches only where it is needed (server/page/app.js), and which may come after `load`.
const kParts = {
  '#years': '/years.js',
  '.copy': '/cite.js',
  '#export-list': '/list.js',
  '.math': '/math.js',
  '[data-own-zone]': '/mail.js',
};

// A click before its script is there does what it does without scripts, which is right but not what is tested.
function scriptsOf(page) {
  return page.evaluate((parts) => {
    const needed = Object.entries(parts).filter(([selector]) => document.querySelector(selector));
    return Promise.all(needed.map(([, module]) => import(module))).then(() => true);
  }, kParts);
}

/**
 * Returns `it(name, [how], body)`: `body` is given {page, context, site, open, browser}, where `open(path, [status])`
 * goes to a page of the site, expects its status and waits for its scripts, and `how` holds options of a browser
 * context and `allowed`, the faults that the test is about.
 * @param {Parameters<typeof startSite>[0]} [options] of the server
 */
export function suite(options) {
  let site = null;
  let browser = null;
  before(async () => {
    [site, browser] = await Promise.all([startSite(options), launch()]);
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  return function it(name, how, body = how) {
    const { allowed, ...options } = body === how ? {} : how;
    test(name, async () => {
      const context = await browser.newContext({ viewport: kScreen, reducedMotion: 'reduce', ...options });
      try {
        context.setDefaultTimeout(kWaitMs);
        const faults = watch(context, new URL(site.url).origin, { allowed });
        const page = await context.newPage();
        const open = async (path, status = 200, where = page) => {
          const response = await where.goto(site.url + path, { waitUntil: 'load' });
          assert.equal(response.status(), status, `${path} has status ${response.status()}`);
          if (options.javaScriptEnabled !== false) await scriptsOf(where);
          return where;
        };
        await body({ page, context, site, open, browser });
        assert.deepEqual(faults, []);
      } finally {
        await context.close();
      }
    });
  };
}

/** The texts of all that a selector finds, white space folded. */
export async function texts(page, selector) {
  return (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
}

/** Waits until `look()` is `wanted`, deeply; fails with what it was last. */
export async function eventually(look, wanted) {
  const end = Date.now() + kWaitMs;
  for (;;) {
    const last = await look();
    try {
      assert.deepEqual(last, wanted);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
