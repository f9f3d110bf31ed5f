// A mail server that keeps what it is sent, and the tokens of subscriptions that its mails hold.
import { once } from "node:events";
import { createServer } from "node:net";

const PATIENCE = 20_000;  // milliseconds for a mail

export async function openMailbox() {
  const tokens = new Map();  // by kind and address
  const waiting = [];

  const take = (mail) => {
    const texts = mail.split(/\r?\n\r?\n/).map((part) => Buffer.from(part, "base64").toString("utf8"));
    const found = texts.join("\n").match(/\/subscriptions\/(confirm|manage)\?token=([0-9a-zA-Z_-]+)/);
    const to = mail.match(/^To: (\S+)/m);
    if (!found || !to) return;
    tokens.set(`${found[1]} ${to[1]}`, found[2]);
    waiting.splice(0).forEach((look) => look());
  };

  const server = createServer((socket) => {
    let line = "";
    let mail = null;
    const say = (text) => socket.write(`${text}\r\n`);
    say("220 mailbox");
    socket.on("error", () => {});
    socket.on("data", (block) => {
      line += block.toString("latin1");
      for (let end = line.indexOf("\r\n"); end >= 0; end = line.indexOf("\r\n")) {
        const said = line.slice(0, end);
        line = line.slice(end + 2);
        if (mail !== null && said !== ".") mail += `${said}\r\n`;
        else if (mail !== null) {
          take(mail);
          mail = null;
          say("250 kept");
        } else if (/^DATA/i.test(said)) {
          mail = "";
          say("354 go on");
        } else if (/^QUIT/i.test(said)) {
          say("221 bye");
          socket.end();
        } else say("250 ok");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const next = async (kind, address) => {
    const late = setTimeout(() => waiting.splice(0).forEach((look) => look(true)), PATIENCE);
    while (!tokens.has(`${kind} ${address}`)) {
      if (await new Promise((look) => waiting.push(look))) throw new Error(`no mail to ${kind} came`);
    }
    clearTimeout(late);
    return tokens.get(`${kind} ${address}`);
  };
  return { port: server.address().port, next, close: () => server.close() };
}

let clients = 0;

// A token of this kind, of a subscription of a new address: of one that waits to be confirmed, or of one that has begun.
export async function subscribe(url, mailbox, kind, address) {
  const post = async (path, body) => {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": `192.0.${++clients >> 8}.${clients & 255}` },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  const wanted = { address, query: "slot attention", period: "daily" };
  await post("/api/v1/subscriptions", wanted);
  const confirmation = await mailbox.next("confirm", address);
  if (kind === "confirm") return confirmation;
  await post(`/api/v1/subscriptions/${confirmation}/confirm`);
  await post("/api/v1/subscriptions", wanted);
  return mailbox.next("manage", address);
}
