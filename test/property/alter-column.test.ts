import fc from 'fast-check';
import { canAlter } from '../../src/dialect/postgres/can-alter.js';
import { conversion } from '../../src/dialect/postgres/conversion.js';
import { equal } from '../../src/kernel/equal.js';
import type { Column } from '../../src/model/schema.js';
import type { Alter, Change, Changes } from '../../src/operation/operation.js';
import { reverse } from '../../src/operation/reverse.js';
import { readCatalog } from '../support/catalog';
import { createDatabase, type TestDatabase } from '../support/database';
import { alterColumn, column, createTable, run, table, withoutTrace } from '../support/ddl';
import { serverVersion } from '../support/server-version.js';

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
  await db.query("CREATE TYPE mood AS ENUM ('sad', 'happy')");
});

afterAll(() => db.drop());

const place = { schema: 'public', name: 'Ta"ble' };

/** Types, each with defaults as PostgreSQL prints them. */
const defaults: Readonly<Record<string, readonly string[]>> = {
  smallint: ['5'],
  integer: ['5', '6'],
  bigint: ['5'],
  'numeric(10,2)': ['5', '1.50'],
  boolean: ['true'],
  text: ["'x'::text"],
  'character varying(20)': ["'x'::character varying"],
  'character varying(5)': ["'x'::character varying", "'y'::character varying"],
  'text[]': ["'{x}'::text[]"],
  jsonb: ["'{}'::jsonb"],
  uuid: ['gen_random_uuid()'],
  'timestamp with time zone': ['now()'],
  mood: ["'sad'::mood"],
  'mood[]': ["'{sad}'::mood[]"],
};
const counted = ['smallint', 'integer', 'bigint'];
const collated = ['text', 'character varying(20)', 'character varying(5)', 'text[]'];

const columns: fc.Arbitrary<Column> = fc.constantFrom(...Object.keys(defaults)).chain((type) => {
  const givers = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(null, ...(defaults[type] ?? [])).map((value) => ({ default: value, nullable: true })) },
    { weight: 2, arbitrary: fc.constantFrom(null, ...(defaults[type] ?? [])).map((value) => ({ default: value, nullable: false })) },
    ...(counted.includes(type)
      ? [
          fc.constantFrom('serial', 'identityAlways', 'identityByDefault').map((generation) => ({ generation, nullable: false }) as const),
          fc.constant({ generation: 'serial', nullable: true } as const),
          fc.constantFrom('(other * 2)', '(other + 2)').map((generated) => ({ generated })),
        ]
      : []),
  );
  const collations = fc.constantFrom(null, ...(collated.includes(type) ? ['C', 'POSIX'] : []));
  return fc.tuple(givers, collations, fc.constantFrom(null, "wh'y")).map(([giver, collation, comment]) => column('c"', { type, collation, comment, ...giver }));
});

/** The alteration as a comparison of the two columns gives it. */
function alteration({ from, to }: Change<Column>): Alter<'column'> {
  const facets = (Object.keys(to) as (keyof Column)[]).filter((facet) => !equal(from[facet], to[facet]));
  const isConverted = facets.includes('type');
  const conversions = { from: conversion({ from: to, to: from }), to: conversion({ from, to }) };
  const isAssigned = conversions.from === null && conversions.to === null;
  const more: (keyof Column)[] = isConverted ? ['collation', ...(isAssigned ? [] : ['default' as const])] : [];
  const changes = Object.fromEntries([...facets, ...more].map((facet) => [facet, { from: from[facet], to: to[facet] }])) as Changes<Column>;
  const using = isConverted ? conversions : { from: null, to: null };
  return alterColumn(place, 'c"', { ...changes, using, fill: { from: from.default, to: to.default } });
}

const catalogs = new Map<string, readonly string[]>();

/** The catalog with the table made so from the start. */
async function catalogOf(value: Column): Promise<readonly string[]> {
  const key = JSON.stringify(value);
  await withoutTrace(db, async () => {
    if (catalogs.has(key)) return;
    await run(db, createTable(table(place, { columns: [column('other'), value] })));
    catalogs.set(key, await readCatalog(db));
  });
  return catalogs.get(key) ?? [];
}

describe('an altered column', () => {
  it('is as if it had been made so, and comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(columns, columns, async (from, to) => {
        const operation = alteration({ from, to });
        fc.pre(canAlter(operation, serverVersion));
        const [before, after] = [await catalogOf(from), await catalogOf(to)];
        await withoutTrace(db, async () => {
          await run(db, createTable(table(place, { columns: [column('other'), from] })));
          await run(db, operation);
          expect(await readCatalog(db)).toEqual(after);
          const back = reverse(operation) as Alter<'column'>;
          if (!canAlter(back, serverVersion)) return;
          await run(db, back);
          expect(await readCatalog(db)).toEqual(before);
        });
      }),
      { numRuns: 200 },
    );
  });
});
