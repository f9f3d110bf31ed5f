// What a browser without a cache takes over the wire for a page, and when it has something to show.

/**
 * @param {import('playwright-core').BrowserContext} context a new one
 * @param {function(object): Promise<void>} [prepare] is given the page's DevTools before it goes anywhere
 * @returns {Promise<{requests: {name: string, size: number}[], paintedMs: number, paper: boolean}>} `size`: head and
 *   body as they came, compressed, in bytes; `paintedMs`: first contentful paint, after the navigation began; `paper`:
 *   whether the page held papers, or the list's own words, before any script ran
 */
export async function firstView(context, url, prepare) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await prepare?.(devtools);
  const names = new Map();
  const sizes = new Map();
  devtools.on('Network.responseReceived', ({ requestId, response }) =>
    names.set(requestId, new URL(response.url).pathname),
  );
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  const response = await page.goto(url, { waitUntil: 'networkidle' });
  const html = await response.text();
  const paintedMs = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const take = (entries) => {
          const painted = entries.find(({ name }) => name === 'first-contentful-paint');
          if (painted) resolve(painted.startTime);
        };
        new PerformanceObserver((list) => take(list.getEntries())).observe({ type: 'paint', buffered: true });
      }),
  );
  await page.close();
  return {
    requests: [...sizes].map(([id, size]) => ({ name: names.get(id), size })),
    paintedMs,
    paper: /class="hit"|class="paper"|id="saved-title"/.test(html),
  };
}
