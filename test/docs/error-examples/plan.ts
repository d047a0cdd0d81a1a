import type { Examples } from './examples.js';

export const planExamples: Examples<'plan'> = {
  'plan/cycle': { members: ['alter column public.product.price', 'create check constraint public.product.CHK_price'] },
};
