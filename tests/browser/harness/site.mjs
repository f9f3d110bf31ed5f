// A paperdex-server of one's own on a port of the system's choice, over an index of the sample papers and the fixtures.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { kBuild } from './build.mjs';
import { fixtures } from './fixtures.mjs';

const kSamples = new URL('../../../data/sample/papers.jsonl', import.meta.url).pathname;
const kStartMs = 30_000;

async function makeIndex(folder, papers) {
  const file = join(folder, 'fixtures.jsonl');
  await writeFile(file, papers.map((paper) => `${JSON.stringify(paper)}\n`).join(''));
  const index = join(folder, 'index');
  await promisify(execFile)(join(kBuild, 'paperdex-index'), ['add', '--index', index, kSamples, file]);
  return index;
}

// Resolves to its address, from the line that says it is ready; all lines come to `said`.
function ready(server, said) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`paperdex-server ${why}: ${said.join('\n')}`));
    const late = setTimeout(fail, kStartMs, `was not ready after ${kStartMs} ms`);
    server.once('error', reject);
    server.once('exit', (status) => fail(`ended (${status})`));
    createInterface({ input: server.stderr }).on('line', (line) => {
      said.push(line);
      const found = /^listening url=(\S+)/.exec(line);
      if (!found) return;
      clearTimeout(late);
      resolve(found[1]);
    });
  });
}

/**
 * @param {{papers?: object[], index?: string, config?: function(string): string}} how `index`: the folder of another
 *   index; `config` is given the server's folder and returns the text of a configuration file, for what is only there
 *   when it is configured (mail)
 * @returns {Promise<{url: string, folder: string, said: string[], stop: function(): Promise<void>}>} `said`: the lines
 *   of its log so far
 */
export async function startSite({ papers = fixtures, index, config } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'paperdex-browser-'));
  const flags = ['--index', index ?? (await makeIndex(folder, papers)), '--port', '0'];
  if (config) {
    const file = join(folder, 'paperdex.toml');
    await writeFile(file, config(folder));
    flags.push('--config', file);
  }
  const said = [];
  const server = spawn(join(kBuild, 'paperdex-server'), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => server.once('exit', (status, signal) => resolve(status ?? signal)));
  process.once('exit', () => server.kill('SIGKILL'));
  const stop = async () => {
    server.kill('SIGTERM');
    const status = await ended;
    await rm(folder, { recursive: true, force: true });
    if (status !== 0) throw new Error(`paperdex-server ended with ${status}: ${said.join('\n')}`);
  };
  try {
    return { url: await ready(server, said), folder, said, stop };
  } catch (error) {
    server.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
