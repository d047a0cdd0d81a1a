import type { Examples } from './examples.js';
import { server } from './names.js';

export const entitiesExamples: Examples<'entities'> = {
  'entities/enum-conflict': {
    type: 'public.status',
    uses: [
      { property: 'Order.status', values: ['open', 'paid'] },
      { property: 'Invoice.status', values: ['open', 'sent', 'paid'] },
    ],
  },
  'entities/invalid': { reason: 'Data type Object in "Product.price" is not supported by "postgres" database.' },
  'entities/name-conflict': { object: 'index public.product.IDX_name', places: ['Product.name', 'Product.shortName'] },
  'entities/no-metadata': { dataSource: `${server}/shop` },
  'entities/unknown-name': { kind: 'table', name: 'prodct', nearest: 'product' },
};
