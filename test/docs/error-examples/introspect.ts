import type { Examples } from './examples.js';

export const introspectExamples: Examples<'introspect'> = {
  'introspect/not-readable': { tables: ['public.invoice', 'public.payment'], role: 'shop' },
};
