import fc from 'fast-check';
import type { Canonical, Column, ForeignKey, Index, Key, Schema, Table } from '../../src/model/schema.js';

/** Names that have broken tools: reserved words, quotes, other alphabets, 63 bytes and more. */
export const names = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'user', 'order', 'status', 'Mixed', 'x y') },
  { weight: 1, arbitrary: fc.constantFrom('select', 'q"uote', "it's", 'ünï', '名前', 'a.b', 'x'.repeat(63), 'é'.repeat(31)) },
);

const uniqueBy = <T extends { readonly name: string }>(arbitrary: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> =>
  fc.uniqueArray(arbitrary, { selector: ({ name }) => name, maxLength });

const enumType = 'mood';

const column: fc.Arbitrary<Column> = fc.record(
  {
    name: names,
    type: fc.constantFrom('integer', 'bigint', 'text', 'character varying(80)', 'uuid', enumType),
    nullable: fc.boolean(),
    default: fc.constantFrom(null, null, '0', "'x'::text", 'now()'),
    generation: fc.constantFrom(null, null, 'serial' as const, 'identityAlways' as const),
    generated: fc.constantFrom(null, null, null, 'lower(a)', 'lower(b)'),
    virtual: fc.constant(false),
    collation: fc.constantFrom(null, 'C'),
    comment: fc.constantFrom(null, 'why'),
  },
  { noNullPrototype: true },
);

function members(columns: readonly Column[]) {
  const columnNames = columns.map(({ name }) => name);
  const some = fc.subarray(columnNames, { minLength: 1 });
  const deferrable = fc.constantFrom('no' as const, 'deferrable' as const, 'deferred' as const);
  const key: fc.Arbitrary<Key> = fc.record({ name: names, columns: some, deferrable }, { noNullPrototype: true });
  const index: fc.Arbitrary<Index> = fc.record(
    {
      name: names,
      method: fc.constantFrom('btree', 'gin'),
      unique: fc.boolean(),
      keys: some,
      include: fc.constant([]),
      nullsNotDistinct: fc.constant(false),
      where: fc.constantFrom(null, '(a > 0)'),
    },
    { noNullPrototype: true },
  );
  return { some, key, index, deferrable };
}

const table = (schema: string, name: string): fc.Arbitrary<Table> =>
  fc.uniqueArray(column, { selector: (member) => member.name, minLength: 1, maxLength: 4 }).chain((columns) => {
    const { key, index } = members(columns);
    return fc.record(
      {
        schema: fc.constant(schema),
        name: fc.constant(name),
        columns: fc.constant(columns),
        primaryKey: fc.option(key.map((value) => ({ ...value, name: `PK ${value.name}` })), { nil: null }),
        uniques: uniqueBy(key.map((value) => ({ ...value, name: `UQ ${value.name}` })), 2),
        checks: uniqueBy(fc.record({ name: names, expression: fc.constantFrom('(a > 0)', '(b IS NOT NULL)') }, { noNullPrototype: true }), 2),
        exclusions: fc.constant([]),
        foreignKeys: fc.constant<ForeignKey[]>([]),
        indexes: uniqueBy(index, 2),
        comment: fc.constantFrom(null, 'a table'),
      },
      { noNullPrototype: true },
    );
  });

/** Adds foreign keys between the tables, cycles and references to itself among them. */
const withReferences = (tables: readonly Table[]): fc.Arbitrary<Table[]> =>
  fc.tuple(
    ...tables.map((from) =>
      uniqueBy(
        fc.constantFrom(...tables).chain((to) =>
          fc.record<ForeignKey>(
            {
              name: names.map((name) => `FK ${name}`),
              columns: fc.constant(from.columns.slice(0, 1).map(({ name }) => name)),
              references: fc.constant({ schema: to.schema, name: to.name, columns: to.columns.slice(0, 1).map(({ name }) => name) }),
              onDelete: fc.constantFrom('no action', 'cascade'),
              onUpdate: fc.constantFrom('no action', 'set null'),
              deferrable: fc.constantFrom('no', 'deferred'),
            },
            { noNullPrototype: true },
          ),
        ),
        2,
      ).map((foreignKeys) => ({ ...from, foreignKeys })),
    ),
  );

/** Schemas as a database could hold them. */
export const schemas: fc.Arbitrary<Canonical<Schema>> = fc
  .record({
    tableNames: fc.uniqueArray(names, { maxLength: 4 }),
    values: fc.uniqueArray(fc.constantFrom('sad', 'ok', 'happy', "it's"), { minLength: 1 }),
    audit: fc.boolean(),
  })
  .chain(({ tableNames, values, audit }) =>
    fc
      .tuple(...tableNames.map((name, position) => table(audit && position === 0 ? 'audit' : 'public', name)))
      .chain((tables): fc.Arbitrary<Table[]> => (tables.length === 0 ? fc.constant([]) : withReferences(tables)))
      .map((tables) => {
        const isUsed = tables.some(({ columns }) => columns.some(({ type }) => type === enumType));
        const schema: Schema = {
          extensions: [],
          namespaces: [{ name: 'public' }, ...(audit ? [{ name: 'audit' }] : [])],
          enums: isUsed ? [{ schema: 'public', name: 'mood', values }] : [],
          tables,
          views: [],
          materializedViews: [],
          viewFacts: {},
          unmanaged: [],
          typeNames: { [enumType]: { schema: 'public', name: 'mood' } },
        };
        return schema as Canonical<Schema>;
      }),
  );
