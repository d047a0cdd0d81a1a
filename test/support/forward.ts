import type { Alter, Drop, Operation } from '../../src/operation/operation.js';

/** What a call of `op` can say of an operation: the way it goes, not the way back; indexes and foreign keys on their own. */
export function forward(operation: Operation): readonly Operation[] {
  switch (operation.verb) {
    case 'drop': {
      const { notValid: _, usingIndex: __, ...drop } = operation as Drop & { readonly notValid?: true; readonly usingIndex?: string };
      return [{ ...drop, value: null }];
    }
    case 'execute':
      return [{ ...operation, down: null }];
    case 'alter':
      return [forwardAlter(operation)];
    case 'create': {
      if (operation.kind === 'materializedView') {
        const { schema, name, indexes } = operation.value;
        const bare: Operation = { ...operation, value: { ...operation.value, indexes: [] } };
        return [bare, ...indexes.map((value): Operation => ({ verb: 'create', kind: 'index', table: { schema, name }, value }))];
      }
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
      return forwardColumn(operation);
    case 'enum':
      return { ...operation, convert: { from: [], to: operation.convert.to } };
    case 'view':
      return { ...operation, anew: { from: false, to: operation.anew.to } };
    default:
      return operation;
  }
}

function forwardColumn({ anew, ...operation }: Alter<'column'>): Operation {
  const whole = (anew?.to ?? null) === null ? {} : { anew: { from: null, to: anew?.to ?? null } };
  return { ...operation, using: { from: null, to: operation.using.to }, fill: { from: null, to: operation.fill.to }, ...whole };
}
