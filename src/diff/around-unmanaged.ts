import { nameKey, sameName, showUnmanaged } from '../model/identity.js';
import type { Schema, Unmanaged } from '../model/schema.js';
import type { Change, Execute, Operation } from '../operation/operation.js';
import { replacedIn, retypedIn } from './column-dependants.js';

/** What runs before and after all other operations; each reads the same backwards. */
export interface Around {
  readonly before: readonly Execute[];
  readonly after: readonly Execute[];
}

/**
 * Takes away the triggers, rules, policies and statistics that are in the way of `operations`, or go with a table or column, and makes those
 * again that can stay. PostgreSQL refuses another type for a column that a trigger or a policy names, and to drop it.
 */
export function aroundUnmanaged(operations: readonly Operation[], { from, to }: Change<Schema>): Around {
  const staying = new Set(to.unmanaged.map(keyOf));
  const touched = from.unmanaged.filter((each) => isTouched(each, operations));
  return {
    before: touched.flatMap((each) => takeAway(each, staying.has(keyOf(each)))),
    after: touched.filter((each) => staying.has(keyOf(each))).flatMap(makeAgain),
  };
}

const keyOf = ({ kind, table, name }: Unmanaged): string => `${kind} ${nameKey(table)} ${name}`;

function isTouched({ sql, table, columns, remade }: Unmanaged, operations: readonly Operation[]): boolean {
  if (sql === null) return false;
  if (operations.some((operation) => operation.verb === 'drop' && operation.kind === 'table' && sameName(operation, table))) return true;
  const dropped = operations.flatMap((operation) => (operation.verb === 'drop' && operation.kind === 'column' && sameName(operation.table, table) ? [operation.name] : []));
  const changed = [...dropped, ...replacedIn(table, operations), ...(remade ? retypedIn(table, operations) : [])];
  return columns.some((column) => changed.includes(column));
}

function takeAway(unmanaged: Unmanaged, stays: boolean): Execute[] {
  const { sql } = unmanaged;
  if (sql === null) return [];
  const takes = { from: null, to: showUnmanaged(unmanaged) };
  return [{ verb: 'execute', up: sql.drop, down: sql.create, ...(stays ? {} : { takes }) }];
}

const makeAgain = ({ sql }: Unmanaged): Execute[] => (sql === null ? [] : [{ verb: 'execute', up: sql.create, down: sql.drop }]);
