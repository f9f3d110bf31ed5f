// The packages of package-lock.json, which run.sh has npm put into the build's folder.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { kBuild } from './build.mjs';

const require = createRequire(join(kBuild, 'browser/package.json'));

export const { chromium } = require('playwright-core');
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
