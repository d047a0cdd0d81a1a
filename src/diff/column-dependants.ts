import { refKey, sameName } from '../model/identity.js';
import type { Column, Expression, QualifiedName, Table } from '../model/schema.js';
import type { Change, Create, Drop, Operation } from '../operation/operation.js';
import { targetOf } from '../operation/target.js';
import { replaceColumn } from './columns.js';
import { match } from './match.js';
import { rebuild, staying } from './rebuild.js';

/**
 * Adds what stays and must suffer because a column changes its type or is made anew: a generated column that is computed from it,
 * and keys, constraints and indexes on a column that is dropped and created. They are dropped before and created after.
 *
 * Source: PostgreSQL 18, ALTER TABLE, "SET DATA TYPE" (refused for a column that a generated column uses) and "DROP COLUMN".
 */
export function rebuildColumnDependants(operations: readonly Operation[], tables: readonly Change<Table>[]): Operation[] {
  const regenerated = tables.reduce((all, change) => regenerate(change, all), operations);
  const planned = new Set(regenerated.flatMap((operation) => (operation.verb === 'execute' ? [] : refKey(targetOf(operation).to))));
  const rebuilt = tables.flatMap((change) => rebuildMembers(change, replacedIn(change.to, regenerated)));
  return [...regenerated, ...rebuilt.filter((operation) => !planned.has(refKey(targetOf(operation).to)))];
}

/** Drops and creates generated columns that cannot stay while `operations` change what they are computed from. */
function regenerate({ from, to }: Change<Table>, operations: readonly Operation[]): readonly Operation[] {
  const retyped = operations.flatMap((operation) => retypedBy(operation, to));
  const moved = operations.flatMap((operation) => movedBy(operation, to));
  const columns = match(from.columns, to.columns, ({ name }) => name).kept.filter(({ to: { name } }) => !moved.includes(name));
  const doomed = columns.filter((column) => isComputedFrom(column, column.from.generated === column.to.generated ? retyped : [...retyped, ...moved]));
  if (doomed.length === 0) return operations;
  const table = { schema: to.schema, name: to.name };
  const isDoomed = (operation: Operation): boolean => isColumn(operation, to) && doomed.some((column) => targetOf(operation).to.name === column.to.name);
  return [...operations.filter((operation) => !isDoomed(operation)), ...doomed.flatMap((column) => replaceColumn(table, column))];
}

/** Whether the column is a generated one on both sides, and is computed from one of `columns` on either. */
const isComputedFrom = ({ from, to }: Change<Column>, columns: readonly string[]): boolean =>
  from.generated !== null && to.generated !== null && mentions(`${from.generated} ${to.generated}`, columns);

const isColumn = (operation: Operation, table: QualifiedName): operation is Extract<Operation, { readonly kind: 'column' }> =>
  operation.verb !== 'execute' && operation.kind === 'column' && sameName(operation.table, table);

/** The columns that are dropped, created or made anew. */
function movedBy(operation: Operation, table: Table): string[] {
  if (!isColumn(operation, table) || operation.verb === 'rename') return [];
  return operation.verb === 'alter' && operation.anew === undefined ? [] : [targetOf(operation).to.name];
}

function retypedBy(operation: Operation, table: Table): string[] {
  if (operation.verb !== 'alter') return [];
  if (operation.kind === 'enum') return [...operation.convert.from, ...operation.convert.to].filter((each) => sameName(each.table, table)).map(({ column }) => column);
  if (!isColumn(operation, table) || operation.verb !== 'alter') return [];
  return (operation.changes.type ?? operation.changes.collation) === undefined ? [] : [operation.name];
}

/** Better once too often: a name may stand in a text for something else. A quote in a name is doubled there. */
const mentions = (text: Expression, columns: readonly string[]): boolean => columns.some((column) => text.includes(column.replaceAll('"', '""')));

/** The columns of a table that are dropped and created, on the way there or on the way back. */
function replacedIn(table: Table, operations: readonly Operation[]): string[] {
  const ofTable = operations.flatMap((operation) => (isColumn(operation, table) ? [operation] : []));
  const created = new Set(ofTable.flatMap((operation) => (operation.verb === 'create' ? [operation.value.name] : [])));
  return ofTable.flatMap((operation) => {
    const isReplaced = (operation.verb === 'drop' && created.has(operation.name)) || (operation.verb === 'alter' && operation.anew !== undefined);
    return isReplaced ? [operation.name] : [];
  });
}

function rebuildMembers({ from, to }: Change<Table>, replaced: readonly string[]): (Create | Drop)[] {
  if (replaced.length === 0) return [];
  const has = (columns: readonly string[]): boolean => columns.some((column) => replaced.includes(column));
  const keys = (table: Table): Table['uniques'] => (table.primaryKey === null ? [] : [table.primaryKey]);
  return [
    ...rebuild('primaryKey', to, staying(keys(from), keys(to)).filter(({ columns }) => has(columns))),
    ...rebuild('unique', to, staying(from.uniques, to.uniques).filter(({ columns }) => has(columns))),
    ...rebuild('check', to, staying(from.checks, to.checks).filter(({ expression }) => mentions(expression, replaced))),
    ...rebuild('exclusion', to, staying(from.exclusions, to.exclusions).filter(({ definition }) => mentions(definition, replaced))),
    ...rebuild('foreignKey', to, staying(from.foreignKeys, to.foreignKeys).filter(({ columns }) => has(columns))),
    ...rebuild('index', to, staying(from.indexes, to.indexes).filter(({ keys, include, where }) => mentions([...keys.map(textOf), ...include, where ?? ''].join(' '), replaced))),
  ];
}

const textOf = (key: Table['indexes'][number]['keys'][number]): string => (typeof key === 'string' ? key : key.sql);
