import type { Examples } from './examples.js';

export const operationExamples: Examples<'operation'> = {
  'operation/backfill-endless': { table: 'public.product', passes: 5 },
  'operation/bad-backfill': { table: 'public.product', problem: '`set` names no column' },
  'operation/cannot-alter': { what: 'column public.product.gross', facets: ['generated'] },
  'operation/irreversible': { what: 'DELETE FROM product WHERE price = 0' },
  'operation/key-is-set': { table: 'public.product', columns: ['id'] },
  'operation/no-columns': { table: 'public.product' },
  'operation/no-key': { table: 'public.product' },
  'operation/no-method': { verb: 'alter', kind: 'index' },
  'operation/unsendable-text': { text: 'chair\0' },
};
