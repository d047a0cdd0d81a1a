import fc from 'fast-check';
import { acceptDifferences, matchAcceptances } from '../../src/diff/accept.js';
import { diff } from '../../src/diff/diff.js';
import { differencesOf } from '../../src/diff/differences.js';
import type { DiffOptions } from '../../src/diff/options.js';
import { keepUnmanaged, type Vocabulary } from '../../src/diff/unmanaged.js';
import { showRef } from '../../src/model/identity.js';
import type { Canonical, Index, Schema, Table, Unmanaged } from '../../src/model/schema.js';
import { schemas } from './arbitraries.js';

const options: DiffOptions = {
  dialect: {
    canAlter: ({ kind, changes }) => (kind === 'column' ? !('generated' in changes) : kind === 'enum' || kind === 'table'),
    conversion: ({ from, to }) => (to.type === 'uuid' || from.type === 'uuid' ? `"x"::${to.type}` : null),
  },
  isNamed: () => true,
  compareType: () => null,
  compareDefault: () => null,
};

/** All differences between two schemas, as entries for the option `accept`. */
const acceptAll = (from: Canonical<Schema>, to: Canonical<Schema>) =>
  matchAcceptances(
    differencesOf(diff(from, to, options)).map(({ object, facet }) => ({ object: showRef(object), ...(facet === null ? {} : { facet }), reason: 'so it is' })),
    differencesOf(diff(from, to, options)),
  );

describe('differences', () => {
  it('are there exactly where there is something to do', () => {
    fc.assert(
      fc.property(schemas, schemas, (from, to) => {
        const operations = diff(from, to, options);
        const differences = differencesOf(operations);
        expect(differences.length > 0).toBe(operations.length > 0);
        for (const { database, entities } of differences) expect(database).not.toEqual(entities);
      }),
      { numRuns: 500 },
    );
  });

  it('leave nothing to do when all of them are accepted, by the names that they have', () => {
    fc.assert(
      fc.property(schemas, schemas, (from, to) => {
        const { accepted, unused } = acceptAll(from, to);
        expect(unused).toEqual([]);
        expect(diff(from, acceptDifferences(accepted, { from, to }), options)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('leave the others as they were when one is accepted', () => {
    fc.assert(
      fc.property(schemas, schemas, fc.nat(), (from, to, choice) => {
        const { accepted } = acceptAll(from, to);
        fc.pre(accepted.length > 0);
        const one = accepted[choice % accepted.length];
        const left = differencesOf(diff(from, acceptDifferences(one === undefined ? [] : [one], { from, to }), options));
        const names = (list: typeof left): string[] => list.map(({ object, facet }) => `${showRef(object)} ${String(facet)}`);
        expect(names(left)).not.toContain(names(one === undefined ? [] : [one])[0]);
      }),
      { numRuns: 500 },
    );
  });
});

const words: Vocabulary = { hasMethod: (method) => method !== 'gin', hasDefault: () => true };

const wordless = fc.constantFrom<Pick<Index, 'keys' | 'include' | 'nullsNotDistinct' | 'method'>>(
  { keys: [{ sql: 'lower(x)' }], include: [], nullsNotDistinct: false, method: 'btree' },
  { keys: ['x'], include: ['y'], nullsNotDistinct: false, method: 'btree' },
  { keys: ['x'], include: [], nullsNotDistinct: true, method: 'btree' },
  { keys: ['x'], include: [], nullsNotDistinct: false, method: 'gin' },
);

/** The schema with an index of this kind on each table, which speaks of its first column, and what is known of it. */
function withWordless(schema: Canonical<Schema>, index: Pick<Index, 'keys' | 'include' | 'nullsNotDistinct' | 'method'>): Canonical<Schema> {
  const indexOf = ({ name }: Table): Index => ({ name: `made_by_hand_${name}`, unique: false, where: null, ...index });
  const unmanaged = schema.tables.map((table): Unmanaged => ({
    kind: 'index',
    table: { schema: table.schema, name: table.name },
    name: indexOf(table).name,
    definition: '',
    columns: table.columns.slice(0, 1).map(({ name }) => name),
    remade: false,
    sql: null,
  }));
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, indexes: [...table.indexes, indexOf(table)] })), unmanaged };
}

it('nothing that entities have no words for makes a difference, or goes while what it stands on stays', () => {
  fc.assert(
    fc.property(schemas, schemas, wordless, (plain, wanted, index) => {
      const { from, to } = keepUnmanaged({ from: withWordless(plain, index), to: wanted }, words);
      const isOfHand = (name: string): boolean => name.startsWith('made_by_hand_');
      const gone = differencesOf(diff(from, to, options)).filter(({ object }) => object.kind === 'index' && isOfHand(object.name));
      expect(to.unmanaged.length + gone.length).toBeLessThanOrEqual(from.unmanaged.length);
      for (const { columns, table } of to.unmanaged) {
        expect(wanted.tables.find(({ schema, name }) => schema === table.schema && name === table.name)?.columns.map(({ name }) => name)).toEqual(expect.arrayContaining([...columns]));
      }
      const others = (operations: ReturnType<typeof diff>): string[] =>
        differencesOf(operations).filter(({ object }) => !isOfHand(object.name)).map(({ object, facet }) => `${showRef(object)} ${String(facet)}`);
      expect(others(diff(from, to, options))).toEqual(others(diff(plain, wanted, options)));
    }),
    { numRuns: 500 },
  );
});
