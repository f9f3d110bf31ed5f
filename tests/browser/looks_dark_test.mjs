import { testLooks } from './harness/looks.mjs';

testLooks('dark');
