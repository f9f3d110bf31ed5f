// Clients of arXiv and Semantic Scholar that others wrote, unchanged but for the address they ask.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { kBuild } from '../browser/harness/build.mjs';
import { startSite } from '../browser/harness/site.mjs';

const packages = join(kBuild, 'clients');
const require = createRequire(join(packages, 'package.json'));
const load = (path) => import(pathToFileURL(join(packages, 'node_modules', path)));

let site;
before(async () => {
  site = await startSite({ papers: [] }); // the sample papers
});
after(() => site?.stop());

test('arxiv-api searches, excludes and sorts', async () => {
  // It has its address in the code.
  require('axios').interceptors.request.use((request) => {
    request.url = request.url.replace('http://export.arxiv.org', site.url);
    return request;
  });
  const papers = await require('arxiv-api').search({
    searchQueryParams: [
      { include: [{ name: 'slot attention' }, { name: 'object', prefix: 'ti' }] },
      { include: [{ name: 'transformers', prefix: 'ti' }], exclude: [{ name: 'image', prefix: 'ti' }] },
    ],
    sortBy: 'submittedDate',
    sortOrder: 'ascending',
    maxResults: 2,
  });
  assert.deepEqual(
    papers.map(({ id }) => id),
    ['http://arxiv.org/abs/1810.04805v1', 'http://arxiv.org/abs/2006.15055v1'],
  );
  const [, slots] = papers;
  assert.equal(slots.title, 'Object-Centric Learning with Slot Attention');
  assert.ok(slots.summary.length > 100);
  assert.deepEqual(slots.authors[0], ['Francesco Locatello']);
  assert.equal(slots.published, '2020-06-26T00:00:00Z');
  assert.deepEqual(
    slots.categories.map(({ term }) => term),
    ['cs.LG', 'cs.CV', 'stat.ML'],
  );
  assert.deepEqual(
    slots.links.map(({ href }) => href),
    ['https://arxiv.org/abs/2006.15055v1', 'https://arxiv.org/pdf/2006.15055v1'],
  );
});

test('@agentic/arxiv searches by words, fields and ids', async () => {
  const { ArXivClient } = await load('@agentic/arxiv/dist/index.js');
  const client = new ArXivClient({ apiBaseUrl: `${site.url}/api` });
  const titles = async (asked) => (await client.search(asked)).entries.map(({ title }) => title);

  const found = await client.search({ searchQuery: 'slot attention', maxResults: 2 });
  assert.ok(found.totalResults > 2);
  assert.equal(found.startIndex, 0);
  assert.equal(found.itemsPerPage, 2);
  assert.equal(found.entries[0].title, 'Object-Centric Learning with Slot Attention');
  assert.equal(found.entries[0].authors[0].name, 'Francesco Locatello');

  // It repeats id_list for each id, and encodes the pluses of "+AND+".
  assert.deepEqual(await titles({ ids: ['2006.15055', '1706.03762'] }), [
    'Object-Centric Learning with Slot Attention',
    'Attention Is All You Need',
  ]);
  const include = [
    { field: 'title', value: 'slot' },
    { field: 'abstract', value: 'object' },
  ];
  const all = await titles({ searchQuery: { include }, maxResults: 100 });
  const some = await titles({ searchQuery: { include, exclude: [{ field: 'title', value: 'learning' }] }, maxResults: 100 });
  assert.ok(some.length > 0);
  assert.deepEqual(
    some,
    all.filter((title) => !/learning/i.test(title)),
  );
  assert.ok(all.length > some.length);
});

test('semanticscholarjs reads papers, lists, pages and recommendations', async (t) => {
  t.mock.method(console, 'log', () => {}); // it tells of every request
  const { SemanticScholar } = require('semanticscholarjs');
  const client = new SemanticScholar(5000, null, site.url);

  const slots = await client.get_paper('ARXIV:2006.15055');
  assert.equal(slots.title, 'Object-Centric Learning with Slot Attention');
  assert.equal(slots.year, 2020);
  assert.equal(slots.externalIds.ArXiv, '2006.15055');
  assert.equal(slots.citationCount, null); // and not 0

  const papers = await client.get_papers(['ARXIV:2006.15055', 'ARXIV:1706.03762']);
  assert.deepEqual(
    papers.map(({ title }) => title),
    ['Object-Centric Learning with Slot Attention', 'Attention Is All You Need'],
  );

  const pages = await client.search_paper('slot attention', '2020-2022', null, null, null, null, ['title', 'year'], 3);
  await pages.nextPage();
  await pages.nextPage();
  assert.equal(pages.Offset, 3);
  assert.ok(pages.Total > 3);
  assert.equal(new Set(pages.Items.map(({ paperId }) => paperId)).size, Math.min(6, pages.Total));
  for (const { year } of pages.Items) assert.ok(year >= 2020 && year <= 2022, `${year}`);

  const near = await client.get_recommended_papers('2006.15055', null, 5);
  assert.equal(near.length, 5);
  assert.ok(near.some(({ title }) => title.startsWith('SlotDiffusion')));
  const nearer = await client.get_recommended_papers_from_lists(['2006.15055'], ['1706.03762'], null, 5);
  assert.ok(nearer.every(({ paperId }) => paperId !== '2006.15055' && paperId !== '1706.03762'));
});
