import { equal } from '../kernel/equal.js';
import { nameKey, sameName } from '../model/identity.js';
import type { Check, ForeignKey, Index, Key, QualifiedName, Schema, Table, View } from '../model/schema.js';
import type { Change } from '../operation/operation.js';
import type { Surroundings } from './way.js';

/** A column, by its name. */
export interface ColumnOf {
  readonly table: QualifiedName;
  readonly name: string;
}

/** What knows a column or several, and must be made anew when others take their places. */
export interface Standing {
  readonly keys: readonly (ColumnKey & { readonly value: Key })[];
  readonly indexes: readonly { readonly table: QualifiedName; readonly value: Index }[];
  /** An expression may be spelled in another way after. */
  readonly checks: readonly { readonly table: QualifiedName; readonly value: Change<Check> }[];
  readonly references: readonly { readonly table: QualifiedName; readonly value: ForeignKey }[];
  /** In an order in which they can be created. */
  readonly views: readonly Change<View>[];
}

interface ColumnKey {
  readonly table: QualifiedName;
  readonly kind: 'primaryKey' | 'unique';
}

/** What is known of the tables, and who can read their expressions. */
type Known = Pick<Surroundings, 'schemas' | 'dialect'>;

/** All that stands on any of `columns`, each once. */
export function standingOn(columns: readonly ColumnOf[], { schemas, dialect }: Known): Standing {
  const { from, to } = schemas;
  const has = (table: QualifiedName, names: readonly string[]): boolean => columns.some((column) => sameName(column.table, table) && names.includes(column.name));
  const own = columns.map(({ table }) => nameKey(table));
  const tables = from.tables.filter((table) => own.includes(nameKey(table)));
  const viewNames = readersOf(columns, from);
  return {
    keys: tables.flatMap((table) => keysOf(table).filter(({ value }) => has(table, value.columns))),
    indexes: tables.flatMap((table) => table.indexes.filter((index) => has(table, columnsOf(index))).map((value) => ({ table: nameOf(table), value }))),
    checks: tables.flatMap((table) => checksOf(table, columns, { to, dialect })),
    references: from.tables.flatMap((table) =>
      table.foreignKeys.filter((key) => has(table, key.columns) || has(key.references, key.references.columns)).map((value) => ({ table: nameOf(table), value })),
    ),
    views: sorted(from.views, viewNames, from).flatMap((view) => {
      const after = to.views.find((each) => sameName(each, view));
      return after === undefined ? [] : [{ from: view, to: after }];
    }),
  };
}

const nameOf = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });

const keysOf = (table: Table): Standing['keys'] => [
  ...(table.primaryKey === null ? [] : [{ kind: 'primaryKey' as const, table: nameOf(table), value: table.primaryKey }]),
  ...table.uniques.map((value) => ({ kind: 'unique' as const, table: nameOf(table), value })),
];

/** The columns that an index has as such, not in expressions. */
const columnsOf = ({ keys, include }: Index): readonly string[] => [...keys.filter((key) => typeof key === 'string'), ...include];

function checksOf(table: Table, columns: readonly ColumnOf[], { to, dialect }: Pick<Change<Schema>, 'to'> & Pick<Known, 'dialect'>): Standing['checks'] {
  const names = columns.filter((column) => sameName(column.table, table)).map(({ name }) => name);
  const after = to.tables.find((each) => sameName(each, table))?.checks ?? [];
  return table.checks.flatMap((check) => {
    const same = after.find(({ name }) => name === check.name);
    return same !== undefined && names.some((name) => dialect.mentions(check.expression, name)) ? [{ table: nameOf(table), value: { from: check, to: same } }] : [];
  });
}

/** By `nameKey`: the views that read one of the columns, and those that read these views. */
function readersOf(columns: readonly ColumnOf[], { viewFacts }: Schema): ReadonlySet<string> {
  const found = new Set<string>();
  const isReader = ([, { reads }]: [string, Schema['viewFacts'][string]]): boolean =>
    reads.some((source) => found.has(nameKey(source)) || columns.some(({ table, name }) => sameName(source, table) && source.columns.includes(name)));
  for (let next = newReader(); next !== undefined; next = newReader()) found.add(next);
  return found;

  function newReader(): string | undefined {
    return Object.entries(viewFacts).find((entry) => !found.has(entry[0]) && isReader(entry))?.[0];
  }
}

/** Those of `views` with these names, each after those that it reads. */
function sorted(views: readonly View[], names: ReadonlySet<string>, { viewFacts }: Schema): readonly View[] {
  const left = views.filter((view) => names.has(nameKey(view)));
  const placed: View[] = [];
  while (left.length > 0) {
    const position = left.findIndex((view) => !left.some((other) => viewFacts[nameKey(view)]?.reads.some((source) => sameName(source, other))));
    placed.push(...left.splice(Math.max(position, 0), 1));
  }
  return placed;
}

/**
 * Whether all that stands on a column can be built beside it, and is the same after: no expression of an index, no exclusion, no generated column, no trigger,
 * rule, policy or statistics, no materialized view, and nothing that has more to it than a {@link Schema} can say.
 */
export function canStandAgain(column: ColumnOf, { schemas, dialect }: Known): boolean {
  const [before, after] = [standingOn([column], { schemas, dialect }), standingOn([column], { schemas: { from: schemas.to, to: schemas.from }, dialect })];
  const isSame = equal([before.keys, before.indexes, before.references, before.checks.map(({ value }) => value.from.name)], [after.keys, after.indexes, after.references, after.checks.map(({ value }) => value.from.name)]);
  return isSame && isKeptWhole(column, schemas.from, dialect) && isKeptWhole(column, schemas.to, dialect) && equal(viewsOn(column, schemas.from), viewsOn(column, schemas.to));
}

const viewsOn = (column: ColumnOf, schema: Schema): readonly string[] => [...readersOf([column], schema)].sort();

function isKeptWhole(column: ColumnOf, schema: Schema, dialect: Known['dialect']): boolean {
  const table = schema.tables.find((each) => sameName(each, column.table));
  if (table === undefined) return false;
  const texts = [
    ...table.exclusions.map(({ definition }) => definition),
    ...table.indexes.flatMap(({ keys, where }) => [where ?? '', ...keys.flatMap((key) => (typeof key === 'string' ? [] : [key.sql]))]),
    ...table.columns.flatMap(({ generated }) => generated ?? []),
  ];
  const isNoted = schema.unmanaged.some((each) => each.kind !== 'index' && sameName(each.table, table) && each.columns.includes(column.name));
  const isComputed = table.columns.some(({ name, generated }) => name === column.name && generated !== null);
  const readers = readersOf([column], schema);
  return !isNoted && !isComputed && !texts.some((text) => dialect.mentions(text, column.name)) && !schema.materializedViews.some((view) => readers.has(nameKey(view)));
}
