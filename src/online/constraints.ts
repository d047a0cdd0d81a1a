import type { Index, Key } from '../model/schema.js';
import type { Create, Operation, Validate } from '../operation/operation.js';
import { type FindWay, step, way, type Way } from './way.js';

/** Creates checks, foreign keys, unique constraints and primary keys without reading rows under a lock that others wait for. */
export const constraintWay: FindWay = (operation, { isBusy }) => {
  if (operation.verb !== 'create') return null;
  switch (operation.kind) {
    case 'check':
      return isBusy(operation.table) ? checkWay(operation) : null;
    case 'foreignKey':
      return isBusy(operation.table) || isBusy(operation.value.references) ? referenceWay(operation) : null;
    case 'unique':
    case 'primaryKey':
      return isBusy(operation.table) ? keyWay(operation) : null;
    default:
      return null;
  }
};

/** Holds for new rows first, then looks at the old ones. Source: PostgreSQL 18, ALTER TABLE, "ADD table_constraint [ NOT VALID ]" and "VALIDATE CONSTRAINT". */
function checkWay(operation: Create<'check'>): Way {
  const { table, value } = operation;
  const create: Operation = { ...operation, notValid: true };
  return way(step('checks', create), { stage: 'validate checks', ...validation(create, { verb: 'validate', kind: 'check', table, name: value.name }) });
}

function referenceWay(operation: Create<'foreignKey'>): Way {
  const { table, value } = operation;
  const create: Operation = { ...operation, notValid: true };
  return way(step('references', create), { stage: 'validate references', ...validation(create, { verb: 'validate', kind: 'foreignKey', table, name: value.name }) });
}

/** On the way back the constraint is made anew as it was: no statement takes back that it is valid. */
export const validation = (create: Create<'check' | 'foreignKey'>, validate: Validate): { readonly up: readonly Operation[]; readonly down: readonly Operation[] } => ({
  up: [validate],
  down: [{ verb: 'drop', kind: create.kind, table: create.table, name: create.value.name, value: create.value } as Operation, create],
});

/** Builds the index while others write, and makes it the constraint in a moment. Source: PostgreSQL 18, ALTER TABLE, "ADD table_constraint_using_index". */
function keyWay(operation: Create<'unique' | 'primaryKey'>): Way {
  const { kind, table, value } = operation;
  const build: Operation = { verb: 'create', kind: 'index', table, value: indexOf(value) };
  return way(step('keys', { ...build, concurrently: true }), {
    stage: 'attach keys',
    up: [{ ...operation, usingIndex: value.name }],
    // The index goes with its constraint.
    down: [{ verb: 'drop', kind, table, name: value.name, value }, build],
  });
}

export const indexOf = ({ name, columns }: Key): Index => ({ name, method: 'btree', unique: true, keys: columns, include: [], nullsNotDistinct: false, where: null });
