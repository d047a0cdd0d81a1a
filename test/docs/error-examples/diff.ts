import type { Examples } from './examples.js';

export const diffExamples: Examples<'diff'> = {
  'diff/view-not-kept': { view: 'public.sales', attachments: ['privileges', 'triggers'] },
};
