import { asksForValue } from '../model/column.js';
import { sameName } from '../model/identity.js';
import type { QualifiedName, Table } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import { type ObjectOperation } from '../operation/target.js';
import { type FindWay, plainly, step, type Surroundings, way } from './way.js';

/**
 * Drops columns and tables when the old code that reads them is gone. Until then a column must not ask new code for values.
 */
export const dropWay: FindWay = (operation, surroundings) => {
  // What has to be taken away by SQL around a drop cannot wait for it.
  if (surroundings.operations.some(({ verb }) => verb === 'execute')) return null;
  if (isOfDroppedTable(operation, surroundings)) return plainly(operation, 'contract');
  if (operation.verb !== 'drop' || operation.kind !== 'column' || operation.value === null) return null;
  const { table, name, value } = operation;
  if (!asksForValue(value)) return plainly(operation, 'contract');
  if (primaryKeyOf(table, surroundings).includes(name)) return null;
  const loosen: Operation = { verb: 'alter', kind: 'column', table, name, changes: { nullable: { from: false, to: true } }, using: none, fill: none };
  return { ...way(step('expand', loosen), step('contract', { ...operation, value: { ...value, nullable: true } })), beginsAt: 'contract' };
};

const none = { from: null, to: null };

/** Whether it drops a table, or what goes with one. */
function isOfDroppedTable(operation: ObjectOperation, { operations }: Surroundings): boolean {
  if (operation.verb !== 'drop') return false;
  if (operation.kind === 'table') return true;
  return 'table' in operation && operations.some((other) => other.verb === 'drop' && other.kind === 'table' && sameName(other, operation.table));
}

const primaryKeyOf = (table: QualifiedName, { schemas }: Surroundings): readonly string[] =>
  schemas.from.tables.find((each: Table) => sameName(each, table))?.primaryKey?.columns ?? [];
