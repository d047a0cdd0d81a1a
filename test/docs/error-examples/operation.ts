import type { Examples } from './examples.js';

export const operationExamples: Examples<'operation'> = {
  'operation/cannot-alter': { what: 'column public.product.gross', facets: ['generated'] },
  'operation/irreversible': { what: 'DELETE FROM product WHERE price = 0' },
  'operation/no-columns': { table: 'public.product' },
  'operation/no-method': { verb: 'alter', kind: 'index' },
  'operation/unsendable-text': { text: 'chair\0' },
};
