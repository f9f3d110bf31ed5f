// Following a search by mail: the form, and the pages that the links of mails lead to.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { faultsOf } from './harness/looks.mjs';
import { startMailServer } from './harness/mail.mjs';
import { eventually, suite } from './harness/suite.mjs';

let mail = null;
before(async () => {
  mail = await startMailServer();
});
after(() => mail?.stop());

const config = (folder) => `
[server]
url = "https://papers.example.org"
[mail]
database = "${folder}/mail.sqlite"
smtp = "${mail.url}"
tls = "none"
from = "Paperdex <papers@example.org>"
`;
const it = suite({ config });
const heading = (page) => page.getByRole('heading', { level: 1 }).innerText();

// Asks for a subscription; returns the address in the mail that came.
async function ask(page, open, address, query) {
  const before = mail.mails.length;
  await open(`/subscribe?q=${encodeURIComponent(query)}`);
  await page.getByLabel('Your address').fill(address);
  await page.getByRole('button', { name: /^Send me/ }).click();
  await eventually(() => heading(page), 'Look into your mailbox');
  await eventually(() => mail.mails.length, before + 1);
  return mail.linkIn(mail.mails.at(-1), /confirm/);
}

it('A search leads to its form, with its words and filters and the time zone of the reader', { timezoneId: 'Asia/Tokyo' }, async ({ page, open }) => {
  await open('/?q=gondola&category=cs.RO');
  await page.getByText('Export and follow').click();
  await page.getByRole('link', { name: 'By mail' }).click();
  await page.waitForURL(/\/subscribe\?/);
  assert.equal(await page.getByLabel('Search', { exact: true }).inputValue(), 'gondola cat:cs.RO');
  await eventually(() => page.getByLabel('Time zone').inputValue(), 'Asia/Tokyo');
});

it('A subscription begins with the link of the first mail, is changed and ended', async ({ page, open }) => {
  await open(await ask(page, open, 'ada@example.org', 'gondola'));
  assert.match(await page.locator('main').innerText(), /new papers for gondola, every day/);
  await page.getByRole('button', { name: 'Begin' }).click();
  await eventually(() => heading(page), 'It has begun');

  // Whoever follows already is sent the way to the subscription.
  await open('/subscribe?q=gondola');
  await page.getByLabel('Your address').fill('ada@example.org');
  await page.getByRole('button', { name: /^Send me/ }).click();
  await eventually(() => heading(page), 'Look into your mailbox');
  await eventually(() => mail.mails.length, 2);
  await open(mail.linkIn(mail.mails.at(-1), /manage/));
  await page.getByLabel('How often').selectOption('weekly');
  await page.getByLabel('Search', { exact: true }).fill('gondola oar');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.equal(await page.getByLabel('How often').inputValue(), 'weekly');
  assert.equal(await page.getByLabel('Search', { exact: true }).inputValue(), 'gondola oar');
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await eventually(() => heading(page), 'Unsubscribed');
});

it('What is wrong with the form is said, and what was typed stays', async ({ page, open }) => {
  await open('/subscribe?q=gondola');
  await page.getByLabel('Your address').fill('bob@example.org');
  await page.getByLabel('Time zone').fill('Mars/Olympus');
  await page.getByRole('button', { name: /^Send me/ }).click();
  await page.getByRole('alert').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /time zone/i);
  assert.equal(await page.getByLabel('Your address').inputValue(), 'bob@example.org');
  assert.equal(await page.getByLabel('Search', { exact: true }).inputValue(), 'gondola');
});

it('A link that is not known, or no longer, is a page that says so', async ({ page, open }) => {
  for (const path of ['/subscriptions/confirm?token=x', '/subscriptions/manage?token=x', '/subscriptions/unsubscribe?token=x']) {
    await open(path, 404);
    assert.ok((await heading(page)).length > 0);
  }
});

it('Without scripts a search is followed by mail, too', { javaScriptEnabled: false }, async ({ page, open }) => {
  await open(await ask(page, open, 'eve@example.org', 'lantern'));
  await page.getByRole('button', { name: 'Begin' }).click();
  await eventually(() => heading(page), 'It has begun');
});

it('The address and the tokens of mails are told to no other site', async ({ page, open }) => {
  await open(await ask(page, open, 'dan@example.org', 'basket'));
  const policy = await page.evaluate(() => fetch(location.href).then((answer) => answer.headers.get('Referrer-Policy')));
  assert.match(policy, /^(no-referrer|strict-origin)$/);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    it(`The pages of mails fit ${width} px, ${colorScheme}, and axe finds nothing wrong`, { colorScheme, viewport: { width, height: 800 } }, async ({ page, open, site }) => {
      const faults = [];
      const look = async (name) => faults.push(...(await faultsOf(page, `mail-${name}`, true)));
      await open(`/subscribe?q=${'gondola+'.repeat(30)}`);
      await look('form');
      await open(await ask(page, open, `looks-${colorScheme}-${width}@example.org`, 'slot attention'));
      await look('confirm');
      await page.getByRole('button', { name: 'Begin' }).click();
      await eventually(() => heading(page), 'It has begun');
      await look('begun');
      await page.goto(`${site.url}/subscriptions/confirm?token=x`);
      await look('unknown');
      assert.deepEqual(faults, []);
    });
  }
}
