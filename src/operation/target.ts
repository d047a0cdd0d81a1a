import type { ObjectRef } from '../model/identity.js';
import type { Operation } from './operation.js';

/** Operations on an object of the schema; all but those on rows and SQL of the author's own. */
export type ObjectOperation = Extract<Operation, { readonly kind: unknown }>;

export const isObjectOperation = (operation: Operation): operation is ObjectOperation => 'kind' in operation;

/** The object that an operation works on, by the name it has before (`from`) and after (`to`) it. */
export function targetOf(operation: ObjectOperation): { readonly from: ObjectRef; readonly to: ObjectRef } {
  const place = {
    kind: operation.kind,
    schema: 'table' in operation ? operation.table.schema : 'schema' in operation ? operation.schema : null,
    table: 'table' in operation ? operation.table.name : null,
  };
  const { from, to } = namesOf(operation);
  const moved = operation.verb === 'alter' && 'schema' in operation.changes ? { schema: operation.changes.schema?.to ?? place.schema } : {};
  return { from: { ...place, name: from }, to: { ...place, ...moved, name: to } };
}

function namesOf(operation: ObjectOperation): { readonly from: string; readonly to: string } {
  switch (operation.verb) {
    case 'create':
      return { from: operation.value.name, to: operation.value.name };
    case 'rename':
      return operation.name;
    default:
      return { from: operation.name, to: operation.name };
  }
}
