import type { Examples } from './examples.js';

export const renameExamples: Examples<'rename'> = {
  'rename/bad-syntax': { rename: 'user.mail' },
  'rename/conflict': { first: 'column public.user.mail to column public.user.email', second: 'column public.user.mail to column public.user.address' },
  'rename/refused': { serverMessage: 'must be owner of table user', sqlState: '42501' },
  'rename/taken': { rename: 'user.mail=user.email', from: 'column public.user.mail', to: 'column public.user.email' },
  'rename/unknown': { rename: 'user.mial=user.email', side: 'database', name: 'column public.user.mial', nearest: 'column public.user.mail' },
};
