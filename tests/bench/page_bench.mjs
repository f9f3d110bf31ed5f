// node tests/bench/page_bench.mjs BUILD [INDEX]
//
// Prints for each page what its first view takes over the wire and when it has something to show (first contentful
// paint), in Chromium with an empty cache: as fast as this machine is, and as on a slow one (4 times slower, 10 Mbit/s,
// 40 ms away). Of several runs the median, with the least and the greatest. INDEX is a folder of paperdex-index;
// without it, that of tests/browser. `sh tests/browser/run.sh BUILD` must have run once, for it has npm fetch what
// drives Chromium.

const [build, index] = process.argv.slice(2);
if (!build) {
  console.error('usage: node tests/bench/page_bench.mjs BUILD [INDEX]');
  process.exit(2);
}
process.env.PAPERDEX_BUILD = build;
const { launch } = await import('../browser/harness/chromium.mjs');
const { startSite } = await import('../browser/harness/site.mjs');
const { firstView } = await import('../browser/harness/weight.mjs');

const kRuns = 7;
const kPaths = ['/', '/?q=slot+attention', '/daily', '/trending', '/papers/2006.15055', '/list'];
const kSpeeds = {
  fast: async () => {},
  slow: async (devtools) => {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const bytesPerSecond = 10_000_000 / 8;
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 40,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
  },
};

const total = (requests) => requests.reduce((sum, { size }) => sum + size, 0);

async function measure(browser, url, prepare) {
  const runs = [];
  for (let i = 0; i < kRuns; ++i) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    runs.push(await firstView(context, url, prepare));
    await context.close();
  }
  const { requests } = runs[0];
  return {
    bytes: total(requests.filter(({ name }) => !name.startsWith('/katex/'))),
    math: total(requests.filter(({ name }) => name.startsWith('/katex/'))),
    painted: runs.map(({ paintedMs }) => Math.round(paintedMs)).sort((a, b) => a - b),
  };
}

const site = await startSite({ index });
const browser = await launch();
try {
  for (const path of kPaths) {
    for (const [speed, prepare] of Object.entries(kSpeeds)) {
      const { bytes, math, painted } = await measure(browser, site.url + path, prepare);
      const [least, median, greatest] = [painted[0], painted[(kRuns - 1) / 2], painted.at(-1)];
      console.log(
        `page=${path} speed=${speed} bytes=${bytes} math_bytes=${math} painted_ms=${median}`,
        `least=${least} greatest=${greatest}`,
      );
    }
  }
} finally {
  await browser.close();
  await site.stop();
}
