import type { Examples } from './examples.js';

export const setupExamples: Examples<'setup'> = {
  'setup/not-confirmed': { files: ['package.json', 'src/data-source.ts'] },
  'setup/not-writable': { path: 'package.json', reason: "EACCES: permission denied, open 'package.json'" },
  'setup/package-invalid': { file: 'package.json', problem: "Expected ',' or '}' after property value in JSON at position 41" },
  'setup/several-data-sources': { files: ['apps/api/src/data-source.ts', 'apps/reports/src/data-source.ts'] },
};
