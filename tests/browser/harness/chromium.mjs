// Debian's Chromium with a profile of its own that is thrown away, and what of a page's life is a fault wherever it
// happens: a request to another site, an error in the console, a broken rule of the content policy, an exception.

import { chromium } from './packages.mjs';

const kFlags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever else the browser would look for, it finds no other host.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
// Long enough for a server with sanitizers on a busy machine; only a failing test waits so long.
export const kWaitMs = 15_000;

export function launch() {
  return chromium.launch({
    executablePath: process.env.PAPERDEX_CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    chromiumSandbox: false,
    args: kFlags,
  });
}

/**
 * Collects the faults of all pages of `context`, as lines.
 * @param {{allowed?: RegExp[]}} how faults that the test is about
 */
export function watch(context, origin, { allowed = [] } = {}) {
  const faults = [];
  const add = (fault) => {
    if (!allowed.some((known) => known.test(fault))) faults.push(fault);
  };
  context.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (to !== origin && !['data:', 'blob:', 'about:'].includes(protocol))
      add(`request to another site: ${request.url()}`);
  });
  context.on('console', (message) => {
    // A page that is an error is one: the test that asks for it expects its status.
    const isPage = message.location().url === message.page()?.url();
    if (isPage && /^Failed to load resource: the server responded with a status of/.test(message.text())) return;
    if (['error', 'warning'].includes(message.type()))
      add(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => add(`exception: ${error.error().stack}`));
  context.on('dialog', (dialog) => {
    if (dialog.type() === 'alert') add(`alert: ${dialog.message()}`);
    dialog.accept();
  });
  return faults;
}
