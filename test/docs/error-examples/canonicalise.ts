import type { Examples } from './examples.js';

export const canonicaliseExamples: Examples<'canonicalise'> = {
  'canonicalise/extension-missing': { extension: 'vector', serverMessage: 'extension "vector" is not available' },
  'canonicalise/invalid-expression': {
    owner: 'check constraint public.product.CHK_product_price',
    expression: 'prise >= 0',
    sqlState: '42703',
    serverMessage: 'column "prise" does not exist',
  },
  'canonicalise/not-allowed': { serverMessage: 'permission denied to create temporary tables in database "shop"' },
  'canonicalise/view-in-the-way': { view: 'view public.reading', serverMessage: 'column "title" does not exist' },
};
