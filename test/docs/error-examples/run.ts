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
  'run/refused': { sqlState: '57014', serverMessage: 'canceling statement due to statement timeout' },
  'run/revision-failed': {
    revision: '3f9d2c81b7aa',
    direction: 'up',
    reason: 'No price list for 2027',
    source: `${file}:14:13`,
    standing: 'It was rolled back; nothing was changed.',
    advice: null,
  },
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
  'run/transaction-conflict': { revisions: ['c04be96a1d52'] },
};
