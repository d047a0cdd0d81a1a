import { equal } from '../../../kernel/equal.js';
import { nameKey } from '../../../model/identity.js';
import type { EnumType, Extension, Index, Namespace, Schema, Table } from '../../../model/schema.js';
import type { Create } from '../../../operation/operation.js';
import { render } from '../ddl/ddl.js';
import { assemble } from '../introspect/assemble.js';
import { enumsQuery, indexesQuery, isNamed, outlineQueries, type QueriesOf, tablesThat } from '../introspect/queries.js';
import { noRows, type OutlineRows, type RestRows } from '../introspect/rows.js';
import { quoteIdentifier, quoteName, truncateIdentifier } from '../quote.js';

/** A temporary table that stands in for one of the desired schema. */
export interface Probe {
  readonly table: Table;
  /** The name of the stand-in in `pg_temp`. */
  readonly name: string;
}

/**
 * A probe for each table. It has the table's own name, so that expressions which name the table work;
 * a second table of the same name, from another namespace, gets a name of ours.
 */
export function probesFor(tables: readonly Table[]): Probe[] {
  const taken = new Set<string>();
  return tables.map((table, position) => {
    const name = taken.has(table.name) ? `limbeck_probe_${position}` : table.name;
    taken.add(name);
    return { table, name };
  });
}

/** The statements that make a probe: columns and the parts of the table that hold expressions. */
export function createProbe({ table, name }: Probe): string[] {
  const stripped: Table = {
    ...table,
    schema: 'pg_temp',
    name,
    columns: table.columns.map((column) => ({ ...column, generation: null, comment: null })),
    primaryKey: null,
    uniques: [],
    foreignKeys: [],
    indexes: table.indexes.filter(isPartial).map((index, position) => ({ ...index, name: indexName(name, position), unique: false })),
    comment: null,
  };
  const create: Create<'table'> = { verb: 'create', kind: 'table', schema: 'pg_temp', value: stripped };
  return render(create).map(({ sql }) => sql);
}

const indexName = (table: string, position: number): string => truncateIdentifier(`limbeck_probe_${position}_${table}`);

/** The statements that make the extensions, namespaces and enum types the probes need, as the entities want them, under their own names. */
export function prepareTypes(desired: Schema, current: Schema): string[] {
  const there = new Map(current.enums.map((type) => [nameKey(type), type]));
  const changed = desired.enums.filter((type) => !equal(type, there.get(nameKey(type))));
  return [
    ...missingExtensions(desired, current).flatMap((value) => render({ verb: 'create', kind: 'extension', value }).map(({ sql }) => sql)),
    ...missingNamespaces(desired, current).map(({ name }) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`),
    ...changed.flatMap((type) => [
      ...(there.has(nameKey(type)) ? [setAside(type)] : []),
      ...render({ verb: 'create', kind: 'enum', schema: type.schema, value: type }).map(({ sql }) => sql),
    ]),
  ];
}

export const missingExtensions = (desired: Schema, current: Schema): Extension[] =>
  desired.extensions.filter(({ name }) => !current.extensions.some((extension) => extension.name === name));

const missingNamespaces = (desired: Schema, current: Schema): Namespace[] =>
  desired.namespaces.filter(({ name }) => !current.namespaces.some((namespace) => namespace.name === name));

const setAside = (type: EnumType): string => `ALTER TYPE ${quoteName(type)} RENAME TO ${quoteIdentifier(`limbeck_probe_${type.name}`)}`;

/** What the database spells once the probes are there. */
export interface ProbeReading {
  /** The probed tables, under their own names. */
  readonly tables: readonly Table[];
  readonly typeNames: Schema['typeNames'];
}

/** What the probes hold, and the enum types as they are named beside them; {@link readProbes} reads the answers. */
export function readBackQueries(desired: Schema): QueriesOf<ReadBackRows> {
  const { tables, columns, sequences, constraints } = outlineQueries(temporary);
  return { tables, columns, sequences, constraints, indexes: indexesQuery(tablesThat(temporary)), enums: enumsQuery(isNamed(desired.namespaces.map(({ name }) => name))) };
}

const temporary = 'n.oid = pg_my_temp_schema()';

export type ReadBackRows = Omit<OutlineRows, 'server'> & Pick<RestRows, 'indexes' | 'enums'>;

export function readProbes(probes: readonly Probe[], rows: ReadBackRows): ProbeReading {
  const { tables, typeNames } = assemble({ ...noRows, ...rows });
  const read = new Map(tables.map((table) => [table.name, table]));
  return { tables: probes.map((probe) => withOwnNames(probe, read.get(truncateIdentifier(probe.name)) ?? probe.table)), typeNames };
}

/** The names of the probe's indexes are ours; their order is that of the table's own. */
function withOwnNames({ table, name }: Probe, read: Table): Table {
  const partial = table.indexes.filter(isPartial);
  const readIndexes = new Map(read.indexes.map((index) => [index.name, index]));
  const ownIndex = (index: Index, position: number): Index => ({
    ...index,
    where: readIndexes.get(indexName(name, position))?.where ?? index.where,
  });
  return { ...read, schema: table.schema, name: table.name, indexes: partial.map(ownIndex) };
}

const isPartial = (index: Index): boolean => index.where !== null;
