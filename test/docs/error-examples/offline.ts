import type { Examples } from './examples.js';

export const offlineExamples: Examples<'offline'> = {
  'offline/cannot-inspect': { schema: 'public' },
  'offline/needs-database': { revision: '3f9d2c81b7aa', direction: 'up', source: 'migrations/3f9d2c81b7aa_prices.ts:12', reason: 'it reads the answer to SELECT id FROM product' },
  'offline/parameters': { sql: 'UPDATE product SET price = price * $1', problem: 'the value of $1 is a function' },
};
