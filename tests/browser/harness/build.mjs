// The folder of the programs that are tested.

import { resolve } from 'node:path';

export const kBuild = resolve(process.env.PAPERDEX_BUILD ?? 'build/release');
