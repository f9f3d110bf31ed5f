// A paper's own page.

import assert from 'node:assert/strict';
import * as papers from './harness/fixtures.mjs';
import { eventually, suite, texts } from './harness/suite.mjs';

const it = suite();
const heading = (page) => page.getByRole('heading', { level: 1 }).innerText();
const fact = (page, name) =>
  page
    .locator('.known div', { has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .innerText();
const metas = (page, name) =>
  page.locator(`head meta[name="${name}"]`).evaluateAll((all) => all.map((meta) => meta.content));

it('A title in a list leads to the page of the paper, with its whole abstract', async ({ page, open }) => {
  await open('/?q=slot+attention');
  await page.locator('.hit h2 a').first().click();
  await page.waitForURL('**/papers/2006.15055');
  assert.equal(await heading(page), 'Object-Centric Learning with Slot Attention');
  assert.match(await page.locator('p.abstract').innerText(), /more objects at test time than in training\.$/);
  assert.match(await page.title(), /^Object-Centric Learning with Slot Attention/);
  assert.deepEqual(await texts(page, '.places .place'), ['arXiv', 'PDF']);
});

it('An author leads to the papers of that author', async ({ page, open }) => {
  await open('/papers/2006.15055');
  await page.locator('.paper .authors a', { hasText: 'Thomas Kipf' }).click();
  await page.waitForURL(/author=Thomas\+Kipf/);
  assert.ok((await page.locator('.hit').count()) >= 2);
  assert.deepEqual(await texts(page, '#chips .chip'), ['by Thomas Kipf ×']);
});

it('Versions, venue, journal, DOI, ids and votes are there where they are known', async ({ page, open }) => {
  await open(`/papers/${papers.kVersions}`);
  const versions = await page
    .locator('.known .plain')
    .first()
    .locator('time')
    .evaluateAll((all) => all.map((time) => time.dateTime));
  assert.equal(versions.length, 12);
  assert.deepEqual([versions[0], versions[11]], ['2024-01-15', '2024-12-15']);
  assert.equal(await fact(page, 'Updated'), '2024-12-15');
  assert.equal(await fact(page, 'Venue'), 'Basketry 2024');
  assert.match(await fact(page, 'Journal'), /Journal of Baskets/);
  assert.match(await fact(page, 'Ids'), /10\.1000\/basket\.12/);
  assert.match(await fact(page, 'Upvotes'), /12/);
  assert.match(await fact(page, 'Shown'), /2026-03-04/);
});

it('A paper with hardly anything known is a whole page all the same', async ({ page, open }) => {
  for (const id of [papers.kBare, papers.kUndated]) {
    await open(`/papers/${id}`);
    assert.match(await heading(page), /^A Basket/);
    assert.equal(await page.getByText('undefined').count(), 0);
    assert.equal(await page.getByText('null', { exact: true }).count(), 0);
  }
});

it('A withdrawn paper says so above its title', async ({ page, open }) => {
  await open(`/papers/${papers.kWithdrawn}`);
  assert.match(await page.locator('.paper > .withdrawn').innerText(), /withdrawn/);
});

it('Three hundred authors are folded after thirty, and unfold', async ({ page, open }) => {
  await open(`/papers/${papers.kCrowd}`);
  assert.doesNotMatch(await page.locator('.paper .authors').innerText(), /Number31\b/);
  await page.getByText('and 270 more').click();
  assert.match(await page.locator('.paper .authors').innerText(), /Number300/);
});

it('Every id of a paper leads to its one address', async ({ page, open, site }) => {
  for (const id of [
    `${papers.kVersions}v3`,
    '10.1000/basket.12',
    '10.1000%2Fbasket.12',
    `https://arxiv.org/abs/${papers.kVersions}`.replaceAll('/', '%2F'),
  ]) {
    await page.goto(`${site.url}/papers/${id}`);
    assert.equal(new URL(page.url()).pathname, `/papers/${papers.kVersions}`, id);
  }
  await open(`/papers/${papers.kOldId}`);
  assert.equal(new URL(page.url()).pathname, '/papers/hep-th/9901001');
  assert.equal(
    new URL(await page.locator('link[rel=canonical]').getAttribute('href')).pathname,
    '/papers/hep-th/9901001',
  );
});

it('Related papers are listed, and lead on', async ({ page, open }) => {
  await open('/papers/2006.15055');
  const related = await texts(page, '#related .hit h2');
  assert.ok(
    related.some((title) => /Slot/.test(title)),
    related.join('\n'),
  );
  assert.ok(!related.includes('Object-Centric Learning with Slot Attention'));
  await page.locator('#related .hit h2 a').first().click();
  await eventually(() => heading(page), related[0]);
});

it('Reference managers find title, authors, date, ids and PDF in the head', async ({ page, open }) => {
  await open('/papers/2006.15055');
  assert.deepEqual(await metas(page, 'citation_title'), ['Object-Centric Learning with Slot Attention']);
  assert.equal((await metas(page, 'citation_author')).length, 8);
  assert.deepEqual(await metas(page, 'citation_date'), ['2020/06/26']);
  assert.deepEqual(await metas(page, 'citation_arxiv_id'), ['2006.15055']);
  assert.deepEqual(await metas(page, 'citation_pdf_url'), ['https://arxiv.org/pdf/2006.15055']);
  await open(`/papers/${papers.kVersions}`);
  assert.deepEqual(await metas(page, 'citation_doi'), ['10.1000/basket.12']);
});

for (const [name, ending, wanted] of [
  ['BibTeX', '.bib', /^@\w+\{[\w:-]+,[^]*Slot Attention/],
  ['RIS', '.ris', /^TY {2}- [^]*TI {2}- .*Slot Attention[^]*ER {2}-/],
  ['CSL', '.json', /"title":\s*"Object-Centric Learning with Slot Attention"/],
]) {
  it(
    `One click copies ${name}`,
    { permissions: ['clipboard-read', 'clipboard-write'] },
    async ({ page, open, site }) => {
      await open('/papers/2006.15055');
      await page.getByRole('link', { name, exact: true }).click();
      await eventually(async () => await page.locator('#said').innerText(), `${name} copied`);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, wanted);
      const file = await page.request.get(`${site.url}/papers/2006.15055${ending}`);
      assert.equal(copied.replaceAll('\r\n', '\n'), (await file.text()).replaceAll('\r\n', '\n'));
    },
  );
}

it('Where the clipboard is refused, the citation is shown to be copied by hand', async ({ page, open }) => {
  await open('/papers/2006.15055');
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } });
    document.execCommand = () => false;
  });
  await page.getByRole('link', { name: 'BibTeX', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'BibTeX' });
  await field.waitFor();
  assert.match(await field.inputValue(), /^@\w+\{/);
});

it('The address that related papers had once still leads to them', async ({ page, site }) => {
  await page.goto(`${site.url}/?related=2006.15055`);
  const { pathname, hash } = new URL(page.url());
  assert.equal(pathname + hash, '/papers/2006.15055#related');
});

it('Markup in titles, authors, venues and abstracts is text, wherever it is shown', async ({ page, open }) => {
  for (const path of [
    `/papers/${papers.kHostile}`,
    '/daily',
    '/?q=mallory',
    '/?category=cs.CR',
    '/trending',
    `/list?id=${papers.kHostile}`,
    '/?q=%3Cscript%3Edocument.title%3D1%3C%2Fscript%3E%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+basket',
  ]) {
    await open(path);
    assert.equal(
      await page.locator('main :is(script, img, iframe, [onerror], [onload], a[href^="javascript:"])').count(),
      0,
      path,
    );
    assert.notEqual(await page.title(), 'owned', path);
  }
  await open(`/papers/${papers.kHostile}`);
  assert.match(await heading(page), /^<svg onload="document\.title='owned'"><iframe/);
  assert.match(await page.locator('p.abstract').innerText(), /<svg onload=alert\(1\)>/);
  assert.match(await page.locator('.paper .authors').innerText(), /Mallory "Quote".*O'Brien & Sons/);
});

it('What is typed is text, too: neither markup nor a part of the template', async ({ page, open }) => {
  for (const typed of [
    '{{main}}',
    '"><script>document.title=1</script>',
    '&lt;b&gt;',
    `'"><img src=x onerror=alert(1)>`,
    '</title><svg onload=alert(1)>',
  ]) {
    await open(`/?${new URLSearchParams({ q: typed, sort: 'newest' })}`);
    assert.equal(await page.locator('#q').inputValue(), typed);
    assert.ok((await page.title()).startsWith(typed), await page.title());
    assert.equal(await page.locator('main script, main img, main svg[onload], main main').count(), 0, typed);
  }
});

it('An address in an id that means something to a browser is no page of another paper', async ({ page, site }) => {
  for (const path of ['/papers/%2e%2e%2f', '/papers/..%2Flist', '/papers/%3Cscript%3E', '/papers/a%00b']) {
    const response = await page.goto(site.url + path);
    assert.ok([400, 404].includes(response.status()), `${path}: ${response.status()}`);
  }
});
