import type { Column, QualifiedName } from '../../../model/schema.js';
import type { Alter, Create } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { quoteIdentifier, quoteName } from '../quote.js';
import { alterColumn } from './alter-column.js';
import { commentOnColumn } from './comments.js';
import { settleDeferred } from './deferred.js';
import { statement, type ObjectDdl } from './object-ddl.js';
import { attachSequence, identityClause, renameSequence } from './sequences.js';

/** Columns. */
export const columns: ObjectDdl<'column'> = {
  create: createColumn,
  drop: ({ table, name }) => [statement(`ALTER TABLE ${quoteName(table)} DROP COLUMN ${quoteIdentifier(name)}`)],
  alter: (operation) => (operation.anew?.to ? makeAnew(operation, operation.anew.to) : alterColumn(operation)),
  rename: ({ table, name, sequence = false }) => [
    statement(`ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteIdentifier(name.from)} TO ${quoteIdentifier(name.to)}`),
    ...(sequence ? renameSequence({ from: { table, column: name.from }, to: { table, column: name.to } }) : []),
  ],
};

function createColumn({ table, value }: Create<'column'>): readonly Statement[] {
  return [statement(`ALTER TABLE ${quoteName(table)} ADD COLUMN ${columnClause(value)}`), ...completeColumn(table, value)];
}

/** Values that were computed for each reader are kept where the column stops being generated. */
function makeAnew({ table, name, changes: { generated } }: Alter<'column'>, column: Column): readonly Statement[] {
  const alter = (action: string): Statement => statement(`ALTER TABLE ${quoteName(table)} ${action}`);
  const drop = alter(`DROP COLUMN ${quoteIdentifier(name)}`);
  if (generated === undefined || generated.to !== null) return [drop, alter(`ADD COLUMN ${columnClause(column)}`), ...completeColumn(table, column)];
  const copy = 'limbeck_copy';
  return [
    alter(`ADD COLUMN ${columnClause({ ...column, name: copy, nullable: true, default: null, generation: null })}`),
    statement(`UPDATE ${quoteName(table)} SET ${quoteIdentifier(copy)} = ${quoteIdentifier(name)}`),
    settleDeferred(table),
    drop,
    alter(`RENAME COLUMN ${quoteIdentifier(copy)} TO ${quoteIdentifier(name)}`),
    ...(column.default === null ? [] : [alter(`ALTER COLUMN ${quoteIdentifier(name)} SET DEFAULT ${column.default}`)]),
    ...(column.nullable ? [] : [alter(`ALTER COLUMN ${quoteIdentifier(name)} SET NOT NULL`)]),
    ...(column.generation === null ? [] : attachSequence({ table, column: name }, column.generation)),
    ...(column.comment === null ? [] : [commentOnColumn(table, name, column.comment)]),
  ];
}

/** A column as it stands in `CREATE TABLE` and after `ADD COLUMN`. */
export function columnClause(column: Column): string {
  return [
    quoteIdentifier(column.name),
    serialTypeOf(column) ?? column.type,
    ...(column.collation === null ? [] : [`COLLATE ${quoteIdentifier(column.collation)}`]),
    ...(column.generated === null ? [] : [`GENERATED ALWAYS AS (${column.generated}) ${column.virtual ? 'VIRTUAL' : 'STORED'}`]),
    ...(column.generation === null || column.generation === 'serial' ? [] : [identityClause(column.generation)]),
    ...(column.default === null ? [] : [`DEFAULT ${column.default}`]),
    ...(column.nullable ? [] : ['NOT NULL']),
  ].join(' ');
}

/** What the clause of a column cannot say, as statements that follow it. */
export function completeColumn(table: QualifiedName, column: Column): readonly Statement[] {
  const isSerial = column.generation === 'serial';
  const lacksSequence = isSerial && serialTypeOf(column) === null;
  return [
    ...(lacksSequence ? attachSequence({ table, column: column.name }, 'serial') : []),
    ...(isSerial && column.nullable ? [dropNotNull(table, column)] : []),
    ...(column.comment === null ? [] : [commentOnColumn(table, column.name, column.comment)]),
  ];
}

/** Not by `NULL` in the clause: the serial types say `NOT NULL` themselves, and PostgreSQL refuses both. */
const dropNotNull = (table: QualifiedName, { name }: Column): Statement =>
  statement(`ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(name)} DROP NOT NULL`);

const serialTypes = new Map([
  ['smallint', 'smallserial'],
  ['integer', 'serial'],
  ['bigint', 'bigserial'],
]);

/** The type that makes a sequence along with the column; `null` for a column without one and where PostgreSQL has no such type. */
const serialTypeOf = ({ type, generation }: Column): string | null => (generation === 'serial' ? (serialTypes.get(type) ?? null) : null);
