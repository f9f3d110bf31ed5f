// What the first view of each page weighs. How long it takes is measured by tests/bench/page_bench.mjs.

import assert from 'node:assert/strict';
import { suite } from './harness/suite.mjs';
import { firstView } from './harness/weight.mjs';

const it = suite();
const kMaxBytes = 150 * 1024;

for (const path of [
  '/',
  '/?q=slot+attention',
  '/?q=lantern',
  '/daily?date=2026-02-17',
  '/papers/2006.15055',
  '/list',
]) {
  it(`The first view of ${path} takes less than 150 KB over the wire without mathematics`, async ({
    context,
    site,
  }) => {
    const { requests, paper } = await firstView(context, site.url + path);
    const plain = requests.filter(({ name }) => !name.startsWith('/katex/'));
    const bytes = plain.reduce((sum, { size }) => sum + size, 0);
    assert.ok(bytes < kMaxBytes, `${bytes} bytes: ${JSON.stringify(plain)}`);
    assert.ok(paper, 'no papers in the page as it came');
  });
}

it('A second page of the site fetches its own words and hardly anything else', async ({ page, open, context }) => {
  await open('/?q=gondola');
  await page.waitForLoadState('networkidle');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const wire = [];
  devtools.on('Network.responseReceived', ({ response: { url, status, fromDiskCache } }) => {
    if (!fromDiskCache && status === 200) wire.push(new URL(url).pathname);
  });
  await open('/daily?date=2026-02-17');
  await page.waitForLoadState('networkidle');
  assert.deepEqual(
    wire.filter((path) => /\.(css|js)$/.test(path)),
    [],
  );
});
