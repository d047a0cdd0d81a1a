import type { Canonical, Schema, Table } from '../model/schema.js';
import { nameKey } from '../model/identity.js';
import type { Operation } from '../operation/operation.js';
import { rebuildColumnDependants } from './column-dependants.js';
import { diffColumns, isLeftToUs } from './columns.js';
import { diffEnums } from './enums.js';
import { rebuildEnumDependants } from './enum-dependants.js';
import { match } from './match.js';
import { createIndexes, createReferences, diffMembers, dropIndexes, dropReferences } from './members.js';
import { mergeRenames } from './merge-renames.js';
import type { DiffOptions } from './options.js';
import { rebuildReferences } from './references.js';
import { rebuildViews } from './view-dependants.js';
import { diffViews } from './views.js';

/**
 * What to do to a database with the schema `from` so that it has the schema `to`; empty when there is no difference.
 * The order is that of the objects, not one to run them in: `plan/order.ts` makes that.
 */
export function diff(from: Canonical<Schema>, to: Canonical<Schema>, options: DiffOptions): Operation[] {
  const tables = match(from.tables, to.tables, nameKey);
  const changed = tables.kept.filter((change) => change.from !== change.to || !isLeftToUs(options));
  const enums = diffEnums({ from, to }, options);
  const operations = [
    ...createExtensions(from, to),
    ...createNamespaces(from, to),
    ...enums.operations,
    ...tables.created.flatMap(createTable),
    ...changed.flatMap((change) => [
      ...alterTable(change.from, change.to),
      ...diffColumns(change, { ...options, converted: enums.converted }),
      ...diffMembers(change, options),
    ]),
    ...tables.created.flatMap(createReferences),
    ...tables.dropped.flatMap(dropTable),
    ...diffViews({ from, to }, options),
  ];
  const rebuilt = rebuildReferences(rebuildColumnDependants(rebuildEnumDependants(operations, tables.kept, from), tables.kept, to.unmanaged), tables.kept);
  return rebuildViews(mergeRenames(rebuilt), { from, to });
}

/** Extensions are made, and never dropped: others may use them. */
const createExtensions = (from: Schema, to: Schema): Operation[] =>
  match(from.extensions, to.extensions, ({ name }) => name).created.map((value) => ({ verb: 'create', kind: 'extension', value }));

/** Namespaces are made, and never dropped: others may have put something there. */
const createNamespaces = (from: Schema, to: Schema): Operation[] =>
  match(from.namespaces, to.namespaces, ({ name }) => name).created.map((value) => ({ verb: 'create', kind: 'namespace', value }));

/** Foreign keys follow when all tables are there, so that no two tables can wait for each other. */
const createTable = (table: Table): Operation[] => [
  { verb: 'create', kind: 'table', schema: table.schema, value: bare(table) },
  ...createIndexes(table),
];

const dropTable = (table: Table): Operation[] => [
  ...dropReferences(table),
  ...dropIndexes(table),
  { verb: 'drop', kind: 'table', schema: table.schema, name: table.name, value: bare(table) },
];

const bare = (table: Table): Table => ({ ...table, indexes: [], foreignKeys: [] });

/** Of a table itself, only the comment can differ. */
function alterTable(from: Table, to: Table): Operation[] {
  if (from.comment === to.comment) return [];
  return [{ verb: 'alter', kind: 'table', schema: to.schema, name: to.name, changes: { comment: { from: from.comment, to: to.comment } } }];
}
