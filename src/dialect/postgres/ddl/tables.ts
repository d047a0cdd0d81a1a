import type { Table } from '../../../model/schema.js';
import type { Alter, Create } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { quoteIdentifier, quoteName } from '../quote.js';
import { columnClause, completeColumn } from './columns.js';
import { commentOnTable } from './comments.js';
import { checkClause, exclusionClause, primaryKeyClause, uniqueClause } from './constraints.js';
import { addForeignKey } from './foreign-keys.js';
import { createIndex } from './indexes.js';
import { statement, type ObjectDdl } from './object-ddl.js';
import { renameSequence } from './sequences.js';

/** Tables. A drop never cascades: PostgreSQL refuses while something else stands on the table. */
export const tables: ObjectDdl<'table'> = {
  create: createTable,
  drop: ({ schema, name }) => [statement(`DROP TABLE ${quoteName({ schema, name })}`)],
  alter: alterTable,
  rename: ({ schema, name, sequences = [] }) => [
    statement(`ALTER TABLE ${quoteName({ schema, name: name.from })} RENAME TO ${quoteIdentifier(name.to)}`),
    ...sequences.flatMap((column) =>
      renameSequence({ from: { table: { schema, name: name.from }, column }, to: { table: { schema, name: name.to }, column } }),
    ),
  ],
};

/** Foreign keys follow the table, and the last of all: one that points at its own table may need an index of it. */
function createTable({ schema, value }: Create<'table'>): readonly Statement[] {
  const table = { schema, name: value.name };
  const clauses = clausesOf(value);
  // Only the first line of a clause is indented: another may be inside a text.
  const body = clauses.length === 0 ? '()' : `(\n${clauses.map((clause) => `  ${clause}`).join(',\n')}\n)`;
  return [
    statement(`CREATE TABLE ${quoteName(table)} ${body}`),
    ...value.columns.flatMap((column) => completeColumn(table, column)),
    ...(value.comment === null ? [] : [commentOnTable(table, value.comment)]),
    ...value.indexes.map((index) => createIndex(table, index)),
    ...value.foreignKeys.map((key) => addForeignKey(table, key)),
  ];
}

const clausesOf = ({ columns, primaryKey, uniques, checks, exclusions }: Table): readonly string[] => [
  ...columns.map(columnClause),
  ...(primaryKey === null ? [] : [primaryKeyClause(primaryKey)]),
  ...uniques.map(uniqueClause),
  ...checks.map(checkClause),
  ...exclusions.map(exclusionClause),
];

function alterTable({ schema, name, changes }: Alter<'table'>): readonly Statement[] {
  const table = { schema, name };
  return [
    ...(changes.comment === undefined ? [] : [commentOnTable(table, changes.comment.to)]),
    ...(changes.schema === undefined ? [] : [statement(`ALTER TABLE ${quoteName(table)} SET SCHEMA ${quoteIdentifier(changes.schema.to)}`)]),
  ];
}
