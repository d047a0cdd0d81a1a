import type { Operation } from '../../src/operation/operation.js';

/** What a call of `op` can say of an operation: the way it goes, not the way back; a table's indexes and foreign keys on their own. */
export function forward(operation: Operation): readonly Operation[] {
  switch (operation.verb) {
    case 'drop':
      return [{ ...operation, value: null }];
    case 'execute':
      return [{ ...operation, down: null }];
    case 'alter':
      return [forwardAlter(operation)];
    case 'create': {
      if (operation.kind !== 'table') return [operation];
      const { value } = operation;
      const table = { schema: value.schema, name: value.name };
      return [
        { ...operation, value: { ...value, indexes: [], foreignKeys: [] } },
        ...value.indexes.map((index): Operation => ({ verb: 'create', kind: 'index', table, value: index })),
        ...value.foreignKeys.map((key): Operation => ({ verb: 'create', kind: 'foreignKey', table, value: key })),
      ];
    }
    default:
      return [operation];
  }
}

function forwardAlter(operation: Extract<Operation, { verb: 'alter' }>): Operation {
  switch (operation.kind) {
    case 'column':
      return { ...operation, using: { from: null, to: operation.using.to }, fill: { from: null, to: operation.fill.to } };
    case 'enum':
      return { ...operation, convert: { from: [], to: operation.convert.to } };
    default:
      return operation;
  }
}
