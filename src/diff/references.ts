import { equal } from '../kernel/equal.js';
import { memberRef, refKey, sameName } from '../model/identity.js';
import type { ForeignKey, QualifiedName, Table } from '../model/schema.js';
import type { Change, Operation } from '../operation/operation.js';
import { isObjectOperation } from '../operation/target.js';

/**
 * Adds what a foreign key that stays must suffer because of its neighbours: it is dropped and created again when the key
 * that it stands on is replaced, or when a column on either side changes to a type to which no assignment leads.
 */
export function rebuildReferences(operations: readonly Operation[], tables: readonly Change<Table>[]): Operation[] {
  const disturbed = disturbances(operations);
  if (disturbed.length === 0) return [...operations];
  const planned = new Set(operations.flatMap((operation) => (isForeignKey(operation) ? [foreignKeyOf(operation)] : [])));
  const rebuilt = tables.flatMap(({ from, to }) =>
    from.foreignKeys.flatMap((key): Operation[] => {
      const kept = to.foreignKeys.find((candidate) => equal({ ...candidate, name: key.name }, key));
      if (kept === undefined || planned.has(refKey(memberRef('foreignKey', to, kept.name)))) return [];
      if (!disturbed.some((disturbance) => disturbance(to, key))) return [];
      const table = { schema: to.schema, name: to.name };
      return [
        { verb: 'drop', kind: 'foreignKey', table, name: key.name, value: key },
        { verb: 'create', kind: 'foreignKey', table, value: key },
      ];
    }),
  );
  return [...operations, ...rebuilt];
}

type Disturbance = (table: QualifiedName, key: ForeignKey) => boolean;

function disturbances(operations: readonly Operation[]): Disturbance[] {
  return operations.flatMap((operation): Disturbance[] => {
    if (operation.verb === 'drop' && (operation.kind === 'primaryKey' || operation.kind === 'unique')) {
      const columns = new Set(operation.value?.columns);
      return [(_, { references }) => sameName(references, operation.table) && references.columns.every((column) => columns.has(column))];
    }
    if (operation.verb === 'alter' && operation.kind === 'column' && (operation.using.from ?? operation.using.to) !== null) {
      const { table: altered, name } = operation;
      return [
        (table, { columns, references }) =>
          (sameName(table, altered) && columns.includes(name)) || (sameName(references, altered) && references.columns.includes(name)),
      ];
    }
    return [];
  });
}

const isForeignKey = (operation: Operation): boolean => isObjectOperation(operation) && operation.kind === 'foreignKey';

const foreignKeyOf = (operation: Operation): string => {
  if (!isObjectOperation(operation) || !('table' in operation)) return '';
  const name = operation.verb === 'create' ? operation.value.name : typeof operation.name === 'string' ? operation.name : operation.name.to;
  return refKey(memberRef('foreignKey', operation.table, name));
};

