import type { Examples } from './examples.js';
import { file, server } from './names.js';

export const runExamples: Examples<'run'> = {
  'run/bookkeeping-failed': { table: 'public.migrations', sqlState: '42501', serverMessage: 'permission denied for schema public' },
  'run/connection-lost': {
    server: `${server}/shop`,
    standing: 'Revision 3f9d2c81b7aa was under way; the server rolls it back.',
    reason: 'Connection terminated unexpectedly',
  },
  'run/enum-value-in-use': {
    revision: '3f9d2c81b7aa',
    direction: 'up',
    source: `${file}:12:5`,
    uses: `enum type public.product_status loses values that rows still hold\n3 rows hold 'draft' in public.product.status. This finds them: SELECT * FROM "public"."product" WHERE "status" = 'draft'`,
    standing: 'It was rolled back; nothing was changed.',
  },
  'run/half-applied': { revision: '3f9d2c81b7aa', direction: 'up', statements: 2, sql: 'CREATE INDEX CONCURRENTLY product_name ON product (name)' },
  'run/hook-failed': { hook: 'beforeRevision', revision: '3f9d2c81b7aa', reason: 'nobody is on call', standing: 'It was rolled back; nothing was changed.' },
  'run/journal-mismatch': {
    revision: '3f9d2c81b7aa',
    direction: 'up',
    position: 1,
    expected: 'CREATE INDEX CONCURRENTLY product_name ON product (name)',
    found: 'CREATE INDEX CONCURRENTLY product_name ON product (lower(name))',
  },
  'run/lock-timeout': {
    revision: '3f9d2c81b7aa',
    direction: 'up',
    source: `${file}:12:5`,
    sql: 'ALTER TABLE "public"."product" ADD COLUMN "weight" numeric(8,3)',
    excerpt: 'ALTER TABLE "public"."product" ADD COLUMN "weight" numeric(8,3)',
    attempts: 6,
    blockers: [{ pid: 4711, application: 'reports', role: 'shop', state: 'idle in transaction', since: '2026-11-21 09:01:12 UTC', query: 'SELECT * FROM product' }],
    standing: 'It was rolled back; nothing was changed.',
  },
  'run/not-accepted': {
    hazards: [
      {
        revision: '3f9d2c81b7aa',
        code: 'data/lost',
        message: 'Every value of column public.product.weight is lost.',
        place: 'migrations/3f9d2c81b7aa_prices.ts:12',
      },
    ],
  },
  'run/not-to-be-tried': { revision: '3f9d2c81b7aa', sql: 'COMMIT' },
  'run/refused': { sqlState: '57014', serverMessage: 'canceling statement due to statement timeout' },
  'run/revision-failed': {
    revision: '3f9d2c81b7aa',
    direction: 'up',
    reason: 'No price list for 2027',
    source: `${file}:14:13`,
    standing: 'It was rolled back; nothing was changed.',
    advice: null,
  },
  'run/rolled-back-inside': { revision: '3f9d2c81b7aa', sql: 'ROLLBACK' },
  'run/statement-failed': {
    revision: '3f9d2c81b7aa',
    direction: 'up',
    source: `${file}:12:5`,
    sql: 'ALTER TABLE "public"."product" ALTER COLUMN "sku" SET NOT NULL',
    excerpt: 'ALTER TABLE "public"."product" ALTER COLUMN "sku" SET NOT NULL',
    sqlState: '23502',
    serverMessage: 'column "sku" of relation "product" contains null values',
    detail: null,
    serverHint: null,
    context: null,
    place: null,
    standing: 'It was rolled back; nothing was changed.',
  },
  'run/too-much-to-remember': { revision: '3f9d2c81b7aa', sql: 'COMMIT', rows: 10_000 },
  'run/unknown-outcome': { revision: '3f9d2c81b7aa', sql: 'REINDEX TABLE CONCURRENTLY product', position: 2 },
};
