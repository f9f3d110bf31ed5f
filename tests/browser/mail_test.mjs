// Following a search by mail on the pages, with the mail server of tests/mail_server.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { faultsOf, takePicture } from './harness/looks.mjs';
import { eventually, suite } from './harness/suite.mjs';

const kServer = new URL('../mail_server/smtp_server.py', import.meta.url).pathname;
const kBase = 'http://papers.example.org';

const folder = await mkdtemp(join(tmpdir(), 'paperdex-mail-'));
const smtp = spawn('/usr/bin/python3', [kServer, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
const [port] = await new Promise((resolve, reject) => {
  smtp.once('exit', () => reject(new Error('the mail server ended: is python3-aiosmtpd installed?')));
  createInterface({ input: smtp.stdout }).once('line', (line) => resolve(line.match(/\d+/)));
});
after(async () => {
  smtp.stdin.end();
  await rm(folder, { recursive: true, force: true });
});

const config = (place) => `[server]
url = "${kBase}"
[mail]
database = "${place}/mail.sqlite"
smtp = "smtp://127.0.0.1:${port}"
tls = "none"
from = "Paperdex <papers@example.org>"
`;
const it = suite({ config });

// The path of the link to `part` in the newest mail to `address`.
async function linkTo(part, address) {
  for (const name of (await readdir(folder))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .reverse()) {
    const mail = JSON.parse(await readFile(join(folder, name)));
    if (mail.to[0] !== address) continue;
    const text = Buffer.from(mail.parts[0][1], 'base64').toString();
    return new RegExp(`${kBase}(/\\S*${part}\\S*)`).exec(text)?.[1];
  }
  return undefined;
}

// Fills in the form; resolves to the address of the link to `part` in the mail that answers it.
async function ask(page, open, address, part = 'confirm') {
  await open('/?q=gondola&category=cs.RO');
  await page.locator('#export summary').click();
  await page.getByRole('link', { name: 'By mail' }).click();
  assert.equal(await page.getByLabel('Search', { exact: true }).inputValue(), 'gondola cat:cs.RO', 'with the filters');
  await page.getByLabel('Your address').fill(address);
  await page.getByRole('button', { name: /link that begins/ }).click();
  await eventually(() => page.locator('h1').innerText(), 'Look into your mailbox');
  let link;
  await eventually(async () => Boolean((link = await linkTo(part, address))), true);
  return link;
}

it('A search is followed, changed and ended', async ({ page, open }) => {
  const confirm = await ask(page, open, 'reader@example.org');
  await open(confirm);
  await page.getByRole('button', { name: 'Begin' }).click();
  await eventually(() => page.locator('h1').innerText(), 'It has begun');
  await page.getByRole('link', { name: 'Change it or end it' }).click();
  await eventually(() => page.locator('h1').innerText(), 'Your subscription');
  // Whoever follows a search already is sent the way to change it.
  await open(await ask(page, open, 'reader@example.org', 'manage'));
  await page.getByLabel('How often').selectOption('weekly');
  await page.getByRole('button', { name: 'Save' }).click();
  await eventually(() => page.locator('.advice').innerText(), 'Saved.');
  assert.equal(await page.getByLabel('How often').inputValue(), 'weekly');
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await eventually(() => page.locator('h1').innerText(), 'Unsubscribed');
});

it("The time zone is the reader's own", { timezoneId: 'Asia/Tokyo' }, async ({ page, open }) => {
  await open('/subscribe?q=basket');
  await eventually(() => page.getByLabel('Time zone').inputValue(), 'Asia/Tokyo');
});

it('What cannot be taken is said, and what was typed stays', { allowed: [/400/] }, async ({ page, open }) => {
  await open('/subscribe?q=basket');
  await page.getByLabel('Your address').fill('nobody@nowhere');
  await page.getByLabel('Not before').selectOption('18');
  await page.getByRole('button', { name: /link that begins/ }).click();
  await page.getByRole('alert').waitFor();
  const address = page.getByLabel('Your address');
  assert.equal(await address.inputValue(), 'nobody@nowhere');
  assert.equal(await address.getAttribute('aria-invalid'), 'true');
  const told = await address.getAttribute('aria-errormessage');
  assert.equal(await page.locator(`#${told}`).textContent(), await page.getByRole('alert').textContent());
  assert.equal(await page.getByLabel('Not before').inputValue(), '18');
});

it('The form works without scripts', { javaScriptEnabled: false }, async ({ page, open }) => {
  await open('/subscribe?q=basket');
  await page.getByLabel('Your address').fill('plain@example.org');
  await page.getByRole('button', { name: /link that begins/ }).click();
  await page.getByText('a mail is on its way').waitFor();
});

it('The tokens of links are told to no other site', async ({ page, open }) => {
  await open(await ask(page, open, 'discreet@example.org'));
  const policy = await page.evaluate(() => fetch(location.href).then(({ headers }) => headers.get('Referrer-Policy')));
  assert.match(policy, /^(no-referrer|strict-origin)$/);
});

for (const colorScheme of ['light', 'dark']) {
  for (const [width, height] of [
    [360, 740],
    [1280, 900],
  ]) {
    const how = { colorScheme, viewport: { width, height } };
    it(
      `The pages of mail at ${width} px, ${colorScheme}, fit, and axe finds nothing wrong`,
      how,
      async ({ page, open }) => {
        const address = `${colorScheme}${width}@example.org`;
        const confirm = await ask(page, open, address);
        const faults = [];
        const look = async (name) => {
          await takePicture(page, width, colorScheme, `mail-${name}`, true);
          faults.push(...(await faultsOf(page, true)).map((fault) => `${name}: ${fault}`));
        };
        await look('asked');
        await open('/subscribe?q=basket');
        await look('form');
        await open(confirm);
        await look('confirm');
        await page.getByRole('button', { name: 'Begin' }).click();
        await look('begun');
        await open('/subscriptions/manage?token=nothing', 404);
        await look('gone');
        assert.deepEqual(faults, []);
      },
    );
  }
}
