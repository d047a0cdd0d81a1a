import type { Examples } from './examples.js';

export const squashExamples: Examples<'squash'> = {
  'squash/differs': {
    revision: 'c04be96a1d52',
    step: 'down',
    differences: ['column public.sales.total: only the new one', 'view public.sales: only the new one'],
  },
  'squash/not-closed': { range: '3f9d:c04b', child: '7a1c5e2d9b40', parent: '3f9d2c81b7aa' },
  'squash/not-transactional': { revisions: ['c04be96a1d52'] },
  'squash/shared-file': { file: '/app/migrations/1720000000000-initial.ts', others: ['AddTags1720000300000'] },
  'squash/too-few': { range: 'c04b:3f9d' },
};
