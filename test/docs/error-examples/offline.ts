import type { Examples } from './examples.js';

export const offlineExamples: Examples<'offline'> = {
  'offline/cannot-inspect': { schema: 'public' },
  'offline/needs-database': { revision: '3f9d2c81b7aa', direction: 'up', reason: "Cannot read properties of undefined (reading 'id')" },
  'offline/parameters': { sql: 'UPDATE product SET price = price * $1' },
};
