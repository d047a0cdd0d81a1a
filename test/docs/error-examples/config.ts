import type { Examples } from './examples.js';
import { server } from './names.js';

export const configExamples: Examples<'config'> = {
  'config/bad-option': { option: 'lockWaitMs', found: '"10s"', allowed: 'a whole number of milliseconds, 0 or more' },
  'config/callback-failed': { option: 'includeObject', place: 'ormconfig.ts:21', reason: "Cannot read properties of null (reading 'startsWith')" },
  'config/cannot-connect': { server, reason: 'The server does not support SSL connections' },
  'config/compiler-missing': { problem: "Cannot find module '@swc/core-linux-x64-gnu'" },
  'config/database-missing': { database: 'shop', server },
  'config/does-not-compile': { file: 'entities/product.ts', line: 12, column: 3, problem: 'Expression expected' },
  'config/file-not-found': { lookedFor: ['db/ormconfig.ts'] },
  'config/import-cycle': { name: 'Order', file: 'entities/customer.ts', line: 9 },
  'config/load-failed': { file: 'ormconfig.ts', line: 4, problem: 'DATABASE_URL is not set' },
  'config/login-failed': { role: 'shop', server, reason: 'password authentication failed for user "shop"' },
  'config/missing-export': { name: 'Money', specifier: './money.js', file: 'entities/product.ts', line: 2 },
  'config/module-not-found': { specifier: '@app/money', importer: 'entities/product.ts' },
  'config/no-data-source': { file: 'ormconfig.ts', exports: ['options'] },
  'config/server-unreachable': { server, reason: 'ECONNREFUSED' },
  'config/several-data-sources': { file: 'ormconfig.ts', exports: ['dataSource', 'reporting'] },
  'config/tsconfig-invalid': { file: 'ormconfig.ts', problem: "File '@tsconfig/node20/tsconfig.json' not found" },
  'config/unknown-data-source': { name: 'reportin', file: 'ormconfig.ts', exports: ['dataSource', 'reporting'], nearest: 'reporting' },
  'config/unknown-hazard': { option: 'lint.rules', code: 'data/loss', nearest: 'data/lost' },
  'config/unknown-option': { option: 'directroy', nearest: 'directory', known: [] },
  'config/unsupported-driver': { driver: 'mysql' },
};
