import { hazards } from '../../src/dialect/postgres/hazards/operation.js';
import type { Hazard } from '../../src/dialect/hazard.js';
import type { ForeignKey, Index } from '../../src/model/schema.js';
import type { Operation } from '../../src/operation/operation.js';
import { createDatabase, type TestDatabase } from '../support/database';
import { alterColumn, key, run, withoutTrace } from '../support/ddl';
import { itSince } from '../support/server-version.js';

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
  await db.query(`
    CREATE TABLE "Pa""r" (x integer, y integer, PRIMARY KEY (x, y));
    INSERT INTO "Pa""r" VALUES (1, 1);
    CREATE TABLE "Ta""b" (id integer, "co""l" integer, other integer);
    INSERT INTO "Ta""b" VALUES (1, 1, 1), (1, 1, NULL), (2, NULL, 5), (3, NULL, 5), (4, 1, 7)`);
});

afterAll(() => db.drop());

const table = { schema: 'public', name: 'Ta"b' };

const index: Index = { name: 'i', method: 'btree', unique: true, keys: ['co"l'], include: [], nullsNotDistinct: false, where: null };

const foreignKey: ForeignKey = {
  name: 'f',
  columns: ['co"l', 'other'],
  references: { schema: 'public', name: 'Pa"r', columns: ['x', 'y'] },
  onDelete: 'no action',
  onUpdate: 'no action',
  deferrable: 'no',
};

/** An operation that the rows of the table stand against, what the query of its hint finds, and since which version PostgreSQL knows it. */
const cases: readonly (readonly [string, Operation, readonly unknown[], number?])[] = [
  ['a primary key', { verb: 'create', kind: 'primaryKey', table, value: key('p', ['co"l']) }, [{ 'co"l': 1, count: '3' }, { 'co"l': null, count: '2' }]],
  ['a unique constraint', { verb: 'create', kind: 'unique', table, value: key('u', ['id', 'co"l']) }, [{ id: 1, 'co"l': 1, count: '2' }]],
  ['a unique index', { verb: 'create', kind: 'index', table, value: index }, [{ 'co"l': 1, count: '3' }]],
  [
    'a unique index over nulls',
    { verb: 'create', kind: 'index', table, value: { ...index, keys: ['co"l', 'other'], nullsNotDistinct: true } },
    [{ 'co"l': null, other: 5, count: '2' }],
    15,
  ],
  ['a check', { verb: 'create', kind: 'check', table, value: { name: 'c', expression: 'other < 6' } }, [{ id: 4, 'co"l': 1, other: 7 }]],
  ['a foreign key', { verb: 'create', kind: 'foreignKey', table, value: foreignKey }, [{ id: 4, 'co"l': 1, other: 7 }]],
  [
    'a value for every row',
    alterColumn(table, 'co"l', { nullable: { from: true, to: false } }),
    [
      { id: 2, 'co"l': null, other: 5 },
      { id: 3, 'co"l': null, other: 5 },
    ],
  ],
];

const sorted = (rows: readonly unknown[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();

const queryOf = (hazard: Hazard | undefined): string => /SELECT .*$/s.exec(hazard?.hint ?? '')?.[0] ?? '';

describe('the query in a hint', () => {
  for (const [name, operation, rows, since = 13] of cases) {
    itSince(since, `finds the rows that stand against ${name}, and PostgreSQL refuses because of them`, async () => {
      const [hazard, ...more] = hazards(operation);
      expect(more).toEqual([]);
      expect(sorted(await db.query(queryOf(hazard)))).toEqual(sorted(rows));
      await withoutTrace(db, async () => {
        await expect(run(db, operation)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) as unknown });
      });
    });

    itSince(since, `finds nothing against ${name} in an empty table, and PostgreSQL does it`, async () => {
      await withoutTrace(db, async () => {
        await db.query('DELETE FROM "Ta""b"');
        expect(await db.query(queryOf(hazards(operation)[0]))).toEqual([]);
        await run(db, operation);
      });
    });
  }
});
