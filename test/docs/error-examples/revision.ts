import type { Examples } from './examples.js';
import { file, otherFile } from './names.js';

export const revisionExamples: Examples<'revision'> = {
  'revision/ambiguous': { target: '3f9d', candidates: ['3f9d2c81b7aa', '3f9da0b1c2d3'] },
  'revision/ambiguous-walk': { target: '+1', choices: ['3f9d2c81b7aa', 'c04be96a1d52'] },
  'revision/bad-id': { file, id: 'head' },
  'revision/cycle': { members: ['3f9d2c81b7aa', 'c04be96a1d52'] },
  'revision/duplicate': { id: '3f9d2c81b7aa', files: [file, file.replace('.ts', '_copy.ts')] },
  'revision/duplicate-name': { name: 'AddSku1795253400000', files: [file, otherFile] },
  'revision/empty-message': { message: '...' },
  'revision/file-exists': { file: '/app/migrations/add_sku.ts' },
  'revision/missing-file': { name: 'AddSku1795253400000', revision: '3f9d2c81b7aa', table: 'public.migrations', directory: '/app/migrations' },
  'revision/missing-parent': { revision: 'c04be96a1d52', file: otherFile, parent: '3f9d2c81b7aa' },
  'revision/multiple-heads': { heads: ['3f9d2c81b7aa', 'c04be96a1d52'] },
  'revision/no-down-revision': { file },
  'revision/no-revision': { file: '/app/migrations/helpers.ts' },
  'revision/no-time-stamp': { file, name: 'AddSku' },
  'revision/not-a-literal': { file, member: 'downRevision' },
  'revision/not-applied': { target: 'c04be96a1d52', revision: 'c04be96a1d52' },
  'revision/not-at-head': { pending: ['c04be96a1d52'] },
  'revision/not-one-class': { file, classes: ['AddSku1795253400000', 'Helper'] },
  'revision/not-readable': { path: '/app/migrations', reason: 'permission denied (EACCES)' },
  'revision/not-writable': { path: '/app/migrations', reason: 'permission denied (EACCES)' },
  'revision/out-of-order': { revision: 'c04be96a1d52', file: otherFile, name: 'AddTags1795251600000', parent: '3f9d2c81b7aa', parentName: 'AddSku1795253400000' },
  'revision/over-walk': { target: '+3', steps: 3, possible: 1 },
  'revision/unknown': { target: 'haed', nearest: 'head' },
  'revision/wrong-direction': { target: '-1', direction: 'upgrade' },
};
