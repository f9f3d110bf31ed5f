// A mail server on loopback that takes every mail and keeps it.

import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

// The text of a mail's part, decoded.
function partOf(mail, type) {
  const [, boundary] = /boundary="?([^";\r\n]+)/i.exec(mail) ?? [];
  const part = mail.split(`--${boundary}`).find((each) => new RegExp(`^content-type: ${type}`, 'im').test(each));
  const [head, ...body] = part.trim().split(/\r?\n\r?\n/);
  const text = body.join('\n\n');
  return /^content-transfer-encoding: base64/im.test(head) ? Buffer.from(text, 'base64').toString('utf8') : text;
}

function converse(socket, take) {
  const say = (line) => socket.write(`${line}\r\n`);
  let data = null;
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => {
    if (data !== null) {
      if (line !== '.') {
        data.push(line.replace(/^\./, ''));
        return;
      }
      take(data.join('\n'));
      data = null;
      say('250 taken');
    } else if (/^DATA/i.test(line)) {
      data = [];
      say('354 go on');
    } else if (/^QUIT/i.test(line)) {
      say('221 bye');
      socket.end();
    } else {
      say('250 ok');
    }
  });
  socket.on('error', () => lines.close());
  say('220 here');
}

/**
 * @returns {Promise<{url: string, mails: string[], linkIn: function(string, RegExp): string, stop: function(): void}>}
 *   `linkIn`: the path and query of the first link in a mail's plain text that matches
 */
export async function startMailServer() {
  const mails = [];
  const server = createServer((socket) => converse(socket, (mail) => mails.push(mail)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const linkIn = (mail, pattern) => {
    const links = partOf(mail, 'text/plain').match(/https?:\/\/\S+/g) ?? [];
    const { pathname, search } = new URL(links.find((link) => pattern.test(link)));
    return pathname + search;
  };
  return { url: `smtp://127.0.0.1:${server.address().port}`, mails, linkIn, stop: () => server.close() };
}
