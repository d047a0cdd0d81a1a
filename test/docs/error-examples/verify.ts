import type { Examples } from './examples.js';

const file = 'migrations/2026_11_21_0930-3f9d2c81b7aa_add_sku.ts';

export const verifyExamples: Examples<'verify'> = {
  'verify/differs': { file, step: 'down', differences: ['trigger product_audit on public.product: only before'] },
  'verify/does-not-run': { revision: '3f9d2c81b7aa', direction: 'up', source: `${file}:15:14`, sql: 'DROP TABLE "product"', reason: 'table "product" does not exist' },
  'verify/failed': { file, step: 'up', reason: 'canceling statement due to lock timeout' },
};
